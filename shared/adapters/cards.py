"""Cards to and from their items: the state, and what the work list shows."""

from typing import Any

from shared.adapters.items import CardItem
from shared.domain.snapshots import from_json, to_json
from shared.domain.worklist import place
from shared.ports import Card


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
        customer=card.customer,
    )
    if case is not None and case.episode.timed_from is not None:
        # What is only imported is past: it is nobody's work.
        item.work = f"{case.status}#{case.queue}"
        item.due = place(card.person, case)
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
        customer=item.customer,
        generation=int(item.generation),
    )


def unchanged(card: Card) -> Any:
    """Nobody has stored the card since it was read, or nobody ever has."""
    if card.version == 0:
        return CardItem.pk.does_not_exist()
    return CardItem.version == card.version
