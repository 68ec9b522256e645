"""What agents do with cases: see the list, one case, its timeline; reply, resolve."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from functions.assignment import drain
from functions.casebook import (
    Fact,
    Loaded,
    load,
    load_case,
    moment,
    read_case,
    record,
)
from functions.http import Request
from functions.resolution import end_wait
from functions.views import card_view, case_view, timeline_view
from shared.domain import replies
from shared.domain.log import Entry, in_order
from shared.domain.messages import Outbound
from shared.domain.settings import DEFAULT_QUEUE
from shared.domain.state import Case
from shared.domain.times import from_text, to_text
from shared.errors import (
    BadInput,
    CareError,
    ChannelBroken,
    Conflict,
    Misconfigured,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)
from shared.ports import Card, Ports

STATUSES = ("open", "resolved")
FILTERS = frozenset({"status", "queue", "agent", "channel", "limit", "cursor"})
MAX_PAGES = 20
MAX_DIGITS = 9
NOT_SENT = (BadInput, SendRefused, SendDelayed, ChannelBroken, Misconfigured)
MAX_KEY = 200  # bytes; with the case it is part of a sort key


def list_cases(request: Request, ports: Ports) -> dict[str, Any]:
    """The work list: most urgent first, resolved ones latest first."""
    status = request.query.get("status", "open")
    if status not in STATUSES:
        raise BadInput(f"Give 'status' as one of {', '.join(STATUSES)}.")
    unknown = set(request.query) - FILTERS
    if unknown:
        raise BadInput(f"There is no filter {', '.join(sorted(unknown))}.")
    queue = request.query.get("queue", DEFAULT_QUEUE)
    found: list[dict[str, Any]] = []
    cursor = request.cursor
    # What a filter leaves out is made up for from the next page, within reason.
    for _ in range(MAX_PAGES):
        page = ports.log.work(status, queue, cursor, request.limit - len(found))
        cards = ports.log.cards(page.items)
        found += _listed([cards[p] for p in page.items], status, request.query)
        cursor = page.next
        if cursor is None or len(found) >= request.limit:
            break
    return {"items": found, "next": cursor}


def _listed(
    cards: Iterable[Card], status: str, query: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The cases of these cards that are meant; the index may lag behind them."""
    return [
        card_view(card, case)
        for card in cards
        if (case := card.person.case)
        and case.status == status
        and _matches(card, case, query)
    ]


def show_case(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """One case: snapshot, clocks, routing with its reasons."""
    return _view(read_case(case_id, ports), ports)


def show_timeline(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Everything that happened in a case, in order of provider time."""
    cursor = request.cursor or "0"
    if not cursor.isdecimal() or len(cursor) > MAX_DIGITS:
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    start = int(cursor)
    entries = in_order(read_case(case_id, ports).entries)
    end = start + request.limit
    shown = timeline_view(entries[start:end], entries)
    return {"items": shown, "next": str(end) if end < len(entries) else None}


def reply(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Send an answer on the channel and record it.

    The same ``Idempotency-Key`` never sends twice: a repeat gets the first
    answer, or a 409 while it is not known what became of it.
    """
    text = request.text("text")
    if request.body.get("attachments"):
        raise BadInput("Leave out 'attachments'; only text can be sent yet.")
    loaded = load_case(case_id, ports)
    if _present(loaded).episode.timed_from is None:
        raise Conflict("This case was imported; it can be read, not answered.")
    visibility = replies.read_visibility(request.body.get("visibility"), loaded.entries)
    key = f"{_present(loaded).id}:{_key(request)}"
    out = replies.answer(loaded.person, loaded.entries, text, visibility, key)
    outcome = _send_once(loaded, out, request.caller, ports)
    at = from_text(str(outcome["at"]))
    case = _present(loaded)
    entry = replies.sent(out, case, at, str(outcome["id"]), request.caller)
    after = _record_sent(loaded.person.id, entry, ports)
    return {"message": timeline_view([entry])[0], "case": _view(after, ports)}


def _record_sent(person: str, entry: Entry, ports: Ports) -> Loaded:
    """Record what has left; it must not end as a lost race."""
    if entry.visibility == "public":
        channel = person.partition(":")[0]
        ports.log.append([], posts=[(f"{channel}:{entry.id}", person)])
    try:
        return record(person, _unless_known(entry), ports)
    except Conflict:
        ports.log.append([(person, entry)])
        return load(person, ports)


def resolve(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Resolve a case: frees its agent and lets the workflow ask the customer."""
    loaded = load_case(case_id, ports)
    person = loaded.person.id
    # An earlier attempt may have died between its entry and this.
    end_wait(_present(loaded), ports)

    def decide(found: Loaded) -> Fact:
        case = _present(found)
        entry = replies.resolution(case, moment(found, ports), request.caller)
        agent = case.episode.agent
        known = agent is not None and ports.agents.get(agent) is not None
        return Fact(entry=entry, load={agent: -1} if agent and known else None)

    after = record(person, decide, ports)
    end_wait(_present(after), ports)
    drain(ports)
    return _view(after, ports)


def _key(request: Request) -> str:
    key = request.idempotency_key or uuid4().hex
    if len(key.encode()) > MAX_KEY:
        raise BadInput(f"Give 'Idempotency-Key' in at most {MAX_KEY} bytes.")
    return key


def _matches(card: Card, case: Case, query: Mapping[str, str]) -> bool:
    wanted = {"agent": case.episode.agent, "channel": card.person.channel}
    return all(query.get(name) in (None, value) for name, value in wanted.items())


def _present(loaded: Loaded) -> Case:
    if loaded.case is None:
        raise Conflict("The customer has no case.")
    return loaded.case


def _view(loaded: Loaded, ports: Ports) -> dict[str, Any]:
    now = ports.clock.now()
    case = _present(loaded)
    return case_view(loaded.card, case, loaded.entries, now, ports.settings)


def _send_once(
    loaded: Loaded, out: Outbound, agent: str, ports: Ports
) -> Mapping[str, Any]:
    """Send, unless this key has been used; returns platform id and time."""
    person, now = loaded.person.id, moment(loaded, ports)
    asked = sha256(f"{out.visibility}|{out.text}".encode()).hexdigest()
    claimed = ports.log.claim(person, out.key, now, asked)
    if claimed is not None:
        if claimed.get("asked") != asked:
            raise Conflict("This Idempotency-Key was used for another answer.")
        if "id" not in claimed:
            raise Conflict(
                "It is not known yet whether this was sent; look at the timeline.",
                code="send_outcome_unknown",
            )
        return claimed
    try:
        platform_id = ports.sender.send(out)
    except NOT_SENT as error:
        ports.log.settle(person, out.key, None)
        _record_failure(loaded, out, agent, error, now, ports)
        raise
    except SendUnconfirmed as error:
        _record_failure(loaded, out, agent, error, now, ports)
        raise
    outcome = {"id": platform_id, "at": to_text(now), "asked": asked}
    ports.log.settle(person, out.key, outcome)
    return outcome


def _record_failure(
    loaded: Loaded,
    out: Outbound,
    agent: str,
    error: CareError,
    now: datetime,
    ports: Ports,
) -> None:
    entry = replies.failed(out, _present(loaded), now, agent, error.code)
    record(loaded.person.id, _unless_known(entry), ports)


def _unless_known(entry: Entry) -> Callable[[Loaded], Fact | None]:
    """The decision to record an entry that a first attempt may have recorded."""

    def decide(found: Loaded) -> Fact | None:
        known = any(e.key == entry.key for e in found.entries)
        return None if known else Fact(entry=entry)

    return decide
