"""What follows when a promise is in danger, a talk too long or the desk closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from shared.domain.escalation_texts import FALLBACK, INVITATION, OUT_OF_HOURS

ReturnCases = Literal["shift_end", "at_once", "never"]
BACK = "{back}"  # in a text: when the desk opens again


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What a warning or a breach does beside being recorded."""

    raise_priority: bool = False
    supervisor: bool = False
    reassign: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in several languages, by their ISO 639 codes; English always."""

    by_language: Mapping[str, str]

    def text_for(self, language: str | None) -> str:
        """The text in a language such as "pt" or "pt-BR", or else in English."""
        return self.by_language[self.language_for(language)]

    def language_for(self, language: str | None) -> str:
        """The language in which somebody is spoken to who writes in this one."""
        code = (language or FALLBACK).lower().partition("-")[0]
        return code if self.by_language.get(code) else FALLBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """The rules of escalation.

    After ``messages`` non-automatic messages without a resolution, ``messages_on``
    a channel instead, a public talk is invited to go on in private; None: never.
    ``tells_closed``: who writes out of hours is told once when the desk is back,
    unless an agent wrote in the last ``quiet`` hours; who writes publicly only on
    the channels of ``tells_publicly``. ``return_cases`` says when the cases of an
    agent who left go back to the queue.
    """

    messages: int | None = 6
    messages_on: Mapping[str, int | None] = field(default_factory=dict)
    on_breach: Reaction = Reaction(raise_priority=True, supervisor=True)
    on_risk: Reaction = Reaction()
    invitation: Texts = Texts(INVITATION)
    tells_closed: bool = True
    quiet: timedelta = timedelta(hours=4)
    tells_publicly: tuple[str, ...] = ("x",)
    out_of_hours: Texts = Texts(OUT_OF_HOURS)
    return_cases: ReturnCases = "shift_end"

    def threshold(self, channel: str) -> int | None:
        """After how many messages a talk on a channel is invited; None: never."""
        return self.messages_on.get(channel, self.messages)

    def closed_text(self, language: str | None, back: str) -> str:
        """What is said out of hours, with ``back`` as the time of the return."""
        return self.out_of_hours.text_for(language).replace(BACK, back)
