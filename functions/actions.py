"""What agents and supervisors do with a case beside answering it."""

from typing import Any

from functions.assignment import drain
from functions.casebook import Fact, Loaded, load_case, present
from functions.desk import shown
from functions.handovers import freed
from functions.http import Request
from functions.invitations import invite
from functions.performing import (
    Command,
    is_repeat,
    must_be_live,
    perform,
    refusal,
    request_key,
)
from functions.waits import begin_wait, end_wait
from shared.domain import commands
from shared.domain.commands import Act
from shared.domain.decisions import Timer, owed_still
from shared.domain.invitations import BY_HAND
from shared.domain.log import EntryKind
from shared.domain.state import Case
from shared.errors import Conflict
from shared.ports import Ports


def note(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Keep an internal note, also on a case that is over; it is never sent."""
    text = request.body["text"]

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        return Fact(entry=commands.note(case, act, text))

    after = perform(case_id, request, ports, command, "noted")
    return shown(after, ports)


def add_time(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Note how long an agent had a case open in his panel; it moves no clock."""
    seconds = request.body["seconds"]

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        return Fact(entry=commands.work(case, act, seconds))

    after = perform(case_id, request, ports, command, "worked")
    return shown(after, ports)


def escalate(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Ask for a private talk, a call, or a supervisor.

    A call is a task that the case is marked with. For a supervisor the case is
    marked too, stays in its queue, and its priority goes one step up.
    """
    kind, text = request.body["kind"], request.body.get("reason")
    if kind == "private":
        return _invite(case_id, request, None, ports)

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        entry = commands.escalate(case, act, kind, BY_HAND, text)
        higher = case.episode.routing.lifted("supervisor")
        if kind != "supervisor" or higher is None:
            return Fact(entry=entry)
        return Fact(entry=entry, more=(commands.reroute(case, act, higher),))

    after = perform(case_id, request, ports, command, "escalated", kind)
    return shown(after, ports)


def move_to_private(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Invite the customer to go on in private, with the text of the settings or own."""
    return _invite(case_id, request, request.body.get("text"), ports)


def snooze(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Put a case aside until a time, or until the customer writes."""
    until = request.time("until")

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        return Fact(entry=commands.snooze(case, act, until))

    after = perform(case_id, request, ports, command, "snoozed")
    return shown(after, ports)


def flush(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """End a case that asks for nothing: its clocks stop, nobody is asked."""
    reason = request.body["reason"]

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        entry = commands.flush(case, act, reason)
        return Fact(entry=entry, load=freed(case, ports))

    return _end(case_id, request, ports, command, "flushed")


def resolve(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Resolve a case: frees its agent and lets the workflow ask the customer."""

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        return Fact(entry=commands.resolve(case, act), load=freed(case, ports))

    return _end(case_id, request, ports, command, "resolved")


def reopen(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Begin the next episode of a case that is over, or take its flush back."""
    # An earlier attempt may have died between its entry and this.
    _begin(load_case(case_id, ports), ports)

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        # The workflow of an episode that was flushed has ended with it.
        renews = case.status == "flushed"
        return Fact(entry=commands.reopen(case, act), renews=renews)

    after = perform(case_id, request, ports, command, "reopened")
    _begin(after, ports)
    return shown(after, ports)


def review(case_id: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Rate how a resolved case was handled."""
    score, text = request.body["score"], request.body.get("text")

    def command(_loaded: Loaded, case: Case, act: Act) -> Fact:
        return Fact(entry=commands.review(case, act, score, text))

    after = perform(case_id, request, ports, command, "reviewed")
    return shown(after, ports)


def _invite(
    case_id: str, request: Request, text: str | None, ports: Ports
) -> dict[str, Any]:
    loaded, key = load_case(case_id, ports), request_key(request)
    if is_repeat(loaded, "private_offered", key):
        return shown(loaded, ports)
    must_be_live(present(loaded))
    try:
        after = invite(loaded, BY_HAND, request.caller, text, ports, request=key)
    except Conflict as error:
        raise refusal(error, load_case(case_id, ports), request.caller) from error
    return shown(after, ports)


def _end(
    case_id: str, request: Request, ports: Ports, command: Command, kind: EntryKind
) -> dict[str, Any]:
    loaded = load_case(case_id, ports)
    # An earlier attempt may have died between its entry and this.
    end_wait(present(loaded), ports)
    owed = owed_still(present(loaded), ports.clock.now())
    if owed is not None:
        ports.log.append([], promises=[(loaded.person.id, owed)])
    after = perform(case_id, request, ports, command, kind)
    end_wait(present(after), ports)
    drain(ports)
    return shown(after, ports)


def _begin(loaded: Loaded, ports: Ports) -> None:
    """Start the workflow of an episode that was opened by hand, unless it has one."""
    case = present(loaded)
    opener = case.episode.timed_from
    by_hand = any(e.kind == "reopened" and e.id == opener for e in loaded.entries)
    if case.status != "open" or not by_hand:
        return
    timer = Timer(
        person=loaded.person.id,
        case=case.id,
        episode=case.episode.number,
        generation=loaded.card.generation,
    )
    begin_wait(timer, loaded.person, ports)
