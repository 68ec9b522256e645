"""What agents do with cases: see the list, one case, its timeline; resolve."""

from collections.abc import Iterable, Mapping
from typing import Any

from functions.assignment import drain
from functions.casebook import (
    Fact,
    Loaded,
    load_case,
    moment,
    passed_over,
    present,
    read_case,
    record,
)
from functions.http import Request
from functions.resolution import end_wait
from functions.views import card_view, case_view, timeline_view
from shared.domain import commands
from shared.domain.cases import beginning
from shared.domain.commands import Act
from shared.domain.decisions import owed_still
from shared.domain.log import in_order
from shared.domain.routing import DEFAULT_QUEUE
from shared.domain.state import Case
from shared.errors import BadInput
from shared.ports import Card, Ports

STATUSES = ("open", "resolved")
FILTERS = frozenset({"status", "queue", "agent", "channel", "limit", "cursor"})
MAX_PAGES = 20
MAX_DIGITS = 9


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
    found = read_case(case_id, ports)
    entries = in_order(found.entries)
    end = start + request.limit
    flushed = passed_over(found.entries, ports, beginning(found.person))
    shown = timeline_view(entries[start:end], entries, flushed)
    return {"items": shown, "next": str(end) if end < len(entries) else None}


def resolve(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Resolve a case: frees its agent and lets the workflow ask the customer."""
    loaded = load_case(case_id, ports)
    person = loaded.person.id
    # An earlier attempt may have died between its entry and this.
    end_wait(present(loaded), ports)
    owed = owed_still(present(loaded))
    if owed is not None:
        ports.log.append([], promises=[(person, owed)])

    def decide(found: Loaded) -> Fact:
        case = present(found)
        act = Act(at=moment(found, ports), agent=request.caller)
        entry = commands.resolve(case, act)
        agent = case.episode.agent
        known = agent is not None and ports.agents.get(agent) is not None
        return Fact(entry=entry, load={agent: -1} if agent and known else None)

    after = record(person, decide, ports)
    end_wait(present(after), ports)
    drain(ports)
    return _view(after, ports)


def _matches(card: Card, case: Case, query: Mapping[str, str]) -> bool:
    wanted = {"agent": case.episode.agent, "channel": card.person.channel}
    return all(query.get(name) in (None, value) for name, value in wanted.items())


def _view(loaded: Loaded, ports: Ports) -> dict[str, Any]:
    now = ports.clock.now()
    return case_view(loaded.card, loaded.person, loaded.entries, now, ports.settings)
