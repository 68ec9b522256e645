"""From the table's stream to the queue of events, one message a subscriber.

The log is the outbox: what a function has written is published although it died
before it could do anything else. Whoever has no subscribers pays for a look at
rules that are kept for a minute, and nothing is read of any record.
"""

import json
from collections.abc import Iterator

from chalice.app import DynamoDBEvent, DynamoDBRecord

from functions.views import card_view
from shared.domain.events import Event, of_card, of_customer, of_entry
from shared.domain.integrations import Integrations
from shared.domain.posts import Post, to_body
from shared.observability import logger
from shared.ports import Card, Ports
from shared.ports_events import Change


def publish_event(event: DynamoDBEvent, ports: Ports) -> None:
    """Queue what a batch of the stream tells to who wants it.

    What cannot be understood is set aside with its reason: repeated, it would hold
    up all that comes behind it for a day.

    Raises:
        StoreUnavailable: the whole batch comes again.

    """
    rules = ports.settings.newest.integrations
    if not any(one.active for one in rules.subscribers.values()):
        return
    bodies: list[str] = []
    for record in event:
        try:
            change = ports.changes.read(record.old_image, record.new_image)
            found = list(_events(change, rules)) if change is not None else []
        except Exception as error:  # noqa: BLE001 - whatever it is, others must go on
            _set_aside(record, error, ports)
            continue
        now = ports.clock.now()
        for told in (_with_case(one, ports) for one in found):
            names = rules.wanting(told.type)
            posts = [Post(event=told, subscriber=n, since=now, due=now) for n in names]
            bodies += map(to_body, posts)
    if bodies:
        ports.posts.send(bodies)


def _events(change: Change, rules: Integrations) -> Iterator[Event]:
    """What a change tells that somebody wants to know."""
    if change.entry is not None:
        told = of_entry(change.person, change.entry)
    elif change.cards is not None:
        told = _of_cards(*change.cards)
    elif change.customers is not None:
        told = of_customer(*change.customers)
    else:
        return
    yield from (event for event in told if rules.wanting(event.type))


def _of_cards(old: Card | None, new: Card) -> Iterator[Event]:
    for event in of_card(old.person if old else None, new.person):
        yield _showing(event, new) if event.case is not None else event


def _with_case(event: Event, ports: Ports) -> Event:
    """What is told by an entry shows the case as the card has it now."""
    if event.case is None or "case" in event.about:
        return event
    card = ports.log.cards([event.person])[event.person]
    case = card.person.case
    return _showing(event, card) if case and case.answers_to(event.case) else event


def _showing(event: Event, card: Card) -> Event:
    """The event with its case, but for who the customer is: names are read later."""
    case = card.person.case
    assert case is not None  # noqa: S101 - the event is about it
    shown = {k: v for k, v in card_view(card, case).items() if k != "customer"}
    about = {**event.about, "case": {**shown, "version": card.version}}
    return Event(
        id=event.id,
        type=event.type,
        at=event.at,
        person=event.person,
        about=about,
        entry=event.entry,
        case=event.case,
    )


def _set_aside(record: DynamoDBRecord, error: Exception, ports: Ports) -> None:
    """Note where it is and why, and nothing of what is in it."""
    reason = type(error).__name__
    logger.exception("A change of the table could not be published.")
    said = {"keys": record.keys, "at": record.sequence_number, "reason": reason}
    ports.posts.set_aside(json.dumps(said))
