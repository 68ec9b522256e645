"""A crowd of customers: who writes where, and what each does when he is asked.

What must become of his surveys is worked out from that alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from shared.domain.survey_rules import SurveyKind

Buys = Literal["before", "after"]  # he is asked how satisfied he is
WAYS = (
    *("facebook", "instagram", "whatsapp", "telegram", "x"),
    *("comment", "email"),  # a comment under a post of our page on Facebook
)
RECEIPTS = ("facebook", "comment", "whatsapp")  # tell what has arrived
NPS = {1: 0, 2: 3, 3: 7, 4: 9, 5: 10}  # the score of who would give 1 to 5
LOW = 3
_FIRST_USER = 5 * 10**14


class Says(NamedTuple):
    """An answer so many hours after the question; ``{}`` stands for the score."""

    hours: int
    score: int
    words: str = "{}"
    pressed: bool = False  # a button, where there is one


class Habit(NamedTuple):
    """What somebody does who is asked; ``score`` is the one that must count."""

    says: tuple[Says, ...] = ()
    score: int | None = None
    receives: bool = True  # his platform tells so, if it ever does
    refuses: bool = False  # no message of ours is taken for him


LATE, LAST = 80, 71  # hours; a survey is open for 72
COMPLAINT = "{} - my parcel has still not been delivered!"
COMPLAINS = Habit((Says(1, 2, COMPLAINT),), score=2)
OPTS_OUT = Habit((Says(1, 0, "stop"),))
REFUSES = Habit(refuses=True)
HABITS = (
    Habit((Says(1, 5, pressed=True),), score=5),
    Habit((Says(1, 4),), score=4),
    COMPLAINS,
    Habit(),
    Habit(receives=False),
    Habit((Says(LATE, 5, pressed=True),)),
    OPTS_OUT,
    Habit((Says(1, 1, pressed=True), Says(2, 4)), score=4),
    Habit((Says(LAST, 3),), score=3),
    Habit((Says(1, 1, pressed=True),), score=1),
    REFUSES,
)


class Fate(NamedTuple):
    """What becomes of one survey, in the words of the facts."""

    survey: SurveyKind
    events: tuple[str, ...]
    score: int | None = None
    followed_up: bool = False
    hours: int = 0  # from the question to the answer


@dataclass(frozen=True)
class Customer:
    """The nth of the crowd; among 77 every habit is found in every way, once."""

    number: int

    @property
    def way(self) -> str:
        return WAYS[self.number % len(WAYS)]

    @property
    def habit(self) -> Habit:
        return HABITS[self.number % len(HABITS)]

    @property
    def buys(self) -> Buys | None:
        """When he buys something: a quarter before, one in thirteen others after."""
        if self.number % 4 == 0:
            return "before"
        later = self.number % 13 == 0 and self.habit is not REFUSES
        return "after" if later else None

    @property
    def channel(self) -> str:
        return "facebook" if self.way == "comment" else self.way

    @property
    def user(self) -> str:
        return str(_FIRST_USER + self.number)

    @property
    def person(self) -> str:
        return f"{self.channel}:{self.user}"

    @property
    def question(self) -> SurveyKind:
        """The survey that comes first, the only one he is sent."""
        return "nps" if self.buys == "before" else "csat"

    @property
    def writes_privately(self) -> bool:
        return self.way not in ("comment", "email")

    @property
    def reopens(self) -> bool:
        """Whether he complains beside his score, be it on the page: it is a message."""
        return self.habit is COMPLAINS and self.way != "email"

    @property
    def answers(self) -> tuple[Says, ...]:
        """What he says; on a page it is one score, in time, with words or without."""
        said = self.habit.says
        if self.way == "comment":
            return said[:1] if said and said[0].score else ()
        return said if self.writes_privately else ()

    def fates(self) -> Iterator[Fate]:
        """What becomes of each of his surveys, one a kind and resolution."""
        first = self._asked()
        yield first
        stands_in_the_way = "survey_open" if "sent" in first.events else None
        if self.question == "nps":
            reason = stands_in_the_way
            yield _none("csat", reason) if reason else self._asked("csat")
        if self.reopens:
            yield _none("csat", "survey_open")
        if self.buys == "after":
            yield _none("nps", self._why_not_after())

    def _asked(self, kind: SurveyKind | None = None) -> Fate:
        """What becomes of a survey when no other one is in its way."""
        survey = kind or self.question
        if self.way == "email":
            return _none(survey, "no_private_way")
        if self.habit.refuses:
            return Fate(survey, ("eligible", "queued", "suppressed: send_refused"))
        sent = ("eligible", "queued", "sent")
        score, hours = self._score()
        if score is None:
            if not self.habit.receives and self.way in RECEIPTS:
                return Fate(survey, sent)
            return Fate(survey, (*sent, "delivered", "expired"))
        given = score if survey == "csat" else NPS[score]
        # Who has only commented has had his one private reply: it cannot be asked why.
        can_be_asked = self.writes_privately and self.habit is not COMPLAINS
        is_low = score <= LOW if survey == "csat" else given <= 6
        return Fate(
            survey,
            (*sent, "delivered", "answered"),
            given,
            is_low and can_be_asked,
            hours,
        )

    def _score(self) -> tuple[int | None, int]:
        """The score that counts, 1 to 5, and how many hours after he was asked."""
        if self.habit.score is None:
            return None, 0
        counts = self.answers[-1]
        return counts.score, counts.hours

    def _why_not_after(self) -> str:
        if self.way == "email":
            return "no_private_way"
        if self.reopens:
            return "case_open"
        is_out = self.habit is OPTS_OUT and self.writes_privately
        return "opted_out" if is_out else "survey_open"


def crowd(size: int) -> list[Customer]:
    return [Customer(number) for number in range(size)]


def _none(survey: SurveyKind, reason: str) -> Fate:
    return Fate(survey, ("eligible", f"suppressed: {reason}"))
