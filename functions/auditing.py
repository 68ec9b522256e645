"""The audit log: a note of every read of a customer's data, and a look at it.

A read is answered only once its note is kept. What agents do with a case is not
noted here: its log says who did it.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from functions.http import Request
from functions.linking import find
from shared.domain.audit import Note, is_key, of_settings
from shared.domain.times import to_text
from shared.errors import BadInput, NotFound
from shared.ports import Ports

READS = frozenset(
    {
        "GET /cases/{case_id}",
        "GET /cases/{case_id}/timeline",
        "GET /customers",
        "GET /customers/{customer}",
        "DELETE /customers/{customer}",
        "GET /customers/{customer}/export",
        "GET /customers/{customer}/history",
        "PUT /customers/{customer}/attributes",
        "POST /customers/{customer}/identities",
        "DELETE /customers/{customer}/identities/{channel}/{user}",
        "POST /customers/{customer}/unflush",
    }
)
MAX_PAGES = 20
LOOKED_AT = 50  # notes of a further page, at least
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def note_read(
    who: str, route: str, named: Mapping[str, str], answer: Any, ports: Ports
) -> None:
    """Keep who read what, if a route shows what is personal.

    Args:
        who: the caller.
        route: method and path, with the names of its parameters.
        named: what stands for these names.
        answer: the body of the answer, JSON; of a search it says who was found.
        ports: the adapters; one write.

    """
    if route not in READS:
        return
    shown = [named["customer"]] if "customer" in named else []
    if route == "GET /customers":
        shown = [found["id"] for found in json.loads(answer)["items"]]
    case = named.get("case_id")
    if shown or case is not None:
        note = Note(
            at=ports.clock.now(),
            id=uuid4().hex[:12],
            who=who,
            route=route,
            customers=tuple(shown),
            case=case,
        )
        ports.audit.add(note, ports.settings.newest.retention.audit)


def show_audit(request: Request, ports: Ports) -> dict[str, Any]:
    """Who read whose data, and who put settings, on a UTC day, newest first."""
    day = _day(request.query.get("date"), ports)
    before = request.cursor
    if before is not None and not is_key(before, day):
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    who, customer = request.query.get("who"), request.query.get("customer")
    wanted = _Whose(customer, ports) if customer else None
    settings = of_settings(ports.settings_store.load(), day)
    found: list[Note] = []
    room, looked_at = request.limit, request.limit
    # What a filter leaves out is made up for from further pages, within reason.
    for _ in range(MAX_PAGES):
        page = ports.audit.of_day(day, before, looked_at + 1)
        page += [n for n in settings if before is None or n.key < before]
        page.sort(key=lambda note: note.key, reverse=True)
        looked, is_more = page[:looked_at], len(page) > looked_at
        fits = [
            note
            for note in looked
            if who in (None, note.who) and (wanted is None or wanted.is_in(note))
        ]
        found += fits[:room]
        before = looked[-1].key if is_more else None
        if len(fits) > room:
            before = found[-1].key
        room = request.limit - len(found)
        looked_at = max(room, LOOKED_AT)
        if before is None or not room:
            break
    return {"items": [_view(note) for note in found], "next": before}


class _Whose:
    """Tells which notes are of a customer, by whatever name he or a case was asked for.

    Who is one with him is as it is known now. Each name is looked up once.
    """

    def __init__(self, customer: str, ports: Ports) -> None:
        self._ports = ports
        self._id = find(customer, ports).customer.id
        self._known: dict[str, bool] = {}

    def is_in(self, note: Note) -> bool:
        person = note.case and self._ports.log.person_of_case(note.case)
        names = [*note.customers, person] if person else note.customers
        return any(map(self._is_his, names))

    def _is_his(self, name: str) -> bool:
        if name not in self._known:
            try:
                self._known[name] = find(name, self._ports).customer.id == self._id
            except NotFound:
                self._known[name] = False
        return self._known[name]


def _day(said: str | None, ports: Ports) -> str:
    if said is None:
        return to_text(ports.clock.now())[:10]
    try:
        if _DAY.fullmatch(said):
            return date.fromisoformat(said).isoformat()
    except ValueError:
        pass
    raise BadInput("Give 'date' as a UTC day like 2026-03-02.")


def _view(note: Note) -> dict[str, Any]:
    return {
        "occurred_at": to_text(note.at),
        "who": note.who,
        "route": note.route,
        "customers": list(note.customers),
        "case": note.case,
        "settings": note.settings,
        "version": note.version,
    }
