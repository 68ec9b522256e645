"""Every call of a journey goes wrong in every way, and the journey ends as it should.

Short journeys whole, of the others a part that is the same each time; all of them:
``make faults``.
"""

import pytest

from tests.faults.cloud import Start
from tests.faults.journeys import JOURNEYS, large, limited
from tests.faults.matrix import Outcome, Wanted, everything, outcomes, some
from tests.faults.report import table

SHARE, SEED = 0.06, 7


def different(start: Start, journey: str, wanted: Wanted) -> list[Outcome]:
    found = outcomes(start, JOURNEYS[journey], wanted)
    assert f"{len(found)} faults" in table(found)
    return [it for it in found if it.how == "different"]


@pytest.mark.parametrize("journey", [large.__name__, limited.__name__])
def test_a_short_journey_ends_the_same_whatever_goes_wrong(
    start: Start, journey: str
) -> None:
    assert different(start, journey, everything) == []


@pytest.mark.parametrize("journey", sorted({*JOURNEYS} - {"large", "limited"}))
def test_a_long_journey_ends_the_same_whatever_goes_wrong(
    start: Start, journey: str
) -> None:
    assert different(start, journey, some(SHARE, SEED)) == []
