"""Many customers on all channels are asked, answer or not, and are counted exactly.

What must come of it is worked out from what each of them does (crowd.py), not from
what the system says it did. ``CARE_SURVEY_CUSTOMERS`` says how many there are.
"""

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from infra.local.report import compute
from infra.local.stack import Stack
from shared.domain.survey_rules import SurveyKind
from shared.domain.survey_texts import CSAT, NPS
from shared.domain.surveys import nps_id
from shared.domain.times import to_text
from shared.kpis.exports import daily_folder, read_rows
from shared.names import Names
from tests.e2e import crowd
from tests.e2e.crowd import Customer, Fate, Says
from tests.e2e.crowd_says import Webhook, arrived, in_waves, pressed, written
from tests.e2e.journey import SCHEDULED, Journey
from tests.e2e.test_survey_page import visit

pytestmark = pytest.mark.e2e
SIZE = int(os.environ.get("CARE_SURVEY_CUSTOMERS", "77"))
# What is done at one moment of the clock: more only queue up, fewer take longer.
AT_ONCE = max(6, SIZE // 50)
HANDS = 4
STEP = timedelta(seconds=5)
NPS_DELAY, CSAT_DELAY = timedelta(minutes=5), timedelta(minutes=10)
QUESTIONS: dict[SurveyKind, str] = {"csat": CSAT["en"], "nps": NPS["en"]}
# Days after the first on which something is answered, and how long after the question.
DAYS = [(0, (1, 2)), (3, (crowd.LAST,))]
Question = dict[str, Any]


class Campaign:
    """The crowd, and the days on which it is asked."""

    def __init__(self, stack: Stack, people: list[Customer]) -> None:
        self.journey, self.people = Journey(stack), people
        self.api, self.stack = self.journey.api, stack
        self.pool = ThreadPoolExecutor(HANDS)
        self.day = self.journey.now().date()

    def play(self) -> None:
        """From the first message until every survey has expired."""
        self.day = self.journey.morning().date()
        self.set_rules(nps={"delay": "5m"})
        self.write(self.people)
        self.resolve_and_ask([one for one in self.people if not one.habit.refuses])
        self.journey.platforms(mode="refuse")
        self.resolve_and_ask([one for one in self.people if one.habit.refuses])
        self.journey.platforms(mode="accept")
        asked_at = self.journey.now()
        self.tell_arrivals()
        self.answer(1, asked_at)
        self.buy([one for one in self.people if one.buys == "after"])
        self.answer(2, asked_at)
        self.resolve_and_ask([one for one in self.people if one.reopens])
        self.answer(crowd.LAST, asked_at)
        self.answer(crowd.LATE, asked_at)
        days = timedelta(days=4)
        self.journey.move_to(datetime.combine(self.day + days, time(4), UTC))
        compute(self.api, self.day, self.day + timedelta(days=3))

    def set_rules(self, **rules: Any) -> None:
        answer = self.api.send("PUT", "/settings/surveys", rules)
        assert answer.status == 200, answer.json

    def write(self, people: Iterable[Customer]) -> None:
        now, words = self.journey.now(), "Where is my order? I am still waiting."
        self.post(written(one, "opening", words, now) for one in people)

    def resolve_and_ask(self, people: list[Customer]) -> None:
        """A few at a time, then the clock passes by all of them as slowly."""
        cases = {it["customer"]["id"]: it["id"] for it in self.api.cases()}
        began = self.journey.now()
        for some in groups(people):
            self.all(lambda one: self.journey.resolve(cases[one.person]), some)
            self.report([one for one in some if one.buys == "before"])
            self.stack.advance(1)
        took = self.journey.now() - began
        for delay in (NPS_DELAY, CSAT_DELAY):
            self.pass_by(began + delay, took)
        self.wait_until_asked(len(cases) - len(people))

    def buy(self, people: list[Customer]) -> None:
        began = self.journey.now()
        for some in groups(people):
            self.report(some)
            self.stack.advance(1)
        self.pass_by(began + NPS_DELAY, self.journey.now() - began)

    def report(self, people: list[Customer]) -> None:
        """Tell that they have bought something, as a shop does."""
        now = to_text(self.journey.now())

        def report(one: Customer) -> int:
            bought = {
                "id": f"order-{one.number}",
                "kind": "purchase",
                "occurred_at": now,
            }
            path = f"/customers/{one.person}/events"
            return self.api.send("POST", path, bought).status

        assert set(self.all(report, people)) <= {200}

    def pass_by(self, begin: datetime, span: timedelta) -> None:
        """Lead the clock slowly over a stretch in which much falls due."""
        self.journey.move_to(begin)
        while self.journey.now() < begin + span + STEP:
            self.stack.advance(STEP.total_seconds())
            self.settle()

    def wait_until_asked(self, left: int) -> None:
        """Until only the executions of the open cases still run."""
        for _ in range(60):
            self.settle()
            if self.running() <= left:
                return
            self.stack.advance(30)
        raise TimeoutError(f"{self.running()} executions run; {left} should.")

    def running(self) -> int:
        client = self.stack.client("stepfunctions")
        return sum(
            len(page["executions"])
            for machine in client.list_state_machines()["stateMachines"]
            for page in client.get_paginator("list_executions").paginate(
                stateMachineArn=machine["stateMachineArn"], statusFilter="RUNNING"
            )
        )

    def questions(self) -> Iterator[tuple[Customer, SurveyKind, Question]]:
        """Every survey that the platforms were asked to send."""
        users = {one.user: one for one in self.people}
        for sent in self.journey.all_sent():
            user = (sent["privately"] or sent["to"]).removeprefix("1_")
            for kind, text in QUESTIONS.items():
                if sent["text"].startswith(text) and user in users:
                    yield users[user], kind, sent

    def tell_arrivals(self) -> None:
        now = self.journey.now()
        told = (
            arrived(question, now)
            for who, _, question in self.questions()
            if who.habit.receives
        )
        self.post(one for one in told if one is not None)

    def answer(self, hours: int, asked_at: datetime) -> None:
        """Let everybody answer who does so many hours after he was asked."""
        self.journey.move_to(asked_at + timedelta(hours=hours))
        self.post(list(self.answers(hours)))

    def answers(self, hours: int) -> Iterator[Webhook]:
        now = self.journey.now()
        for who, kind, question in self.questions():
            for place, says in enumerate(who.answers):
                if says.hours != hours:
                    continue
                score = says.score if kind == "csat" else crowd.NPS.get(says.score, 0)
                if who.way == "comment":
                    open_page(question, says, score)
                    continue
                button = pressed(question, score, now)
                words = says.words.format(score)
                typed = written(who, str(place), words, now)
                yield button if says.pressed and button is not None else typed

    def post(self, webhooks: Iterable[Webhook]) -> None:
        """Deliver them, and wait until all that follows from them is done."""
        for wave in in_waves(webhooks, AT_ONCE):
            answers = self.all(lambda it: self.api.webhook(*it).status, wave)
            assert set(answers) <= {200}
            self.settle()

    def settle(self) -> None:
        while not self.stack.settle():
            pass

    def all(self, act: Any, these: Iterable[Any]) -> list[Any]:
        return list(self.pool.map(act, these))

    def at_once(
        self, function: str, events: list[dict[str, Any]], at: datetime
    ) -> None:
        """Invoke a function with all of these as the clock comes to an instant."""
        self.journey.move_to(at)
        failures = set(self.all(lambda event: self.invoke(function, event), events))
        assert failures <= {None, "SendDelayed", "Conflict"}

    def invoke(self, function: str, event: dict[str, Any]) -> str | None:
        """The name of the error, if it fails; the state machine would try again."""
        answer = self.stack.client("lambda").invoke(
            FunctionName=Names(self.stack.stage).of(function),
            Payload=json.dumps(event).encode(),
        )
        result = json.loads(answer["Payload"].read() or b"null")
        return str(result["errorType"]) if "FunctionError" in answer else None

    def facts(self) -> Iterator[dict[str, Any]]:
        for number in range(4):
            day = self.day + timedelta(days=number)
            path = f"facts/surveys/date={day}/part-0.jsonl.gz"
            for line in gzip.decompress(self.journey.file(path)).splitlines():
                yield json.loads(line)

    def rows(self, days: int) -> dict[str, dict[str, Any]]:
        """The numbers of the day so many days after the first, by metric."""
        path = f"{daily_folder(self.day + timedelta(days=days))}/kpis.json"
        rows = read_rows(self.journey.file(path), dimension="all")
        return {row["metric"]: row for row in rows}

    def fates(self) -> list[Fate]:
        return [fate for one in self.people for fate in one.fates()]


def groups(people: list[Customer]) -> Iterator[list[Customer]]:
    for first in range(0, len(people), AT_ONCE):
        yield people[first : first + AT_ONCE]


def open_page(question: Question, says: Says, score: int) -> None:
    (address,) = re.findall(r"https?://\S+", question["text"])
    said = {"comment": says.words.format(score)} if says.words != "{}" else {}
    status, _, _ = visit(address, score=str(score), **said)
    assert status == (200 if says.hours < crowd.LATE else 410)


@pytest.fixture(scope="module")
def campaign(own_stack: Stack) -> Campaign:
    played = Campaign(own_stack, crowd.crowd(SIZE))
    played.play()
    return played


def test_who_can_be_asked_is_sent_one_question_and_nobody_another(
    campaign: Campaign,
) -> None:
    sent = Counter((who.number, kind) for who, kind, _ in campaign.questions())
    expected = Counter(
        (who.number, fate.survey)
        for who in campaign.people
        for fate in who.fates()
        if "sent" in fate.events
    )

    assert sent == expected
    assert len(expected) > SIZE / 2


def test_each_survey_comes_to_the_end_that_its_customer_gives_it(
    campaign: Campaign,
) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for fact in campaign.facts():
        reason = f": {fact['reason']}" if fact["reason"] else ""
        found[fact["survey"], fact["event"] + reason] += 1

    fates = campaign.fates()
    assert found == Counter((f.survey, event) for f in fates for event in f.events)


@pytest.mark.parametrize(("days", "hours"), DAYS)
def test_the_csat_of_a_day_is_that_of_who_answered_on_it(
    campaign: Campaign, days: int, hours: tuple[int, ...]
) -> None:
    scores = [f for f in answered(campaign, "csat") if f.hours in hours]
    given = Counter(f.score for f in scores)
    rows = campaign.rows(days)

    expected = {f"csat_count_{score}": given[score] for score in range(1, 6)} | {
        "csat_answers": len(scores),
        "csat_low": sum(given[score] for score in (1, 2, 3)),
        "csat_followed_up": sum(f.followed_up for f in scores),
    }
    assert {name: rows[name]["value"] for name in expected} == expected
    mean = rows["csat_mean"]
    total = sum(f.score or 0 for f in scores)
    assert (mean["numerator"], mean["denominator"]) == (total, len(scores))
    assert mean["value"] == pytest.approx(total / len(scores))


@pytest.mark.parametrize("kind", ["csat", "nps"])
def test_the_response_rate_is_of_those_who_got_the_question_and_is_final(
    campaign: Campaign, kind: SurveyKind
) -> None:
    row = campaign.rows(0)[f"{kind}_response_rate"]
    delivered = [
        f for f in campaign.fates() if f.survey == kind and "delivered" in f.events
    ]

    assert row["mature"]
    assert (row["numerator"], row["denominator"]) == (
        len(list(answered(campaign, kind))),
        len(delivered),
    )


@pytest.mark.parametrize(("days", "hours"), DAYS)
def test_the_nps_of_a_day_is_that_of_who_answered_on_it(
    campaign: Campaign, days: int, hours: tuple[int, ...]
) -> None:
    scores = [f.score or 0 for f in answered(campaign, "nps") if f.hours in hours]
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    rows = campaign.rows(days)

    expected = {
        "nps": 100 * (promoters - detractors) / len(scores),
        "nps_answers": len(scores),
        "nps_promoters": promoters,
        "nps_passives": len(scores) - promoters - detractors,
        "nps_detractors": detractors,
    }
    assert {name: rows[name]["value"] for name in expected} == pytest.approx(expected)


def test_no_answer_is_a_contact_unless_it_says_more(campaign: Campaign) -> None:
    reopened = sum(one.reopens for one in campaign.people)
    rows = campaign.rows(0)

    assert rows["inbound_messages"]["value"] == SIZE + reopened
    assert rows["episodes_reopened"]["value"] == reopened
    assert rows["cases_opened"]["value"] == SIZE


def test_two_schedulers_at_once_send_nothing_twice(own_stack: Stack) -> None:
    """The state machine is the third that asks, with all of them at once."""
    some = [Customer(number) for number in range(10_000, 10_070)]
    some = [one for one in some if one.writes_privately and one.buys is None]
    people, sampled = some[:AT_ONCE], some[AT_ONCE : 2 * AT_ONCE]
    campaign = Campaign(own_stack, [*people, *sampled])
    at = campaign.journey.morning()
    noon = datetime.combine(at.date(), time(12), UTC)
    campaign.write(campaign.people)
    cases = {it["customer"]["id"]: it["id"] for it in campaign.api.cases()}
    sample = {"every_days": 1, "per_channel": 1_000, "hour": noon.hour}
    campaign.set_rules(csat={"share": 0}, nps={"sample": sample})
    campaign.resolve_and_ask(sampled)
    campaign.set_rules(nps={"sample": sample})
    campaign.all(lambda one: campaign.journey.resolve(cases[one.person]), people)
    due = campaign.journey.now() + CSAT_DELAY
    asked = [
        {"person": one.person, "case": cases[one.person], "episode": 1}
        for one in people
    ]
    campaign.at_once("ask", asked * 2, due)
    campaign.at_once("sample_customers", [SCHEDULED] * 2, noon + timedelta(minutes=1))
    surveys = [
        {
            "person": one.person,
            "survey": nps_id(one.person, f"sample|{at.date()}"),
            "sampled": True,
        }
        for one in campaign.people
    ]
    campaign.at_once("ask", surveys * 2, noon + timedelta(minutes=5))
    campaign.wait_until_asked(len(campaign.api.cases()))

    sent = Counter((who.number, kind) for who, kind, _ in campaign.questions())
    assert sent == {(one.number, "csat"): 1 for one in people} | {
        (one.number, "nps"): 1 for one in sampled
    }


def answered(campaign: Campaign, kind: SurveyKind) -> Iterator[Fate]:
    return (f for f in campaign.fates() if f.survey == kind and f.score is not None)
