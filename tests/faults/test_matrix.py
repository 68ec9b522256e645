"""Every call of a journey goes wrong in every way, and the journey ends as it should.

A part of them that is the same each time; all of them: ``make faults``.
"""

import pytest

from tests.faults.all_journeys import JOURNEYS
from tests.faults.cloud import Start
from tests.faults.matrix import outcomes, some
from tests.faults.report import table

SHARE, SEED = 0.015, 7
MORE = {"limited": 0.1}  # of what is short


@pytest.mark.parametrize("journey", sorted(JOURNEYS))
def test_a_journey_ends_the_same_whatever_goes_wrong(
    start: Start, journey: str
) -> None:
    wanted = some(MORE.get(journey, SHARE), SEED)
    found = outcomes(start, JOURNEYS[journey], wanted)

    assert f"{len(found)} faults" in table(found)
    assert [it for it in found if it.how == "different"] == []
