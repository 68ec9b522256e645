"""What a case asks of an agent, and when an agent gives his cases back: pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from shared.domain.agents import Agent, Need, shift_end, shift_start
from shared.domain.escalation import ReturnCases
from shared.domain.log import Entry
from shared.domain.state import Case, Person


def need_of(person: Person, case: Case) -> Need:
    """What a case asks of whoever takes it; who had it before goes first."""
    episode = case.episode
    back = episode.given_back_by
    former = episode.former_agent
    return Need(
        channel=person.channel,
        skills=episode.routing.skills,
        language=episode.language,
        first=former if former != back else None,
        without=back,
    )


class Given(NamedTuple):
    """When a case was given to whoever has it, and whether by hand by another."""

    at: datetime
    by_hand: bool = False


def given(case: Case, entries: Iterable[Entry]) -> Given:
    """How the agent who has a case now came to it, as far as the log tells."""
    agent = case.episode.agent
    mine = (e for e in entries if e.kind == "assigned" and e.agent == agent)
    last = max(mine, key=lambda e: e.at, default=None)
    if last is None:
        return Given(case.episode.assigned_at or case.episode.opened_at)
    return Given(last.at, by_hand=(last.raw or {}).get("by") not in (None, agent))


def why_back(
    agent: Agent | None, given: Given, now: datetime, mode: ReturnCases
) -> str | None:
    """Why a case goes back to its queue; None: he keeps it.

    Who has no shifts is on shift as long as he is available. What somebody was
    given by hand although he was away he keeps.
    """
    if agent is None:
        return "agent_removed"
    if mode == "never":
        return None
    end = shift_end(agent, given.at, now)
    if end is not None and end <= now:
        return "shift_over"
    counts = mode == "at_once" or agent.shifts is None
    if counts and not agent.available and not given.by_hand:
        return "agent_absent"
    return None


def back_at(
    agent: Agent | None, given: Given, now: datetime, mode: ReturnCases
) -> datetime | None:
    """When a case goes back to its queue without anybody doing anything."""
    if agent is None or why_back(agent, given, now, mode) is not None:
        return now
    return None if mode == "never" else shift_end(agent, given.at, now)


def next_start(agents: Iterable[Agent], need: Need, now: datetime) -> datetime | None:
    """When the next shift starts of somebody who may take such a case.

    Whether he will be available by then nobody knows: many come a little before
    their shift, when a case that waits can no longer be told.
    """
    starts = [
        start
        for agent in agents
        if agent.id != need.without
        and agent.why_never(need) is None
        and (start := shift_start(agent, now)) is not None
    ]
    return min(starts, default=None)
