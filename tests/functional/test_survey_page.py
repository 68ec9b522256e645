"""The survey page from link to answer, on fakes: once, and only with the link."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.app import Request, Response

from functions import actions, replying
from functions.attribution import Arrival, Attributed
from functions.storing import store
from functions.survey_links import survey_link
from functions.survey_page import answer_survey, show_page
from functions.sweep import sweep
from shared.domain.cases import case_id
from shared.domain.episodes import continued
from shared.domain.erasure import left_of_send
from shared.domain.log import PAGE, Entry
from shared.domain.state import Case, Survey
from shared.errors import Conflict, StoreUnavailable
from shared.kpis.collect import Window, collect
from tests.fakes.ann import ANN, BOSS, CASE, entries, resolve, writes
from tests.fakes.entries import at, received
from tests.fakes.world import World

SURVEY = f"csat-{CASE}-1"
NPS = "nps-0123456789abcdef012"
EXPIRES = at(60 * 24)


@pytest.fixture
def world() -> World:
    """Ann wrote, her case is resolved, and she is being asked in Italian."""
    made = World(at=at(2))
    writes(made)
    resolve(made)
    ask(made, SURVEY, language="it")
    return made


def ask(
    world: World,
    survey: str,
    language: str | None = None,
    expires_at: datetime = EXPIRES,
) -> None:
    """A survey is on its way to Ann."""
    entry = Entry(
        at=world.clock.now(),
        id=f"{survey}-queued",
        kind="survey_queued",
        survey=survey,
        case=CASE if survey == SURVEY else None,
        episode=1 if survey == SURVEY else None,
        language=language,
        expires_at=expires_at,
    )
    store(Attributed(arrivals=[Arrival(person=ANN, entry=entry)]), world)


def link(world: World, survey: str = SURVEY, expires_at: datetime = EXPIRES) -> str:
    found = survey_link(survey, ANN, expires_at, world)
    assert found is not None
    return found


def token(world: World, survey: str = SURVEY) -> str:
    return link(world, survey).rpartition("/")[2]


def request(body: str = "", **headers: str) -> Request:
    """What Chalice makes of API Gateway's event."""
    event: dict[str, Any] = {
        "requestContext": {"httpMethod": "POST", "resourcePath": "/surveys/{token}"},
        "headers": {k.replace("_", "-"): v for k, v in headers.items()},
        "pathParameters": {},
        "multiValueQueryStringParameters": None,
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": False,
    }
    return Request(event)


def look(world: World, token: str, **headers: str) -> Response:
    return show_page(token, request(**headers), world)


def send(world: World, token: str, **fields: str) -> Response:
    return answer_survey(token, request(urlencode(fields)), world)


def survey(world: World) -> Survey:
    found = world.log.cards([ANN])[ANN].person.survey
    assert found is not None
    return found


def title(response: Response) -> str:
    found = re.search("<title>(.*?)</title>", response.body)
    assert found is not None
    return found[1]


class TestTheLink:
    def test_it_is_an_address_of_ours_that_tells_nothing(self, world: World) -> None:
        address = link(world)

        assert address.startswith("https://care.example/api/surveys/")
        assert re.fullmatch(r"[\w-]{48}", address.rpartition("/")[2])

    def test_to_ask_again_is_the_same_link(self, world: World) -> None:
        assert link(world) == link(world)
        assert len(world.survey_links.links) == 1

    def test_without_an_address_of_our_own_there_is_none(self, world: World) -> None:
        world.public_url = None

        assert survey_link(SURVEY, ANN, EXPIRES, world) is None
        assert world.survey_links.links == {}


class TestLooking:
    def test_the_question_is_asked_in_the_customers_language(
        self, world: World
    ) -> None:
        page = look(world, token(world), accept_language="de")
        question = world.settings.newest.surveys.csat.text.text_for("it")

        assert page.status_code == 200
        assert page.headers["Content-Language"] == "it"
        assert '<html lang="it">' in page.body
        assert question in page.body

    def test_who_has_no_language_is_asked_in_that_of_his_browser(
        self, world: World
    ) -> None:
        ask(world, NPS)
        page = look(world, token(world, NPS), accept_language="de-AT")

        # of his talk, if that tells one
        told = world.log.cards([ANN])[ANN].person.tally.language
        assert page.headers["Content-Language"] == (told or "de")
        assert page.body.count('type="radio"') == 11

    def test_it_answers_nothing_however_often(self, world: World) -> None:
        before = world.log.read(ANN), dict(world.log.sends)
        for _ in range(3):
            look(world, token(world))

        assert (world.log.read(ANN), world.log.sends) == before
        assert survey(world).score is None

    def test_nobody_keeps_finds_or_frames_it(self, world: World) -> None:
        headers = look(world, token(world)).headers

        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in str(headers["Content-Security-Policy"])

    def test_the_page_names_neither_customer_nor_case(self, world: World) -> None:
        page = look(world, token(world)).body

        assert CASE not in page
        assert token(world) not in page


