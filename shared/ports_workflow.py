"""What the functions need of the workflows: to start a wait, change it, end it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from shared.domain.waits import UNSAID, Wait

if TYPE_CHECKING:
    from shared.domain.decisions import Timer
    from shared.domain.survey_occasions import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a workflow's wait is answered by, and when it ends; None: not known.

    ``entered`` sorts tokens by when their waits began; None: before all others.
    """

    token: str
    until: datetime | None = None
    entered: str | None = None


class Workflow(Protocol):
    def start(self, timer: Timer, wait: Wait = UNSAID) -> None:
        """Start a case's workflow with its first wait; one that exists is left."""

    def is_running(self, timer: Timer) -> bool:
        """Whether this very execution is alive."""

    def start_survey(self, candidate: Candidate) -> None:
        """Start what asks somebody when it is time; one that was begun is left."""

    def lost_surveys(self, since: datetime) -> Iterable[Candidate]:
        """Surveys whose execution ended in an error since then, to be begun again.

        Each with its next generation; those that were begun again are left out.
        """

    def resolved(self, token: str, ask_at: datetime) -> None:
        """Answer the wait: resolved, and when to ask the customer.

        A late or unknown token is no error.
        """

    def rearm(self, token: str, wait: Wait) -> None:
        """Answer the wait: wait as long as this instead.

        A late or unknown token is no error.
        """
