"""Have everything go wrong, and print what came of it: ``make faults``."""

import argparse
import io
import logging
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout

from tests.faults.all_journeys import JOURNEYS
from tests.faults.cloud import clouds
from tests.faults.matrix import Outcome, everything, once_each, outcomes, some

MOST, WIDTH = 8, 200  # differences shown of one fault, and characters of each
LEGEND = """same       to the byte as in the undisturbed journey
later      but for the times of what we did ourselves
open       only people can know whether something was sent, and they are told so:
           the process died, or could not note it, between reserving and noting a send
different  anything else: a bug
A workflow whose token is lost goes on when its wait ends, or by the night's sweep an
hour after it should have asked (test_waits.py)."""
EVERY_S = 1.0  # between two words about how far it is, on a terminal
EVERY_LINE_S = 30.0  # and elsewhere, where each is a line


def main() -> int:
    """Run all journeys, or those named; exit status 0 only if all ends are the same."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("journeys", nargs="*", choices=[[], *JOURNEYS], default=[])
    words.add_argument("--once", action="store_true", help="each kind of call once")
    words.add_argument("--some", type=float, default=1.0, help="share of all faults")
    words.add_argument("--seed", type=int, default=0, help="which of them")
    most = min(2, os.cpu_count() or 1)
    words.add_argument("--at-once", type=int, default=most, help="processes at work")
    told = words.parse_args()
    logging.disable(logging.CRITICAL)  # what goes wrong is meant to
    found: list[Outcome] = []
    progress = Progress()
    with clouds() as start:
        for name in told.journeys or JOURNEYS:
            wanted = everything() if told.some >= 1 else some(told.some, told.seed)
            wanted = once_each() if told.once else wanted
            progress.begins(name)
            with redirect_stdout(io.StringIO()):  # metrics are printed there
                found += outcomes(
                    start, JOURNEYS[name], wanted, progress.tell, told.at_once
                )
    progress.ends()
    sys.stdout.write(table(found) + "\n")
    return int(any(it.how == "different" for it in found))


class Progress:
    """Says how far it is, and at once what is different."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()
        self._count = 0
        self._is_shown = sys.stderr.isatty()

    def begins(self, journey: str) -> None:
        self._say(f"{journey}: first undisturbed")

    def tell(self, outcome: Outcome) -> None:
        self._count += 1
        if outcome.how == "different":
            _write("\n".join(["", *_words(outcome), ""]))
        wait_s = EVERY_S if self._is_shown else EVERY_LINE_S
        if time.monotonic() - self._said >= wait_s:
            self._say(f"{outcome.journey}: call {outcome.number + 1} of {outcome.of}")

    def ends(self) -> None:
        self._say("all have ended.")
        _write("\n" if self._is_shown else "")

    def _say(self, what: str) -> None:
        self._said = time.monotonic()
        line = f"{self._count} faults in {self._said - self._began:.0f} s; {what}"
        _write(f"\r{line:<70}" if self._is_shown else f"{line}\n")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _words(it: Outcome) -> list[str]:
    where = f"{it.journey} #{it.number} {it.call.function} {it.call.name}"
    told = (f"    {line[:WIDTH]}" for line in it.differences[:MOST])
    return [f"{where}: {it.mode}", *told]


def table(found: Sequence[Outcome]) -> str:
    """A line for each function, call and mode, and every difference below."""
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for it in found:
        key = (it.call.function, it.call.name, it.mode)
        counts.setdefault(key, Counter())[it.how] += 1
    lines = [f"{'function':<18}{'call':<34}{'mode':<9}same later open different"]
    for (function, call, mode), n in sorted(counts.items()):
        lines.append(
            f"{function:<18}{call:<34}{mode:<9}"
            f"{n['same']:>4}{n['later']:>6}{n['open']:>5}{n['different']:>10}"
        )
    total = Counter(it.how for it in found)
    lines += [LEGEND, f"{len(found)} faults: {dict(total)}"]
    return "\n".join(lines)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends its children as well
    sys.exit(main())
