"""What is sent and recorded of a survey: its id, its buttons, its entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from shared.domain.joined import joined
from shared.domain.log import Entry
from shared.domain.messages import Outbound, QuickReply
from shared.domain.state import Case
from shared.domain.survey_messages import SCALES, with_digits, with_link
from shared.domain.survey_rules import NPS_PREFIX, SurveyRules, kind_of

Way = Literal["buttons", "list", "digit", "link"]
SPELT_OUT = ("x",)  # where choices are written out under the question
_PREFIX = "survey:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How somebody is asked: in reply to which message of his, in which language."""

    way: Way
    language: str
    message: Entry


def survey_id(case: str, episode: int) -> str:
    """One survey an episode, named by it: asking twice is the same entry."""
    return f"csat-{case}-{episode}"


def nps_id(person: str, occasion: str) -> str:
    """One survey a person and occasion: an event of his, a day of sampling."""
    return NPS_PREFIX + sha256(joined(person, occasion).encode()).hexdigest()[:19]


def payload(survey: str, score: int) -> str:
    """What a quick reply carries: ``survey:{id}:{score}``."""
    return f"{_PREFIX}{survey}:{score}"


def read_payload(text: str | None) -> tuple[str, int] | None:
    """Read a quick reply's payload: survey id and score, None if it is not ours."""
    if not text or not text.startswith(_PREFIX):
        return None
    survey, _, score = text.removeprefix(_PREFIX).rpartition(":")
    if not survey or score not in map(str, _scores(survey)):
        return None
    return survey, int(score)


def key_of(survey: str) -> str:
    """The send key of a survey's question."""
    return f"auto:{survey}"


def queued_id(survey: str) -> str:
    """The id of the entry that a survey's question is about to be sent."""
    return f"{survey}-queued"


def question(
    person: str, survey: str, plan: Plan, rules: SurveyRules, link: str | None = None
) -> Outbound:
    """The message that asks, always private; with one button a score if it can.

    ``link`` is that of its page, where the plan is to send one.
    """
    channel, _, user = person.partition(":")
    kind, reached = kind_of(survey), plan.message
    if plan.way == "link":
        text = with_link(rules, kind, plan.language, link or "")
    elif plan.way == "digit":
        text = with_digits(rules, kind, plan.language)
    else:
        text = rules.of(kind).text.text_for(plan.language)
    has_choices = plan.way in ("buttons", "list") or channel in SPELT_OUT
    return Outbound(
        key=key_of(survey),
        channel=channel,
        account=reached.account or "",
        person=reached.address or user,
        visibility="private",
        text=text,
        # A business account's talk on Telegram is named by it; a group is not asked.
        conversation=reached.conversation if channel == "telegram" else None,
        # The one private reply to a comment names it.
        reply_to=reached.message if plan.way == "link" else None,
        quick_replies=tuple(
            QuickReply(title=str(score), payload=payload(survey, score))
            for score in (_scores(survey) if has_choices else ())
        ),
        automatic=True,
    )


def queued(
    survey: str, case: Case | None, now: datetime, plan: Plan, expires_at: datetime
) -> Entry:
    """The entry that a survey is about to be sent: from now on it may be answered."""
    return Entry(
        at=now,
        id=queued_id(survey),
        kind="survey_queued",
        survey=survey,
        what=plan.way,
        language=plan.language,
        expires_at=expires_at,
        **_about(case),
    )


def sent(
    survey: str,
    case: Case | None,
    now: datetime,
    expires_at: datetime,
    platform_id: str,
    reply_to: str | None = None,
) -> Entry:
    """The entry that a survey was sent.

    ``reply_to`` is the public content to which it was the one private reply.
    """
    return Entry(
        at=now,
        id=survey,
        kind="survey_sent",
        survey=survey,
        expires_at=expires_at,
        target=platform_id,
        visibility="private",
        reply_to=reply_to,
        automatic=True,
        **_about(case),
    )


def suppressed(survey: str, case: Case | None, now: datetime, reason: str) -> Entry:
    """The entry that no survey was sent, and why.

    A flush may be taken back, and the case resolved after all.
    """
    return Entry(
        at=now,
        id=f"{survey}-flushed" if reason == "flushed" else survey,
        kind="survey_suppressed",
        survey=survey,
        reason=reason,
        **_about(case),
    )


def _about(case: Case | None) -> Mapping[str, Any]:
    if case is None:
        return {}
    number, agent = case.episode.number, case.episode.agent
    return {"case": case.id, "episode": number, "agent": agent}


def _scores(survey: str) -> range:
    lowest, highest = SCALES[kind_of(survey)]
    return range(lowest, highest + 1)
