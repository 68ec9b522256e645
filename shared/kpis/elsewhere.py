"""What a customer is and did under his other identities, as far as numbers ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.cases import Step, replay
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.state import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The first person of somebody's customer, and when he called as another one."""

    first: str
    calls: Sequence[datetime] = ()


def calls(person: str, entries: Iterable[Entry], settings: Rules) -> list[datetime]:
    """When somebody used a channel that is not social, by his log."""
    return calls_in(replay(Person(id=person), entries, settings))


def calls_in(steps: Iterable[Step]) -> list[datetime]:
    return [
        step.entry.at
        for step in steps
        if step.before.tally.called_at != step.after.tally.called_at
    ]
