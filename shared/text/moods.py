"""What a mood is; apart, so that who keeps or counts moods need not know the words."""

from dataclasses import dataclass
from typing import Literal

MODEL = "care-6"  # a change of the code or the data is a new model

Label = Literal["negative", "neutral", "positive"]
LABELS: tuple[Label, Label, Label] = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment:
    """How likely each mood is, 0..1 each; None: in no language that is known.

    ``score`` is P(positive) - P(negative), -1..1. Who is asked what the mood is
    says ``label``, the likeliest; who counts changes of mood uses the numbers.
    """

    label: Label = "neutral"
    score: float = 0.0
    negative: float | None = None
    neutral: float | None = None
    positive: float | None = None
    model: str = MODEL

    @property
    def confidence(self) -> float:
        """The probability of the label; 0 in a language that is not known."""
        return max(self.negative or 0.0, self.neutral or 0.0, self.positive or 0.0)


def weighed(likely: list[float], model: str = MODEL) -> Sentiment:
    """The mood that these probabilities make, in the order of `LABELS`, sum 1."""
    negative, neutral, positive = (round(it, 3) for it in likely)
    return Sentiment(
        label=LABELS[likely.index(max(likely))],
        score=round(positive - negative, 3),
        negative=negative,
        neutral=neutral,
        positive=positive,
        model=model,
    )
