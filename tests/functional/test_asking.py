"""Asking customers: once, on the channel of the talk, and never by two at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions import actions, case_workflow
from functions.ingest import Record, ingest_batch
from functions.linking import link
from shared.domain import windows
from shared.domain.cases import apply, case_id
from shared.domain.log import Entry
from shared.domain.messages import Delivery, Outbound
from shared.domain.state import Survey
from shared.errors import SendDelayed
from tests.fakes.ann import BOSS
from tests.fakes.entries import action, at
from tests.fakes.sender import FakeSender
from tests.fakes.world import World, contact, envelope


def hears(world: World, channel: str, user: str, **changes: Any) -> str:
    """A customer writes, privately unless said otherwise; gives who he is."""
    said = {"id": f"{channel}-{user}", "channel": channel, "social": True, **changes}
    piece = contact(**said) | {"account": "9", "author": {"id": user}}
    ingest_batch([Record(body=envelope(piece), handle="")], world)
    return f"{channel}:{user}"


def ends(world: World, person: str) -> dict[str, Any]:
    """His case is resolved; gives what its workflow carries."""
    case = world.log.cards([person])[person].person.case
    assert case is not None
    actions.resolve(case.id, BOSS, world)
    return {"person": person, "case": case.id, "episode": case.episode.number}


def nps(person: str, **changes: Any) -> dict[str, Any]:
    """What the workflow of an NPS carries."""
    return {"person": person, "survey": "nps-1", "sampled": False, **changes}


def told(world: World, person: str, *kinds: str) -> list[Entry]:
    return [e for e in world.log.read(person) if e.kind in kinds]


def reasons(world: World, person: str) -> list[str | None]:
    return [e.reason for e in told(world, person, "survey_suppressed")]


def survey(world: World, person: str) -> Survey:
    found = world.log.cards([person])[person].person.survey
    assert found is not None
    return found


@pytest.fixture
def world() -> World:
    return World(at=at(2))


class TestQuestion:
    @pytest.mark.parametrize("channel", ["facebook", "telegram", "whatsapp", "x"])
    def test_it_goes_where_the_talk_was(self, world: World, channel: str) -> None:
        state = ends(world, hears(world, channel, "1"))
        world.clock.advance(minutes=10)
        case_workflow.ask(state, world)

        (out,) = world.sender.sent
        assert (out.channel, out.visibility, out.automatic) == (
            channel,
            "private",
            True,
        )
        kinds = [e.kind for e in told(world, f"{channel}:1", *SURVEYED)]
        assert kinds == ["survey_sent", "survey_queued"]

    def test_who_has_only_commented_gets_a_link_in_the_one_private_reply(
        self, world: World
    ) -> None:
        person = hears(world, "facebook", "1", id="comment:1", visibility="public")
        state = ends(world, person)
        case_workflow.ask(state, world)

        (out,) = world.sender.sent
        assert out.reply_to == "comment:1"
        assert "https://care.example/api/surveys/" in out.text
        assert len(told(world, person, "survey_sent")) == 1
        assert windows.has_private_reply("comment:1", world.log.read(person))

    def test_without_an_address_of_our_own_there_is_no_link(self, world: World) -> None:
        world.public_url = None
        person = hears(world, "facebook", "1", id="comment:1", visibility="public")
        case_workflow.ask(ends(world, person), world)

        assert reasons(world, person) == ["no_private_way"]

    def test_an_answer_that_comes_while_it_is_sent_counts(self, world: World) -> None:
        state = ends(world, hears(world, "x", "1"))
        answer = {"id": "a1", "text": "5", "at": at(2.1)}
        world.sender = During(lambda: hears(world, "x", "1", **answer))
        case_workflow.ask(state, world)

        assert (survey(world, "x:1").score, survey(world, "x:1").state) == (5, "sent")

    def test_a_retry_after_a_crash_goes_on_with_what_was_queued(
        self, world: World
    ) -> None:
        state = ends(world, hears(world, "x", "1"))
        world.sender.mode = "rate_limit"
        with pytest.raises(SendDelayed):
            case_workflow.ask(state, world)
        world.sender.mode = "accept"
        world.clock.advance(minutes=2)
        case_workflow.ask(state, world)

        assert len(told(world, "x:1", "survey_queued")) == len(world.sender.sent) == 1

    def test_a_retry_that_comes_too_late_says_so(self, world: World) -> None:
        state = ends(world, hears(world, "facebook", "1"))
        world.sender.mode = "rate_limit"
        with pytest.raises(SendDelayed):
            case_workflow.ask(state, world)
        world.sender.mode = "accept"
        world.clock.at = at(0) + timedelta(hours=24)
        case_workflow.ask(state, world)

        assert reasons(world, "facebook:1") == ["window_closed"]
        assert survey(world, "facebook:1").state == "withdrawn"

    def test_what_waits_to_be_sent_when_he_writes_again_is_not_sent(
        self, world: World
    ) -> None:
        person = hears(world, "x", "1")
        state = ends(world, person)
        world.sender.mode = "rate_limit"
        with pytest.raises(SendDelayed):
            case_workflow.ask(state, world)
        world.sender.mode = "accept"
        world.clock.advance(minutes=5)
        hears(world, "x", "1", id="m2", text="Where is it?", at=at(6))
        for _ in range(2):
            case_workflow.ask(state, world)

        (entry,) = told(world, person, "survey_suppressed")
        assert (entry.reason, entry.case, entry.episode) == (
            "case_open",
            state["case"],
            1,
        )
        again = ends(world, person)
        world.clock.advance(minutes=15)
        case_workflow.ask(again, world)
        assert len(world.sender.sent) == 1

    def test_what_had_left_when_he_wrote_again_is_told_all_the_same(
        self, world: World
    ) -> None:
        person = hears(world, "x", "1")
        state = ends(world, person)
        case_workflow.ask(state, world)
        (sent,) = told(world, person, "survey_sent")
        del world.log.entries[person][sent.key]
        card = world.log.cards([person])[person]
        assert card.person.survey is not None
        waits = replace(card.person.survey, state="queued")
        world.log.save(replace(card, person=replace(card.person, survey=waits)))
        hears(world, "x", "1", id="m2", text="Where is it?", at=at(6))
        case_workflow.ask(state, world)

        assert len(told(world, person, "survey_sent")) == 1


SURVEYED = ("survey_queued", "survey_sent", "survey_suppressed")


class During(FakeSender):
    """A sender during whose first call something else happens."""

    def __init__(self, act: Any) -> None:
        super().__init__()
        self.act = act

    def deliver(self, out: Outbound) -> Delivery:
        act, self.act = self.act, lambda: None
        act()
        return super().deliver(out)


class TestOneCustomer:
    @pytest.fixture
    def states(self, world: World) -> list[dict[str, Any]]:
        """He has a resolved case on each of two channels."""
        persons = [hears(world, "x", "1"), hears(world, "telegram", "2")]
        link(persons[1], persons[0], "hand", "boss", world)
        return [ends(world, person) for person in persons]

    def test_he_is_asked_on_one_of_his_channels(
        self, world: World, states: list[dict[str, Any]]
    ) -> None:
        for state in states:
            case_workflow.ask(state, world)

        assert len(world.sender.sent) == 1
        assert reasons(world, "telegram:2") == ["survey_open"]

    def test_two_questions_at_the_very_same_moment_are_one(
        self, world: World, states: list[dict[str, Any]]
    ) -> None:
        first, second = states
        world.sender = During(lambda: case_workflow.ask(second, world))
        case_workflow.ask(first, world)

        assert len(world.sender.sent) == 1
        assert reasons(world, "telegram:2") == ["survey_open"]

    @pytest.mark.parametrize("earlier", [0, 1], ids=["ours", "the other one"])
    def test_of_two_that_are_queued_the_later_one_gives_way(
        self, world: World, states: list[dict[str, Any]], earlier: int
    ) -> None:
        """The other one is queued by somebody else while ours is."""
        other = action(
            "survey_queued",
            1 if earlier else 3,
            states[1]["case"],
            survey=f"csat-{states[1]['case']}-1",
            expires_at=at(99),
            id="q",
        )
        world.log = Racing(world, other)  # type: ignore[assignment] # as the log
        if earlier == 0:
            with pytest.raises(SendDelayed):
                case_workflow.ask(states[0], world)
        else:
            case_workflow.ask(states[0], world)

        assert world.sender.sent == []
        assert reasons(world, "x:1") == (["survey_open"] if earlier else [])

    def test_the_quiet_period_is_that_of_the_customer(
        self, world: World, states: list[dict[str, Any]]
    ) -> None:
        case_workflow.ask(states[0], world)
        world.clock.advance(days=4)
        case_workflow.ask(states[1], world)

        assert reasons(world, "telegram:2") == ["quiet_period"]

    def test_who_opts_out_on_one_channel_is_asked_on_none(
        self, world: World, states: list[dict[str, Any]]
    ) -> None:
        hears(world, "x", "1", id="m2", text="No more surveys please", at=at(2))
        case_workflow.ask(states[1], world)

        assert reasons(world, "telegram:2") == ["opted_out"]


class TestNps:
    def test_it_is_asked_on_the_channel_he_used_last(self, world: World) -> None:
        persons = [hears(world, "x", "1"), hears(world, "telegram", "2", at=at(1))]
        link(persons[1], persons[0], "hand", "boss", world)
        for person in persons:
            ends(world, person)
        case_workflow.ask(nps("x:1"), world)

        (out,) = world.sender.sent
        assert (out.channel, len(out.quick_replies)) == ("telegram", 11)
        assert survey(world, "telegram:2").kind == "nps"

    def test_twice_it_is_asked_once_also_when_he_changes_channels(
        self, world: World
    ) -> None:
        persons = [hears(world, "x", "1"), hears(world, "telegram", "2", at=at(1))]
        link(persons[1], persons[0], "hand", "boss", world)
        for person in persons:
            ends(world, person)
        case_workflow.ask(nps("x:1"), world)
        hears(world, "x", "1", id="m9", text="Thanks!", at=at(2))
        case_workflow.ask(nps("x:1"), world)

        assert len(world.sender.sent) == 1
        everything = [*world.log.read("x:1"), *world.log.read("telegram:2")]
        assert sum(e.kind == "survey_sent" for e in everything) == 1

    def test_who_has_an_open_case_is_not_asked(self, world: World) -> None:
        hears(world, "x", "1")
        case_workflow.ask(nps("x:1"), world)

        assert reasons(world, "x:1") == ["case_open"]

    def test_an_open_case_on_another_channel_is_one(self, world: World) -> None:
        persons = [hears(world, "x", "1"), hears(world, "telegram", "2", at=at(1))]
        link(persons[1], persons[0], "hand", "boss", world)
        ends(world, "x:1")
        case_workflow.ask(nps("x:1"), world)

        assert (world.sender.sent, reasons(world, "x:1")) == ([], ["case_open"])

    def test_somebody_nobody_has_heard_of_is_not_asked(self, world: World) -> None:
        case_workflow.ask(nps("x:404"), world)

        assert reasons(world, "x:404") == ["no_private_way"]

    def test_a_typed_answer_on_its_scale_counts(self, world: World) -> None:
        person = hears(world, "whatsapp", "39061")
        ends(world, person)
        case_workflow.ask(nps(person), world)
        hears(world, "whatsapp", "39061", id="m2", text="9/10", at=at(3))

        assert survey(world, person).score == 9
        assert world.log.cards([person])[person].person.case is not None


def test_an_answer_with_a_complaint_is_a_score_and_a_message(world: World) -> None:
    person = hears(world, "x", "1")
    case_workflow.ask(ends(world, person), world)
    text = "2 - my parcel has still not been delivered!"
    hears(world, "x", "1", id="m2", text=text, at=at(3))

    case = world.log.cards([person])[person].person.case
    assert case is not None
    assert survey(world, person).score == 2
    assert (case.id, case.status) == (case_id(person, "x-1"), "open")
    assert case.episode.number == 2


PHOTO = {"type": "image", "url": "https://files.example/1"}
STICKER = {"type": "sticker", "url": "https://files.example/2"}


@pytest.mark.parametrize(("sent", "episode"), [(PHOTO, 2), (STICKER, 1)])
def test_a_photo_beside_the_score_is_looked_at_a_sticker_is_not(
    world: World, sent: dict[str, str], episode: int
) -> None:
    person = hears(world, "x", "1")
    case_workflow.ask(ends(world, person), world)
    hears(world, "x", "1", id="m2", text="2", at=at(3), attachments=[sent])

    case = world.log.cards([person])[person].person.case
    assert case is not None
    assert (survey(world, person).score, case.episode.number) == (2, episode)


class TestOptOut:
    def test_stop_is_logged_once_whatever_is_repeated(self, world: World) -> None:
        person = hears(world, "x", "1")
        case_workflow.ask(ends(world, person), world)
        for _ in range(2):
            hears(world, "x", "1", id="m2", text="Basta!", at=at(3))

        (entry,) = told(world, person, "survey_opted_out")
        assert (entry.at, entry.target) == (at(3), "m2")
        case = world.log.cards([person])[person].person.case
        assert case is not None
        assert case.status == "resolved"

    def test_without_a_survey_stop_is_a_message(self, world: World) -> None:
        person = hears(world, "x", "1", text="Stop")

        assert told(world, person, "survey_opted_out") == []
        assert world.log.cards([person])[person].person.case is not None


class Racing:
    """A log in which, once ours is queued, the other identity's question is too."""

    def __init__(self, world: World, other: Entry) -> None:
        self._log, self._world, self._other = world.log, world, other

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def record(self, entry: Entry, card: Any, **more: Any) -> None:
        self._log.record(entry, card, **more)
        if entry.kind == "survey_queued":
            theirs = self._log.cards(["telegram:2"])["telegram:2"]
            person = apply(theirs.person, self._other, self._world.settings)
            self._log.record(self._other, replace(theirs, person=person))
