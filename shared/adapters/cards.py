"""Cards to and from their items: the state, and what the work list shows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.adapters.items import CardItem
from shared.domain.cases import fold
from shared.domain.clocks import risk_from
from shared.domain.live import OpenCase
from shared.domain.log import PREFIX, Entry
from shared.domain.settings import Rules
from shared.domain.shards import shard_of
from shared.domain.snapshots import from_json, to_json
from shared.domain.state import Person
from shared.domain.times import from_text, to_text
from shared.domain.versions import FOLD
from shared.domain.worklist import due_of, listed_as, place
from shared.ports import Card

_MONTH = slice(len(PREFIX), len(PREFIX) + len("2026-11"))  # of a key of the log


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
        heard=card.heard,
    )
    if card.heard is not None and card.person.last[_MONTH] < card.heard:
        # The index does not have him there by any entry of his.
        item.day = heard_key(card.heard, shard_of(card.person.id))
    if case is not None and case.episode.timed_from is not None:
        # What is only imported is past: it is nobody's work.
        item.work = f"{listed_as(case)}#{case.queue}"
        item.due = place(card.person, case)
        item.case_id = case.id
        item.agent = case.episode.agent
        item.channel = card.person.channel
        item.priority = case.priority
        item.waiting = _text(case.episode.waiting_since)
        item.risk = _text(card.at_risk_from)
    return item


def from_item(item: CardItem) -> Card:
    """Read a card; one of another fold is ``stale``, to be folded anew."""
    stale = item.fold != FOLD
    return Card(
        person=_roughly(item.state) if stale else from_json(item.state),
        version=int(item.version),
        name=item.name,
        handle=item.handle,
        customer=item.customer,
        generation=int(item.generation),
        at_risk_from=_instant(item.risk),
        heard=item.heard,
        stale=stale,
    )


def folded_anew(card: Card, log: Iterable[Entry], rules: Rules) -> Card:
    """The card with what our fold makes of the whole log; stale until it is saved."""
    person = fold(Person(id=card.person.id), log, rules)
    person = replace(person, last=max(person.last, card.person.last))
    return replace(card, person=person, at_risk_from=risk_from(person, rules))


def _roughly(state: dict[str, Any]) -> Person:
    """What can be read of the state of another fold; at least whose it is."""
    try:
        return from_json(state)
    except (AttributeError, KeyError, TypeError, ValueError):
        return Person(id=str(state["id"]), last=str(state.get("last", "")))


def heard_key(month: str, shard: int) -> str:
    """Where the ``day`` index has those who were written of long after their time."""
    return f"heard#{month}#{shard}"


def open_case(item: CardItem) -> OpenCase:
    """What the work list holds of an open case."""
    return OpenCase(
        channel=item.channel or "",
        queue=(item.work or "").partition("#")[2],
        agent=item.agent,
        due=due_of(item.due or ""),
        at_risk_from=_instant(item.risk),
        waiting_since=_instant(item.waiting),
    )


def unchanged(card: Card) -> Any:
    """Nobody has stored the card since it was read, or nobody ever has."""
    if card.version == 0:
        return CardItem.pk.does_not_exist()
    return CardItem.version == card.version


def _text(instant: datetime | None) -> str | None:
    return to_text(instant) if instant else None


def _instant(text: str | None) -> datetime | None:
    return from_text(text) if text else None
