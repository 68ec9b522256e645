"""What may be done with a case in which state, and the reason where it may not."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from shared.domain import commands
from shared.domain.cases import fold
from shared.domain.commands import Act
from shared.domain.log import Entry, from_json, to_json
from shared.domain.routing import Routed
from shared.domain.settings import default_settings
from shared.domain.state import Case, Person
from shared.errors import BadInput, Conflict
from tests.fakes.entries import action, at, received, sent

SETTINGS = default_settings("UTC")
ANN = Person(id="x:1")
ACT = Act(at=at(30), agent="amy", request="amy:k")
MESSAGE = received(visibility="public", opens="c1")


def case_after(*entries: Entry) -> Case:
    case = fold(ANN, [MESSAGE, *entries], SETTINGS).case
    assert case is not None
    return case


STATES = {
    "new": case_after(),
    "assigned": case_after(action("assigned", 5, "c1", agent="bob")),
    "snoozed": case_after(action("snoozed", 5, "c1", expires_at=at(90))),
    "escalated": case_after(action("escalated", 5, "c1", what="call")),
    "offered": case_after(action("private_offered", 5, "c1")),
    "private": case_after(received(5, "m2")),
    "resolved": case_after(action("resolved", 5, "c1", agent="bob")),
    "flushed": case_after(action("flushed", 5, "c1", reason="spam")),
    "reopened": case_after(
        action("resolved", 5, "c1"), action("reopened", 6, "c1", agent="bob")
    ),
}
COMMANDS: dict[str, Callable[[Case], object]] = {
    "assign": lambda case: commands.assign(case, ACT, "amy", {}),
    "take over": lambda case: commands.assign(case, ACT, "amy", {}, "bob"),
    "unassign": lambda case: commands.unassign(case, ACT, "returned_by_agent"),
    "note": lambda case: commands.note(case, ACT, "He will call."),
    "escalate": lambda case: commands.escalate(case, ACT, "call", "manual"),
    "offer": commands.must_be_offerable,
    "snooze": lambda case: commands.snooze(case, ACT, at(60)),
    "flush": lambda case: commands.flush(case, ACT, "spam"),
    "resolve": lambda case: commands.resolve(case, ACT),
    "reopen": lambda case: commands.reopen(case, ACT),
    "review": lambda case: commands.review(case, ACT, 80, None),
    "reroute": lambda case: commands.reroute(case, ACT, Routed(queue="vip")),
}
OVER = ("assign", "take over", "unassign", "escalate", "offer", "snooze", "flush")
OPEN = {
    "take over": "not_assigned",
    "unassign": "not_assigned",
    "reopen": "already_open",
    "review": "not_resolved",
}
ENDED = (*OVER, "resolve", "reroute")
REFUSED: dict[str, dict[str, str]] = {
    "new": OPEN,
    "assigned": {
        "assign": "already_assigned",
        "reopen": "already_open",
        "review": "not_resolved",
    },
    "snoozed": OPEN,
    "escalated": {**OPEN, "escalate": "already_escalated"},
    "offered": {**OPEN, "offer": "already_offered"},
    "private": {**OPEN, "offer": "already_private"},
    "resolved": dict.fromkeys(ENDED, "already_resolved"),
    "flushed": dict.fromkeys(ENDED, "already_flushed") | {"review": "not_resolved"},
    "reopened": OPEN,
}


@pytest.mark.parametrize(("state", "command"), list(product(STATES, COMMANDS)))
def test_a_command_is_allowed_or_refused_with_its_reason(
    state: str, command: str
) -> None:
    found = None
    try:
        COMMANDS[command](STATES[state])
    except Conflict as refused:
        found = refused.code

    assert found == REFUSED[state].get(command)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "offer"])
def test_what_a_command_writes_reads_back_with_who_asked_for_it(command: str) -> None:
    state = next(s for s in STATES if command not in REFUSED[s])
    entry = COMMANDS[command](STATES[state])

    assert isinstance(entry, Entry)
    assert from_json(entry.key, to_json(entry)) == entry
    assert (entry.at, entry.case, entry.agent) == (at(30), "c1", "amy")
    assert entry.request == "amy:k"


def test_who_has_a_case_is_named_to_who_wants_it() -> None:
    with pytest.raises(Conflict, match="bob has the case"):
        commands.assign(STATES["assigned"], ACT, "amy", {})


def test_a_case_is_taken_over_only_from_who_has_it() -> None:
    case = STATES["assigned"]
    refused = {}
    for agent, former in (("amy", "cleo"), ("bob", "bob")):
        with pytest.raises(Conflict) as found:
            commands.assign(case, ACT, agent, {}, former)
        refused[agent] = found.value.code

    assert refused == {"amy": "already_assigned", "bob": "already_assigned"}


def test_who_was_relieved_of_a_case_had_it_before() -> None:
    given = action("assigned", 5, "c1", agent="bob")
    taken = commands.assign(STATES["assigned"], ACT, "amy", {}, "bob")
    episode = case_after(given, taken).episode

    assert (episode.agent, episode.former_agent) == ("amy", "bob")
    assert episode.assigned_at == ACT.at


@pytest.mark.parametrize(
    ("reason", "given_back_by"),
    [
        ("returned_by_agent", "bob"),
        ("returned_by_supervisor", "bob"),
        ("breach", "bob"),
        ("shift_over", None),
        ("agent_absent", None),
    ],
)
def test_who_gave_a_case_back_is_known_until_somebody_has_it(
    reason: str, given_back_by: str | None
) -> None:
    given = action("assigned", 5, "c1", agent="bob")
    back = commands.unassign(STATES["assigned"], ACT, reason)
    returned = case_after(given, back)
    later = Act(at=at(40))
    again = commands.assign(returned, later, "amy", {})

    assert returned.episode.given_back_by == given_back_by
    assert (returned.episode.agent, returned.episode.former_agent) == (None, "bob")
    assert case_after(given, back, again).episode.given_back_by is None


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_snooze_ends_in_the_future_and_not_too_far(days: int) -> None:
    until = ACT.at + timedelta(days=days)

    with pytest.raises(BadInput, match="until"):
        commands.snooze(STATES["new"], ACT, until)


def test_a_snooze_may_last_ninety_days_and_ends_when_the_customer_writes() -> None:
    until = ACT.at + timedelta(days=90)
    snooze = commands.snooze(STATES["new"], ACT, until)

    assert case_after(snooze).episode.snoozed_until == until
    assert case_after(snooze, received(31, "m2")).episode.snoozed_until is None


def test_two_agents_note_at_the_same_moment() -> None:
    notes = [
        commands.note(STATES["new"], Act(at=at(30), agent=agent), "Same words.")
        for agent in ("amy", "bob")
    ]

    assert notes[0].key != notes[1].key


def test_a_priority_is_lifted_by_a_step_with_the_reason() -> None:
    lifted = Routed(reasons=("reach",)).lifted("supervisor")

    assert lifted is not None
    assert (lifted.priority, lifted.reasons) == ("high", ("reach", "supervisor"))
    assert Routed(priority="urgent").lifted("supervisor") is None


def test_an_automatic_message_stays_one_when_its_echo_comes_without_our_key() -> None:
    ours = sent(5, "p1", automatic=True, send_key="auto:invite:c1:1")
    for echo_at in (4.9, 5.1):
        echo = sent(echo_at, "p1", received_at=at(5.2))
        found = case_after(ours, echo).episode

        assert (found.responded_at, found.messages) == (None, 1)
