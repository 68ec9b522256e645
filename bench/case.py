"""What a whole case uses: counts of the steps that ``make cost`` prices.

A message that opens it, three more, three replies with what a panel reads before
each, resolved, asked, rated; one message at a time, nobody subscribes. The goals are
what it took on 2026-11-22 and a tenth more: it is to be noticed when it grows.
"""

from collections.abc import Iterator
from typing import Any

from bench.measure import measure
from bench.steps import play_typical

GOALS = {
    "requests": 245,
    "write_units": 138,
    "read_units": 165,
    "transitions": 7.7,
    "invocations": 56,
}


def measures() -> Iterator[dict[str, Any]]:
    """Yield what one typical case uses, each against its goal."""
    steps = [c for name, c in play_typical().items() if name]
    found = {
        "requests": sum(sum(c.calls.values()) for c in steps),
        "write_units": sum(c.write_units for c in steps),
        "read_units": sum(c.read_units for c in steps),
        "transitions": sum(c.transitions for c in steps),
        "invocations": sum(sum(c.invocations.values()) for c in steps),
    }
    for name, value in found.items():
        yield measure(f"case_{name}", value, name.replace("_", " "), GOALS[name])
