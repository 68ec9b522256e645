"""Every call of a journey goes wrong in every way, and the journey ends as it should.

Of one each kind of call, of the others a part that is the same each time; all of
them: ``make faults``.
"""

import pytest

from tests.faults.all_journeys import JOURNEYS
from tests.faults.cloud import Start
from tests.faults.journeys import limited
from tests.faults.matrix import Outcome, Wanted, once_each, outcomes, some
from tests.faults.report import table

SHARE, SEED = 0.02, 7
SHORT = limited.__name__


def different(start: Start, journey: str, wanted: Wanted) -> list[Outcome]:
    found = outcomes(start, JOURNEYS[journey], wanted)
    assert f"{len(found)} faults" in table(found)
    return [it for it in found if it.how == "different"]


def test_a_short_journey_ends_the_same_whatever_goes_wrong(start: Start) -> None:
    assert different(start, SHORT, once_each()) == []


@pytest.mark.parametrize("journey", sorted({*JOURNEYS} - {SHORT}))
def test_a_long_journey_ends_the_same_whatever_goes_wrong(
    start: Start, journey: str
) -> None:
    assert different(start, journey, some(SHARE, SEED)) == []
