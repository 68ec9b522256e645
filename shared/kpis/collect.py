"""From a person's log to facts: replay the fold and note what each step meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.kpis.clock_facts import clock_facts
from shared.kpis.elsewhere import Elsewhere
from shared.kpis.episode_facts import episode_facts
from shared.kpis.facts import Facts
from shared.kpis.history import History, Pseudonym
from shared.kpis.message_facts import message_facts
from shared.kpis.survey_facts import survey_facts


@dataclass(frozen=True, slots=True)
class Window:
    """Facts are wanted from ``start`` (in) to ``end`` (out), of a day or of many.

    ``now`` bounds what may be called breached: a clock due later still runs.
    ``day_ends`` are the instants at which the local days of the window end: what
    is open then is a fact of the day, once it has ended.
    """

    start: datetime
    end: datetime
    now: datetime
    day_ends: tuple[datetime, ...] = ()


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
    history = History(person, entries, settings, pseudonym, elsewhere, window.day_ends)
    ended_days = [end for end in window.day_ends if end <= window.now]
    facts = Facts(
        messages=list(message_facts(history)),
        clocks=list(clock_facts(history, window.now)),
        episodes=list(episode_facts(history, ended_days, window.now)),
        surveys=list(survey_facts(history, window.now)),
    )
    return facts.within(window.start, window.end)
