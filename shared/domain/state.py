"""The state that the fold of a person's log comes to: case, episode, survey."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.domain.settings import DEFAULT_QUEUE

Status = Literal["open", "resolved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A question on its way: answers count until ``expires_at``."""

    id: str
    case: str
    episode: int
    sent_at: datetime
    expires_at: datetime
    agent: str | None = None
    score: int | None = None

    def takes(self, at: datetime) -> bool:
        return self.sent_at <= at < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One stretch from opened to resolved; clocks are counted per episode.

    ``due`` is when the first human response is promised. ``waiting_since`` is
    the customer's oldest unanswered message. ``timed_from`` is the id of the
    message that starts the live timer; imported stretches have none.
    """

    number: int
    opened_at: datetime
    due: datetime
    waiting_since: datetime | None
    timed_from: str | None
    agent: str | None = None
    assigned_at: datetime | None = None
    responded_at: datetime | None = None
    responder: str | None = None
    resolved_at: datetime | None = None
    messages: int = 0
    breach_recorded: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One customer's issue.

    ``aliases`` are ids that it was given in a lost race, or that were a case of
    its own until a late message joined the two: each with the number of the
    episode here that was the first one there.
    """

    id: str
    opened_at: datetime
    visibility: Literal["public", "private"]
    social: bool
    named: bool  # by a stored marker: the id can no longer change
    episode: Episode
    queue: str = DEFAULT_QUEUE
    aliases: tuple[tuple[str, int], ...] = ()

    @property
    def status(self) -> Status:
        return "open" if self.episode.resolved_at is None else "resolved"

    def answers_to(self, case_id: str) -> bool:
        return case_id == self.id or case_id in dict(self.aliases)

    def is_present(self, case_id: str, episode: int) -> bool:
        """Whether this id and number mean the present episode."""
        first = dict(self.aliases).get(case_id, 1)
        return self.answers_to(case_id) and first + episode - 1 == self.episode.number

    def names(self) -> list[tuple[str, int]]:
        """Every id and number by which the present episode may be known."""
        number = self.episode.number
        others = [(case, number - first + 1) for case, first in self.aliases]
        return [(self.id, number), *(name for name in others if name[1] > 0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The fold of one person's log so far.

    ``last`` is the key of the newest entry in it. ``since`` is the key of the
    message that opened the present case and ``earlier`` the survey that was
    under way then: a fold may start there instead of at the beginning.
    """

    id: str
    last: str = ""
    since: str = ""
    earlier: Survey | None = None
    case: Case | None = None
    survey: Survey | None = None

    @property
    def channel(self) -> str:
        return self.id.partition(":")[0]
