"""Who is asked for the NPS: after events that shops and CRMs report, and in samples."""

from datetime import timedelta
from typing import Any

from functions.http import Request
from functions.linking import find
from shared.domain.survey_occasions import (
    WROTE_WITHIN,
    after_event,
    chosen,
    event_entry,
    sample_at,
)
from shared.domain.times import EARLIEST, to_text
from shared.errors import BadInput
from shared.observability import logger
from shared.ports import Ports

_EARLY = timedelta(minutes=5)  # by which their clock may be ahead of ours


def report_event(customer: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Record an event of a customer; he may be asked for the NPS after it.

    A repeat under the same id and time changes nothing.

    Raises:
        BadInput: names the field. NotFound: there is no such customer.

    """
    event, kind = request.body["id"], request.body["kind"]
    at, now = request.time("occurred_at"), ports.clock.now()
    if not EARLIEST <= at <= now + _EARLY:
        problem = f"from {EARLIEST.year} on that is not in the future."
        raise BadInput(f"Give 'occurred_at' as a time {problem}")
    person = find(customer, ports).named
    entry = event_entry(event, kind, at)
    ports.log.append([(person, entry)])
    due = after_event(person, entry, now, ports.settings.newest.surveys)
    if due is not None:
        ports.workflow.start_survey(due)
    return {
        "id": event,
        "kind": kind,
        "occurred_at": to_text(at),
        "survey": due.survey if due else None,
        "ask_at": to_text(due.ask_at) if due else None,
    }


def sample_customers(ports: Ports) -> int:
    """Begin the surveys of today's sample, if it is time for it; returns how many.

    Whoever runs it again, or at the same time, begins the same ones.
    """
    rules = ports.settings.newest.surveys
    at = sample_at(ports.clock.now(), ports.timezone, rules.sample)
    if at is None:
        return 0
    persons = ports.log.persons_between(at - WROTE_WITHIN, at)
    candidates = chosen(persons, at, ports.timezone, rules)
    for candidate in candidates:
        ports.workflow.start_survey(candidate)
    logger.info("A sample was chosen.", extra={"surveys": len(candidates)})
    return len(candidates)
