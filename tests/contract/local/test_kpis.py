"""A range of days that cannot be computed is answered in one sentence."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from infra.local import kpis, ranges, stack, understand
from infra.local.api import Api


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say which days: make kpis FROM=2026-01-01 TO=2026-01-31"),
        (("", ""), "Say which days: make kpis FROM=2026-01-01 TO=2026-01-31"),
        (("", "2026-01-02"), "Say which days: make kpis FROM=2026-01-01 TO=2026-01-31"),
        (("1/2/26",), "FROM=1/2/26 is no date; write it like FROM=2026-01-31"),
        (
            ("2026-01-01", "2026-02-30"),
            "TO=2026-02-30 is no date; write it like TO=2026-01-31",
        ),
        (
            ("2026-01-02", "2026-01-01"),
            "FROM=2026-01-02 is after TO=2026-01-01; give the earlier day first.",
        ),
        (("2026-01-01",), "Nothing is running in {0}; start it with: make run"),
    ],
)
def test_what_is_wrong_is_said(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = kpis.main([*words, "--local-dir", str(tmp_path)])

    assert (status, capsys.readouterr().out) == (1, f"{said.format(tmp_path)}\n")


def test_both_ends_of_a_range_are_computed() -> None:
    found = ranges.days("kpis", "2025-12-31", "2026-01-01")

    assert found == [date(2025, 12, 31), date(2026, 1, 1)]


class FakeApi:
    """Computes days, but for those that are too many persons'."""

    stack = SimpleNamespace(bucket="care")

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def invoke(self, _function: str, asked: dict[str, str]) -> dict[str, Any]:
        self.asked.append((asked["from"], asked["to"]))
        done = {"date": asked["from"], "files": ["a", "b"]}
        return {"days": [done] if asked["from"] == asked["to"] else []}


def test_days_are_computed_ten_at_a_time_and_told_one_by_one() -> None:
    api = FakeApi()
    found = list(
        kpis.compute(cast("Api", api), ranges.days("kpis", "2026-01-01", "2026-01-11"))
    )

    assert api.asked == [("2026-01-01", "2026-01-10"), ("2026-01-11", "2026-01-11")]
    assert len(found) == 11
    assert found[0] == (date(2026, 1, 1), "is being computed, in parts")
    assert found[-1] == (date(2026, 1, 11), "2 files in s3://care")


def test_a_day_that_takes_long_is_waited_for_and_not_asked_for_twice() -> None:
    client = stack.client("lambda", "http://127.0.0.1:1", "us-east-1")

    assert client.meta.config.read_timeout == 900  # seconds, Lambda's longest


def test_to_understand_again_asks_for_its_own_days(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert understand.main(["", "", ""]) == 1
    said = "Say which days: make understand FROM=2026-01-01 TO=2026-01-31\n"
    assert capsys.readouterr().out == said


def test_it_counts_or_it_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert understand.main(["2026-01-01", "", "maybe"]) == 1
    assert capsys.readouterr().out == "COUNTS=maybe is neither yes nor no.\n"
