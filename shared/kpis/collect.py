"""From a person's log to facts: replay the fold and note what each step meant."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.domain.calendars import elapsed
from shared.domain.cases import Step, answers_survey, is_contact, replay
from shared.domain.clocks import Clock, Ended, ended
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.state import Case, Episode, Person
from shared.domain.triage import customer_type, why_flushed
from shared.kpis.elsewhere import Elsewhere, calls_in
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    Facts,
    MessageFact,
    SurveyFact,
)

Pseudonym = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Window:
    """Facts are wanted from ``start`` (in) to ``end`` (out).

    ``now`` bounds what may be called breached: a clock due later still runs.
    """

    start: datetime
    end: datetime
    now: datetime


def collect(
    person: str,
    entries: Iterable[Entry],
    settings: Rules,
    pseudonym: Pseudonym,
    window: Window,
    elsewhere: Elsewhere | None = None,
) -> Facts:
    """All facts of one person's log that fall into the window.

    ``elsewhere`` is what his customer is and did under other identities.
    """
    steps = list(replay(Person(id=person), entries, settings))
    known = elsewhere or Elsewhere(first=person)
    scribe = _Scribe(person, steps, settings, pseudonym, known)
    facts = Facts(
        messages=list(scribe.messages()),
        clocks=list(scribe.clocks(window.now)),
        episodes=list(scribe.episodes()),
        surveys=list(scribe.surveys()),
    )
    return facts.within(window.start, window.end)


class _Scribe:
    """Writes one person's facts; ids of cases are the final ones."""

    def __init__(
        self,
        person: str,
        steps: list[Step],
        settings: Rules,
        pseudonym: Pseudonym,
        elsewhere: Elsewhere,
    ) -> None:
        self._person = Person(id=person)
        self._customer = pseudonym(elsewhere.first)
        self._calls = [*calls_in(steps), *elsewhere.calls]
        self._steps = steps
        self._settings = settings
        self._pseudonym = pseudonym
        of_cases = [(s.after.since, s.after.case) for s in steps if s.after.case]
        # A case may be named late: `since` identifies it from its first step on.
        self._ids = {since: case.id for since, case in of_cases}
        ends = [(since, case.episode) for since, case in of_cases]
        self._flushed = {(since, end.number): end.flushed for since, end in ends}
        entries = [s.entry for s in steps if s.entry.key == s.after.since]
        self._openers = {entry.key: entry for entry in entries}

    def messages(self) -> Iterator[MessageFact]:
        for step in self._steps:
            kind = step.entry.kind
            if kind == "message_sent":
                yield self._sent(step)
            elif kind == "message_received" and is_contact(step.before, step.entry):
                yield self._received(step)

    def episodes(self) -> Iterator[EpisodeFact]:
        for step in self._steps:
            before, after = _episode(step.before), _episode(step.after)
            if after is None:
                continue
            opened = step.before.since != step.after.since
            if opened or before is None:
                yield self._episode(step, after, "opened", after.opened_at)
            elif before.number != after.number:
                yield self._episode(step, after, "reopened", after.opened_at)
            elif before.resolved_at is None and after.resolved_at is not None:
                how = "resolved" if after.flushed is None else "flushed"
                yield self._episode(step, after, how, after.resolved_at)

    def clocks(self, now: datetime) -> Iterator[ClockFact]:
        for found in ended(self._steps, now):
            yield self._clock(found)

    def surveys(self) -> Iterator[SurveyFact]:
        answers: dict[str, SurveyFact] = {}
        for step in self._steps:
            entry, survey = step.entry, step.before.survey
            if entry.kind == "survey_sent":
                yield self._survey(step, entry.id, "sent", entry.agent)
            elif entry.kind == "survey_suppressed":
                yield self._survey(step, entry.id, "suppressed", entry.agent)
            elif survey is not None and answers_survey(step.before, entry):
                # The last answer within the window counts.
                answers[survey.id] = self._survey(
                    step, survey.id, "answered", survey.agent
                )
        yield from answers.values()

    def _common(
        self, person: Person, case: Case | None, at: datetime, *, social: bool = True
    ) -> dict[str, Any]:
        since = case.opened_at if case else at
        lookback = self._settings.at(since).metrics.lookback
        return {
            "person": self._customer,
            "case": self._pseudonym(self._ids[person.since]) if case else None,
            "channel": self._person.channel,
            "social": case.social if case else social,
            "queue": case.queue if case else None,
            "customer_type": customer_type(self._calls, since, lookback),
            **self._about(self._openers.get(person.since) if case else None),
        }

    def _about(self, entry: Entry | None) -> dict[str, Any]:
        """What a case is about is what the message says that opened it."""
        if entry is None:
            return {}
        return {"language": entry.language, "topics": entry.topics}

    def _id(self, content_id: str) -> str:
        return self._pseudonym(f"{self._person.id}|{content_id}")

    def _received(self, step: Step) -> MessageFact:
        entry, case = step.entry, step.after.case
        reason = self._why_flushed(step)
        common = self._common(step.after, case, entry.at, social=entry.social)
        return MessageFact(
            **(common | self._about(entry)),
            id=self._id(entry.id),
            at=entry.at,
            agent=case.episode.agent if case else None,
            direction="inbound",
            visibility=entry.visibility or "private",
            actionable=reason is None,
            flush_reason=reason,
            sentiment=entry.sentiment,
            sentiment_score=entry.sentiment_score,
        )

    def _sent(self, step: Step) -> MessageFact:
        entry, case = step.entry, step.before.case
        return MessageFact(
            **self._common(step.after, case, entry.at, social=entry.social),
            id=self._id(entry.id),
            at=entry.at,
            agent=entry.agent,
            direction="outbound",
            visibility=entry.visibility or "private",
            automatic=entry.automatic,
            **self._response(step),
        )

    def _why_flushed(self, step: Step) -> str | None:
        """Why a message asks for no answer; also if its whole episode did not."""
        entry = step.entry
        reason = why_flushed(step.before, entry, self._settings.at(entry.at))
        episode = _episode(step.after)
        if reason is not None or episode is None:
            return reason
        return self._flushed.get((step.after.since, episode.number))

    def _response(self, step: Step) -> dict[str, Any]:
        """Which wait this human response ended, and how long that was."""
        before, after = _episode(step.before), _episode(step.after)
        if before is None or after is None or before == after or step.entry.automatic:
            return {}
        if before.responded_at is None and not before.by_hand:
            kind, waited_from = "first", before.opened_at
        elif before.waiting_since is not None:
            kind, waited_from = "next", before.waiting_since
        else:
            return {}
        at = step.entry.at
        business = self._business(waited_from, at)
        return {
            "response": kind,
            "response_s": (at - waited_from).total_seconds(),
            "response_business_s": business.total_seconds(),
        }

    def _business(self, start: datetime, end: datetime) -> timedelta:
        """Business hours as they were when it began."""
        return elapsed(self._settings.at(start).calendar, start, end)

    def _episode(
        self, step: Step, episode: Episode, event: Any, at: datetime
    ) -> EpisodeFact:
        measured: dict[str, Any] = {}
        if event == "resolved":
            business = self._business(episode.opened_at, at)
            measured = {
                "end_to_end_s": (at - episode.opened_at).total_seconds(),
                "end_to_end_business_s": business.total_seconds(),
                "messages": episode.messages,
            }
        return EpisodeFact(
            **self._common(step.after, step.after.case, at),
            id=self._id(f"{step.after.since}|{episode.number}|{event}"),
            at=at,
            agent=episode.agent,
            event=event,
            episode=episode.number,
            opened_at=episode.opened_at,
            **measured,
        )

    def _clock(self, found: Ended) -> ClockFact:
        clock, person = found.clock, found.person
        case, at, due = person.case, clock.ended_at, clock.due_at
        assert case is not None and at is not None  # noqa: PT018, S101 - it has ended
        # Of the waits for a next response each has its own.
        mark = f"|{due}" if clock.kind == "next_response" else ""
        return ClockFact(
            **self._common(person, case, at),
            id=self._id(f"{person.since}|{clock.episode}|{clock.kind}{mark}"),
            at=at,
            agent=self._credited(found),
            clock=clock.kind,
            episode=clock.episode,
            outcome=clock.outcome or "met",
            started_at=clock.started_at,
            due_at=due or at,
        )

    def _credited(self, found: Ended) -> str | None:
        """Who a clock is credited to: who met it, or who had the case when due.

        A met response is its author's, a met resolution the assignee's.
        """
        clock, person = found.clock, found.person
        episode = _episode(person)
        assert episode is not None  # noqa: S101 - a clock is of an episode
        if clock.outcome == "breached":
            return self._holder(person.since, clock)
        if clock.kind == "first_response":
            return episode.responder
        if clock.kind == "resolution":
            return episode.agent
        return found.by.agent if found.by else None

    def _holder(self, since: str, clock: Clock) -> str | None:
        """Who had the case when a clock fell due."""
        agent: str | None = None
        for step in self._steps:
            episode = _episode(step.after)
            if episode is None or clock.due_at is None or step.after.since != since:
                continue
            if episode.number == clock.episode and step.entry.at <= clock.due_at:
                agent = episode.agent
        return agent

    def _survey(
        self, step: Step, survey: str, event: Any, agent: str | None
    ) -> SurveyFact:
        return SurveyFact(
            **self._common(step.before, step.before.case, step.entry.at),
            id=self._id(f"{survey}|{event}"),
            at=step.entry.at,
            agent=agent,
            survey="csat",
            event=event,
            score=step.entry.score,
            reason=step.entry.reason,
        )


def _episode(person: Person) -> Episode | None:
    return person.case.episode if person.case else None
