"""Cards to and from their items: the state, and what the work list sorts by."""

from shared.adapters.items import CardItem
from shared.domain.clocks import next_deadline
from shared.domain.routing import PRIORITIES
from shared.domain.snapshots import from_json, to_json
from shared.domain.state import Case
from shared.domain.times import to_text
from shared.ports import Card

# Open cases with nothing due sort behind all that have something.
_NOTHING_DUE = "9999-12-31T23:59:59.999Z"


def card_key(person: str) -> tuple[str, str]:
    return f"PERSON#{person}", "CARD"


def to_item(card: Card) -> CardItem:
    """The item that replaces the one of ``card.version``."""
    case = card.person.case
    item = CardItem(
        *card_key(card.person.id),
        version=card.version + 1,
        state=to_json(card.person),
        generation=card.generation,
        name=card.name,
        handle=card.handle,
    )
    if case is not None and case.episode.timed_from is not None:
        # What is only imported is past: it is nobody's work.
        item.work = f"{case.status}#{case.queue}"
        item.due = _due(case)
        item.case_id = case.id
        item.agent = case.episode.agent
        item.channel = card.person.channel
        item.priority = case.priority
    return item


def from_item(item: CardItem) -> Card:
    return Card(
        person=from_json(item.state),
        version=int(item.version),
        name=item.name,
        handle=item.handle,
        generation=int(item.generation),
    )


def _due(case: Case) -> str:
    """What the work list sorts by: the next deadline and then the priority.

    Of what is over, when it ended.
    """
    ended_at = case.episode.resolved_at
    if ended_at is not None:
        return to_text(ended_at)
    due = next_deadline(case)
    rank = PRIORITIES.index(case.priority)
    return f"{to_text(due) if due else _NOTHING_DUE}#{rank}"
