"""Who is asked, how, or why not: a pure function of his log and the rules.

The reasons not to ask, in this order: the case was ``flushed`` or is only
``historic``, or he would be asked for the NPS while it is open (``case_open``);
he has ``opted_out``; we do not ask on his channel (``channel_off``) or in his
language (``language_off``); the survey is not in the sample (``not_sampled``);
another one is open (``survey_open``) or was sent lately (``quiet_period``); he
cannot be written to privately (``no_private_way``), or no longer
(``window_closed``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, get_args

from shared.domain import windows
from shared.domain.log import Entry
from shared.domain.replies import OPEN_CHANNELS, latest, still_there
from shared.domain.state import Person, Survey
from shared.domain.survey_messages import SCALES
from shared.domain.survey_rules import SurveyRules, kind_of
from shared.domain.surveys import Plan, Way

Reason = Literal[
    "flushed",
    "historic",
    "case_open",
    "opted_out",
    "channel_off",
    "language_off",
    "not_sampled",
    "survey_open",
    "quiet_period",
    "no_private_way",
    "window_closed",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
# How many choices a private message of a channel may offer, and as what. Where
# it is none, a digit is typed.
CHOICES: Mapping[str, tuple[int, Way]] = {
    "facebook": (13, "buttons"),
    "instagram": (13, "buttons"),
    "telegram": (100, "buttons"),
    "whatsapp": (10, "list"),
    "x": (0, "digit"),
}
_NOT_SAMPLED: Reason = "not_sampled"
# What was queued and not sent by then never will be.
DEAD = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A survey by its id; ``share`` of its like are sent, 0 to 1.

    ``has_page`` says whether a link to the survey's page can be made.
    """

    survey: str
    share: float = 1.0
    has_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What his other identities tell: what they were sent, whether one wants none.

    ``talking``: one of them has an open case.
    """

    surveys: Sequence[Survey] = ()
    opted_out: bool = False
    talking: bool = False


def around(others: Iterable[Person]) -> Around:
    """What is known of surveys by a customer's other identities."""
    known = list(others)
    return Around(
        surveys=[p.survey for p in known if p.survey is not None],
        opted_out=any(p.tally.opted_out_at for p in known),
        talking=any(_is_talking(p) for p in known),
    )


def decide(
    asked: Asked,
    person: Person,
    entries: Iterable[Entry],
    known: Around,
    now: datetime,
    rules: SurveyRules,
) -> Plan | Reason:
    """How somebody is to be asked now, or the reason why not.

    Args:
        asked: which survey; one about a case is about the present one.
        person: whom to ask.
        entries: his log, from which the way to him is seen.
        known: what his other identities tell.
        now: the windows are read as they stand then.
        rules: those in force now.

    """
    survey = asked.survey
    language = spoken(survey, person, rules)
    reason = (
        _why_not_at_all(survey, person, known)
        or _why_not_here(person, language, rules)
        or (None if is_sampled(survey, asked.share) else _NOT_SAMPLED)
        or _why_not_now(survey, person, known, now, rules)
    )
    if reason is not None:
        return reason
    found = _way(asked, person, list(entries), now)
    if not isinstance(found, tuple):
        return found
    way, message = found
    return Plan(way=way, language=language, message=message)


def is_sampled(survey: str, share: float) -> bool:
    """Tell whether a survey is among the share that is sent; it always is, or never."""
    most = 1 << 32
    place = int(sha256(f"sample|{survey}".encode()).hexdigest()[:8], 16)
    return place < share * most


def spoken(survey: str, person: Person, rules: SurveyRules) -> str:
    """The language in which somebody is asked."""
    episode = person.case.episode if person.case else None
    told = person.tally.language or (episode.language if episode else None)
    return rules.of(kind_of(survey)).text.language_for(told)


def goes_first(survey: Survey, other: Survey) -> bool:
    """Of two that were queued at once for one customer: whether it is this one."""
    return (survey.sent_at, survey.id) < (other.sent_at, other.id)


def is_under_way(survey: Survey, now: datetime) -> bool:
    """Whether a survey may still be answered, or be sent.

    By clocks that differ it may be of a moment that is still to come.
    """
    if survey.state == "queued" and now >= survey.sent_at + DEAD:
        return False
    return survey.state != "withdrawn" and now < survey.expires_at


def _why_not_at_all(survey: str, person: Person, known: Around) -> Reason | None:
    case = person.case
    if kind_of(survey) == "nps":
        if known.talking or _is_talking(person):
            return "case_open"
    elif case is not None and case.status == "flushed":
        return "flushed"
    elif case is not None and case.episode.timed_from is None:
        return "historic"
    wants_none = person.tally.opted_out_at is not None or known.opted_out
    return "opted_out" if wants_none else None


def _is_talking(person: Person) -> bool:
    return person.case is not None and person.case.status == "open"


def _why_not_here(person: Person, language: str, rules: SurveyRules) -> Reason | None:
    if not rules.asks_on(person.channel):
        return "channel_off"
    return None if rules.asks_in(language) else "language_off"


def _why_not_now(
    survey: str, person: Person, known: Around, now: datetime, rules: SurveyRules
) -> Reason | None:
    ever = [person.survey, *known.surveys]
    others = [s for s in ever if s is not None and s.id != survey]
    if any(is_under_way(other, now) for other in others):
        return "survey_open"
    own = [s.former_at for s in ever if s is not None and s.id == survey]
    asked = [at for at in (*own, *(s.asked_at for s in others)) if at is not None]
    is_quiet = any(now < at + rules.quiet for at in asked)
    return "quiet_period" if is_quiet else None


def _way(
    asked: Asked, person: Person, entries: Sequence[Entry], now: datetime
) -> tuple[Way, Entry] | Reason:
    channel = person.channel
    if channel not in CHOICES:
        return "no_private_way"
    private = latest(entries, "private")
    if private is None and channel in OPEN_CHANNELS:
        private = latest(still_there(entries), "public")
    if private is not None and _takes_message(channel, private, now):
        return _answerable(asked.survey, channel), private
    public = latest(still_there(entries), "public")
    if public is None or not _takes_private_reply(channel, public, entries):
        has_talk = private is not None and private.account is not None
        return "window_closed" if has_talk else "no_private_way"
    if not windows.is_open(channel, public, now):
        return "window_closed"
    return ("link", public) if asked.has_page else "no_private_way"


def _answerable(survey: str, channel: str) -> Way:
    """How a private question is answered on a channel."""
    lowest, highest = SCALES[kind_of(survey)]
    most, way = CHOICES[channel]
    return way if highest - lowest < most else "digit"


def _takes_message(channel: str, reached: Entry, now: datetime) -> bool:
    """Whether a private message may be sent now, to one who wrote so or need not."""
    if reached.account is None:
        return False
    return reached.visibility == "public" or windows.is_open(channel, reached, now)


def _takes_private_reply(channel: str, public: Entry, entries: Iterable[Entry]) -> bool:
    """Whether the one private reply to what he said in public is still to be had."""
    return (
        public.account is not None
        and windows.is_on_ours(public)
        and windows.is_answerable(channel, public.message)
        and not windows.has_private_reply(public.message, entries)
    )
