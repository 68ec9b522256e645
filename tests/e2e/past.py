"""Past conversations of our own invention, as files the import takes."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from shared.domain.times import to_text

COLUMNS = (
    "tweet_id",
    "author_id",
    "inbound",
    "created_at",
    "text",
    "response_tweet_id",
    "in_response_to_tweet_id",
)
WEEK = timedelta(days=7)
TUESDAY = datetime(2024, 5, 14, tzinfo=UTC)
Row = dict[str, str]


def tweet(number: int, author: str, clock: str, text: str, answers: int = 0) -> Row:
    """One row; authors with a name are brands, ``1+09:05`` is on the next day."""
    days, _, hours = clock.rpartition("+")
    hour, minute = hours.split(":")
    at = TUESDAY + timedelta(days=int(days or 0), hours=int(hour), minutes=int(minute))
    return {
        "tweet_id": str(number),
        "author_id": author,
        "inbound": str(author.isdigit()),
        "created_at": f"{at:%a %b %d %H:%M:%S %z %Y}",
        "text": text,
        "response_tweet_id": "",
        "in_response_to_tweet_id": str(answers) if answers else "",
    }


# What the numbers of TUESDAY must be is in test_import.py, counted by hand.
THREADS = [
    tweet(1, "901", "09:00", "@BlueParcel my box is lost"),
    tweet(2, "BlueParcel", "09:10", "@901 We found it &amp; it leaves today", 1),
    tweet(3, "901", "09:20", "@BlueParcel great, thanks", 2),
    tweet(4, "902", "10:00", "@CafeVerde the oat milk is sour!!"),
    tweet(5, "902", "10:02", "@CafeVerde and nobody says sorry", 4),
    tweet(6, "CafeVerde", "10:30", "@902 Sorry! The next one is on us", 5),
    tweet(7, "903", "17:55", "@BlueParcel do you deliver to islands?"),
    tweet(8, "BlueParcel", "1+09:05", "@903 To most of them", 7),
    tweet(9, "904", "12:00", "@CafeVerde hello? is anybody there"),
    tweet(10, "BlueParcel", "08:00", "We are on holiday on Thursday"),
    tweet(11, "905", "13:00", "@BlueParcel which Thursday", 10),
    tweet(12, "BlueParcel", "13:05", "@905 This one", 11),
    tweet(13, "906", "14:00", "@BlueParcel can I change my address"),
    tweet(14, "BlueParcel", "14:04", "@906 Of course", 13),
    tweet(15, "906", "15:00", "@CafeVerde and you, do you deliver?"),
    tweet(16, "CafeVerde", "15:20", "@906 We do not", 15),
]
BAD = {
    "tweet_id is empty": THREADS[0] | {"tweet_id": ""},
    "author_id is empty": THREADS[0] | {"tweet_id": "21", "author_id": " "},
    "text is empty": THREADS[0] | {"tweet_id": "22", "text": ""},
    "inbound is neither True nor False": THREADS[0] | {"inbound": "perhaps"},
    "created_at is empty": THREADS[0] | {"created_at": ""},
    (
        "created_at is no time: yesterday; write it like "
        "2017-10-31T22:10:47Z or Tue Oct 31 22:10:47 +0000 2017"
    ): THREADS[0] | {"created_at": "yesterday"},
    "tweet_id 1 stands in line 2 already": THREADS[0] | {"text": "another"},
}


def write_tweets(path: Path, rows: Iterable[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def many_threads(count: int) -> Iterator[Row]:
    """Make threads of two, question and answer, all of one year before."""
    at = (TUESDAY - timedelta(days=364)).strftime("%a %b %d 09:%M:%S %z %Y")
    for n in range(count):
        asked, answered, customer = 1000 + 2 * n, 1001 + 2 * n, str(5000 + n)
        asks = tweet(asked, customer, "09:00", "@BlueParcel where is it?")
        answers = tweet(answered, "BlueParcel", "09:00", "@you On its way", asked)
        yield asks | {"created_at": at}
        yield answers | {"created_at": at.replace("09:00:00", "09:05:00")}


def call(number: int, user: str, clock: str, **fields: Any) -> str:
    """One phone call as a JSON line, a year and a day before ``TUESDAY``."""
    at = TUESDAY - timedelta(days=365)
    hour, minute = clock.split(":")
    contact = {
        "id": f"call-{number}",
        "channel": "phone",
        "social": False,
        "occurred_at": to_text(at + timedelta(hours=int(hour), minutes=int(minute))),
        "direction": "inbound",
        "author": {"id": user, "name": user.title()},
        "duration_s": 60,
        **fields,
    }
    return json.dumps(contact)


@dataclass(frozen=True)
class Tweet:
    """A tweet as the file has it."""

    at: datetime
    author: str
    inbound: bool
    answers: str


def read_tweets(path: Path) -> dict[str, Tweet]:
    """Read tweets by id, without any code of the product's."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["tweet_id"]: Tweet(
                at=datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y"),
                author=row["author_id"],
                inbound=row["inbound"] == "True",
                answers=row["in_response_to_tweet_id"],
            )
            for row in csv.DictReader(file)
        }


def first_responses(tweets: dict[str, Tweet], day: date) -> list[float]:
    """Seconds to each customer's first answer that was given on a UTC day.

    An imported case has no resolution: it is opened by a customer's first tweet
    whichever brand it went to, and is over when a week passed without a word.
    That is the facts' definition too.
    """
    asked: dict[str, datetime] = {}
    heard: dict[str, datetime] = {}
    found: list[float] = []
    answered: set[tuple[str, datetime]] = set()
    for tweet in sorted(tweets.values(), key=lambda t: t.at):
        customer = _customer(tweets, tweet)
        silent = tweet.at - heard.get(customer, datetime.min.replace(tzinfo=UTC))
        if tweet.inbound and silent >= WEEK:
            asked[customer] = tweet.at
        heard[customer] = tweet.at
        case = (customer, asked.get(customer, tweet.at))
        if tweet.inbound or customer not in asked or case in answered:
            continue
        answered.add(case)
        if tweet.at.date() == day:
            found.append((tweet.at - case[1]).total_seconds())
    return found


def _customer(tweets: dict[str, Tweet], tweet: Tweet) -> str:
    """The nearest customer up the thread, if there is one."""
    current: Tweet | None = tweet
    while current is not None and not current.inbound:
        current = tweets.get(current.answers)
    return current.author if current is not None else ""
