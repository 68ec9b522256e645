"""From messages to people: what a message takes, until when, and when we are open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.domain.calendars import Calendar, elapsed
from shared.domain.forecast import Staffing
from shared.domain.policies import Policy
from shared.domain.routing import Routed
from shared.domain.settings import Settings
from shared.kpis.days import bounds, hours
from shared.kpis.forecast_past import ALL, Past
from shared.kpis.forecast_volume import History
from shared.kpis.staffing import QUARTER, Work, people, workload

LATELY = 28  # days
_ENOUGH = 20  # episodes, or messages, from which on a channel's own numbers count
_BEFORE = 5  # days, of which something may still wait for the opening
_SLOT = timedelta(seconds=QUARTER)
Expected = Mapping[str, Mapping[date, Sequence[float]]]


@dataclass(frozen=True, slots=True)
class Handling:
    """What messages take, in seconds of work, follow-ups and spam included."""

    mean_s: float  # an episode, of all channels
    source: str  # "kpis", or "default" of the settings
    of_message: Mapping[str, float]  # by channel


def handling(history: History, days: Sequence[date], rules: Staffing) -> Handling:
    """Handle time * episodes / messages, of the last 28 days.

    A channel of which less is known than 20 episodes, or messages, takes the means
    of all, and so does one on which nobody has worked yet: episodes that were closed
    unanswered do not tell what an answer takes. If that is so of all, the time is
    that of the settings.
    """
    lately = [history[day] for day in days[-LATELY:]]
    channels = sorted({channel for day in lately for channel in day.inbound})
    ended = {
        c: sum(day.handled.get(c, (0, 0.0))[0] for day in lately) for c in channels
    }
    took = {c: sum(day.handled.get(c, (0, 0.0))[1] for day in lately) for c in channels}
    opened = {c: sum(day.opened.get(c, 0) for day in lately) for c in channels}
    heard = {c: sum(sum(day.inbound.get(c, ())) for day in lately) for c in channels}
    all_took, all_heard = sum(took.values()), sum(heard.values())
    mean = all_took / sum(ended.values()) if all_took else float(rules.handle_time_s)
    share = sum(opened.values()) / all_heard if all_heard else 1.0
    return Handling(
        mean,
        "kpis" if all_took else "default",
        {
            c: (took[c] / ended[c] if ended[c] >= _ENOUGH and took[c] else mean)
            * (opened[c] / heard[c] if heard[c] >= _ENOUGH else share)
            for c in channels
        },
    )


def staff(
    past: Past, expected: Expected, took: Handling, rules: Settings
) -> dict[tuple[str, datetime], int]:
    """How many people each channel takes, and all together, by the start of an hour.

    Channels that share a calendar share their people, those with another do not: what
    all take is the sum over calendars, not over channels. A target is counted in open
    time, also one that a policy gives in elapsed time: only then is somebody there.
    """
    found: dict[tuple[str, datetime], int] = {}
    by_calendar: dict[str, list[str]] = {}
    for channel in expected:
        calendar = _policy(channel, rules).calendar
        by_calendar.setdefault(calendar, []).append(channel)
    for name, channels in by_calendar.items():
        grid = _Grid.of(past, expected, rules.calendars.get(name, rules.calendar))
        for channel in channels:
            alone = grid.people([channel], took, rules)
            found |= {(channel, at): number for at, number in alone.items()}
        for at, number in grid.people(channels, took, rules).items():
            found[ALL, at] = found.get((ALL, at), 0) + number
    return found


def _policy(channel: str, rules: Settings) -> Policy:
    """The policy of a case of no distinction."""
    usual = Routed()
    return rules.sla.policy_for(channel, usual.queue, usual.priority)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The quarters of an hour from some days before the forecast to its end."""

    past: Past
    expected: Expected
    calendar: Calendar
    days: Sequence[date]
    hours: Sequence[tuple[date, int, datetime, range]]  # n-th of its day, its slots
    open_s: Sequence[float]

    @classmethod
    def of(cls, past: Past, expected: Expected, calendar: Calendar) -> "_Grid":
        ahead = sorted(next(iter(expected.values())))
        before = [ahead[0] - timedelta(days=n) for n in range(_BEFORE, 0, -1)]
        days = [*before, *ahead]
        start, end = (bounds(days[n], past.timezone)[n and 1] for n in (0, -1))
        slots = [start + n * _SLOT for n in range((end - start) // _SLOT)]
        open_s = [elapsed(calendar, it, it + _SLOT).total_seconds() for it in slots]
        starts = [
            (day, n, hour.start)
            for day in days
            for n, hour in enumerate(hours(day, past.timezone))
        ]
        ends = [*(at for *_, at in starts[1:]), end]
        spans = [
            (day, n, at, range((at - start) // _SLOT, (until - start) // _SLOT))
            for (day, n, at), until in zip(starts, ends, strict=True)
        ]
        return cls(past, expected, calendar, days, spans, open_s)

    def people(
        self, channels: Sequence[str], took: Handling, rules: Settings
    ) -> dict[datetime, int]:
        """How many people an hour takes, while the desk is open; 0 while it is not."""
        targets = {c: _policy(c, rules).first_response for c in channels}
        seconds = {c: t.total_seconds() if t else None for c, t in targets.items()}
        works = [
            work
            for c in channels
            for work in self._works(c, seconds[c], took.of_message)
        ]
        load = workload(self.open_s, works)
        tightest = min((s for s in seconds.values() if s), default=None)
        handle_s = self._mean_s(channels, took)
        return {
            at: people(
                max(load[n] for n in slots), tightest, handle_s, rules.forecast.staffing
            )
            for _, _, at, slots in self.hours
            if slots
        }

    def _works(
        self, channel: str, target: float | None, of_message: Mapping[str, float]
    ) -> Iterator[Work]:
        each = of_message.get(channel, 0.0)
        for day, n, _, slots in self.hours:
            messages = self._messages(channel, day, n)
            for slot in slots:
                if messages and each:
                    yield Work(slot, messages * each / len(slots), target)

    def _messages(self, channel: str, day: date, hour: int) -> float:
        """What is expected; before, what came."""
        ahead = self.expected[channel].get(day)
        came = self.past.channels[channel].get(day)
        by_hour = ahead if ahead is not None else came
        return by_hour[hour] if by_hour is not None else 0.0

    def _mean_s(self, channels: Sequence[str], took: Handling) -> float:
        """What a message of these channels takes, on the whole."""
        heard = {c: sum(map(sum, self.expected[c].values())) for c in channels}
        work = sum(heard[c] * took.of_message.get(c, 0.0) for c in channels)
        total = sum(heard.values())
        return work / total if total and work else 1.0
