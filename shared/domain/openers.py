"""Which arrivals open a case or an episode, and what is stored with them then."""

from collections.abc import Sequence
from dataclasses import replace

from shared.domain.cases import Step, apply
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.survey_state import is_contact
from shared.domain.triage import (
    ALONE,
    Surroundings,
    decided,
    is_flushed,
    routed,
    why_flushed,
)


def marked_openers(
    steps: Sequence[Step], arrived: set[str], settings: Rules, around: Surroundings
) -> dict[str, Entry]:
    """The arrivals that open something, with what they open stored with them.

    The message that opens a case carries its id, unless a message of the case
    has one already; the one that opens an episode carries how it was routed and
    what was promised then, which later settings do not change. One that was
    stored unmarked, as part of a case that it did not open after all, is marked
    now.
    """
    final = {s.after.since: s.after.case for s in steps if s.after.case is not None}
    marked: dict[str, Entry] = {}
    for step in steps:
        entry, case = step.entry, final.get(step.entry.key)
        if entry.key not in arrived or not (
            _opens_episode(step) or _is_in_doubt(step, settings, around)
        ):
            continue
        if decided(entry) is None:
            entry = _routed(step, settings, around)
        if case is not None and not case.named and not is_flushed(entry):
            entry = replace(entry, opens=case.id)
        if entry != step.entry:
            marked[entry.key] = entry
    return marked


def _is_in_doubt(step: Step, settings: Rules, around: Surroundings) -> bool:
    """Whether it opens nothing as far as the log goes, but more is known than that."""
    entry = step.entry
    if around == ALONE or entry.routing is not None:
        return False
    if entry.kind != "message_received" or not is_contact(step.before, entry):
        return False
    reason = why_flushed(step.before, entry, settings.at(entry.at))
    return reason not in {None, "courtesy"}


def _routed(step: Step, settings: Rules, around: Surroundings) -> Entry:
    """The message with its routing, and the first response that promises."""
    rules = settings.at(step.entry.at)
    found = routed(step.before, step.entry, rules, around)
    entry = replace(step.entry, routing=found.to_json())
    if found.flush is not None or entry.due is not None:
        return entry
    case = apply(step.before, entry, settings).case
    return replace(entry, due=case.episode.due) if case else entry


def _opens_episode(step: Step) -> bool:
    before, after = step.before.case, step.after.case
    if after is None or step.entry.kind != "message_received":
        return False
    if before is None or step.before.since != step.after.since:
        return True
    return before.episode.number != after.episode.number
