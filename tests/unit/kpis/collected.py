"""The facts of a small log: one person's, whose first message opens ``CASE``."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.domain.settings import Rules, default_settings
from shared.kpis.collect import Window, collect
from shared.kpis.elsewhere import Call, Elsewhere
from shared.kpis.facts import EpisodeFact, Facts
from shared.kpis.pseudonyms import pseudonymiser
from tests.fakes.entries import action, at, received

SETTINGS = default_settings("UTC")
CASE = case_id("x:1", "m1")
ASSIGNED = action("assigned", 1, CASE, agent="amy")
RESOLVED = action("resolved", 30, CASE)
ASKED = action(
    "survey_sent", 40, CASE, id="s1", agent="amy", expires_at=at(5_000), target="p1"
)
HIDE = pseudonymiser(b"key")
DAY = 24 * 60  # minutes


def facts(
    *entries: Entry,
    first: Entry | None = None,
    person: str = "x:1",
    rules: Rules = SETTINGS,
    calls: Sequence[Call] = (),
    now: float = 99_999,
    days: int = 0,
    **window: float,
) -> Facts:
    """What is told of a first message and these entries; times are minutes.

    ``days`` is the number of local days of which the end is asked for, from
    Monday's on; ``calls`` are those of another identity of the customer.
    """
    midnight = at().replace(hour=0)
    span = Window(
        start=at(window.get("start", -9_999)),
        end=at(window.get("end", 99_999)),
        now=at(now),
        day_ends=tuple(midnight + timedelta(days=n + 1) for n in range(days)),
    )
    elsewhere = Elsewhere(first="phone:1", calls=calls) if calls else None
    # Whoever it is, the case that is acted on is his.
    opening = first or received(opens=None if person == "x:1" else CASE)
    log = [opening, *entries]
    return collect(person, log, rules, HIDE, span, elsewhere)


def told(records: Sequence[Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(r, n) for n in names) for r in records]


def events(found: Facts, event: str) -> list[EpisodeFact]:
    return [e for e in found.episodes if e.event == event]


def resolved(*entries: Entry, **said: Any) -> EpisodeFact:
    """The fact of the first episode's resolution."""
    return events(facts(*entries, **said), "resolved")[0]
