"""The journal's own laws: torn lines, numbers, and what a snapshot replaces."""

from pathlib import Path

from infra.local.emulator.journal import Journal

CHANGE = ["item", ["0", "r", "t"], ["pk", "sk"], {"n": {"N": "1"}}]


def test_what_was_recorded_is_read_after_a_crash(tmp_path: Path) -> None:
    Journal(tmp_path).record(*CHANGE)

    assert list(Journal(tmp_path).lines()) == [[CHANGE]]


def test_a_line_torn_by_a_crash_was_never_answered_and_is_left_out(
    tmp_path: Path,
) -> None:
    journal = Journal(tmp_path)
    journal.record(*CHANGE)
    with journal.path("journal", journal.number).open("a") as file:
        file.write('[["item", ["0"')

    assert list(Journal(tmp_path).lines()) == [[CHANGE]]


def test_the_changes_of_one_request_are_one_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.begin()
    journal.record(*CHANGE)
    journal.record(*CHANGE)
    journal.end()

    assert list(Journal(tmp_path).lines()) == [[CHANGE, CHANGE]]


def test_a_snapshot_replaces_the_journals_before_it_only(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.record("before")
    closed = journal.rotate()
    journal.record("after")
    written = tmp_path / "unfinished"
    written.mkdir()
    journal.promote(written, closed)

    assert list(Journal(tmp_path).lines()) == [[["after"]]]
    assert Journal(tmp_path).snapshot == closed


def test_a_snapshot_that_was_not_finished_counts_for_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.record("before")
    journal.path("unfinished", journal.rotate()).mkdir()
    journal.record("after")

    assert list(Journal(tmp_path).lines()) == [[["before"]], [["after"]]]


def test_a_second_crash_loses_nothing_of_the_first(tmp_path: Path) -> None:
    for change in ("first", "second", "third"):
        Journal(tmp_path).record(change)

    expected = [[["first"]], [["second"]], [["third"]]]
    assert list(Journal(tmp_path).lines()) == expected
