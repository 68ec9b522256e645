"""Real conversations, imported without a deployment: their numbers are theirs.

They are counted three times: by the product, by SQL over the facts it exports,
and, what customers waited for a first answer, straight from the file.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import pytest

from bench.analyst import Analyst, differing, exported_rows, exported_volume
from functions.daily import compute_days
from functions.ingest import ingest
from infra.local.importer import _envelope, _order
from infra.local.tweets import read_contacts
from shared.kpis.collect import Window, collect
from shared.kpis.pseudonyms import pseudonymiser
from tests.fakes.world import World

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT.parent / "shared" / "data" / "twcs" / "twcs_complete_threads.csv"
BATCH = 100
WEEK_S = 7 * 86_400  # after a silence as long an imported case is over
SEEN = datetime(2018, 6, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason="the real tweets are not on this machine"
)


@dataclass(frozen=True)
class Tweet:
    """A tweet as the file has it."""

    id: str
    author: str
    inbound: bool
    at: datetime
    thread: str


@pytest.fixture(scope="module")
def tweets() -> list[Tweet]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Tweet(
                id=row["tweet_id"],
                author=row["author_id"],
                inbound=row["inbound"] == "True",
                at=datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y"),
                thread=row["conversation_root_id"],
            )
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def world() -> World:
    """A deployment that has taken the file as ``make import`` sends it."""
    made = World(at=SEEN)
    lines = sorted(read_contacts(FILE), key=_order)
    for start in range(0, len(lines), BATCH):
        ingest([_envelope(line) for line in lines[start : start + BATCH]], made)
    return made


def test_sql_gives_every_row_of_every_day(world: World, tweets: list[Tweet]) -> None:
    days = sorted({tweet.at.date() for tweet in tweets})
    compute_days(days, world)
    files = world.files.objects
    with Analyst() as analyst:
        analyst.load(files)
        expected = analyst.rows(days, world.timezone, world.settings, SEEN)
        hours = analyst.volume()

    assert differing(exported_rows(files, days), expected) == {}
    assert exported_volume(files, days) == hours
    inbound = {
        day: sum(tweet.inbound and tweet.at.date() == day for tweet in tweets)
        for day in days
    }
    assert _counted(expected, "inbound_messages") == inbound


def test_first_answers_took_as_long_as_the_file_says(
    world: World, tweets: list[Tweet]
) -> None:
    waits = _waits(tweets)
    alone = _customers_of_one_thread(tweets)
    expected = {
        alone[thread]: wait
        for thread, wait in waits.items()
        if thread in alone and wait < WEEK_S
    }
    found = {who: _first_wait(who, world) for who in expected}

    assert len(waits) == 1040
    assert median(waits.values()) == pytest.approx(12.5 * 60, abs=3)
    assert len(expected) > 950
    assert found == expected


def _counted(rows: Mapping[tuple[str, ...], Sequence[float]], metric: str) -> object:
    """A count of each day, over everything."""
    return {
        date.fromisoformat(day): value
        for (day, dimension, _, name), (_, _, value, _) in rows.items()
        if (dimension, name) == ("all", metric)
    }


def _waits(tweets: Sequence[Tweet]) -> dict[str, float]:
    """Of each thread that a customer began: seconds to the brand's first answer."""
    asked = {t.thread: t.at for t in tweets if t.inbound and t.id == t.thread}
    answers: defaultdict[str, list[datetime]] = defaultdict(list)
    for tweet in tweets:
        if not tweet.inbound and tweet.thread in asked:
            answers[tweet.thread].append(tweet.at)
    return {
        thread: (min(given) - asked[thread]).total_seconds()
        for thread, given in answers.items()
    }


def _customers_of_one_thread(tweets: Sequence[Tweet]) -> dict[str, str]:
    """Threads with one customer, who is in no other one: a thread is his case."""
    threads: defaultdict[str, set[str]] = defaultdict(set)
    customers: defaultdict[str, set[str]] = defaultdict(set)
    for tweet in tweets:
        if tweet.inbound:
            threads[tweet.author].add(tweet.thread)
            customers[tweet.thread].add(tweet.author)
    return {
        thread: min(known)
        for thread, known in customers.items()
        if len(known) == 1 and threads[min(known)] == {thread}
    }


def _first_wait(customer: str, world: World) -> float | None:
    """How long a customer waited for his first answer, by the facts of his log."""
    person = f"x:{customer}"
    always = Window(datetime.min.replace(tzinfo=UTC), SEEN, SEEN)
    pseudonym = pseudonymiser(world.secrets.key())
    log = world.log.read(person)
    facts = collect(person, log, world.settings, pseudonym, always)
    waits = (fact.response_s for fact in facts.messages if fact.response == "first")
    return next(waits, None)
