"""Start again what an outage lost: cases whose workflow no longer runs."""

from dataclasses import replace

from functions.waits import end_wait, rearm
from shared.domain.decisions import Timer
from shared.domain.state import Case
from shared.errors import Conflict
from shared.observability import logger
from shared.ports import Card, Ports


def sweep(ports: Ports) -> dict[str, int]:
    """Check every open case, and every resolved one not yet asked.

    A lost workflow is started under a new generation of its name; since every
    state folds the log, it goes on where the case is, not where it began.
    """
    checked = started = 0
    for status in ("open", "resolved"):
        cursor: str | None = None
        while True:
            page = ports.log.work(status, ports.settings.queues, cursor)
            for card in ports.log.cards(page.items).values():
                checked += 1
                started += _revive(card, ports)
            cursor = page.next
            if cursor is None or (status == "resolved" and _is_old(page.items, ports)):
                break
    logger.info("Swept.", extra={"checked": checked, "started": started})
    return {"checked": checked, "started": started}


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
