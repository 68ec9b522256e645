"""A thousand customers are asked, by two schedulers at once; then the log is audited.

Everything happens in the order of time, on one clock. What must hold is worked out
from what was sent and said, by rules written down here a second time.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count, pairwise

import pytest

from functions import actions, case_workflow
from functions.ingest import Record, ingest_batch
from functions.linking import link
from functions.outbound import deliver
from shared.channels import CHANNELS
from shared.domain.log import Entry
from shared.domain.surveys import payload
from shared.errors import Conflict, SendDelayed
from shared.kpis.collect import Window, collect
from shared.kpis.facts import SurveyFact
from tests.fakes.ann import BOSS
from tests.fakes.entries import MONDAY
from tests.fakes.world import World, contact, envelope
from tests.unit.channels.samples import messaging

CUSTOMERS = 1_000
WAYS = ("facebook", "instagram", "whatsapp", "telegram", "x")
WINDOWS = {"facebook", "instagram", "whatsapp"}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUIET, OPEN_FOR = 30 * DAY, 3 * DAY
REASONS = {"quiet_period", "survey_open", "opted_out", "window_closed"}
LINKED = 10  # every tenth customer is the same as the next one
# What he says after he was asked, hours later; "!" presses a button where there is one.
ANSWERS: tuple[tuple[tuple[float, str], ...], ...] = (
    ((1, "5!"),),
    ((1, "4"),),
    ((2, "2 - my parcel has still not been delivered!"),),
    (),
    ((80, "5"),),
    ((1, "stop"),),
    ((1, "1"), (2, "4!")),
    ((71.9, "3"),),
)
SCORES = (5, 4, 2, None, None, None, 4, 3)


@dataclass
class Town:
    """The customers, the desk and the platforms, on one clock."""

    world: World = field(default_factory=lambda: World(at=MONDAY))
    plans: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=count)

    def at(self, when: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self.plans, (when, next(self.number), act))

    def run(self) -> None:
        while self.plans:
            when, _, act = heapq.heappop(self.plans)
            self.world.clock.at = when
            act()
            while self.world.outbox.errands:
                deliver(self.world.outbox.errands.pop(0)[0], self.world)

    def live(self, n: int, begins: datetime, visit: int = 0) -> None:
        """He writes, is answered for, and asked; by two schedulers at once."""
        person = f"{WAYS[n % len(WAYS)]}:{n}"

        def resolve() -> None:
            case = self.world.log.cards([person])[person].person.case
            assert case is not None
            if case.status == "open":
                actions.resolve(case.id, BOSS, self.world)
            state = {"person": person, "case": case.id, "episode": case.episode.number}
            late = 25 * HOUR if n % 50 == 7 else 10 * MINUTE
            for _ in range(2):
                self.at(begins + 20 * MINUTE + late, lambda: self.ask(n, state))

        self.at(begins, lambda: self.say(person, f"{visit}-0", "Where is my order?"))
        self.at(begins + 20 * MINUTE, resolve)

    def ask(self, n: int, state: dict[str, object]) -> None:
        """As the state machine does: again if it is told to wait."""
        person, before = str(state["person"]), len(self.world.sender.sent)
        try:
            case_workflow.ask(state, self.world)
        except (SendDelayed, Conflict):
            self.at(self.world.clock.at + MINUTE, lambda: self.ask(n, state))
            return
        if len(self.world.sender.sent) > before:
            self.answer(n, person, str(state["case"]))

    def answer(self, n: int, person: str, case: str) -> None:
        asked_at = self.world.clock.at
        for place, (hours, words) in enumerate(ANSWERS[n % len(ANSWERS)]):
            tell = partial(self.say, person, f"{case}-{place}", words)
            self.at(asked_at + hours * HOUR, tell)

    def say(self, person: str, name: str, words: str) -> None:
        channel, _, user = person.partition(":")
        at, text = self.world.clock.at, words.removesuffix("!")
        survey = self.world.log.cards([person])[person].person.survey
        if text.isdigit() and channel == "facebook" and survey is not None:
            pressed = {"payload": payload(survey.id, int(text))}
            said = {"mid": f"{user}-{name}", "text": text, "quick_reply": pressed}
            body = messaging(
                sender={"id": user},
                timestamp=int(at.timestamp() * 1000),
                message=said,
            )
            pieces = [envelope(p, channel) for p in CHANNELS[channel].split(body)]
        else:
            given = {"id": f"{user}-{name}", "channel": channel, "social": True}
            piece = contact(**given, at=at, text=words) | {
                "account": "9",
                "author": {"id": user},
            }
            pieces = [envelope(piece)]
        ingest_batch(
            [Record(body=piece, handle="") for piece in pieces * 2], self.world
        )


@pytest.fixture(scope="module")
def town() -> Town:
    """Over six weeks a thousand write once or twice; some are the same customer."""
    made = Town()
    for n in range(CUSTOMERS):
        begins = MONDAY + n * 40 * MINUTE / 60
        made.live(n, begins)
        if n % 3 == 0:
            made.live(n, begins + (20 if n % 2 else 35) * DAY, 1)
        if n % LINKED == 0:
            one, other = (f"{WAYS[m % len(WAYS)]}:{m}" for m in (n, n + 1))
            join = partial(link, other, one, "hand", "boss", made.world)
            made.at(begins + 2 * MINUTE, join)
    made.run()
    return made


def customers(town: Town) -> Iterator[list[tuple[str, Entry]]]:
    """The logs of each customer, those of linked identities as one, in order."""
    logs = town.world.log.entries
    for n in range(CUSTOMERS):
        if n % LINKED == 1:
            continue
        mine = (n, n + 1) if n % LINKED == 0 else (n,)
        persons = [f"{WAYS[m % len(WAYS)]}:{m}" for m in mine]
        found = [(p, e) for p in persons if p in logs for e in town.world.log.read(p)]
        yield sorted(found, key=lambda it: it[1].key)


@pytest.fixture(scope="module")
def surveys(town: Town) -> list[SurveyFact]:
    """What became of all surveys, as the numbers are told of it."""
    window = Window(start=MONDAY, end=MONDAY + 99 * DAY, now=MONDAY + 99 * DAY)
    world = town.world
    return [
        fact
        for person in world.log.entries
        for fact in collect(
            person, world.log.read(person), world.settings, str, window
        ).surveys
    ]


def test_nobody_is_sent_one_question_twice(town: Town) -> None:
    asked = [out.key for out in town.world.sender.sent if "csat" in out.key]

    assert len(asked) == len(set(asked)) > CUSTOMERS / 2


def test_no_customer_is_asked_twice_within_the_quiet_period(town: Town) -> None:
    for log in customers(town):
        sent = [e.at for _, e in log if e.kind == "survey_sent"]
        assert all(b - a >= QUIET for a, b in pairwise(sent))


def test_some_are_asked_again_after_it(town: Town) -> None:
    numbers = [sum(e.kind == "survey_sent" for _, e in log) for log in customers(town)]

    assert max(numbers) == 2


def test_nothing_is_sent_outside_of_a_window(town: Town) -> None:
    for log in customers(town):
        for person, entry in log:
            if entry.kind != "survey_sent" or person.partition(":")[0] not in WINDOWS:
                continue
            wrote = [
                e.at
                for p, e in log
                if p == person and e.kind == "message_received" and e.at <= entry.at
            ]
            assert entry.at - max(wrote) < DAY


def test_who_wants_no_more_is_never_asked_again(town: Town) -> None:
    refused = 0
    for log in customers(town):
        said = [e.at for _, e in log if e.kind == "survey_opted_out"]
        refused += bool(said)
        sent = [e.at for _, e in log if e.kind == "survey_sent"]
        assert not said or max(sent) <= min(said)
    assert refused > CUSTOMERS / 20


def test_every_end_of_an_episode_is_asked_about_or_says_why_not(town: Town) -> None:
    told: Counter[str] = Counter()
    for log in customers(town):
        for person, entry in log:
            if entry.kind != "resolved":
                continue
            name = f"csat-{entry.case}-{entry.episode}"
            about = [
                e
                for p, e in log
                if p == person
                and e.id == name
                and e.kind in ("survey_sent", "survey_suppressed")
            ]
            assert len(about) == 1, (person, entry.at, about)
            told[about[0].reason or "sent"] += 1

    assert set(told) == REASONS | {"sent"}


def test_the_last_score_in_time_is_the_one_that_counts(
    town: Town, surveys: list[SurveyFact]
) -> None:
    found = {(f.person, f.case): f.score for f in surveys if f.event == "answered"}
    sent = {(f.person, f.case): f for f in surveys if f.event == "sent"}
    owners = {
        e.case: int(p.partition(":")[2])
        for log in customers(town)
        for p, e in log
        if e.kind == "survey_sent"
    }
    expected = {
        key: SCORES[owners[key[1]] % len(SCORES)]
        for key in sent
        if SCORES[owners[key[1]] % len(SCORES)] is not None
    }

    assert found == expected


def test_the_numbers_add_up(
    surveys: list[SurveyFact],
) -> None:
    events = Counter(f.event for f in surveys)

    assert events["eligible"] == events["sent"] + events["suppressed"]
    assert events["queued"] == events["sent"]
    assert events["delivered"] == events["answered"] + events["expired"]
    in_time = sum(f.in_time for f in surveys)
    assert in_time == events["answered"]


def test_low_scores_are_followed_up_unless_the_reason_is_given(
    surveys: list[SurveyFact],
) -> None:
    low = [f for f in surveys if f.event == "answered" and (f.score or 0) <= 3]
    counted = Counter((f.score, f.followed_up) for f in low)

    assert set(counted) == {(2, False), (3, True)}
