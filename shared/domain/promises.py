"""How an episode's promises begin, pause, go on and end, as the fold meets events.

The first response is promised once, from the opening; after it, every wait of
the customer for its own; the resolution for the time that the desk is the one
to act. All instants follow from the log and from the rules over time: the policy
is that of the opening, or of when it was changed for another, whatever has been
put since; the hours are those known when a stretch of time begins.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.calendars import Calendar, NeverOpens, deadline, elapsed
from shared.domain.policies import Policy
from shared.domain.settings import Rules, Settings
from shared.domain.state import Episode


def policy_of(episode: Episode, channel: str, rules: Rules) -> Policy:
    """The policy an episode was opened under, or was given since."""
    routing, sla = episode.routing, rules.at(episode.policy_at or episode.opened_at).sla
    named = sla.policies.get(routing.policy or "")
    return named or sla.policy_for(channel, routing.queue, routing.priority)


def ends(
    policy: Policy, start: datetime, target: timedelta, rules: Rules
) -> datetime | None:
    """When a target that starts to run at ``start`` is used up.

    None where the desk never opens again: nothing can be promised then.
    """
    if not policy.business:
        return start + target
    try:
        return deadline(calendar_of(policy, rules.at(start)), start, target)
    except NeverOpens:
        return None


def runs(policy: Policy, start: datetime, end: datetime, rules: Rules) -> timedelta:
    """How much of a target the stretch from ``start`` to ``end`` uses up."""
    if not policy.business:
        return end - start
    return elapsed(calendar_of(policy, rules.at(start)), start, end)


def opened(
    episode: Episode, policy: Policy, rules: Rules, promised: datetime | None
) -> Episode:
    """Promise a first response, unless ``promised`` says when, and a resolution."""
    due = promised
    if due is None and policy.first_response is not None:
        due = ends(policy, episode.opened_at, policy.first_response, rules)
    episode = replace(episode, due=due)
    if policy.resolution is None or episode.timed_from is None:
        return episode  # nobody resolves imported conversations
    left = policy.resolution.total_seconds()
    return _resumed(
        replace(episode, resolution_left=left), policy, rules, episode.opened_at
    )


def waits(episode: Episode, policy: Policy, rules: Rules, at: datetime) -> Episode:
    """The customer waits for an answer from now on, unless he did already."""
    if episode.waiting_since is not None:
        return episode
    next_due = None
    if _is_next(episode) and policy.next_response is not None:
        next_due = ends(policy, at, policy.next_response, rules)
    recorded = tuple(r for r in episode.recorded if not r.endswith(":next_response"))
    episode = replace(episode, waiting_since=at, next_due=next_due, recorded=recorded)
    if episode.by_hand and episode.resolution_left is None and policy.resolution:
        left = policy.resolution.total_seconds()
        episode = replace(episode, resolution_left=left)
    return _resumed(episode, policy, rules, at)


def answered(episode: Episode, policy: Policy, rules: Rules, at: datetime) -> Episode:
    """It is the customer's turn: his wait is over, the resolution's time stands."""
    episode = replace(episode, waiting_since=None, next_due=None)
    due, since = episode.resolution_due, episode.resolution_since
    if not policy.pauses or due is None or since is None or at >= due:
        return episode
    left = timedelta(seconds=episode.resolution_left or 0)
    left = max(left - runs(policy, since, at, rules), timedelta())
    return replace(
        episode,
        resolution_left=left.total_seconds(),
        resolution_since=None,
        resolution_due=None,
    )


def changed(
    episode: Episode, old: Policy, new: Policy, rules: Rules, at: datetime
) -> Episode:
    """Another policy from now on: what still runs is promised anew, not backwards.

    What has ended stays as it ended; a stricter promise that would be over
    already is due now.
    """
    if episode.due is not None and episode.responded_at is None and episode.due > at:
        due = _anew(new, new.first_response, episode.opened_at, rules, at)
        episode = replace(episode, due=due)
    waiting = episode.waiting_since
    if waiting is not None and _is_next(episode) and not _over(episode.next_due, at):
        due = _anew(new, new.next_response, waiting, rules, at)
        episode = replace(episode, next_due=due)
    if episode.timed_from is None or _over(episode.resolution_due, at):
        return episode
    return _resolution_changed(episode, old, new, rules, at)


def _resolution_changed(
    episode: Episode, old: Policy, new: Policy, rules: Rules, at: datetime
) -> Episode:
    stands = episode.resolution_since is None and episode.resolution_left is not None
    if new.resolution is None:
        return replace(
            episode, resolution_left=None, resolution_since=None, resolution_due=None
        )
    used = timedelta()
    if episode.resolution_left is not None and old.resolution is not None:
        used = old.resolution - timedelta(seconds=episode.resolution_left)
        if episode.resolution_since is not None:
            used += runs(old, episode.resolution_since, at, rules)
    left = max(new.resolution - used, timedelta()).total_seconds()
    episode = replace(
        episode, resolution_left=left, resolution_since=None, resolution_due=None
    )
    return episode if stands else _resumed(episode, new, rules, at)


def _anew(
    policy: Policy,
    target: timedelta | None,
    start: datetime,
    rules: Rules,
    at: datetime,
) -> datetime | None:
    due = None if target is None else ends(policy, start, target, rules)
    return None if due is None else max(due, at)


def _resumed(episode: Episode, policy: Policy, rules: Rules, at: datetime) -> Episode:
    """Let the resolution's time run, if there is one and it stands still."""
    if episode.resolution_left is None or episode.resolution_since is not None:
        return episode
    due = ends(policy, at, timedelta(seconds=episode.resolution_left), rules)
    if due is None:
        return episode
    return replace(episode, resolution_since=at, resolution_due=due)


def _is_next(episode: Episode) -> bool:
    """Whether a wait is for a next response: the first one is given, or not owed."""
    return episode.responded_at is not None or episode.by_hand


def _over(due: datetime | None, at: datetime) -> bool:
    return due is not None and due <= at


def calendar_of(policy: Policy, rules: Settings) -> Calendar:
    """When the desk is open for what is promised by a policy."""
    return rules.calendars.get(policy.calendar, rules.calendar)
