"""Past conversations as files: tweets in CSV, or the custom channel's JSON lines.

Reading yields contacts in the custom channel's form, each with its line, and
the lines that cannot be used with the reason. Nothing is sent from here.
"""

import csv
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.domain.times import from_text, to_text
from shared.errors import BadInput

COLUMNS = ("tweet_id", "author_id", "inbound", "created_at", "text")
TIME_FORMAT = "%a %b %d %H:%M:%S %z %Y"  # X's own form, in its v1.1 API
EXAMPLE = "2017-10-31T22:10:47Z"
EXAMPLES = f"{EXAMPLE} or Tue Oct 31 22:10:47 +0000 2017"
_INBOUND = {"True": True, "False": False}


@dataclass(frozen=True, slots=True)
class Line:
    """A contact, or why the line cannot be used; ``number`` counts from 1."""

    number: int
    contact: dict[str, Any] | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Tweet:
    number: int
    id: str
    author: str
    inbound: bool
    at: datetime
    text: str
    answers: str | None


def read_contacts(path: Path) -> list[Line]:
    """Read a file by its ending: ``.csv`` tweets, anything else JSON lines.

    Raises:
        BadInput: it is empty or its columns are not those of tweets.
        OSError: it cannot be read.

    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".csv":
            return list(_tweets(_rows(file)))
        return list(_json_lines(file))


def _json_lines(lines: Iterable[str]) -> Iterator[Line]:
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            contact = json.loads(text)
        except ValueError:
            yield Line(number, None, "not JSON")
            continue
        reason = _fault(contact)
        yield Line(number, None if reason else contact, reason)


def _fault(contact: Any) -> str | None:
    if not isinstance(contact, dict):
        return "not a JSON object"
    if not contact.get("id"):
        return "id is missing"
    try:
        from_text(str(contact.get("occurred_at")))
    except BadInput:
        return f"occurred_at is no time; write it like {EXAMPLE}"
    return None


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Read CSV, each row with the number of its first line: it may have several."""
    reader = csv.reader(lines)
    number = 1
    for values in reader:
        if values:
            yield number, values
        number = reader.line_num + 1


def _tweets(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Line]:
    _, names = next(rows, (1, []))
    missing = [c for c in COLUMNS if c not in names]
    if missing:
        raise BadInput(f"The first line lacks the columns {', '.join(missing)}.")
    tweets: dict[str, _Tweet] = {}
    for number, values in rows:
        tweet, reason = _tweet(number, dict(zip(names, values, strict=False)))
        if tweet is None:
            yield Line(number, None, reason)
        elif tweet.id in tweets:
            first = tweets[tweet.id].number
            reason = f"tweet_id {tweet.id} stands in line {first} already"
            yield Line(number, None, reason)
        else:
            tweets[tweet.id] = tweet
    for tweet in tweets.values():
        yield Line(tweet.number, _contact(tweet, tweets))


def _tweet(number: int, row: Mapping[str, Any]) -> tuple[_Tweet | None, str | None]:
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    empty = [n for n, v in values.items() if not v]
    if empty:
        return None, f"{empty[0]} is empty"
    inbound = _INBOUND.get(values["inbound"].capitalize())
    if inbound is None:
        return None, "inbound is neither True nor False"
    at = _time(values["created_at"])
    if at is None:
        given = values["created_at"][:40]
        return None, f"created_at is no time: {given}; write it like {EXAMPLES}"
    answers = (row.get("in_response_to_tweet_id") or "").strip() or None
    author = values["author_id"]
    text = html.unescape(row["text"])
    return _Tweet(number, values["tweet_id"], author, inbound, at, text, answers), None


def _time(text: str) -> datetime | None:
    try:
        return from_text(text)
    except BadInput:
        pass
    try:
        return datetime.strptime(text, TIME_FORMAT)  # noqa: DTZ007 - %z is in it
    except ValueError:
        return None


def _contact(tweet: _Tweet, tweets: Mapping[str, _Tweet]) -> dict[str, Any]:
    contact: dict[str, Any] = {
        "id": f"post:{tweet.id}",
        "channel": "x",
        "social": True,
        "visibility": "public",
        "occurred_at": to_text(tweet.at),
        "direction": "inbound" if tweet.inbound else "outbound",
        "author": {"id": tweet.author, "handle": tweet.author},
        "conversation": f"post:{_root(tweet, tweets)}",
        "text": tweet.text,
    }
    if tweet.answers:
        contact["in_reply_to"] = f"post:{tweet.answers}"
    if not tweet.inbound:
        customer = _customer(tweet, tweets)
        if customer is None:
            # A post of our own that answers nobody: kept, and nobody's contact.
            return {**contact, "kind": "note", "customer": {"id": tweet.author}}
        contact["customer"] = {"id": customer}
    return contact


def _chain(tweet: _Tweet, tweets: Mapping[str, _Tweet]) -> Iterator[_Tweet]:
    """The tweet, what it answers, what that answers, to the first one known."""
    seen: set[str] = set()
    current = tweets.get(tweet.id)
    while current is not None and current.id not in seen:
        seen.add(current.id)
        yield current
        current = tweets.get(current.answers) if current.answers else None


def _root(tweet: _Tweet, tweets: Mapping[str, _Tweet]) -> str:
    *_, root = _chain(tweet, tweets)
    return root.id


def _customer(tweet: _Tweet, tweets: Mapping[str, _Tweet]) -> str | None:
    """Whom we answer: the nearest customer up the thread."""
    return next((t.author for t in _chain(tweet, tweets) if t.inbound), None)
