"""Agents, and whom a case goes to: pure, with the reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.calendars import Calendar, is_open, next_closing, next_opening

CAPACITY = 10  # of an agent of whom nothing else is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a case asks of whoever takes it, and who had it before.

    ``language`` None: it is not known. ``first`` goes before everybody else, then
    ``related``, who have another open case of the customer; ``without`` is
    whoever gave it back.
    """

    channel: str
    skills: tuple[str, ...] = ()
    language: str | None = None
    first: str | None = None
    related: tuple[str, ...] = ()
    without: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person who answers.

    ``channels`` None: all of them, but for ``except_channels``. Without
    ``languages`` he speaks all, without ``shifts`` he is on shift whenever he
    is available. ``load`` counts the open cases assigned to him; it is kept in
    the same transaction as the assignment.
    """

    id: str
    name: str
    capacity: int = CAPACITY
    channels: tuple[str, ...] | None = None
    except_channels: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    shifts: Calendar | None = None
    available: bool = False
    load: int = 0

    def serves(self, channel: str) -> bool:
        listed = self.channels is None or channel in self.channels
        return listed and channel not in self.except_channels

    def speaks(self, language: str | None) -> bool:
        """Whether he knows a language such as "pt" or "pt-BR", in any variety."""
        if language is None or not self.languages:
            return True
        return _base(language) in map(_base, self.languages)

    def on_shift(self, now: datetime) -> bool:
        return self.shifts is None or is_open(self.shifts, now)

    def why_never(self, need: Need) -> str | None:
        """What he lacks for such a case, whenever it is; None: nothing."""
        if not self.serves(need.channel):
            return "not_on_channel"
        missing = sorted(set(need.skills) - set(self.skills))
        if missing:
            return f"lacks_skill {missing[0]}"
        if not self.speaks(need.language):
            return f"does_not_speak {need.language}"
        return None

    def why_not_now(self, now: datetime) -> str | None:
        """Why he can take no case at all at present; None: he can."""
        if not self.available:
            return "not_available"
        if not self.on_shift(now):
            return "off_shift"
        if self.load >= self.capacity:
            return "at_capacity"
        return None

    def why_not(self, need: Need, now: datetime) -> str | None:
        """Why he cannot take such a case now; None: he can."""
        return self.why_never(need) or self.why_not_now(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The agent chosen, or None, and what spoke for or against everyone."""

    agent: Agent | None
    reasons: dict[str, str]


def choose(agents: Iterable[Agent], need: Need, now: datetime) -> Choice:
    """Choose who takes a case: whoever had it, knows the customer, is least loaded.

    Loads are compared to capacities; ties go by id.
    """
    reasons: dict[str, str] = {}
    able: list[Agent] = []
    for agent in agents:
        against = agent.why_not(need, now)
        if agent.id == need.without:
            against = against or "gave_it_back"
        reasons[agent.id] = against or _why(agent, need)
        if against is None:
            able.append(agent)
    best = min(able, key=lambda a: _rank(a, need), default=None)
    return Choice(agent=best, reasons=reasons)


def joined(agent: Agent, channel: str) -> Agent:
    """The agent as a member of a channel."""
    rest = tuple(c for c in agent.except_channels if c != channel)
    channels = agent.channels
    if channels is not None and channel not in channels:
        channels = (*channels, channel)
    return replace(agent, channels=channels, except_channels=rest)


def left(agent: Agent, channel: str) -> Agent:
    """The agent as no member of a channel any more."""
    if not agent.serves(channel):
        return agent
    if agent.channels is None:
        return replace(agent, except_channels=(*agent.except_channels, channel))
    return replace(agent, channels=tuple(c for c in agent.channels if c != channel))


def shift_start(agent: Agent, now: datetime) -> datetime | None:
    """When his next shift starts; None: he is on shift, or has none."""
    if agent.shifts is None or agent.on_shift(now):
        return None
    return next_opening(agent.shifts, now)


def shift_end(agent: Agent, given: datetime, now: datetime) -> datetime | None:
    """When the shift is over after which he gives a case back; None: no such end.

    What he was given off shift he has to the end of his next one.
    """
    if agent.shifts is None:
        return None
    return next_closing(agent.shifts, now if agent.on_shift(now) else given)


def _rank(agent: Agent, need: Need) -> tuple[bool, bool, float, str]:
    load = agent.load / agent.capacity
    return agent.id != need.first, agent.id not in need.related, load, agent.id


def _why(agent: Agent, need: Need) -> str:
    load = f"load {agent.load} of {agent.capacity}"
    if agent.id == need.first:
        return f"had it before, {load}"
    return f"has the customer, {load}" if agent.id in need.related else load


def _base(language: str) -> str:
    return language.lower().partition("-")[0]
