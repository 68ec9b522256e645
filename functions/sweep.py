"""Mend what an outage lost: workflows, questions, answers, parked webhooks."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

from functions.casebook import load
from functions.lost_sends import mend
from functions.parked import queue_again
from functions.retention import retain
from functions.survey_outcomes import leave_off
from functions.survey_page import finish
from functions.waits import end_wait, rearm
from shared.domain.decisions import Timer
from shared.domain.state import Case
from shared.domain.survey_decision import DEAD
from shared.errors import Conflict, StoreUnavailable
from shared.observability import logger
from shared.ports import Card, Ports

FOUND = (
    "checked",
    "started",
    "surveys",
    "answers",
    "sends",
    "payloads",
    "folded",
    "failed",
)
# Of the function's fifteen minutes; letting go goes on where it was the night before.
LONGEST = timedelta(minutes=10)
Found = Counter[str]


def nightly(ports: Ports) -> None:
    """What every night does but the numbers: mend, then let go.

    Raises:
        StoreUnavailable: something failed; Lambda begins again, twice at most.

    """
    found = sweep(ports)
    retain(ports)
    if found["failed"]:
        raise StoreUnavailable("Not all could be mended; the lines above say why.")


def sweep(ports: Ports) -> dict[str, int]:
    """Check every open case, and every resolved one that may still be asked.

    A lost workflow is started under a new generation of its name; since every
    state folds the log, it goes on where the case is, not where it began.

    Returns:
        How many cases were checked, and of what was found how much was mended:
        workflows ``started``, ``surveys`` begun again or given up, ``answers`` to
        surveys written that were cut off, ``sends`` seen to, parked ``payloads``
        queued again, cards ``folded`` anew; how many cases ``failed`` to be mended,
        and which of the three parts broke off, each with its error in the log.

    """
    found = Counter(dict.fromkeys(FOUND, 0))
    for part in (_begin_surveys, _queue_again, _mend_cases):
        with _going_on(found):
            part(found, ports)
    logger.info("Swept.", extra=dict(found))
    return dict(found)


@contextmanager
def _going_on(found: Found) -> Iterator[None]:
    """Whatever fails, what comes next must not wait for it."""
    try:
        yield
    except Exception:  # noqa: BLE001 - as above
        logger.exception("Something could not be swept.")
        found["failed"] += 1


def _mend_cases(found: Found, ports: Ports) -> None:
    """Look after the cases, the most urgent first, as far as there is time for it."""
    started = ports.clock.now()
    for card in _cards(ports):
        if ports.clock.now() - started >= LONGEST:
            logger.error("Not all cases were looked at.")
            return
        found["checked"] += 1
        with _going_on(found):
            _mend(card, found, ports)


def _queue_again(found: Found, ports: Ports) -> None:
    for channel in queue_again(ports):
        _count(found, "payloads", channel, ports)


def _cards(ports: Ports) -> Iterator[Card]:
    for status in ("open", "resolved"):
        cursor: str | None = None
        while True:
            page = ports.log.work(status, ports.settings.queues, cursor)
            yield from ports.log.cards(page.items).values()
            cursor = page.next
            if cursor is None or (status == "resolved" and _is_old(page.items, ports)):
                break


def _mend(card: Card, found: Found, ports: Ports) -> None:
    if card.stale:
        with suppress(Conflict):  # who was first has folded it as well
            ports.log.save(card)
            found["folded"] += 1
        card = ports.log.cards([card.person.id])[card.person.id]
    for what, mends in _MENDS.items():
        # Counted before the next: that may fail.
        for _ in range(mends(card, ports)):
            _count(found, what, card.person.channel, ports)


def _count(found: Found, what: str, channel: str, ports: Ports) -> None:
    """Count what was mended, for whoever calls and for GET /health."""
    found[what] += 1
    ports.health.count(channel, f"mended_{what}", ports.clock.now())


def _begin_surveys(found: Found, ports: Ports) -> None:
    """Begin the surveys again whose own workflow ended in an error.

    Whoever was asked before that, or was not to be, is not asked again.
    """
    now = ports.clock.now()
    since = now - ports.settings.newest.surveys.nps.expires
    for lost in list(ports.workflow.lost_surveys(since)):
        with _going_on(found):
            ports.workflow.start_survey(replace(lost, ask_at=now))
            _count(found, "surveys", lost.person.partition(":")[0], ports)


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
    if ports.workflow.is_running(timer) and not _is_deaf(case, ports):
        # It may not have been told of the resolution, or of a nearer deadline.
        end_wait(case, ports)
        rearm([card.person], ports)
        return False
    renewed = replace(card, generation=card.generation + 1)
    # First: two who sweep at once start it under one name, and so only once.
    ports.workflow.start(_timer(card, case, renewed.generation))
    with suppress(Conflict):  # the next sweep notes it, under the same name
        ports.log.save(renewed)
    return True


def _is_deaf(case: Case, ports: Ports) -> bool:
    """Whether its workflow waits although the case is over, and nobody has its token.

    One that was told of it has none either, but asks soon after that.
    """
    over_at = case.episode.resolved_at
    if over_at is None:
        return False
    asked_by = over_at + ports.settings.newest.surveys.csat.delay + DEAD
    return ports.clock.now() > asked_by and not ports.log.tokens(case.names())


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


_MENDS: dict[str, Callable[[Card, Ports], int]] = {
    "started": _revive,
    "surveys": _give_up,
    "answers": finish,
    "sends": mend,
}
