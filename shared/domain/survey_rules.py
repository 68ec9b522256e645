"""The rules of surveys: when which is asked, of whom, in which words, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from shared.domain import survey_texts
from shared.domain.escalation import Texts

SurveyKind = Literal["csat", "nps"]
NPS_PREFIX = "nps-"  # of the ids of these surveys
LOW: Mapping[SurveyKind, int] = {"csat": 3, "nps": 6}  # a low score, or less
BEST: Mapping[SurveyKind, int] = {"csat": 5, "nps": 9}  # one of the best, or more
LOWEST, HIGHEST, LINK = "{lowest}", "{highest}", "{link}"  # in texts


def kind_of(survey: str) -> SurveyKind:
    """Which of the two a survey is, by its id."""
    return "nps" if survey.startswith(NPS_PREFIX) else "csat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One of the two surveys.

    It is asked ``delay`` after what it is about, and answered within ``expires``.
    ``share`` of those who could be asked are, 0 to 1. After a low score the
    customer is asked why (``asks_why``) and his case goes to a supervisor
    (``supervisor``); after the best scores he is thanked (``thanks``).
    """

    delay: timedelta
    expires: timedelta
    text: Texts
    share: float = 1.0
    asks_why: bool = True
    supervisor: bool = True
    thanks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Who is asked how likely he is to recommend us without a reason of his own.

    On every ``every_days``-th local day, at ``hour``, ``per_channel`` of those who
    wrote in the day before it, on each channel.
    """

    every_days: int = 7
    per_channel: int = 0
    hour: int = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRules:
    """The rules of both surveys.

    Nobody is asked anything within ``quiet`` of the last survey. ``channels`` and
    ``languages`` are those in which is asked; None: all. ``after`` are the events
    of a customer some time after which he is asked for the NPS.
    """

    quiet: timedelta = timedelta(days=30)
    channels: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    csat: Question = Question(
        delay=timedelta(minutes=10),
        expires=timedelta(days=3),
        text=Texts(survey_texts.CSAT),
    )
    nps: Question = Question(
        delay=timedelta(days=7),
        expires=timedelta(days=3),
        text=Texts(survey_texts.NPS),
        supervisor=False,
    )
    after: tuple[str, ...] = ("purchase", "milestone")
    sample: Sample = Sample()
    typed: Texts = Texts(survey_texts.TYPED)  # noqa: RUF009 - frozen
    linked: Texts = Texts(survey_texts.LINKED)  # noqa: RUF009 - frozen
    why: Texts = Texts(survey_texts.WHY)  # noqa: RUF009 - frozen
    thanks: Texts = Texts(survey_texts.THANKS)  # noqa: RUF009 - frozen

    def of(self, kind: SurveyKind) -> Question:
        return self.csat if kind == "csat" else self.nps

    def asks_on(self, channel: str) -> bool:
        return self.channels is None or channel in self.channels

    def asks_in(self, language: str) -> bool:
        return self.languages is None or language in self.languages
