"""What may be done with a case, and the entry each of it becomes.

Every command takes the person's state and refuses, with the reason, what the
state forbids; nothing is recorded then. The fold (actions.py) takes the entry
from there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.domain.clocks import Clock
from shared.domain.log import Entry, EntryKind
from shared.domain.routing import Routed
from shared.domain.state import Case, Episode, Person
from shared.domain.times import to_text
from shared.errors import BadInput, Conflict

ESCALATIONS = ("private", "call", "supervisor")
LONGEST_SNOOZE = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who acts and when; no agent: the system does, by a rule or a timer.

    ``request`` names the request that asked for it, so that a repeat is known.
    """

    at: datetime
    agent: str | None = None
    request: str | None = None


def assign(
    case: Case,
    act: Act,
    agent: str,
    reasons: dict[str, str],
    former: str | None = None,
) -> Entry:
    """Give an open case to an agent: nobody has it, or who is named as ``former``.

    Raises:
        Conflict: it is not open, or somebody else has it.

    """
    _must_be_open(case)
    holder = case.episode.agent
    if holder is None and former is not None:
        raise Conflict("Nobody has the case.", code="not_assigned")
    if holder is not None and (holder != former or holder == agent):
        raise Conflict(f"{holder} has the case already.", code="already_assigned")
    raw: dict[str, Any] = {"queue": case.queue, "reasons": reasons}
    said = {"by": act.agent, "from": former}
    raw |= {name: who for name, who in said.items() if who is not None}
    return _entry(case, act, "assigned", _stamp(act), agent=agent, raw=raw)


def unassign(case: Case, act: Act, reason: str, text: str | None = None) -> Entry:
    """Put an open case back into its queue; ``reason`` and ``text`` say why.

    Raises:
        Conflict: it is not open, or nobody has it.

    """
    _must_be_open(case)
    if case.episode.agent is None:
        raise Conflict("Nobody has the case.", code="not_assigned")
    return _entry(
        case,
        act,
        "unassigned",
        _stamp(act),
        reason=reason,
        text=text,
        raw={"from": case.episode.agent},
    )


def note(case: Case, act: Act, text: str) -> Entry:
    """Keep an internal note; a case that is over takes one as well."""
    mark = f"{_stamp(act)}-{act.agent}"  # two agents may write at the same moment
    return _entry(case, act, "noted", mark, text=text)


def work(case: Case, act: Act, seconds: int) -> Entry:
    """Note how long an agent had a case open; of one that is over as well."""
    mark = f"{_stamp(act)}-{act.agent}"
    return _entry(case, act, "worked", mark, duration_s=seconds)


def escalate(
    case: Case, act: Act, kind: str, cause: str, text: str | None = None
) -> Entry:
    """Escalate to a private talk, a call or a supervisor, once each an episode.

    ``cause`` says what did it, ``text`` what the agent says about it.

    Raises:
        Conflict: it is not open, or was escalated so already.

    """
    _must_be_open(case)
    if kind in case.episode.escalated:
        raise Conflict(f"It was escalated already: {kind}.", code="already_escalated")
    return _entry(case, act, "escalated", kind, what=kind, reason=cause, text=text)


def offer_private(
    case: Case, act: Act, cause: str, content: str | None
) -> tuple[Entry, ...]:
    """Note that a private talk was offered, by which message of ours, and the mark.

    ``content`` None: it is not known whether the message left.
    """
    offered = _entry(case, act, "private_offered", "", reason=cause, target=content)
    if case.status != "open" or "private" in case.episode.escalated:
        return (offered,)
    return offered, escalate(case, act, "private", cause)


def must_be_offerable(case: Case) -> None:
    """Check that the customer can be asked to go on privately.

    Raises:
        Conflict: it is not open, is private already, or was offered before.

    """
    _must_be_open(case)
    if case.episode.talk == "private":
        raise Conflict("The talk is private already.", code="already_private")
    if case.episode.offered_at is not None:
        raise Conflict("A private talk was offered already.", code="already_offered")


