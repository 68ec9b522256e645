"""What agents see of cases: the list, one case, its timeline."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any

from functions.casebook import Loaded, load, passed_over, read_case, read_through
from functions.http import Request
from functions.paging import fitting
from functions.seeing import seen, viewer
from functions.surroundings import others
from functions.survey_views import low_score_view, survey_view
from functions.views import (
    card_view,
    case_view,
    readings_view,
    related_view,
    timeline_view,
)
from shared.domain import survey_course
from shared.domain.state import Case
from shared.domain.worklist import LOW_SCORE, is_snoozed, listed_as
from shared.ports import Card, Ports

MAX_PAGES = 20
LOOKED_AT = 50  # cases of a further page, at least


def list_cases(request: Request, ports: Ports) -> dict[str, Any]:
    """The work list of all queues or one: most urgent first, what is over latest first.

    What is snoozed is out of it, and with ``snoozed`` all there is; an agent sees
    those of the customers whom he serves.
    """
    status = request.query.get("status", "open")
    wanted = _wanted(request, status, ports)
    queue = request.query.get("queue")
    queues = ports.settings.queues if queue is None else {queue}
    agent = viewer(request.caller, request.roles, ports)
    found: list[dict[str, Any]] = []
    cursor = request.cursor
    room, looked_at = request.limit, request.limit
    # What a filter leaves out is made up for from further pages, within reason.
    for _ in range(MAX_PAGES):
        page = ports.log.work(status, queues, cursor, looked_at)
        cards = ports.log.cards(page.items)
        fits = _listed(seen((cards[p] for p in page.items), agent, ports), wanted)
        found += fits[:room]
        cursor = page.next
        if len(fits) > room:
            cursor = page.places[page.items.index(found[-1]["customer"]["id"])]
        room = request.limit - len(found)
        looked_at = max(room, LOOKED_AT)
        if cursor is None or not room:
            break
    if status == LOW_SCORE:
        found = [_with_score(item, ports) for item in found]
    return {"items": found, "next": cursor}


def _with_score(item: dict[str, Any], ports: Ports) -> dict[str, Any]:
    """A supervisor's task with what came of it, which only the log tells."""
    steps = read_through(load(item["customer"]["id"], ports), ports)
    return {**item, "low_score": low_score_view(steps)}


def _wanted(
    request: Request, status: str, ports: Ports
) -> Callable[[Card, Case], bool]:
    """The test that a case must pass to be listed; the index may lag behind it."""
    query, now = request.query, ports.clock.now()
    priority = query.get("priority")
    nobodys = query.get("unassigned") == "true"
    snoozed = query.get("snoozed") == "true"

    def wanted(card: Card, case: Case) -> bool:
        return (
            listed_as(case) == status
            and query.get("queue") in (None, case.queue)
            and query.get("agent") in (None, case.episode.agent)
            and query.get("channel") in (None, card.person.channel)
            and priority in (None, case.priority)
            and not (nobodys and case.episode.agent)
            and is_snoozed(case, now) == snoozed
        )

    return wanted


def _listed(
    cards: Iterable[Card], wanted: Callable[[Card, Case], bool]
) -> list[dict[str, Any]]:
    return [
        card_view(card, case)
        for card in cards
        if (case := card.person.case) and wanted(card, case)
    ]


def show_case(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """One case: snapshot, clocks, routing with its reasons, its customer's card."""
    # Whoever acts on a case knows whose it is: no action reads his whole logs.
    from functions.customers import card_of  # noqa: PLC0415

    loaded = read_case(case_id, ports)
    return {**shown(loaded, ports), "customer": card_of(loaded.person.id, ports)}


def show_timeline(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Everything that happened in a case, in order of provider time."""
    loaded, now = read_case(case_id, ports), ports.clock.now()
    steps = read_through(loaded, ports)
    derived = survey_course.shown(loaded.person.channel, steps, now)
    found = [*(s.read for s in steps), *derived]
    entries = sorted(found, key=lambda entry: entry.place)
    places = [entry.place for entry in entries]
    # Behind the last entry seen, whatever has come in before it meanwhile.
    start = bisect_right(places, request.cursor or "")
    end = start + request.limit
    flushed = passed_over(steps, ports)
    readings = readings_view(steps)
    items = timeline_view(entries[start:end], entries, flushed, readings)
    end = start + fitting(items)
    return {
        "items": items[: end - start],
        "next": places[end - 1] if end < len(entries) else None,
    }


def shown(loaded: Loaded, ports: Ports) -> dict[str, Any]:
    """A case as it stands, as every action answers with it."""
    now = ports.clock.now()
    steps = read_through(loaded, ports)
    entries = [s.read for s in steps]
    view = case_view(loaded.card, loaded.person, entries, now, ports.settings)
    return {
        **view,
        "survey": survey_view(loaded.person, steps, now),
        "low_score": low_score_view(steps),
        "related": related_view(others(loaded.card, ports)),
    }
