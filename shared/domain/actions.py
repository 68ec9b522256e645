"""What agents, supervisors and timers do with an episode, as the fold meets it.

Each function takes the episode that the action was meant for, if it is still
the present one, one step further; what no longer fits changes nothing. Whether
an action may be taken at all is decided before it is recorded (commands.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from shared.domain.log import Entry
from shared.domain.promises import changed, policy_of
from shared.domain.routing import Routed
from shared.domain.settings import Rules
from shared.domain.state import Episode, Person

# Whoever gave it back, or was relieved of it, is not given it again at once.
GIVEN_BACK = frozenset(
    {"returned_by_agent", "returned_by_supervisor", "breach", "at_risk"}
)

Action = Callable[[Episode, Entry, Rules, Person], Episode]


def _assigned(
    episode: Episode, entry: Entry, _rules: Rules, _person: Person
) -> Episode:
    """Somebody has it; if somebody else had it, it was taken over from him."""
    taken_over = episode.agent is not None and episode.agent != entry.agent
    has_it = episode.agent == entry.agent
    return replace(
        episode,
        agent=entry.agent,
        former_agent=episode.agent if taken_over else episode.former_agent,
        assigned_at=episode.assigned_at if has_it else entry.at,
        given_back_by=None,
    )


def _unassigned(
    episode: Episode, entry: Entry, _rules: Rules, _person: Person
) -> Episode:
    given_back = entry.reason in GIVEN_BACK
    return replace(
        episode,
        agent=None,
        former_agent=episode.agent or episode.former_agent,
        given_back_by=episode.agent if given_back else None,
    )


def _routed(episode: Episode, entry: Entry, rules: Rules, person: Person) -> Episode:
    """Move it to another queue, priority or policy: promised anew from now on."""
    after = replace(episode, routing=Routed.from_json(entry.routing or {}))
    if after.routing.policy == episode.routing.policy:
        return after
    old = policy_of(episode, person.channel, rules)
    after = replace(after, policy_at=entry.at)
    new = policy_of(after, person.channel, rules)
    return changed(after, old, new, rules, entry.at)


def _escalated(
    episode: Episode, entry: Entry, _rules: Rules, _person: Person
) -> Episode:
    kind = entry.what or ""
    if entry.reason == "low_score":
        since = episode.low_score_at or entry.at
        episode = replace(episode, low_score_at=since)
    known = kind in episode.escalated
    return episode if known else replace(episode, escalated=(*episode.escalated, kind))


def _offered(episode: Episode, entry: Entry, _rules: Rules, _person: Person) -> Episode:
    return replace(episode, offered_at=episode.offered_at or entry.at)


def _snoozed(episode: Episode, entry: Entry, _rules: Rules, _person: Person) -> Episode:
    return replace(episode, snoozed_until=entry.expires_at)


def _resolved(
    episode: Episode, entry: Entry, _rules: Rules, _person: Person
) -> Episode:
    if episode.resolved_at is not None:
        return episode
    return replace(
        episode,
        resolved_at=entry.at,
        waiting_since=None,
        next_due=None,
        snoozed_until=None,
    )


def _flushed(episode: Episode, entry: Entry, _rules: Rules, _person: Person) -> Episode:
    """End it as nobody's issue; what it waited for is kept, should it come back."""
    if episode.resolved_at is not None:
        return episode
    return replace(
        episode, resolved_at=entry.at, flushed=entry.reason, snoozed_until=None
    )


def _reopened(
    episode: Episode, entry: Entry, _rules: Rules, _person: Person
) -> Episode:
    """Begin the next episode, or take back that this one was flushed.

    By hand nothing is promised until the customer writes.
    """
    if episode.resolved_at is None:
        return episode
    if episode.flushed is not None:
        return replace(
            episode,
            resolved_at=None,
            flushed=None,
            asked=False,
            timed_from=entry.id,
            agent=None,
            former_agent=episode.agent or episode.former_agent,
        )
    return Episode(
        number=episode.number + 1,
        opened_at=entry.at,
        due=None,
        waiting_since=None,
        timed_from=entry.id,
        by_hand=True,
        routing=episode.routing,
        last_at=episode.last_at,
        talk=episode.talk,
        language=episode.language,
        former_agent=episode.agent or episode.former_agent,
    )


def _reviewed(
    episode: Episode, entry: Entry, _rules: Rules, _person: Person
) -> Episode:
    return replace(episode, reviewed=entry.score, low_score_at=None)


def _warned(episode: Episode, entry: Entry, _rules: Rules, _person: Person) -> Episode:
    return _noted(episode, "warned", entry)


def _breached(
    episode: Episode, entry: Entry, _rules: Rules, _person: Person
) -> Episode:
    return _noted(episode, "breached", entry)


def _noted(episode: Episode, what: str, entry: Entry) -> Episode:
    """Remember that a warning or breach is in the log, of the present wait only."""
    if entry.clock == "next_response" and entry.due != episode.next_due:
        return episode
    name = f"{what}:{entry.clock}"
    if name in episode.recorded:
        return episode
    return replace(episode, recorded=(*episode.recorded, name))


ACTIONS: Mapping[str, Action] = {
    "assigned": _assigned,
    "unassigned": _unassigned,
    "routed": _routed,
    "escalated": _escalated,
    "private_offered": _offered,
    "snoozed": _snoozed,
    "resolved": _resolved,
    "flushed": _flushed,
    "reopened": _reopened,
    "reviewed": _reviewed,
    "warned": _warned,
    "breached": _breached,
}
