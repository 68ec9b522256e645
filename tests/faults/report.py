"""Have everything go wrong, and print what came of it: ``make faults``."""

import argparse
import logging
import signal
import sys
from collections import Counter
from collections.abc import Sequence

from tests.faults.cloud import clouds
from tests.faults.journeys import JOURNEYS
from tests.faults.matrix import Outcome, everything, once_each, outcomes, some

MOST, WIDTH = 8, 200  # differences shown of one fault, and characters of each
A_DOT = 10  # for the faults of every tenth call


def main() -> int:
    """Run all journeys, or those named; exit status 0 only if all ends are the same."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("journeys", nargs="*", choices=[[], *JOURNEYS], default=[])
    words.add_argument("--once", action="store_true", help="each kind of call once")
    words.add_argument("--some", type=float, default=1.0, help="share of all faults")
    words.add_argument("--seed", type=int, default=0, help="which of them")
    told = words.parse_args()
    logging.disable(logging.CRITICAL)  # what goes wrong is meant to
    found: list[Outcome] = []
    with clouds() as start:
        for name in told.journeys or JOURNEYS:
            wanted = everything if told.some >= 1 else some(told.some, told.seed)
            wanted = once_each() if told.once else wanted
            _say(f"{name} ")
            found += outcomes(start, JOURNEYS[name], wanted, _tell)
            _say("\n")
    sys.stdout.write(table(found) + "\n")
    return int(any(it.how == "different" for it in found))


def _tell(outcome: Outcome) -> None:
    """Show how far it is, and at once what is different: it takes a while."""
    if outcome.how == "different":
        _say("\n".join(_words(outcome)) + "\n")
    elif outcome.number % A_DOT == 0:
        _say(".")


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _words(it: Outcome) -> list[str]:
    where = f"{it.journey} #{it.number} {it.call.function} {it.call.name}"
    return [
        f"\n{where}: {it.mode}",
        *(f"    {line[:WIDTH]}" for line in it.differences),
    ]


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
    lines.append(f"{len(found)} faults: {dict(total)}")
    return "\n".join(lines)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends its children as well
    sys.exit(main())
