"""Why somebody is asked for the NPS: an event of his, or a sample of who wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from shared.domain.log import Entry
from shared.domain.survey_decision import CHOICES
from shared.domain.survey_rules import Sample, SurveyRules
from shared.domain.surveys import nps_id

RUN = timedelta(hours=1)  # between two looks whether it is time for a sample
WROTE_WITHIN = timedelta(hours=24)  # before a sample: the shortest window there is
SPACING = timedelta(seconds=5)  # between two on a channel, within its rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who is to be asked for the NPS at an instant.

    ``sampled``: he was chosen already, so that no share of these is left out.
    ``generation`` counts how often it had to be begun again.
    """

    person: str
    survey: str
    ask_at: datetime
    sampled: bool = False
    generation: int = 0

    @property
    def name(self) -> str:
        """Name of the execution: a second start of the same name is harmless."""
        return f"{self.survey}-{self.generation}" if self.generation else self.survey


def event_entry(event: str, kind: str, at: datetime) -> Entry:
    """The entry of an event of a customer, as a shop or a CRM reports it."""
    return Entry(at=at, id=f"event-{event}", kind="customer_event", what=kind)


def after_event(
    person: str, entry: Entry, now: datetime, rules: SurveyRules
) -> Candidate | None:
    """The survey that is due after an event of a customer, if any.

    What is reported so late that an answer would have expired is past.
    """
    ask_at = entry.at + rules.nps.delay
    if entry.what not in rules.after or ask_at + rules.nps.expires <= now:
        return None
    survey = nps_id(person, f"{entry.what}|{entry.id}")
    return Candidate(person=person, survey=survey, ask_at=max(ask_at, now))


def sample_at(now: datetime, zone: ZoneInfo, sample: Sample) -> datetime | None:
    """The instant of the sample, if it is one of the last hour; else None.

    An hour of the clock that is skipped in spring counts as the one after it, of
    one that comes twice in autumn the first.
    """
    if sample.per_channel == 0:
        return None
    today = now.astimezone(zone).date()
    begins = datetime.combine(today, time(sample.hour), zone).astimezone(UTC)
    is_day = today.toordinal() % sample.every_days == 0
    return begins if is_day and begins <= now < begins + RUN else None


def chosen(
    persons: Iterable[str], at: datetime, zone: ZoneInfo, rules: SurveyRules
) -> list[Candidate]:
    """The sample of a day: so many of each channel, by a hash of person and day."""
    day, most = at.astimezone(zone).date(), rules.sample.per_channel
    by_channel: dict[str, list[str]] = {}
    for person in persons:
        channel = person.partition(":")[0]
        if channel in CHOICES and rules.asks_on(channel):
            by_channel.setdefault(channel, []).append(person)
    return [
        Candidate(
            person=person,
            survey=nps_id(person, f"sample|{day}"),
            ask_at=at + number * SPACING,
            sampled=True,
        )
        for channel in sorted(by_channel)
        for number, person in enumerate(
            sorted(by_channel[channel], key=lambda one: _place(one, day))[:most]
        )
    ]


def _place(person: str, day: date) -> str:
    return sha256(f"sample|{day}|{person}".encode()).hexdigest()
