"""What a customer is and did under his other identities, as far as numbers ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.domain.cases import Step, replay
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.state import Person

PHONE = "phone"  # the channel of telephone calls


class Call(NamedTuple):
    """A message that asked for something on a channel that is not social."""

    at: datetime
    by_phone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The first person of somebody's customer, and his calls as any other one."""

    first: str
    calls: Sequence[Call] = ()


def calls(person: str, entries: Iterable[Entry], settings: Rules) -> list[Call]:
    """The calls in somebody's log."""
    return calls_in(replay(Person(id=person), entries, settings))


def calls_in(steps: Iterable[Step]) -> list[Call]:
    return [
        Call(step.entry.at, by_phone=step.after.channel == PHONE)
        for step in steps
        if step.before.tally.called_at != step.after.tally.called_at
    ]
