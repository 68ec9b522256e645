"""A range of days that cannot be computed is answered in one sentence."""

from datetime import date
from pathlib import Path

import pytest

from infra.local import kpis, ranges, stack, understand


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
