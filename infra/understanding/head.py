"""Trains the weights: multinomial logistic regression on what people rated for VADER.

The ratings (-4 to 4, twenty people each) of tweets, reviews and news come with
VADER's source package under its licence. Classes count the same, but that a
negative text counts more: who writes to customer care rather complains, and a
complaint that is missed costs more than one that is none. No chance is involved.
Boehning's bound of the curvature makes each step one solved system: "Multinomial
logistic regression algorithm", Ann. Inst. Stat. Math. 44 (1992).
"""

import io
import json
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp

from infra.understanding.sources import fetch
from shared.text.features import features
from shared.text.lexicons import DATA
from shared.text.words import clear

PACKAGE = "vaderSentiment-3.3.2"
RATED = ("tweets", "amazonReviewSnippets", "nytEditorialSnippets")
POLAR = 1.0  # a mean rating beyond it is negative or positive
SHARES = (1.6, 1.0, 0.9)  # what a class counts: negative, neutral, positive
PENALTY = 1.0  # half the squared weights, against the summed loss
STEPS = 150
Row = list[float]


def write() -> None:
    """Write data/head.json."""
    rated = [(label, [*features(clear(text), "en"), 1.0]) for label, text in _rated()]
    weights = fit([row for _, row in rated], [label for label, _ in rated])
    head = {
        "weights": [[round(weight, 4) for weight in row[:-1]] for row in weights],
        "intercepts": [round(row[-1], 4) for row in weights],
    }
    (DATA / "head.json").write_text(json.dumps(head, indent=1) + "\n")


def fit(rows: Sequence[Row], labels: Sequence[int]) -> list[Row]:
    """Return three rows of weights for negative, neutral, positive.

    The last number of a row is 1, and its weight (the intercept) is not penalised.
    """
    counts = Counter(labels)
    shares = [
        SHARES[label] * len(rows) / (len(counts) * counts[label]) for label in labels
    ]
    size = len(rows[0])
    bound = [[0.0] * size for _ in range(size)]
    for row, share in zip(rows, shares, strict=True):
        for i, value in enumerate(row):
            if value:
                half = share * value / 2
                bound[i] = [b + half * v for b, v in zip(bound[i], row, strict=True)]
    for i in range(size):
        bound[i][i] += PENALTY if i < size - 1 else 1e-9
    weights = [[0.0] * size for _ in range(3)]
    for _ in range(STEPS):
        slopes = _slopes(rows, labels, shares, weights)
        for row, slope in zip(weights, slopes, strict=True):
            for i, step in enumerate(_solved(bound, slope)):
                row[i] -= step
    return weights


def probabilities(weights: Sequence[Row], row: Row) -> list[float]:
    """Weigh one row: how likely each class is."""
    sums = [sum(w * v for w, v in zip(kind, row, strict=True)) for kind in weights]
    powers = [exp(it - max(sums)) for it in sums]
    return [power / sum(powers) for power in powers]


def _slopes(
    rows: Sequence[Row],
    labels: Sequence[int],
    shares: Sequence[float],
    weights: Sequence[Row],
) -> list[Row]:
    slopes = [[PENALTY * w for w in row[:-1]] + [0.0] for row in weights]
    for row, label, share in zip(rows, labels, shares, strict=True):
        for kind, likely in enumerate(probabilities(weights, row)):
            wrong = share * (likely - (kind == label))
            slopes[kind] = [
                s + wrong * v for s, v in zip(slopes[kind], row, strict=True)
            ]
    return slopes


def _solved(matrix: Sequence[Row], right: Row) -> Row:
    """Solve a positive definite system (Gauss without pivots)."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i, pivot in enumerate(rows):
        for row in rows[i + 1 :]:
            if row[i]:
                factor = row[i] / pivot[i]
                row[i:] = [
                    a - factor * b for a, b in zip(row[i:], pivot[i:], strict=True)
                ]
    found = [0.0] * len(right)
    for i in reversed(range(len(right))):
        rest = sum(rows[i][j] * found[j] for j in range(i + 1, len(right)))
        found[i] = (rows[i][-1] - rest) / rows[i][i]
    return found


def _rated() -> Iterator[tuple[int, str]]:
    """Yield 0 negative, 1 neutral, 2 positive, and the text."""
    folder = f"{PACKAGE}/additional_resources"
    with tarfile.open(fetch(f"{PACKAGE}.tar.gz")) as outer:
        inner = outer.extractfile(f"{folder}/hutto_ICWSM_2014.tar.gz")
        with tarfile.open(fileobj=io.BytesIO(inner.read() if inner else b"")) as files:
            for name in RATED:
                file = files.extractfile(f"hutto_ICWSM_2014/{name}_GroundTruth.txt")
                lines = (file.read() if file else b"").decode().splitlines()
                for line in lines:
                    _, rating, text = line.split("\t", 2)
                    value = float(rating)
                    yield 1 + (value > POLAR) - (value < -POLAR), text
