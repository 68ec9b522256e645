"""How far a message of ours has got: never backwards, whatever comes when."""

from itertools import permutations

import pytest

from shared.domain.deliveries import Standing, standing
from shared.domain.log import Entry
from tests.fakes.entries import at, sent


def said(status: str, minute: float, target: str | None = "a1", **more: str) -> Entry:
    return Entry(
        at=at(minute),
        id=f"{status}-{minute}",
        kind="status_received",
        status=status,
        target=target,
        text=more.get("text"),
    )


ANSWER = sent(5, "a1")


def test_nothing_said_is_no_standing() -> None:
    assert standing(ANSWER, [said("read", 9, "another")]) is None


@pytest.mark.parametrize(
    "order",
    list(permutations([said("sent", 5), said("delivered", 6), said("read", 7)])),
)
def test_the_furthest_counts_in_any_order(order: tuple[Entry, ...]) -> None:
    assert standing(ANSWER, order) == Standing("read")


def test_a_failure_says_why() -> None:
    failed = said("failed", 6, text="131026: undeliverable")

    assert standing(ANSWER, [said("sent", 5), failed]) == Standing(
        "failed", "131026: undeliverable"
    )


def test_what_arrived_after_all_has_not_failed() -> None:
    statuses = [said("failed", 6), said("delivered", 6)]

    assert standing(ANSWER, statuses) == Standing("delivered")


def test_a_watermark_is_about_everything_up_to_it() -> None:
    read = said("read", 6, None)

    assert standing(ANSWER, [read]) == Standing("read")
    assert standing(sent(7, "a2"), [read]) is None


def test_a_watermark_is_of_the_private_talk() -> None:
    comment = sent(5, "a3", visibility="public")

    assert standing(comment, [said("read", 6, None)]) is None
    assert standing(comment, [said("read", 6, "a3")]) == Standing("read")


def test_who_has_read_a_message_has_read_those_before_it() -> None:
    last = sent(7, "a2")
    log = [ANSWER, last, sent(8, "a3"), said("delivered", 6), said("read", 9, "a2")]

    assert [standing(it, log) for it in (ANSWER, last)] == [Standing("read")] * 2
    assert standing(sent(8, "a3"), log) is None


def test_a_later_reading_is_no_proof_for_what_failed_or_was_public() -> None:
    log = [ANSWER, sent(7, "a2"), said("read", 9, "a2")]
    failed = said("failed", 6, text="131026: undeliverable")

    assert standing(ANSWER, [*log, failed]) == Standing(
        "failed", "131026: undeliverable"
    )
    assert standing(sent(5, "a1", visibility="public"), log) is None


def test_a_status_nobody_knows_changes_nothing() -> None:
    assert standing(ANSWER, [said("warned", 6)]) is None
