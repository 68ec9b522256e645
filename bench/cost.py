"""What a month costs at AWS: ``make cost MESSAGES=1000000 CASES=260000``.

Counts are measured, by playing whole cases through the real functions and adapters
on moto (steps.py); prices are those of prices.json. What no moto knows, how long a
call takes and how many containers are warm, is assumed, and printed with the bill.
"""

import argparse
import json
import math
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from bench import steps
from bench.expenses import ASSUMED, Lambdas, fixed, storage, units_of
from bench.imports import seconds
from bench.metered import botocore_cpu
from bench.prices import Prices, Units, add, load
from bench.steps import Measured, measure_steps

# Of the reference log (../shared/bench), a case: answers, and the shares of cases
# resolved, of those asked that answer, and deadlines missed.
REPLIES, RESOLVED, RATED, LATE = 2.63 / 3.80, 0.864, 0.352, 0.532


USAGE = "make cost [MESSAGES=1000000] [CASES=…] [REPLIES=…] [FREE=yes] [JSON=yes]"


@dataclass(frozen=True)
class Volume:
    """A month: customers' messages and cases, agents' answers, what became of them."""

    messages: float
    cases: float
    replies: float
    resolved: float
    rated: float
    late: float

    def times(self) -> dict[str, float]:
        """How often each step happens."""
        return {
            steps.FIRST_MESSAGE: self.cases,
            steps.FURTHER_MESSAGE: max(0.0, self.messages - self.cases),
            steps.REPLY: self.replies,
            steps.RESOLVED: self.resolved,
            steps.RATED: self.rated,
            steps.LATE: self.late,
            steps.DAY: self.cases * steps.NIGHTS,
        }


def volume(messages: float, cases: float, replies: float | None) -> Volume:
    """Fill in what nobody said, as it is in the reference log."""
    resolved = cases * RESOLVED
    return Volume(
        messages=messages,
        cases=cases,
        replies=messages * REPLIES if replies is None else replies,
        resolved=resolved,
        rated=resolved * RATED,
        late=cases * LATE,
    )


def used(measured: Measured, lambdas: Lambdas, of: Volume) -> Units:
    """Everything that a month of this volume uses, without what is there anyway."""
    units: Units = {}
    for step, times in of.times().items():
        counted, played = measured.steps[step], measured.times[step]
        add(units, units_of(counted, lambdas), times / played)
    add(units, storage(measured, of.cases, lambdas.assumed))
    kept = units["log_gb"] * lambdas.assumed.months_kept
    add(units, {"log_gb_month": kept})
    return units


def report(measured: Measured, lambdas: Lambdas, of: Volume, prices: Prices) -> "Bill":
    """Work out the bill."""
    by_volume = used(measured, lambdas, of)
    anyway = fixed(measured, lambdas, of.messages)
    each = {
        step: sum(
            prices.bill(
                units_of(measured.steps[step], lambdas), with_free=False
            ).values()
        )
        / measured.times[step]
        for step in of.times()
    }
    return Bill(of, by_volume, anyway, fixed(measured, lambdas, 0), each, prices)


