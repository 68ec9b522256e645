"""What a night has begun the next attempt ends, wherever it broke off.

Each of these was found by the matrix and mended.
"""

from tests.faults.calls import Call, Mode
from tests.faults.cloud import Start
from tests.faults.matrix import outcomes
from tests.faults.night_journeys import let_go


def written_in_batches(_number: int, call: Call) -> list[Mode]:
    is_it = (call.function, call.operation) == ("sweep_cases", "BatchWriteItem")
    return call.modes() if is_it else []


def test_nothing_is_left_of_whom_is_forgotten(start: Start) -> None:
    found = outcomes(start, let_go, written_in_batches)

    assert len(found) > 10
    assert [it for it in found if it.how == "different"] == []
