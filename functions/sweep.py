"""Start again what an outage lost: workflows of cases and surveys, questions."""

from dataclasses import replace

from functions.casebook import load
from functions.retention import retain
from functions.survey_outcomes import leave_off
from functions.waits import end_wait, rearm
from shared.domain.decisions import Timer
from shared.domain.state import Case
from shared.domain.survey_decision import DEAD
from shared.errors import Conflict
from shared.observability import logger
from shared.ports import Card, Ports


def nightly(ports: Ports) -> None:
    """What every night does but the numbers: mend, then let go."""
    sweep(ports)
    retain(ports)


def sweep(ports: Ports) -> dict[str, int]:
    """Check every open case, and every resolved one not yet asked.

    A lost workflow is started under a new generation of its name; since every
    state folds the log, it goes on where the case is, not where it began. Of
    surveys it says how many were begun again or given up.
    """
    checked = started = 0
    surveys = _begin_surveys(ports)
    for status in ("open", "resolved"):
        cursor: str | None = None
        while True:
            page = ports.log.work(status, ports.settings.queues, cursor)
            for card in ports.log.cards(page.items).values():
                checked += 1
                started += _revive(card, ports)
                surveys += _give_up(card, ports)
            cursor = page.next
            if cursor is None or (status == "resolved" and _is_old(page.items, ports)):
                break
    found = {"checked": checked, "started": started, "surveys": surveys}
    logger.info("Swept.", extra=found)
    return found


def _begin_surveys(ports: Ports) -> int:
    """Begin the surveys again whose own workflow ended in an error.

    Whoever was asked before that, or was not to be, is not asked again.
    """
    now = ports.clock.now()
    lost = list(
        ports.workflow.lost_surveys(now - ports.settings.newest.surveys.nps.expires)
    )
    for candidate in lost:
        ports.workflow.start_survey(replace(candidate, ask_at=now))
    return len(lost)


def _give_up(card: Card, ports: Ports) -> bool:
    """Say of a question about an earlier episode that it never left, or did.

    That of the present one is asked by its workflow, which is started again.
    """
    case, survey = card.person.case, card.person.survey
    if case is None or case.status != "open" or survey is None:
        return False
    if survey.kind != "csat" or survey.state != "queued":
        return False
    if ports.clock.now() < survey.sent_at + DEAD:
        return False
    leave_off(survey.id, load(card.person.id, ports), ports)
    return True


def _is_old(persons: list[str], ports: Ports) -> bool:
    """Resolved cases come latest first: behind an old page all are older."""
    csat = ports.settings.newest.surveys.csat
    oldest = ports.clock.now() - csat.delay - csat.expires
    cases = [c.person.case for c in ports.log.cards(persons[-1:]).values()]
    return any(c and (c.episode.resolved_at or oldest) < oldest for c in cases)


def _revive(card: Card, ports: Ports) -> bool:
    case = card.person.case
    if case is None or not _needs_timer(case):
        return False
    timer = _timer(card, case, card.generation)
    if ports.workflow.is_running(timer):
        # It may not have been told of the resolution, or of a nearer deadline.
        end_wait(case, ports)
        rearm([card.person], ports)
        return False
    renewed = replace(card, generation=card.generation + 1)
    try:
        ports.log.save(renewed)
    except Conflict:
        # Somebody is at work on it; the next sweep will look again.
        return False
    ports.workflow.start(_timer(card, case, renewed.generation))
    return True


def _needs_timer(case: Case) -> bool:
    if case.episode.timed_from is None:
        return False
    return case.status == "open" or not case.episode.asked


def _timer(card: Card, case: Case, generation: int) -> Timer:
    return Timer(
        person=card.person.id,
        case=case.id,
        episode=case.episode.number,
        generation=generation,
    )