@dataclass(frozen=True)
class Bill:
    """What is used by the volume and what anyway, also if ``nothing`` happens.

    ``each`` tells the US$ of a step.
    """

    volume: Volume
    by_volume: Units
    anyway: Units
    nothing: Units
    each: Mapping[str, float]
    prices: Prices

    def services(self, *, with_free: bool) -> dict[str, float]:
        """US$ a month by service."""
        found = self.prices.bill(self.units, with_free=with_free)
        return dict(sorted(found.items(), key=lambda it: -it[1]))

    @property
    def units(self) -> Units:
        """All that is used in the month, the rest of the price list too."""
        return {
            name: self.by_volume.get(name, 0) + self.anyway.get(name, 0)
            for name in self.prices.by_name
        }

    def quiet(self, *, with_free: bool) -> dict[str, float]:
        """US$ of a month in which nothing happens."""
        found = self.prices.bill(self.nothing, with_free=with_free)
        return dict(sorted(found.items(), key=lambda it: -it[1]))

    def lines(self, *, with_free: bool) -> Iterator[str]:
        """The bill for people."""
        of, prices = self.volume, self.prices
        free = "after what AWS gives for good" if with_free else "no free tier"
        yield f"US$ of {prices.date}, {prices.region}, {free}"
        yield (
            f"{of.messages:,.0f} messages in {of.cases:,.0f} cases, "
            f"{of.replies:,.0f} replies, {of.resolved:,.0f} resolved and asked, "
            f"{of.rated:,.0f} rated, {of.late:,.0f} deadlines missed"
        )
        yield ""
        heads = ("service", "a month", "a million messages", "a case", "quiet month")
        yield _row(*heads)
        found, quiet = (
            self.services(with_free=with_free),
            self.quiet(with_free=with_free),
        )
        total = {"all": sum(found.values())}
        quiet = {**quiet, "all": sum(quiet.values())}
        for name, usd in {**found, **total}.items():
            yield _row(
                name,
                f"{usd:,.2f}",
                f"{usd / of.messages * 1e6:,.2f}",
                f"{usd / of.cases:.6f}",
                f"{quiet.get(name, 0):,.2f}",
            )
        yield ""
        for step, usd in self.each.items():
            yield f"a thousand times '{step}': {usd * 1000:.4f}"
        yield ""
        yield from assumptions()


def assumptions() -> Iterator[str]:
    """What is not measured."""
    yield "Assumed, not measured:"
    for name, value in asdict(ASSUMED).items():
        yield f"  {name}: {value}"
    yield f"  night_cpu_s of a case: {steps.NIGHT_CPU_S}"
    yield "  messages come one by one; nobody subscribes to events; no more than"
    yield "  10,000 people sign in; no app client of a machine, Athena or Comprehend"


def _row(first: str, *others: str) -> str:
    return f"{first:18}" + "".join(f"{one:>20}" for one in others)


def as_json(bill: Bill, *, with_free: bool) -> str:
    """The bill for machines."""
    of = bill.volume
    found = bill.services(with_free=with_free)
    total = sum(found.values())
    return json.dumps(
        {
            "date": bill.prices.date,
            "region": bill.prices.region,
            "free_tier": with_free,
            "volume": asdict(of),
            "usd_by_service": found,
            "usd": total,
            "usd_per_million_messages": total / of.messages * 1e6,
            "usd_per_case": total / of.cases,
            "usd_quiet_month": sum(bill.quiet(with_free=with_free).values()),
            "usd_quiet_month_by_service": bill.quiet(with_free=with_free),
            "usd_by_step": bill.each,
            "units": bill.units,
            "assumed": asdict(ASSUMED),
        }
    )


def main() -> int:
    """Measure, and print the bill."""
    words = argparse.ArgumentParser("make cost", usage=USAGE, description=__doc__)
    words.add_argument("--messages", type=_number, default=1_000_000)
    words.add_argument("--cases", type=_number, help="a case of 3.8 messages")
    words.add_argument("--replies", type=_number, help="2.63 of 3.8 messages")
    words.add_argument("--free", action="store_true", help="less the free tiers")
    words.add_argument("--json", action="store_true", help="for machines")
    told = words.parse_args()
    cases = told.messages / 3.80 if told.cases is None else told.cases
    if not 0 < cases <= told.messages:
        words.error("CASES is more than 0 and no more than MESSAGES.")
    of = volume(told.messages, cases, told.replies)
    _say("Starting each function a few times ...")
    lambdas = Lambdas(botocore_cpu(), seconds())
    _say("Playing cases, late ones and nights ...")
    bill = report(measure_steps(), lambdas, of, load())
    if told.json:
        print(as_json(bill, with_free=told.free))
    else:
        print("\n".join(bill.lines(with_free=told.free)))
    return 0


def _say(line: str) -> None:
    """Tell people how far it is: the bill goes to the standard output."""
    print(line, file=sys.stderr)


def _number(text: str) -> float:
    try:
        number = float(text.replace("_", "").replace(",", ""))
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is no number from 0 on")
    return number


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    sys.exit(main())
