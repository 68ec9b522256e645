"""Mend what an outage lost: workflows, questions, answers, parked webhooks."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from functions.casebook import load
from functions.lost_sends import mend
from functions.parked import queue_again
from functions.retention import retain
from functions.survey_outcomes import leave_off
from functions.waits import end_wait, rearm
from shared.domain.decisions import Timer
from shared.domain.state import Case
from shared.domain.survey_decision import DEAD
from shared.domain.survey_occasions import Candidate
from shared.errors import Conflict
from shared.observability import logger
from shared.ports import Card, Ports

FOUND = ("checked", "started", "surveys", "sends", "payloads", "folded", "failed")


def nightly(ports: Ports) -> None:
    """What every night does but the numbers: mend, then let go."""
    sweep(ports)
    retain(ports)


def sweep(ports: Ports) -> dict[str, int]:
    """Check every open case, and every resolved one that may still be asked.

    A lost workflow is started under a new generation of its name; since every
    state folds the log, it goes on where the case is, not where it began.

    Returns:
        How many cases were checked, and of what was found how much was mended:
        workflows ``started``, ``surveys`` begun again or given up, ``sends`` seen
        to, parked ``payloads`` queued again, cards ``folded`` anew; how many cases
        ``failed`` to be mended, each with its error in the log.

    """
    found = Counter(dict.fromkeys(FOUND, 0))
    for survey in _begin_surveys(ports):
        _count(found, "surveys", survey.person.partition(":")[0], ports)
    for card in _cards(ports):
        found["checked"] += 1
        try:
            _mend(card, found, ports)
        except Exception:  # noqa: BLE001 - whatever it is, the others must not wait
            logger.exception("A case could not be swept.")
            found["failed"] += 1
    for channel in queue_again(ports):
        _count(found, "payloads", channel, ports)
    logger.info("Swept.", extra=dict(found))
    return dict(found)


def _cards(ports: Ports) -> Iterator[Card]:
    for status in ("open", "resolved"):
        cursor: str | None = None
        while True:
            page = ports.log.work(status, ports.settings.queues, cursor)
            yield from ports.log.cards(page.items).values()
            cursor = page.next
            if cursor is None or (status == "resolved" and _is_old(page.items, ports)):
                break


def _mend(card: Card, found: Counter[str], ports: Ports) -> None:
    if card.stale:
        with suppress(Conflict):  # who was first has folded it as well
            ports.log.save(card)
            found["folded"] += 1
        card = ports.log.cards([card.person.id])[card.person.id]
    mended = {
        "started": _revive(card, ports),
        "surveys": _give_up(card, ports),
        "sends": mend(card, ports),
    }
    for what, times in mended.items():
        for _ in range(times):
            _count(found, what, card.person.channel, ports)


def _count(found: Counter[str], what: str, channel: str, ports: Ports) -> None:
    """Count what was mended, for whoever calls and for GET /health."""
    found[what] += 1
    ports.health.count(channel, f"mended_{what}", ports.clock.now())


def _begin_surveys(ports: Ports) -> list[Candidate]:
    """Begin the surveys again whose own workflow ended in an error.

    Whoever was asked before that, or was not to be, is not asked again.
    """
    now = ports.clock.now()
    lost = list(
        ports.workflow.lost_surveys(now - ports.settings.newest.surveys.nps.expires)
    )
    for candidate in lost:
        ports.workflow.start_survey(replace(candidate, ask_at=now))
    return lost


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
