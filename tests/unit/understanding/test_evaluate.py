"""The measures of the evaluation."""

import pytest

from infra.understanding.evaluate import f1


@pytest.mark.parametrize(
    ("confusion", "expected"),
    [
        ([[5, 0, 0], [0, 5, 0], [0, 0, 5]], 1.0),
        ([[0, 5, 0], [0, 0, 5], [5, 0, 0]], 0.0),
        ([[4, 0, 0], [4, 0, 0], [4, 0, 0]], 0.5 / 3),  # 2·4 / (4 + 12), and none
        ([[0, 0, 0], [0, 3, 0], [0, 0, 0]], 1 / 3),
    ],
)
def test_f1_is_the_mean_over_the_classes(
    confusion: list[list[int]], expected: float
) -> None:
    assert f1(confusion) == pytest.approx(expected)
