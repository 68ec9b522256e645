"""The facts of the reference log (``reference_log.py``).

It has the messages of cases, their resolutions and survey answers. What it does
not have (queues, assignments, flushes, calls) no fact tells of; all hours are
business hours, and its sentiment is taken for P(positive) - P(negative).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import fmean
from typing import Any, Literal

from bench.reference_log import Event
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    Facts,
    MessageFact,
    SurveyFact,
    join,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What is promised a channel's customers; an hour where nothing is said.
PROMISES = {
    "x": timedelta(minutes=15),
    "whatsapp": timedelta(minutes=30),
    "telegram": timedelta(minutes=30),
}
HOUR = timedelta(hours=1)
PRIVATE = ("whatsapp", "telegram")
REOPENED_WITHIN = timedelta(days=7)
LONG_TALK = 12  # messages
MOST_HANDLING = timedelta(minutes=5)  # a response
TICK = timedelta(milliseconds=1)

Visibility = Literal["public", "private"]


def facts_of(
    cases: Iterable[Sequence[Event]], day_ends: Sequence[datetime] = ()
) -> Facts:
    """Tell the facts of some cases; what is open also at the end of each day."""
    return join(_Story(events).facts(day_ends) for events in cases)


@dataclass(slots=True)
class _Wait:
    """The customer waits since an instant, for a first answer or a further one."""

    since: datetime
    kind: Literal["first", "next"]


class _Story:
    """A case of the log, event by event."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        first = events[0]
        self._opened_at = _at(first)
        self._last = _at(events[-1])
        self._promise = PROMISES.get(first["channel"], HOUR)
        names = {event["agent_id"] for event in events} - {""}
        self._agent = min(names, default=None)  # one answers all of a case
        channel = first["channel"]
        visibility: Visibility = "private" if channel in PRIVATE else "public"
        self._visibility = visibility
        self._where: dict[str, Any] = {
            "person": first["author_id"],
            "case": first["case_id"],
            "channel": channel,
            "social": True,
            "queue": None,
            "agent": self._agent,
            "language": first["lang"],
        }

    def facts(self, day_ends: Sequence[datetime]) -> Facts:
        messages, clocks = self._talk()
        return Facts(
            messages=messages,
            clocks=clocks,
            episodes=[*self._episodes(), *self._open(day_ends)],
            surveys=list(self._answers()),
        )

    def _of(self, kind: str) -> list[Event]:
        return [event for event in self._events if event["kind"] == kind]

    def _talk(self) -> tuple[list[MessageFact], list[ClockFact]]:
        messages, clocks = [], []
        wait: _Wait | None = None
        answered = False
        for event in self._events:
            at = _at(event)
            if event["kind"] == "inbound":
                wait = wait or _Wait(at, "next" if answered else "first")
                messages.append(self._inbound(event))
            elif event["kind"] == "outbound":
                messages.append(self._outbound(event, wait))
                if wait:
                    clocks.append(self._clock(wait, at))
                wait, answered = None, True
        if wait:
            clocks.append(self._clock(wait, None))
        return messages, clocks

    def _inbound(self, event: Event) -> MessageFact:
        score = event["sentiment"]
        return MessageFact(
            **self._where,
            id=event["interaction_id"],
            at=_at(event),
            direction="inbound",
            visibility=self._visibility,
            sentiment="negative" if score < 0 else "positive",
            sentiment_score=score,
            p_negative=max(-score, 0.0),
            p_neutral=1 - abs(score),
            p_positive=max(score, 0.0),
        )

    def _outbound(self, event: Event, wait: _Wait | None) -> MessageFact:
        at = _at(event)
        seconds = (at - wait.since).total_seconds() if wait else None
        return MessageFact(
            **self._where,
            id=event["interaction_id"],
            at=at,
            direction="outbound",
            visibility=self._visibility,
            response=wait.kind if wait else None,
            response_s=seconds,
            response_business_s=seconds,
        )

    def _clock(self, wait: _Wait, answered_at: datetime | None) -> ClockFact:
        due = wait.since + self._promise
        met = answered_at is not None and answered_at <= due
        kind: Any = f"{wait.kind}_response"
        return ClockFact(
            **self._where,
            id=f"{self._where['case']}|{kind}|{wait.since}",
            at=answered_at if met and answered_at else due,
            clock=kind,
            episode=1,
            outcome="met" if met else "breached",
            started_at=wait.since,
            due_at=due,
        )

    def _episodes(self) -> Iterator[EpisodeFact]:
        yield self._episode("opened", 1, self._opened_at, self._opened_at)
        reopened = next(iter(self._of("reopened")), None)
        for event in self._of("resolved"):
            soon = reopened and _at(reopened) - _at(event) <= REOPENED_WITHIN
            more = self._resolution(_at(event)) | {"reopened_within": bool(soon)}
            yield self._episode("resolved", 1, _at(event), self._opened_at, **more)
        if reopened:
            yield self._episode("reopened", 2, _at(reopened), _at(reopened))

    def _episode(
        self, event: Any, number: int, at: datetime, opened_at: datetime, **more: Any
    ) -> EpisodeFact:
        return EpisodeFact(
            **self._where,
            id=f"{self._where['case']}|{number}|{event}|{at}",
            at=at,
            event=event,
            episode=number,
            opened_at=opened_at,
            **more,
        )

    def _resolution(self, at: datetime) -> dict[str, Any]:
        talk = [e for e in self._events if e["kind"] in ("inbound", "outbound")]
        times = [_at(event) for event in talk]
        mine = [n for n, event in enumerate(talk) if event["kind"] == "outbound"]
        whole, work = at - self._opened_at, at - times[mine[0]]
        handled = (min(times[n] - times[n - 1], MOST_HANDLING) for n in mine)
        return {
            **_twice("end_to_end", whole),
            **_twice("work", work),
            **_moods(talk, mine[0], self._last_that_changed_hands(talk)),
            "messages": len(talk),
            "over_threshold": len(talk) > LONG_TALK,
            "answered": True,
            "first_resolution": True,
            **_twice("handle", sum(handled, timedelta())),
            "handle_estimated": True,
        }

    def _last_that_changed_hands(self, talk: Sequence[Event]) -> int:
        """Which message was the last answer to somebody who waited for one."""
        kinds = [event["kind"] for event in talk]
        turns = enumerate(pairwise(kinds), 1)
        return max(n for n, it in turns if it == ("inbound", "outbound"))

    def _open(self, day_ends: Sequence[datetime]) -> Iterator[EpisodeFact]:
        closed = [_at(event) for event in self._of("resolved")]
        opened = [self._opened_at, *(_at(event) for event in self._of("reopened"))]
        for end in day_ends:
            since = max((at for at in opened if at < end), default=None)
            if since is None or any(since <= at < end for at in closed):
                continue
            number = opened.index(since) + 1
            yield self._episode(
                "open",
                number,
                end - TICK,
                since,
                **_twice("age", end - since),
                waiting=self._is_waiting(end),
            )

    def _is_waiting(self, end: datetime) -> bool:
        talk = [
            event["kind"]
            for event in self._events
            if _at(event) < end and event["kind"] in ("inbound", "outbound")
        ]
        return bool(talk[-1] == "inbound")

    def _answers(self) -> Iterator[SurveyFact]:
        for event in (*self._of("csat"), *self._of("nps")):
            yield SurveyFact(
                **self._where,
                id=event["interaction_id"],
                at=_at(event),
                survey=event["kind"],
                event="answered",
                score=event["score"],
            )


def _at(event: Event) -> datetime:
    return EPOCH + timedelta(milliseconds=event["created_at"])


def _twice(name: str, duration: timedelta) -> dict[str, float]:
    seconds = duration.total_seconds()
    return {f"{name}_s": seconds, f"{name}_business_s": seconds}


def _moods(talk: Sequence[Event], first: int, last: int) -> dict[str, float]:
    """Moods before the first response and after the last, and the other way round."""
    before = [e["sentiment"] for e in talk[:first]]
    after = [e["sentiment"] for e in talk[last + 1 :] if e["kind"] == "inbound"]
    return _turn("", before, after[-2:]) | _turn("reversed_", after, before[:2])


def _turn(
    prefix: str, start: Sequence[float], end: Sequence[float]
) -> dict[str, float]:
    found = {}
    if start:
        found[f"{prefix}start_p_negative"] = max(max(-s, 0.0) for s in start)
    if end:
        found[f"{prefix}end_p_negative"] = fmean(max(-s, 0.0) for s in end)
        found[f"{prefix}end_p_positive"] = fmean(max(s, 0.0) for s in end)
    return found
