"""Hand out all that is held of a person, and erase it without moving a number.

Erasure can be repeated: what leads to a thing (a file's name, a handle) goes after
the thing itself, so whatever broke off is finished by the next attempt.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.casebook import Fact, Loaded, moment, record
from functions.http import Request
from functions.linking import Found, find, put_attributes
from functions.paging import LARGEST
from functions.parked import erase_of
from shared.domain import customers, snapshots
from shared.domain.erasure import kept_file, left_of, left_of_send
from shared.domain.log import Entry, to_json
from shared.domain.state import Case
from shared.domain.survey_tokens import link_id
from shared.domain.times import to_text
from shared.errors import Conflict
from shared.ports import Ports, Stray

LINKED_FOR = timedelta(minutes=15)
_ATTEMPTS = 5


def export_customer(customer: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """All that is held of a customer; too large for an answer, a link to it."""
    found, now = find(customer, ports), ports.clock.now()
    document = {
        "id": found.customer.name,
        "exported_at": to_text(now),
        "identities": [_identity(person, found, ports) for person in found.cards],
        **customers.to_json(found.customer),
    }
    body = json.dumps(document).encode()
    if len(body) <= LARGEST:
        return document
    path = f"{_exports(found.customer.id)}{to_text(now)}.json"
    ports.files.write(path, body)
    return {
        "id": found.customer.name,
        "url": ports.files.link(path, int(LINKED_FOR.total_seconds())),
        "expires_at": to_text(now + LINKED_FOR),
    }


def erase_customer(customer: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Take all words and names of a customer out, under all his identities.

    Raises:
        NotFound: there is no such customer.
        Conflict: a case of his is open: somebody still has to answer him.

    """
    found = find(customer, ports)
    for card in found.cards.values():
        _must_be_over(card.person.case)
    if found.customer.attributes:
        put_attributes(customer, {}, request.caller, ports)
    erased = sum(_erase(person, request.caller, ports) for person in found.cards)
    erase_of(found.cards, ports)
    for person in found.cards:  # each may have been a customer of his own once
        for path in ports.files.paths(_exports(customers.customer_id(person))):
            ports.files.delete(path)
    return {
        "id": found.customer.name,
        "identities": list(found.cards),
        "erased_at": to_text(ports.clock.now()),
        "entries": erased,
    }


def _exports(customer: str) -> str:
    """Where all exports of a customer lie, by his opaque id."""
    return f"exports/{customer}/"


def _identity(person: str, found: Found, ports: Ports) -> dict[str, Any]:
    """What is held of one identity: his log as it is stored, and all beside it."""
    card, log = found.cards[person], ports.log.read(person)
    strays = _strays(person, log, ports)
    return {
        "person": person,
        "name": card.name,
        "handle": card.handle,
        "handles": ports.personal.handles(person),
        "card": snapshots.to_json(card.person),
        "log": [_entry(entry, ports) for entry in log],
        "waiting": [_entry(stray.entry, ports) for stray in strays],
        "sends": ports.personal.sends(person),
    }


def _entry(entry: Entry, ports: Ports) -> dict[str, Any]:
    """An entry as stored; of one too large for the table the whole is in a file."""
    shown = {"at": to_text(entry.at), "id": entry.id, **to_json(entry)}
    path = kept_file(entry)
    content = ports.files.read(path) if path else None
    return {**shown, **json.loads(content)} if content else shown


def _erase(person: str, by: str, ports: Ports) -> int:
    """Erase one identity; returns how many entries have lost words now."""
    _note(person, by, ports)
    log = ports.log.read(person)
    strays = _strays(person, log, ports)
    for entry in [*log, *(stray.entry for stray in strays)]:
        path = kept_file(entry)
        if path is not None:
            ports.files.delete(path)
    _forget_links(person, log, ports)
    _forget_names(person, ports)
    for key, outcome in ports.personal.sends(person).items():
        ports.log.settle(person, key, left_of_send(outcome))
    left = [(person, left_of(entry)) for entry in log]
    changed = [one for one, entry in zip(left, log, strict=True) if one[1] != entry]
    ports.log.append(
        changed, strays=[replace(s, entry=left_of(s.entry)) for s in strays]
    )
    return len(changed)


def _note(person: str, by: str, ports: Ports) -> None:
    """Keep who erased it and when; no case may have been opened meanwhile."""

    def decide(found: Loaded) -> Fact | None:
        _must_be_over(found.case)
        if _is_noted(found.entries, by):
            return None
        at = moment(found, ports)
        mark = f"erased-{to_text(at)}-{by}"
        return Fact(entry=Entry(at=at, id=mark, kind="erased", agent=by))

    record(person, decide, ports)


def _is_noted(log: Iterable[Entry], by: str) -> bool:
    """Whether it is the same erasure again: nothing has come since he noted it."""
    last = max(log, key=lambda e: e.received_at or e.at, default=None)
    return last is not None and (last.kind, last.agent) == ("erased", by)


def _must_be_over(case: Case | None) -> None:
    if case is not None and case.status == "open":
        raise Conflict(
            "A case of his is open; resolve or flush it first.", code="case_open"
        )


def _forget_names(person: str, ports: Ports) -> None:
    """Take name and handle off his card, and the handles that lead to him away."""
    for attempt in range(_ATTEMPTS):
        card = ports.log.cards([person])[person]
        nameless = replace(card, name=None, handle=None)
        if nameless == card:
            break
        try:
            ports.log.save(nameless)
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            break
    ports.personal.forget_handles(person)


def _forget_links(person: str, log: Iterable[Entry], ports: Ports) -> None:
    keys, asked = ports.secrets.link_keys(), {e.survey for e in log if e.survey}
    ports.personal.forget_links(
        link_id(person, survey, key) for survey in asked for key in keys
    )


def _strays(person: str, log: Sequence[Entry], ports: Ports) -> list[Stray]:
    """Copies of what came before the post, or the person, that it belongs to."""
    channel = person.partition(":")[0]
    about = {f"{channel}:{e.id}" for e in log if e.visibility == "public"}
    ids = {person.partition(":")[2], *(e.address for e in log if e.address)}
    about |= {f"{channel}:person:{one}" for one in ids}
    return list(_found(channel, about, ports))


def _found(channel: str, about: set[str], ports: Ports) -> Iterator[Stray]:
    for post, entries in ports.log.waiting_for(about).items():
        log = f"{channel}:waiting:{post.partition(':')[2]}"
        yield from (Stray(log=log, entry=entry, answers=post) for entry in entries)