class TestAnswering:
    def test_an_answer_is_recorded_as_an_entry_and_no_contact(
        self, world: World
    ) -> None:
        page = send(world, token(world), score="4", comment=" fast\r\nand kind ")
        (entry,) = entries(world, "survey_answered")

        assert (page.status_code, title(page)) == (200, "Grazie")
        assert (entry.survey, entry.score, entry.says_more) == (SURVEY, 4, True)
        assert [e.text for e in comments(world)] == ["fast\nand kind"]
        assert entry.at == world.clock.now()
        assert survey(world).score == 4
        case = world.log.cards([ANN])[ANN].person.case
        assert case is not None
        assert case.status == "resolved"

    def test_a_comment_need_not_be_given(self, world: World) -> None:
        send(world, token(world), score="5", comment="")

        assert [e.says_more for e in entries(world, "survey_answered")] == [False]
        assert comments(world) == []

    def test_the_first_answer_counts_and_the_second_is_told_so(
        self, world: World
    ) -> None:
        send(world, token(world), score="2")
        world.clock.advance(minutes=5)
        again = send(world, token(world), score="5")

        assert "già" in again.body
        assert again.status_code == 200
        assert [e.score for e in entries(world, "survey_answered")] == [2]
        assert "già" in look(world, token(world)).body

    @pytest.mark.parametrize("score", ["", "0", "6", "4.5", "good"])
    def test_without_a_score_it_asks_again_and_keeps_the_comment(
        self, world: World, score: str
    ) -> None:
        page = send(world, token(world), score=score, comment="too <late>")

        assert page.status_code == 400
        assert "too &lt;late&gt;" in page.body
        assert entries(world, "survey_answered") == []

    def test_nps_is_answered_from_nought_to_ten(self, world: World) -> None:
        ask(world, NPS)
        send(world, token(world, NPS), score="0")

        assert (survey(world).id, survey(world).score) == (NPS, 0)

    def test_what_was_cut_off_is_completed_by_a_repeat_as_it_was_first_given(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(world.log, "append", fails)
            first = send(world, token(world), score="1", comment="broken")
        world.clock.advance(seconds=30)
        second = send(world, token(world), score="5")
        (entry,) = entries(world, "survey_answered")

        assert (first.status_code, second.status_code) == (503, 200)
        assert (entry.score, [e.text for e in comments(world)]) == (1, ["broken"])
        assert entry.at == world.clock.now() - timedelta(seconds=30)
        assert entries(world, "survey_answered") == [entry]

    def test_one_that_was_cut_off_is_written_at_night(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(world.log, "append", fails)
            assert send(world, token(world), score="1", comment="broken")
        asked_at = world.clock.now()
        early = sweep(world)["answers"]
        world.clock.advance(hours=12)

        assert [early, *(sweep(world)["answers"] for _ in range(2))] == [0, 1, 0]
        (entry,) = entries(world, "survey_answered")
        assert (entry.at, entry.score) == (asked_at, 1)
        assert [e.text for e in comments(world)] == ["broken"]
        assert world.health.counters[ANN.partition(":")[0], "mended_answers"] == 1

    def test_one_that_was_erased_meanwhile_has_no_words(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(world.log, "append", fails)
            send(world, token(world), score="1", comment="broken")
        for key, noted in world.personal.sends(ANN).items():
            world.log.settle(ANN, key, left_of_send(noted))
        world.clock.advance(hours=12)
        sweep(world)

        assert survey(world).score == 1
        assert comments(world) == []

    def test_nothing_of_the_comment_stays_beside_the_log(self, world: World) -> None:
        send(world, token(world), score="1", comment="a secret")

        assert "a secret" not in repr(world.log.sends)


def comments(world: World) -> list[Entry]:
    return [e for e in entries(world, "message_received") if e.what == PAGE]


def complains_later(world: World) -> None:
    """A month later she is asked for the NPS, and writes a complaint on its page."""
    world.clock.advance(days=30)
    until = world.clock.now() + timedelta(days=3)
    ask(world, NPS, expires_at=until)
    world.clock.advance(minutes=1)
    address = link(world, NPS, until).rpartition("/")[2]
    assert send(world, address, score="2", comment=LATE).status_code == 200


LATE = "My parcel has still not arrived, this is awful!"


def of_ann(world: World) -> Case:
    found = world.log.cards([ANN])[ANN].person.case
    assert found is not None
    return found


class TestComment:
    """What is said beside the score reaches the desk as a message of the case."""

    @pytest.fixture(autouse=True)
    def later(self, world: World) -> None:
        world.clock.advance(minutes=30)

    def test_it_reopens_his_case_understood(self, world: World) -> None:
        send(world, token(world), score="2", comment=LATE)
        (said,) = comments(world)

        assert (of_ann(world).status, of_ann(world).episode.number) == ("open", 2)
        assert (said.text, said.visibility) == (LATE, "private")
        assert (said.sentiment, said.topics) == ("negative", ("delivery",))
        assert said.at == world.clock.now()
        assert of_ann(world).episode.due is not None
        assert world.workflow.running >= {f"{CASE}-2-0"}
        assert survey(world).score == 2

    def test_in_a_later_case_it_opens_one(self, world: World) -> None:
        complains_later(world)

        assert of_ann(world).id != CASE
        assert survey(world).score == 2

    def test_however_often_the_form_is_sent_it_is_one_message(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(world.log, "save", fails)
            send(world, token(world), score="2", comment=LATE)
        for _ in range(2):
            world.clock.advance(minutes=1)
            send(world, token(world), score="2", comment=LATE)

        assert len(comments(world)) == len(entries(world, "survey_answered")) == 1
        assert (of_ann(world).episode.number, of_ann(world).episode.messages) == (2, 1)

    def test_thanks_are_in_the_log_and_open_nothing(self, world: World) -> None:
        send(world, token(world), score="5", comment="Grazie mille!")

        assert [e.courtesy for e in comments(world)] == [True]
        assert of_ann(world).status == "resolved"

    def test_it_is_in_the_language_of_the_page_unless_it_tells_another(
        self, world: World
    ) -> None:
        send(world, token(world), score="1", comment="No!!")
        ask(world, NPS, language="de")
        send(world, token(world, NPS), score="1", comment=LATE)

        assert [e.language for e in comments(world)] == ["it", "en"]

    def test_who_asks_not_to_be_asked_is_asked_no_more(self, world: World) -> None:
        send(world, token(world), score="1", comment="STOP")

        assert len(entries(world, "survey_opted_out")) == 1
        assert of_ann(world).status == "resolved"

    def test_it_is_a_contact_in_the_numbers_and_an_answer(self, world: World) -> None:
        send(world, token(world), score="2", comment=LATE)
        window = Window(start=at(-60), end=at(600), now=at(600))
        found = collect(ANN, world.log.read(ANN), world.settings, str, window)

        inbound = [m for m in found.messages if m.direction == "inbound"]
        assert [m.actionable for m in inbound] == [True, True]
        scores = [s.score for s in found.surveys if s.event == "answered"]
        assert scores == []  # nobody has sent this one, as far as its log tells


class TestAnsweringIt:
    """What was said on the page opens no window, and is answered where he is."""

    def hears(self, world: World, kind: dict[str, str], answered: bool) -> str:
        """He wrote, was asked by link, and complains on its page a day later."""
        writes(world, "7", channel="facebook", at=at(2), **kind)
        person, mine = "facebook:7", case_id("facebook:7", kind["id"])
        actions.resolve(mine, BOSS, world)
        asked = Entry(
            at=at(3),
            id="s-queued",
            kind="survey_queued",
            survey=f"csat-{mine}-1",
            case=mine,
            episode=1,
            reply_to=kind["id"] if answered else None,
            visibility="private",
            expires_at=at(60 * 72),
        )
        put = replace(asked, kind="survey_sent", id=f"csat-{mine}-1")
        for entry in (asked, put):
            store(Attributed(arrivals=[Arrival(person=person, entry=entry)]), world)
        world.clock.at = at(60 * 30)
        address = survey_link(f"csat-{mine}-1", person, at(60 * 72), world) or ""
        send(world, address.rpartition("/")[2], score="1", comment=LATE)
        assert world.log.cards([person])[person].person.case.status == "open"  # type: ignore[union-attr]
        return mine

    def answer(self, world: World, mine: str, **body: str) -> dict[str, Any]:
        said = {"text": "We are on it.", **body}
        request = replace(BOSS, body=said)
        found = replying.reply(mine, request, world)
        assert isinstance(found, dict)
        return found

    def test_it_opens_no_window_of_the_private_talk(self, world: World) -> None:
        mine = self.hears(world, {"id": "mid.1", "visibility": "private"}, False)

        with pytest.raises(Conflict) as refused:
            self.answer(world, mine)
        assert refused.value.code == "window_closed"

    def test_it_is_answered_where_he_can_be_reached(self, world: World) -> None:
        comment = {"id": "comment:1", "visibility": "public"}
        mine = self.hears(world, comment, True)
        self.answer(world, mine)

        (out,) = world.sender.sent
        assert (out.visibility, out.reply_to) == ("public", "comment:1")

    def test_also_where_it_opened_a_case_of_its_own(self, world: World) -> None:
        complains_later(world)
        self.answer(world, of_ann(world).id)

        (out,) = world.sender.sent
        assert (out.visibility, out.account, out.reply_to) == ("private", "9", "m1")

    def test_it_accepts_no_offer_of_a_private_talk(self, world: World) -> None:
        said = replace(received(5, "c"), what=PAGE)
        offered = replace(of_ann(world).episode, offered_at=at(4), talk="public")
        after = continued(offered, said)

        assert (after.accepted_at, after.talk) == (None, "public")
        assert after.messages == offered.messages + 1


class TestNoAnswer:
    @pytest.mark.parametrize("act", [look, send])
    @pytest.mark.parametrize("made_up", ["", "x", "A" * 48, "../../health", "é" * 48])
    def test_a_token_that_is_made_up_is_no_page_and_reads_nothing(
        self, world: World, act: Any, made_up: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(world.log, "cards", fails)
        monkeypatch.setattr(world.survey_links, "person", fails)

        assert act(world, made_up).status_code == 404

    def test_it_is_said_in_the_language_of_the_browser(self, world: World) -> None:
        page = look(world, "x", accept_language="fr-FR,fr;q=0.9")

        assert title(page) == "Cette page n&#x27;existe pas"
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"

    def test_a_signature_is_for_its_own_link_only(self, world: World) -> None:
        ours, other = token(world), token(world, NPS)
        for place in (1, 20, 26, 30):
            mixed = ours[:place] + other[place:]
            if mixed not in (ours, other):
                assert send(world, mixed, score="5").status_code == 404
        assert survey(world).score is None

    @pytest.mark.parametrize("act", [look, send])
    def test_once_it_has_expired_it_is_gone(self, world: World, act: Any) -> None:
        address = token(world)
        world.clock.at = EXPIRES
        page = act(world, address)

        assert page.status_code == 410
        assert entries(world, "survey_answered") == []

    def test_to_the_last_moment_it_may_be_answered(self, world: World) -> None:
        address = token(world)
        world.clock.at = EXPIRES - timedelta(milliseconds=1)

        assert send(world, address, score="3").status_code == 200
        assert survey(world).score == 3

    def test_the_link_of_an_earlier_survey_answers_no_later_one(
        self, world: World
    ) -> None:
        earlier = token(world)
        ask(world, NPS)

        assert send(world, earlier, score="5").status_code == 410
        assert survey(world).score is None

    def test_who_has_answered_by_message_is_told_so(self, world: World) -> None:
        writes(world, id="m2", text="4", at=at(3))
        assert survey(world).score == 4

        assert "già" in send(world, token(world), score="1").body
        assert entries(world, "survey_answered") == []

    def test_a_link_without_a_survey_is_over(self, world: World) -> None:
        assert look(world, token(world, "csat-c0-1")).status_code == 410

    def test_what_fails_is_a_page_as_well(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address = token(world)
        monkeypatch.setattr(world.log, "cards", fails)
        page = look(world, address, accept_language="de")

        assert (page.status_code, title(page)) == (503, "Das hat nicht geklappt")


def fails(*_args: Any, **_more: Any) -> None:
    raise StoreUnavailable("The table did not answer.")
