"""A stretch of a log, told without what came before it: for pages of long logs.

From the first message on that opened a case the stretch says all there is to
know of cases. What stands before that is part of a case that began out of sight,
if anything was done with one there: the first thing done names it, and it is
taken as open from the beginning of the stretch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.domain.actions import ACTIONS
from shared.domain.cases import Step, replay, why_passed_over
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.state import Case, Episode, Person


@dataclass(frozen=True, slots=True)
class Stretch:
    """How the messages of a stretch were taken, and why some were flushed, by key."""

    steps: Mapping[str, Step]
    flushed: Mapping[str, str]


def told(
    person: str, entries: Sequence[Entry], settings: Rules, *, whole: bool
) -> Stretch:
    """Tell how a stretch of a person's log was taken.

    Args:
        person: whose log.
        entries: the stretch, in order (``log.in_order``).
        settings: the rules in force, over time.
        whole: it begins where the log begins: nothing is out of sight.

    """
    openers = (n for n, entry in enumerate(entries) if entry.opens)
    first = 0 if whole else next(openers, len(entries))
    start = Person(id=person, case=_case_out_of_sight(entries[:first]))
    steps = list(replay(start, entries[:first], settings))
    end = steps[-1].after if steps else start
    start = Person(id=person, survey=end.survey, tally=end.tally)
    steps += replay(start, entries[first:], settings)
    reasons = ((s.entry.key, why_passed_over(s, settings)) for s in steps)
    return Stretch(
        steps={s.entry.key: s for s in steps},
        flushed={key: reason for key, reason in reasons if reason is not None},
    )


def _case_out_of_sight(entries: Sequence[Entry]) -> Case | None:
    """The case that the first action here was meant for, with nobody waiting in it."""
    done = next((e for e in entries if e.kind in ACTIONS and e.case), None)
    if done is None or done.case is None or done.episode is None:
        return None
    begun = entries[0]
    episode = Episode(
        number=done.episode,
        opened_at=begun.at,
        due=None,
        waiting_since=None,
        timed_from=begun.id,  # nothing is done with imported cases
    )
    return Case(
        id=done.case,
        opened_at=begun.at,
        visibility="private",
        social=True,
        named=True,
        episode=episode,
    )
