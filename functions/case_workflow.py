"""The tasks of a case's state machine, each named for its state.

States carry ids and a number of seconds, nothing else; every task folds the
log afresh, so one that runs late, twice or after a restart does no harm.
"""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any

from functions import assignment
from functions.casebook import (
    Fact,
    Loaded,
    load,
    moment,
    present,
    record,
    unless_known,
)
from functions.dispatch import dispatch
from shared.domain import commands, outgoing, surveys
from shared.domain.clocks import clocks, next_wake, to_warn
from shared.domain.log import Entry
from shared.domain.state import Case
from shared.domain.times import from_text, to_text
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

# With nothing due the wait is re-armed now and then; a Standard execution may
# live for a year, and a wait that is never answered should not outlast a case.
IDLE_S = 30 * 86_400


def route(state: Mapping[str, Any], ports: Ports) -> dict[str, Any]:
    """Assign the case to an agent, or leave it in its queue; arm the timer."""
    assignment.assign(state["person"], ports)
    return _armed(state, ports)


def await_deadline(task: Mapping[str, Any], ports: Ports) -> None:
    """Keep the token of the wait; answer it at once if the case has moved on.

    A resolution writes its entry first and reads the token then, this keeps
    the token first and reads the log then: one of them sees the other.
    """
    state, token = task["state"], task["token"]
    ports.log.keep_token(state["case"], state["episode"], token)
    case = _case(load(state["person"], ports), state)
    if case is None or case.status == "resolved":
        resolved_at = case.episode.resolved_at if case is not None else None
        ask_at = (resolved_at or ports.clock.now()) + ports.settings.newest.survey_delay
        ports.workflow.resolved(token, ask_at)
        ports.log.keep_token(state["case"], state["episode"], None)


def on_deadline(state: Mapping[str, Any], ports: Ports) -> dict[str, Any]:
    """Record what is at risk or fell due, the latter at its due instant; re-arm."""
    loaded = load(state["person"], ports)
    now = ports.clock.now()
    if _case(loaded, state) is not None:
        for clock in clocks_to_record(loaded, now, ports):
            record(state["person"], unless_known(clock), ports)
    return _armed(state, ports)


def clocks_to_record(loaded: Loaded, now: datetime, ports: Ports) -> list[Entry]:
    """The breaches and warnings that the log lacks."""
    person, case = loaded.person, present(loaded)
    breaches = [
        commands.breach(person, clock)
        for clock in clocks(case, now)
        if clock.outcome == "breached"
        and f"breached:{clock.kind}" not in case.episode.recorded
    ]
    at = moment(loaded, ports)
    warnings = [
        commands.warning(person, clock, at)
        for clock in to_warn(person, now, ports.settings)
    ]
    return [*breaches, *warnings]


def ask(state: Mapping[str, Any], ports: Ports) -> dict[str, Any]:
    """Send the survey, once, or record why not."""
    loaded = load(state["person"], ports)
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


def _armed(state: Mapping[str, Any], ports: Ports) -> dict[str, Any]:
    """The state with the seconds until the next deadline."""
    now = ports.clock.now()
    loaded = load(state["person"], ports)
    is_present = _case(loaded, state) is not None
    due = next_wake(loaded.person, now, ports.settings) if is_present else None
    seconds = IDLE_S if due is None else max(1, ceil((due - now).total_seconds()))
    return {
        "person": state["person"],
        "case": state["case"],
        "episode": state["episode"],
        "seconds": seconds,
    }


def _case(loaded: Loaded, state: Mapping[str, Any]) -> Case | None:
    """The case this execution is for, if its episode is still the present one."""
    case = loaded.case
    if case is None or not case.is_present(state["case"], state["episode"]):
        return None
    return case
