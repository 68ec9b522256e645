"""What is sent is sent once, and is known to have been, whatever AWS does meanwhile.

Each of these was found by the matrix and mended.
"""

import pytest

from tests.faults.calls import PLATFORM, Call, Mode
from tests.faults.cloud import Start
from tests.faults.journeys import public_to_private, recommended
from tests.faults.matrix import Outcome, Wanted, outcomes


def each(service: str, operation: str, *modes: Mode) -> Wanted:
    """Every such call of a function that sends."""

    def wanted(_number: int, call: Call) -> list[Mode]:
        is_meant = (call.service, call.operation) == (service, operation)
        sends = call.function in {"api_handler", "ask", "deliver_answers"}
        return list(modes) if is_meant and sends else []

    return wanted


def wrong(start: Start, wanted: Wanted) -> list[Outcome]:
    """Which faults change how the journey of a private reply and a survey ends."""
    found = outcomes(start, public_to_private, wanted)
    assert len(found) > 2
    return [it for it in found if it.how not in {"same", "later"}]


def test_a_token_that_cannot_be_read_only_delays_what_is_sent(start: Start) -> None:
    assert wrong(start, each("secretsmanager", "GetSecretValue", "fail")) == []


@pytest.mark.parametrize("mode", ["fail", "timeout", "twice", "double"])
def test_a_reservation_is_its_own_attempts_or_given_up(
    start: Start, mode: Mode
) -> None:
    assert wrong(start, each("dynamodb", "PutItem", mode)) == []


@pytest.mark.parametrize("mode", ["fail", "timeout", "twice", "double"])
def test_a_rate_that_cannot_be_looked_up_only_delays_what_is_sent(
    start: Start, mode: Mode
) -> None:
    assert wrong(start, each("dynamodb", "UpdateItem", mode)) == []


@pytest.mark.parametrize("mode", ["fail", "timeout", "crash"])
def test_what_has_left_was_sent_whatever_else_could_not_be_noted(
    start: Start, mode: Mode
) -> None:
    assert wrong(start, each("dynamodb", "DeleteItem", mode)) == []


@pytest.mark.parametrize("mode", ["crash", "timeout"])
def test_whom_a_private_reply_has_reached_is_known_by_its_echo(
    start: Start, mode: Mode
) -> None:
    assert wrong(start, each(PLATFORM, "POST messages", mode)) == []


def test_settings_that_botocore_puts_twice_are_no_conflict(start: Start) -> None:
    found = outcomes(start, recommended, each("dynamodb", "PutItem", "twice"))

    assert {it.how for it in found} <= {"same", "later"}
