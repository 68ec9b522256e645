"""The state that the fold of a person's log comes to: case, episode, survey."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from shared.domain.routing import Routed
from shared.domain.survey_rules import SurveyKind, kind_of

Status = Literal["open", "resolved", "flushed"]
Visibility = Literal["public", "private"]


def answer_mark(content: str) -> str:
    """What stands for the id of an answer: ids are up to two hundred characters."""
    return sha256(content.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A question on its way: answers count until ``expires_at``.

    It is ``queued`` before it is sent, so that its answer cannot come too early,
    and ``withdrawn`` if it was not sent after all. ``score`` is that of the latest
    answer, ``answer`` stands for the id of that message. ``former_at`` is when he
    was asked the time before. The card keeps this: it is short on purpose.
    """

    id: str
    sent_at: datetime
    expires_at: datetime
    state: Literal["queued", "sent", "withdrawn"] = "sent"
    language: str | None = None
    score: int | None = None
    answer: str | None = None
    former_at: datetime | None = None

    @property
    def kind(self) -> SurveyKind:
        return kind_of(self.id)

    @property
    def asked_at(self) -> datetime | None:
        """When he was last asked anything."""
        return self.former_at if self.state == "withdrawn" else self.sent_at

    def is_answered_by(self, content: str | None) -> bool:
        """Whether the latest answer was given in the message of this id."""
        return self.answer is not None and self.answer == answer_mark(content or "")

    def takes(self, at: datetime) -> bool:
        """Whether an answer counts that is given then."""
        return self.state != "withdrawn" and self.sent_at <= at < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a customer has said so far.

    ``messages`` are actionable ones, ``complaints`` the negative among them;
    ``called_at`` is when he last used a channel that is not social. ``language``
    is that of the latest of these messages that tells it by itself. Since
    ``opted_out_at`` he wants no surveys.
    """

    messages: int = 0
    complaints: int = 0
    called_at: datetime | None = None
    language: str | None = None
    opted_out_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One stretch from opened to resolved; clocks are counted per episode.

    ``due`` is when the first human response is promised; None: none is.
    ``waiting_since`` is the customer's oldest unanswered message, and
    ``next_due`` when it is to be answered, after the first response.
    ``resolution_left`` are the seconds of the resolution target that were left
    at ``resolution_since``, from when it runs until ``resolution_due``; without
    that it stands still. ``recorded`` names the warnings and breaches in the
    log, as ``warned:first_response``. ``timed_from`` is the id of the message
    that starts the live timer; imported stretches have none. ``flushed`` is the
    reason why the episode ended without being a customer's issue. One opened
    ``by_hand`` answers no message: no first response is owed. ``policy_at`` is when it
    was given another policy, and None if it has that of its opening: the policy
    is the one that the settings of then have.
    """

    number: int
    opened_at: datetime
    due: datetime | None
    waiting_since: datetime | None
    timed_from: str | None
    by_hand: bool = False
    policy_at: datetime | None = None
    routing: Routed = Routed()  # noqa: RUF009 - frozen
    last_at: datetime | None = None  # of its newest message
    talk: Visibility = "private"  # of the customer's newest message
    language: str | None = None  # of its opening message
    next_due: datetime | None = None
    resolution_left: float | None = None
    resolution_since: datetime | None = None
    resolution_due: datetime | None = None
    agent: str | None = None
    former_agent: str | None = None
    given_back_by: str | None = None  # not given it again until somebody else had it
    assigned_at: datetime | None = None  # to who has it now, or had it last
    responded_at: datetime | None = None
    responder: str | None = None
    resolved_at: datetime | None = None
    flushed: str | None = None
    snoozed_until: datetime | None = None
    offered_at: datetime | None = None  # a private talk
    accepted_at: datetime | None = None
    escalated: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    messages: int = 0
    told_closed: bool = False  # the out-of-hours message was sent
    reviewed: int | None = None
    asked: bool = False
    low_score_at: datetime | None = None  # since then a supervisor is to look at it


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One customer's issue.

    ``aliases`` are ids that it was given in a lost race, or that were a case of
    its own until a late message joined the two: each with the number of the
    episode here that was the first one there.
    """

    id: str
    opened_at: datetime
    visibility: Visibility
    social: bool
    named: bool  # by a stored marker: the id can no longer change
    episode: Episode
    aliases: tuple[tuple[str, int], ...] = ()

    @property
    def status(self) -> Status:
        if self.episode.resolved_at is None:
            return "open"
        return "resolved" if self.episode.flushed is None else "flushed"

    @property
    def queue(self) -> str:
        return self.episode.routing.queue

    @property
    def priority(self) -> str:
        return self.episode.routing.priority

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
    message that opened the present case; ``earlier`` and ``before`` are the
    survey that was under way then and what the customer had said until then: a
    fold may start there instead of at the beginning.
    """

    id: str
    last: str = ""
    since: str = ""
    earlier: Survey | None = None
    before: Tally = Tally()
    case: Case | None = None
    survey: Survey | None = None
    tally: Tally = Tally()

    @property
    def channel(self) -> str:
        return self.id.partition(":")[0]