def snooze(case: Case, act: Act, until: datetime) -> Entry:
    """Put an open case aside until an instant, or until the customer writes.

    Its clocks run on: the customer still waits.

    Raises:
        Conflict: it is not open.
        BadInput: the instant is not in the future, or too far in it.

    """
    _must_be_open(case)
    if not act.at < until <= act.at + LONGEST_SNOOZE:
        days = LONGEST_SNOOZE.days
        raise BadInput(f"Give 'until' as a time within the next {days} days.")
    return _entry(case, act, "snoozed", _stamp(act), expires_at=until)


def flush(case: Case, act: Act, reason: str) -> Entry:
    """End an open case as one that asks for nothing.

    Raises:
        Conflict: it is not open.

    """
    _must_be_open(case)
    mark = _stamp(act)
    return _entry(case, act, "flushed", mark, reason=reason)


def resolve(case: Case, act: Act) -> Entry:
    """End an open case as solved.

    Raises:
        Conflict: it is not open.

    """
    _must_be_open(case)
    return _entry(case, act, "resolved", "")


def reopen(case: Case, act: Act) -> Entry:
    """Begin the next episode of a case that is over, or take its flush back.

    Raises:
        Conflict: it is open.

    """
    if case.status == "open":
        raise Conflict("The case is open already.", code="already_open")
    return _entry(case, act, "reopened", _stamp(act))


def review(case: Case, act: Act, score: int, text: str | None) -> Entry:
    """Rate how a resolved episode was handled, 0 to 100.

    Raises:
        Conflict: it is not resolved.

    """
    if case.status != "resolved":
        raise Conflict("Only a resolved case is reviewed.", code="not_resolved")
    return _entry(case, act, "reviewed", _stamp(act), score=score, text=text)


def reroute(case: Case, act: Act, routing: Routed) -> Entry:
    """Move an open case to another queue, priority or policy.

    Raises:
        Conflict: it is not open, or that is what it has.

    """
    _must_be_open(case)
    if routing == case.episode.routing:
        raise Conflict("That is what the case has already.", code="nothing_changes")
    return _entry(case, act, "routed", _stamp(act), routing=routing.to_json())


def breach(person: Person, clock: Clock) -> Entry:
    """The breach of a clock, at its due instant; credited to the assignee then."""
    case = _case(person)
    due = clock.due_at
    assert due is not None  # noqa: S101 - only what is due is breached
    return _entry(
        case,
        Act(at=due),
        "breached",
        _of_clock(clock),
        agent=holder(case.episode, due),
        clock=clock.kind,
        due=due,
    )


def warning(person: Person, clock: Clock, at: datetime) -> Entry:
    """The warning that a clock is at risk."""
    case = _case(person)
    return _entry(
        case,
        Act(at=at),
        "warned",
        _of_clock(clock),
        agent=case.episode.agent,
        clock=clock.kind,
        due=clock.due_at,
    )


# How the ids of the entries begin that end an episode.
ENDINGS = ("resolved-", "flushed-")


def holder(episode: Episode, at: datetime) -> str | None:
    """Who had the case at an instant, as far as its present state tells."""
    since = episode.assigned_at
    return episode.agent if since is not None and since <= at else None


def _must_be_open(case: Case) -> None:
    if case.status != "open":
        raise Conflict(
            f"The case is {case.status}; reopen it to go on.",
            code=f"already_{case.status}",
        )


def _entry(case: Case, act: Act, kind: EntryKind, mark: str, **said: Any) -> Entry:
    """An entry about the present episode; ``mark`` tells it from its like.

    Its agent is who acts, unless said otherwise.
    """
    number = case.episode.number
    content_id = f"{kind}-{case.id}-{number}" + (f"-{mark}" if mark else "")
    return Entry(
        at=act.at,
        id=content_id,
        kind=kind,
        case=case.id,
        episode=number,
        request=act.request,
        **{"agent": act.agent, **said},
    )


def _of_clock(clock: Clock) -> str:
    """Waits for a next response are many: the due instant tells which."""
    if clock.kind != "next_response" or clock.due_at is None:
        return clock.kind
    return f"{clock.kind}-{to_text(clock.due_at)}"


def _stamp(act: Act) -> str:
    return to_text(act.at)


def _case(person: Person) -> Case:
    assert person.case is not None  # noqa: S101 - a clock is of a case
    return person.case
