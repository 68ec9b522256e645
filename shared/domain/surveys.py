"""CSAT by direct message: who is asked, how, and what the button says back."""

from collections.abc import Iterable
from datetime import datetime

from shared.domain.log import Entry
from shared.domain.messages import Outbound, QuickReply
from shared.domain.replies import OPEN_CHANNELS, latest
from shared.domain.settings import Settings
from shared.domain.state import Case, Person
from shared.domain.windows import is_open

QUESTION = "How satisfied are you with our help? 1 = not at all, 5 = very."
SCORES = (1, 2, 3, 4, 5)
_PREFIX = "survey:"


def survey_id(case: Case) -> str:
    """One survey an episode, named by it: asking twice is the same entry."""
    return f"csat-{case.id}-{case.episode.number}"


def payload(survey: str, score: int) -> str:
    """What a quick reply carries: ``survey:{id}:{score}``."""
    return f"{_PREFIX}{survey}:{score}"


def read_payload(text: str | None) -> tuple[str, int] | None:
    """Read a quick reply's payload: survey id and score, None if it is not ours."""
    if not text or not text.startswith(_PREFIX):
        return None
    survey, _, score = text.removeprefix(_PREFIX).rpartition(":")
    if not survey or score not in {str(s) for s in SCORES}:
        return None
    return survey, int(score)


def address(person: Person, entries: Iterable[Entry]) -> Entry | None:
    """The customer's message to which a private question can be sent, if any.

    Where the channel does not allow to begin a private talk he must have
    written privately himself.
    """
    known = list(entries)
    private = latest(known, "private")
    if private is None and person.channel in OPEN_CHANNELS:
        return latest(known, None)
    return private


def why_not(person: Person, reached: Entry | None, now: datetime) -> str | None:
    """Why the customer is not to be asked now; None: ask."""
    case = person.case
    if case is None or case.status != "resolved":
        return "reopened"
    if case.episode.asked:
        return "already_asked"
    if not case.social:
        return "channel_without_messages"
    unreachable = _unreachable(person, reached, now)
    if unreachable is not None:
        return unreachable
    if person.survey is not None and person.survey.takes(now):
        return "survey_under_way"
    return None


def _unreachable(person: Person, reached: Entry | None, now: datetime) -> str | None:
    if reached is None or reached.account is None:
        return "no_private_talk"
    private = reached.visibility == "private"
    is_over = private and not is_open(person.channel, reached, now)
    return "window_closed" if is_over else None


def question(person: Person, entry: Entry) -> Outbound:
    """The message that asks, always private, with one button a score."""
    case = person.case
    assert case is not None  # noqa: S101 - why_not has seen to it
    survey = survey_id(case)
    return Outbound(
        key=f"auto:{survey}",
        channel=person.channel,
        account=entry.account or "",
        person=entry.address or person.id.partition(":")[2],
        visibility="private",
        text=QUESTION,
        quick_replies=tuple(
            QuickReply(title=str(s), payload=payload(survey, s)) for s in SCORES
        ),
        automatic=True,
    )


def sent(case: Case, now: datetime, settings: Settings, platform_id: str) -> Entry:
    """The entry that a survey was sent."""
    return Entry(
        at=now,
        id=survey_id(case),
        kind="survey_sent",
        case=case.id,
        episode=case.episode.number,
        agent=case.episode.agent,
        expires_at=now + settings.surveys.csat.expires,
        target=platform_id,
        automatic=True,
    )


def suppressed(case: Case, now: datetime, reason: str) -> Entry:
    """The entry that no survey was sent, and why."""
    return Entry(
        at=now,
        id=survey_id(case),
        kind="survey_suppressed",
        case=case.id,
        episode=case.episode.number,
        agent=case.episode.agent,
        reason=reason,
    )
