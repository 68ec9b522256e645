"""The law of erasure: no fact of any history reads what it takes away."""

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.erasure import left_of
from shared.domain.log import Entry
from shared.kpis.collect import Window, collect
from tests.fakes.entries import at
from tests.unit.kpis.collected import DAY, SETTINGS
from tests.unit.kpis.test_collect_laws import MINUTES, PERSONS, histories

WINDOW = Window(start=at(-DAY), end=at(40 * DAY), now=at(40 * DAY))


@given(histories(), st.sampled_from(PERSONS), MINUTES)
def test_facts_are_the_same_whenever_he_was_erased(
    log: list[Entry], person: str, minutes: int
) -> None:
    """At an instant in the midst of it: what came later is as it was written."""
    then = at(minutes)
    note = Entry(at=then, id="erased-1", kind="erased", agent="ada")
    erased = [left_of(e) if e.at <= then else e for e in log]
    before, after = (
        collect(person, entries, SETTINGS, str, WINDOW)
        for entries in (log, [*erased, note])
    )

    assert after == before
