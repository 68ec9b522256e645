"""The tasks of a case's state machine, each named for its state.

States carry ids and how long to wait, nothing else; every task folds the log
afresh, so one that runs late, twice or after a restart does no harm.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions import assignment
from functions.casebook import Fact, Loaded, load, moment, record
from functions.dispatch import dispatch
from shared.domain import outgoing, surveys
from shared.domain.cases import beginning, replay
from shared.domain.consequences import Alarm, next_alarm
from shared.domain.log import Entry, instant_of
from shared.domain.state import Case
from shared.domain.times import from_text, to_text
from shared.domain.waits import Wait, needed
from shared.errors import (
    BadInput,
    ChannelBroken,
    Misconfigured,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)
from shared.observability import logger
from shared.ports import Ports
from shared.ports_workflow import Token


def await_deadline(task: Mapping[str, Any], ports: Ports) -> None:
    """Keep the token of the wait, look at the case, and answer a wait that is wrong.

    Who resolves a case or makes a deadline nearer writes that first and reads
    the token then; this keeps the token first and reads the log then: one of
    them sees the other.
    """
    state, token = task["state"], task["token"]
    until = from_text(state["until"]) if state["until"] else None
    name = (state["case"], state["episode"])
    ports.log.keep_token(*name, Token(token=token, until=until))
    loaded = look(state, ports)
    case = _case(loaded, state)
    if case is None or case.status != "open":
        over_at = case.episode.resolved_at if case is not None else None
        delay = ports.settings.newest.surveys.csat.delay
        ports.workflow.resolved(token, (over_at or ports.clock.now()) + delay)
        ports.log.keep_token(*name, None)
        return
    shift = assignment.wake_at(loaded, ports)
    wait = needed(loaded.person, ports.clock.now(), ports.settings, shift)
    if Wait(until=until).is_too_long(wait):
        ports.workflow.rearm(token, wait)


def look(state: Mapping[str, Any], ports: Ports) -> Loaded:
    """See to a case: record what is at risk or fell due, have somebody work on it.

    A breach is dated at its due instant, whenever it is seen.
    """
    loaded = load(state["person"], ports)
    if _case(loaded, state) is None:
        return loaded
    return assignment.tend(_sounded(loaded, state, ports), ports)


def _sounded(loaded: Loaded, state: Mapping[str, Any], ports: Ports) -> Loaded:
    """Record every alarm that the log lacks, each with what follows from it."""
    person = state["person"]
    while _alarm(loaded, state, ports) is not None:
        loaded = record(person, lambda found: _as_alarmed(found, state, ports), ports)
    return loaded


def _alarm(loaded: Loaded, state: Mapping[str, Any], ports: Ports) -> Alarm | None:
    """The next alarm of the episode this execution is for."""
    if _case(loaded, state) is None:
        return None
    since = instant_of(loaded.person.since)
    present = [e for e in loaded.entries if e.instant >= since]
    steps = list(replay(beginning(loaded.person), present, ports.settings))
    at = moment(loaded, ports)
    return next_alarm(steps, ports.clock.now(), at, ports.settings)


def _as_alarmed(loaded: Loaded, state: Mapping[str, Any], ports: Ports) -> Fact | None:
    """The next alarm as one fact, with the load it takes off an agent."""
    alarm = _alarm(loaded, state, ports)
    if alarm is None:
        return None
    agent = ports.agents.get(alarm.frees) if alarm.frees is not None else None
    load = assignment.freed(agent)
    return Fact(entry=alarm.entry, more=alarm.more, load=load)


def ask(state: Mapping[str, Any], ports: Ports) -> dict[str, Any]:
    """Send the survey, once, or record why not; and what nobody has seen breached."""
    loaded = _sounded(load(state["person"], ports), state, ports)
    case = _case(loaded, state)
    if case is None or case.episode.asked:
        return dict(state)
    reached = surveys.address(loaded.person, loaded.entries)
    why_not = surveys.why_not(loaded.person, reached, ports.clock.now())
    if why_not == "reopened":
        return dict(state)
    now = ports.clock.now()
    if why_not is None and reached is not None:
        entry = _send(loaded, reached, now, ports)
    else:
        entry = surveys.suppressed(case, now, why_not or "no_private_talk")
    log = ports.log.read(state["person"])
    if not any((e.kind, e.id) == (entry.kind, entry.id) for e in log):
        record(state["person"], lambda found: _as_asked(found, state, entry), ports)
    return dict(state)


def _send(loaded: Loaded, reached: Entry, now: datetime, ports: Ports) -> Entry:
    case = loaded.case
    assert case is not None  # noqa: S101 - told to mypy
    out = surveys.question(loaded.person, reached)
    claimed = ports.log.claim(loaded.person.id, out.key, now)
    if claimed is not None:
        return _claimed(case, claimed, now, ports)
    try:
        platform_id = dispatch(out, ports).id
    except (SendDelayed, Misconfigured):
        # Surely not sent: free the key, and let the state machine try again.
        ports.log.settle(loaded.person.id, out.key, None)
        raise
    except (BadInput, SendRefused, SendUnconfirmed, ChannelBroken) as error:
        logger.warning("A survey could not be sent.", extra={"reason": error.code})
        return surveys.suppressed(case, now, error.code)
    outcome = {"id": platform_id, "at": to_text(now)}
    ports.log.settle(loaded.person.id, out.key, outcome)
    return surveys.sent(case, now, ports.settings.newest, platform_id)


def _claimed(
    case: Case, claimed: Mapping[str, Any], now: datetime, ports: Ports
) -> Entry:
    """What became of an earlier attempt: never ask twice.

    Raises:
        SendDelayed: it may still be under way; look again later.

    """
    if "id" in claimed:
        at = from_text(str(claimed["at"]))
        return surveys.sent(case, at, ports.settings.newest, str(claimed["id"]))
    if now < from_text(str(claimed["claimed_at"])) + outgoing.UNDER_WAY:
        raise SendDelayed("The survey is being sent.", retry_after_s=60)
    return surveys.suppressed(case, now, "outcome_unknown")


def _as_asked(loaded: Loaded, state: Mapping[str, Any], entry: Entry) -> Fact | None:
    """Record that the customer was asked, or was not.

    A question that has left must be known, to read its answer, also where the
    customer wrote again meanwhile. That none was sent concerns the episode only.
    """
    case = _case(loaded, state)
    if case is None:
        return Fact(entry=entry) if entry.kind == "survey_sent" else None
    return None if case.episode.asked else Fact(entry=entry)


def _case(loaded: Loaded, state: Mapping[str, Any]) -> Case | None:
    """The case this execution is for, if its episode is still the present one."""
    case = loaded.case
    if case is None or not case.is_present(state["case"], state["episode"]):
        return None
    return case
