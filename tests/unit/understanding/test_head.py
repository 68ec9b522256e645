"""The training of the weights: on data so small that the answer is known."""

from math import log

import pytest

from infra.understanding.head import SHARES, fit, probabilities

COMMON = [[1.0]] * 6


class TestTraining:
    def test_classes_that_look_alike_are_as_likely_as_they_count(self) -> None:
        """However many there are of each."""
        weights = fit(COMMON, [0, 0, 0, 0, 1, 2])
        shares = [share / sum(SHARES) for share in SHARES]

        assert probabilities(weights, [1.0]) == pytest.approx(shares, abs=1e-6)

    def test_it_ends_where_the_slope_of_the_penalised_loss_is_none(self) -> None:
        rows = [[-1.0, 1.0]] * 4 + [[0.0, 1.0]] * 4 + [[1.0, 1.0]] * 4
        labels = [0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 1, 2]
        weights = fit(rows, labels)

        for kind in range(3):
            slope = weights[kind][0] + sum(
                SHARES[label]
                * (probabilities(weights, row)[kind] - (kind == label))
                * row[0]
                for row, label in zip(rows, labels, strict=True)
            )
            assert slope == pytest.approx(0, abs=1e-6)

    def test_the_same_data_give_the_same_weights(self) -> None:
        rows, labels = [[0.2, 1.0], [0.9, 1.0], [-0.4, 1.0]], [1, 2, 0]

        assert fit(rows, labels) == fit(rows, labels)


def test_probabilities_are_those_of_the_sums() -> None:
    weights = [[0.0], [log(2)], [0.0]]

    assert probabilities(weights, [1.0]) == pytest.approx([0.25, 0.5, 0.25])
