"""One person's log as the facts need it: replayed, cut into episodes, nameless."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from shared.domain.calendars import elapsed
from shared.domain.cases import Step, replay
from shared.domain.log import Entry
from shared.domain.settings import Rules, Settings
from shared.domain.state import Case, Episode, Person
from shared.domain.triage import customer_type
from shared.kpis.elsewhere import Elsewhere, calls_in

Pseudonym = Callable[[str], str]
LAST_MOMENT = timedelta(milliseconds=1)  # of a day, before its end


@dataclass(frozen=True, slots=True)
class Stretch:
    """An episode as steps: from its opening until another opens, if one does.

    ``since`` and ``number`` tell which; those of one case share ``since``.
    ``steps`` is never empty.
    """

    since: str
    number: int
    steps: Sequence[Step]

    @property
    def last(self) -> Person:
        return self.steps[-1].after

    @property
    def case(self) -> Case:
        case = self.last.case
        assert case is not None  # noqa: S101 - it is an episode of one
        return case

    def names(self) -> Iterator[tuple[str, int]]:
        """Every case id and number that it was ever known by."""
        for step in self.steps:
            if step.after.case is not None:
                yield from step.after.case.names()

    @property
    def is_resolved(self) -> bool:
        """Whether it ended as solved, not flushed."""
        return self.case.status == "resolved"


class History:
    """The steps of a person's log, and what all of his facts have in common."""

    def __init__(
        self,
        person: str,
        entries: Iterable[Entry],
        settings: Rules,
        pseudonym: Pseudonym,
        elsewhere: Elsewhere | None = None,
        day_ends: Sequence[datetime] = (),
    ) -> None:
        known = elsewhere or Elsewhere(first=person)
        self.settings = settings
        self._day_ends = day_ends
        self.steps = list(replay(Person(id=person), entries, settings))
        self.stretches = list(_stretches(self.steps))
        self.calls = [*calls_in(self.steps), *known.calls]
        self._called = [call.at for call in self.calls]
        self.channel = Person(id=person).channel
        self._person = person
        self._pseudonym = pseudonym
        self._customer = pseudonym(known.first)
        self._openers = {s.since: s.steps[0].read for s in self.stretches[::-1]}
        self._places = {(s.since, s.number): s for s in self.stretches}
        # A case may be named late: `since` identifies it from its first step on.
        finals = {s.since: s.case for s in self.stretches}
        self._ids = {since: case.id for since, case in finals.items()}
        self._named = {name: s for s in self.stretches for name in s.names()}
        self._meant = self._by_episode()

    def id(self, content_id: str) -> str:
        """What stands for something in this person's log."""
        return self._pseudonym(f"{self._person}|{content_id}")

    def common(
        self, person: Person, at: datetime, *, social: bool = True
    ) -> dict[str, Any]:
        """What a fact says of the case that he had then; of none: ``social``."""
        case = person.case
        since = case.opened_at if case else at
        lookback = self.settings.at(since).metrics.lookback
        return {
            "person": self._customer,
            "case": self._pseudonym(self._ids[person.since]) if case else None,
            "channel": self.channel,
            "social": case.social if case else social,
            "queue": case.queue if case else None,
            "customer_type": customer_type(self._called, since, lookback),
            **about(self._openers.get(person.since) if case else None),
        }

    def seconds(self, start: datetime, end: datetime) -> tuple[float, float]:
        """How long it is between, and how much of that is business time."""
        business = self.business(start, end)
        return (end - start).total_seconds(), business.total_seconds()

    def business(self, start: datetime, end: datetime) -> timedelta:
        """The time between in which the desk is open, by its hours at the start."""
        return elapsed(self.settings.at(start).calendar, start, end)

    def rules_of_day(self, at: datetime) -> Settings:
        """The rules that the day of an instant counts by: those when it ended."""
        ends = self._day_ends[bisect_right(self._day_ends, at) :]
        return self.settings.at(ends[0] - LAST_MOMENT if ends else at)

    def stretch(self, person: Person) -> Stretch | None:
        """The whole of the episode that he had then."""
        episode = episode_of(person)
        return self._places[person.since, episode.number] if episode else None

    def named(self, entry: Entry) -> Stretch | None:
        """The episode that an entry was meant for."""
        return self._named.get((entry.case or "", entry.episode or 1))

    def meant(self, stretch: Stretch, kind: str) -> list[Entry]:
        """The entries of a kind for an episode, also from when the next one is open."""
        found = self._meant.get((stretch.since, stretch.number), [])
        return [entry for entry in found if entry.kind == kind]

    def is_first_resolved(self, stretch: Stretch) -> bool:
        """Whether no earlier episode of its case was resolved; a flush is not."""
        return not any(
            s.since == stretch.since and s.number < stretch.number and s.is_resolved
            for s in self.stretches
        )

    def next_of_case(self, stretch: Stretch) -> Stretch | None:
        """The episode of the same case that came after this one."""
        return self._places.get((stretch.since, stretch.number + 1))

    def _by_episode(self) -> dict[tuple[str, int], list[Entry]]:
        found = defaultdict[tuple[str, int], list[Entry]](list)
        for step in self.steps:
            stretch = self.named(step.entry) if step.entry.case else None
            if stretch is not None:
                found[stretch.since, stretch.number].append(step.entry)
        return found


def about(entry: Entry | None) -> dict[str, Any]:
    """What a case is about is what the message says that opened it."""
    if entry is None:
        return {}
    return {"language": entry.language, "topics": entry.topics}


def episode_of(person: Person) -> Episode | None:
    return person.case.episode if person.case else None


def joins(step: Step) -> bool:
    """Whether a message became part of an episode, not of the log alone."""
    before, after = episode_of(step.before), episode_of(step.after)
    if after is None or not step.entry.kind.startswith("message_"):
        return False
    same = step.before.since == step.after.since
    if before is None or not same or before.number != after.number:
        return True
    return after.messages > before.messages


def has_ended(step: Step) -> bool:
    """Whether it resolved or flushed the episode."""
    before, after = episode_of(step.before), episode_of(step.after)
    if before is None or after is None:
        return False
    return before.resolved_at is None and after.resolved_at is not None


def _stretches(steps: Iterable[Step]) -> Iterator[Stretch]:
    def place(step: Step) -> tuple[str, int]:
        episode = episode_of(step.after)
        return step.after.since, episode.number if episode else 0

    for (since, number), found in groupby(steps, place):
        if number:
            yield Stretch(since, number, list(found))
