"""Who somebody is in private whom we know by his comments only.

A platform with private replies calls him by another id there. Our call returns
it; an echo without our key, a receipt or a reaction may name it before. What
does not come from his own hand waits then, under that id, until he is known:
by our call, which makes it part of the commenter's log, or by his own message,
which begins a log of his own.

Whoever puts something aside writes it, then looks whether he is known by now;
whoever makes him known writes that, then looks for what waits. For his own
message the card is both: an empty one says that something waits, and saving it
under its version tells the slower one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from functions.linking import link
from shared.domain import windows
from shared.domain.log import Entry
from shared.domain.retention import month_of
from shared.errors import Conflict, NotFound
from shared.observability import logger
from shared.ports import Card, Identity, Ports, Stray

_ATTEMPTS = 5


def put_aside(card: Card, entries: Sequence[Entry]) -> list[Stray]:
    """What must wait, if nothing of this comes from somebody we have ever met."""
    if not _is_of_stranger(card, entries):
        return []
    about = _about(card.person.id)
    log = f"{card.person.channel}:waiting:{about.partition(':')[2]}"
    return [Stray(log=log, entry=entry, answers=about) for entry in entries]


def settle(card: Card, ports: Ports) -> str | None:
    """Look whose log it belongs to that was put aside just now; None: it waits.

    Raises:
        Conflict: the race for the card was lost every time.

    """
    person = card.person.id
    for _ in range(_ATTEMPTS):
        try:
            ports.log.save(replace(card, heard=month_of(ports.clock.now())))
        except Conflict:
            card = ports.log.cards([person])[person]
            if card.person.last:
                return person
        else:
            known = ports.log.identities([person]).get(person)
            return known.person if known else None
    raise Conflict("The card of a person changes all the time.")


def waiting(card: Card, ports: Ports) -> Sequence[Entry]:
    """What waits for somebody who has just written; empty for all whom we know."""
    if card.version == 0 or card.person.last:
        return ()
    return _waiting_under(card.person.id, ports)


def acquaint(person: str, private_id: str, ports: Ports) -> Sequence[Entry]:
    """Remember the private id of somebody who was answered in public before.

    His private answer then joins the same person and case. An id that has a
    case of its own keeps its log, which would lose its place: the two are one
    customer then.

    Returns:
        What waited under this id and belongs into his log now.

    """
    key = f"{person.partition(':')[0]}:{private_id}"
    if key == person:
        return ()
    known = ports.log.identities([key]).get(key)
    if known is None:
        if ports.log.cards([key])[key].person.case is not None:
            _join(key, person, ports)
            return ()
        known = Identity(person=person)
        ports.log.append([], identities={key: known})
    if known.person != person:
        return ()
    return [replace(e, address=private_id) for e in _waiting_under(key, ports)]


def _join(key: str, person: str, ports: Ports) -> None:
    """Make both one customer, as the platform has told; what was sent stays sent."""
    try:
        link(key, person, "key", None, ports)
    except (Conflict, NotFound):
        logger.warning("Two identities of a customer could not be linked.")


def _is_of_stranger(card: Card, entries: Iterable[Entry]) -> bool:
    if card.person.last or card.person.channel not in windows.PRIVATE_REPLY:
        return False
    return all(
        e.visibility == "private" and e.kind != "message_received" and not e.address
        for e in entries
    )


def _waiting_under(key: str, ports: Ports) -> list[Entry]:
    return ports.log.waiting_for([_about(key)]).get(_about(key), [])


def _about(key: str) -> str:
    channel, _, user = key.partition(":")
    return f"{channel}:person:{user}"
