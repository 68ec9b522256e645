"""An import tells where it stands: bad rows by line, and where it goes on."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from infra.local import importer
from infra.local.api import Api
from infra.local.stack import Stack
from infra.local.tweets import read_contacts
from tests.e2e.past import call, tweet, write_tweets

Captured = pytest.CaptureFixture[str]


class FakeStack:
    """Takes batches like the deployed ingest; ``after`` some, Ctrl-C is pressed."""

    stage = "local"
    bucket = "care"

    def __init__(self, after: int | None = None, timezone: str = "UTC") -> None:
        self.taken = 0
        self.timezone = timezone
        self._after = after

    def now(self) -> float:
        return datetime(2026, 3, 2, tzinfo=UTC).timestamp()

    def client(self, _service: str) -> "FakeStack":
        return self

    def invoke(self, **request: Any) -> dict[str, Any]:
        if self.taken == self._after:
            raise KeyboardInterrupt
        assert json.loads(request["Payload"])["Records"]
        self.taken += 1
        return {"Payload": io.BytesIO(b"null")}


def _import(stack: FakeStack, path: Path) -> importer.Result:
    return importer.import_file(cast("Stack", stack), path, path.parent)


def _calls(path: Path, count: int) -> Path:
    path.write_text("\n".join(call(n, "gus", "09:30") for n in range(count)))
    return path


def test_ctrl_c_says_where_it_stopped_and_it_goes_on_from_there(
    tmp_path: Path, capsys: Captured
) -> None:
    path = _calls(tmp_path / "calls.jsonl", 250)

    with pytest.raises(importer.Stopped) as stopped:
        _import(FakeStack(after=1), path)
    capsys.readouterr()
    rest = FakeStack()
    result = _import(rest, path)

    assert str(stopped.value).strip() == (
        "Stopped at 100 of 250 rows; the same command goes on from there."
    )
    assert (rest.taken, result.stored, result.was_done) == (2, 250, False)
    assert capsys.readouterr().out.startswith("\r  100 of 250 rows stored")


def test_a_file_that_was_imported_is_not_stored_again_and_says_so(
    tmp_path: Path, capsys: Captured
) -> None:
    path = _calls(tmp_path / "calls.jsonl", 3)
    _import(FakeStack(), path)
    again = FakeStack()
    capsys.readouterr()

    importer.report(_import(again, path))

    said = capsys.readouterr().out
    assert again.taken == 0
    assert said.startswith("This file was imported already;")


class FakeApi:
    """Computes days as the deployed function does, ``until`` Ctrl-C is pressed."""

    stack = FakeStack()

    def __init__(self, until: str = "9999") -> None:
        self.computed: list[str] = []
        self._until = until

    def invoke(self, function: str, asked: dict[str, str]) -> dict[str, Any]:
        assert function == "compute_kpis"
        if asked["to"] > self._until:
            raise KeyboardInterrupt
        first, last = (date.fromisoformat(asked[name]) for name in ("from", "to"))
        span = range((last - first).days + 1)
        days = [f"{first + timedelta(days=n)}" for n in span]
        self.computed += days
        return {"days": [{"date": day, "files": []} for day in days]}


def _counted(api: FakeApi, days: list[date], path: Path) -> None:
    importer.count(cast("Api", api), days, path)


def test_the_numbers_are_of_the_local_days_and_of_those_on_which_something_came_of_it(
    tmp_path: Path,
) -> None:
    """Three in the morning in UTC is still the evening before in San Francisco."""
    path = tmp_path / "calls.jsonl"
    path.write_text(call(1, "gus", "09:30", occurred_at="2017-10-31T03:00:00Z"))
    result = _import(FakeStack(timezone="America/Los_Angeles"), path)

    assert [f"{day}" for day in result.days] == [
        "2017-10-30",
        "2017-10-31",
        *(f"2017-11-0{n}" for n in range(1, 8)),
    ]


def test_no_number_is_of_a_day_that_has_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text(call(1, "gus", "09:30", occurred_at="2026-03-01T09:00:00Z"))

    found = _import(FakeStack(), path).days
    assert found == [date(2026, 3, 1), date(2026, 3, 2)]


def test_numbers_go_on_where_they_were_stopped_and_are_not_computed_twice(
    tmp_path: Path, capsys: Captured
) -> None:
    days = [date(2017, 1, 1) + timedelta(days=n) for n in (*range(12), 40)]
    path = tmp_path / "numbers.txt"
    with pytest.raises(importer.Stopped, match="10 of 13 days; the same command"):
        _counted(FakeApi(until="2017-01-10"), days, path)
    rest, again = FakeApi(), FakeApi()
    _counted(rest, days, path)
    _counted(again, days, path)

    assert rest.computed == ["2017-01-11", "2017-01-12", "2017-02-10"]
    assert again.computed == []
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.endswith("again: make kpis FROM=2017-01-01 TO=2017-02-10")


def test_a_row_of_several_lines_is_named_by_its_first(tmp_path: Path) -> None:
    rows = [
        tweet(1, "901", "09:00", "one\ntwo\nthree"),
        tweet(2, "901", "09:01", "four\nfive") | {"created_at": "yesterday"},
        tweet(3, "", "09:02", "six"),
    ]
    lines = read_contacts(write_tweets(tmp_path / "tweets.csv", rows))

    bad = {line.number: str(line.reason) for line in lines if line.reason}
    assert list(bad) == [5, 7]
    assert bad[5].startswith("created_at is no time: yesterday; write it like 2017-")


@pytest.mark.parametrize("written", ["2024-05-14T11:00:00+02:00", "2024-05-14T09:00Z"])
def test_times_are_taken_in_rfc_3339_too(tmp_path: Path, written: str) -> None:
    row = tweet(1, "901", "09:00", "hello")
    both = [row, row | {"tweet_id": "2", "created_at": written}]
    lines = read_contacts(write_tweets(tmp_path / "tweets.csv", both))

    times = [line.contact and line.contact["occurred_at"] for line in lines]
    assert times == ["2024-05-14T09:00:00.000Z"] * 2


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _: None, "There is no file "),
        (lambda path: path.mkdir(), "cannot be read: Is a directory."),
        (lambda path: path.write_bytes(b"\xff\xfe"), "is not text in UTF-8."),
        (lambda path: path.write_text("a,b\n"), "The first line lacks the columns"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    make: Callable[[Path], object],
    said: str,
    tmp_path: Path,
    capsys: Captured,
    record: Path,
) -> None:
    make(tmp_path / "past.csv")

    status = importer.main([str(tmp_path / "past.csv"), "--local-dir", str(record)])

    out = capsys.readouterr().out
    assert (status, len(out.splitlines())) == (1, 1)
    assert said in out


def test_bad_rows_alone_are_a_failure(
    tmp_path: Path, capsys: Captured, record: Path
) -> None:
    (tmp_path / "past.jsonl").write_text("{half\n")
    given = [str(tmp_path / "past.jsonl"), "--local-dir", str(record)]

    assert importer.main(given) == 1
    assert "line 1: not JSON" in capsys.readouterr().out


def test_a_stack_that_is_gone_is_said_with_how_to_start_it(
    tmp_path: Path, capsys: Captured
) -> None:
    given = [str(_calls(tmp_path / "calls.jsonl", 1)), "--local-dir", str(tmp_path)]

    assert importer.main(given) == 1
    assert capsys.readouterr().out.endswith("start it with: make run\n")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A stack's record alone, in a folder: nothing in these tests asks the stack."""
    folder = tmp_path / "local"
    folder.mkdir()
    words = dict.fromkeys(Stack.__dataclass_fields__, "none")
    Stack(**cast("Any", words)).write(folder)
    return folder
