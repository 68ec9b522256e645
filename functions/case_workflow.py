"""The tasks of a case's state machine, each named for its state.

States carry ids and how long to wait, nothing else; every task folds the log
afresh, so one that runs late, twice or after a restart does no harm.
"""

from collections.abc import Mapping
from typing import Any

from functions import asking, assignment
from functions.casebook import Fact, Loaded, load, moment, record
from functions.survey_outcomes import leave_off
from shared.domain.cases import beginning, replay
from shared.domain.consequences import Alarm, is_late, next_alarm
from shared.domain.log import Entry, instant_of
from shared.domain.state import Case
from shared.domain.surveys import survey_id
from shared.domain.times import from_text
from shared.domain.waits import Wait, needed
from shared.ports import Ports
from shared.ports_health import TIMER_LATE
from shared.ports_workflow import Token


def await_deadline(task: Mapping[str, Any], ports: Ports) -> None:
    """Keep the token of the wait, look at the case, and answer a wait that is wrong.

    Who resolves a case or makes a deadline nearer writes that first and reads
    the token then; this keeps the token first and reads the log then: one of
    them sees the other. Called again after the next wait has begun it does nothing.
    """
    state, token = task["state"], task["token"]
    until = from_text(state["until"]) if state["until"] else None
    name = (state["case"], state["episode"])
    kept = Token(token=token, until=until, entered=task.get("entered"))
    if not ports.log.keep_token(*name, kept):
        return
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
    while (alarm := _alarm(loaded, state, ports)) is not None:
        _count_late(alarm.entry, loaded, ports)
        loaded = record(person, lambda found: _as_alarmed(found, state, ports), ports)
    return loaded


def _count_late(entry: Entry, loaded: Loaded, ports: Ports) -> None:
    """Count a timer that looked too late: then the rest of them may be as well."""
    start, now = beginning(loaded.person), ports.clock.now()
    if is_late(entry, start, _present(loaded), now, ports.settings):
        ports.health.count(loaded.person.channel, TIMER_LATE, now)


def _alarm(loaded: Loaded, state: Mapping[str, Any], ports: Ports) -> Alarm | None:
    """The next alarm of the episode this execution is for."""
    if _case(loaded, state) is None:
        return None
    steps = list(replay(beginning(loaded.person), _present(loaded), ports.settings))
    at = moment(loaded, ports)
    return next_alarm(steps, ports.clock.now(), at, ports.settings)


def _present(loaded: Loaded) -> list[Entry]:
    """The log of the present case."""
    since = instant_of(loaded.person.since)
    return [e for e in loaded.entries if e.instant >= since]


def _as_alarmed(loaded: Loaded, state: Mapping[str, Any], ports: Ports) -> Fact | None:
    """The next alarm as one fact, with the load it takes off an agent."""
    alarm = _alarm(loaded, state, ports)
    if alarm is None:
        return None
    agent = ports.agents.get(alarm.frees) if alarm.frees is not None else None
    load = assignment.freed(agent)
    return Fact(entry=alarm.entry, more=alarm.more, load=load)


def ask(state: Mapping[str, Any], ports: Ports) -> dict[str, Any]:
    """Send the survey, once, or record why not; and what nobody has seen breached.

    One that is about no case comes from its own state machine.
    """
    if "survey" in state:
        asking.ask_nps(state, ports)
        return dict(state)
    loaded = _sounded(load(state["person"], ports), state, ports)
    case = _case(loaded, state)
    if case is None or case.status == "open":
        survey = survey_id(state["case"], state["episode"])
        leave_off(survey, loaded, ports)
    elif not case.episode.asked:
        asking.ask_about(case, loaded, ports)
    return dict(state)


def _case(loaded: Loaded, state: Mapping[str, Any]) -> Case | None:
    """The case this execution is for, if its episode is still the present one."""
    case = loaded.case
    if case is None or not case.is_present(state["case"], state["episode"]):
        return None
    return case
