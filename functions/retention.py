"""Let go of what was kept long enough: every night, in steps that can be done again.

Words go by age: what is older loses them, as by erasure. Whole customers go once
nothing was written of them for long enough. They are announced a night before, so
that whoever computes their days again meanwhile still finds them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from functions.linking import Found, find
from shared.domain.erasure import kept_file, left_of
from shared.domain.log import Entry
from shared.domain.retention import is_at_work, is_silent, month_before, month_of
from shared.domain.state import Person
from shared.domain.times import midnight, to_text
from shared.errors import Conflict, NotFound
from shared.kpis.days import bounds
from shared.observability import logger
from shared.ports import Ports
from shared.ports_privacy import Traces

FORGOTTEN = "forgotten"  # nobody who was heard of since then is
LOOKED_AT, WORDLESS = "looked_at", "wordless"  # the days until then are done
FIRST_LOOK = timedelta(days=14)  # more than the first night looks back
MONTH = timedelta(days=32)  # until the month of an instant is over
EMPTY_MONTHS = 36  # if nobody was heard last in any of them, then nobody was before
ONE_DAY = timedelta(days=1)
LONGEST = timedelta(minutes=5)  # of each task; the next night goes on


def retain(ports: Ports) -> dict[str, int]:
    """Take away what is older than the periods of the newest rules."""
    for name in (LOOKED_AT, WORDLESS):
        if ports.personal.mark(name) is None:
            ports.personal.set_mark(name, midnight(ports.clock.now() - FIRST_LOOK))
    found = {"wordless": take_words(ports), "forgotten": forget_silent(ports)}
    logger.info("What was kept long enough is gone.", extra=found)
    return found


def check_kept(day: date, ports: Ports) -> None:
    """Refuse to compute a day again of which somebody may be forgotten.

    Raises:
        Conflict: it is such a day; its numbers stay what they are.

    """
    forgotten = ports.personal.mark(FORGOTTEN)
    if forgotten is not None and bounds(day, ports.timezone)[0] < forgotten:
        raise Conflict(
            f"Customers of before {to_text(forgotten)} are forgotten, as the "
            "retention settings say: ask for later days.",
            code="beyond_retention",
        )


def forget_silent(ports: Ports) -> int:
    """Forget whom nothing was written of for so long; returns how many customers.

    Who wrote on a day is looked at when its month is as old. Where that is not when
    it was written in his log, as of an import, his card has the month.
    """
    period = ports.settings.newest.retention.customers
    if period is None:
        return 0
    before = ports.clock.now() - period
    announced = ports.personal.mark(FORGOTTEN)
    count, is_news = _forget_of(_imported(before, ports), before, announced, ports)
    for day in _days(LOOKED_AT, before - MONTH, ports):
        persons = sorted(ports.log.persons_between(day, day + ONE_DAY))
        more, is_more = _forget_of(persons, before, announced, ports)
        count, is_news = count + more, is_news or is_more
        if is_more:
            break
        ports.personal.set_mark(LOOKED_AT, day + ONE_DAY)
    if is_news:
        ports.personal.set_mark(FORGOTTEN, before)
    return count


def _forget_of(
    persons: Iterable[str], before: datetime, announced: datetime | None, ports: Ports
) -> tuple[int, bool]:
    """Forget the silent ones; how many, and whether others are to be announced."""
    count, is_news = 0, False
    for person in persons:
        found = _find(person, ports)
        if found is None or not _are_silent(found, before):
            continue
        if announced is None or not _are_silent(found, min(announced, before)):
            is_news = True
        else:
            count += _forget(found, announced, ports)
    return count, is_news


def _imported(before: datetime, ports: Ports) -> Iterator[str]:
    """Who was last written of in months that are as old."""
    month, empty = month_of(before), 0
    while empty < EMPTY_MONTHS:
        month = month_before(month)
        persons = ports.personal.heard_in(month)
        empty = 0 if persons else empty + 1
        yield from persons


def _days(name: str, until: datetime, ports: Ports) -> Iterator[datetime]:
    """The days from a mark on, as long as a night has time for."""
    started, end = ports.clock.now(), midnight(until)
    day = ports.personal.mark(name) or end
    while day < end and ports.clock.now() - started < LONGEST:
        yield day
        day += ONE_DAY


def _find(person: str, ports: Ports) -> Found | None:
    try:
        return find(person, ports)
    except (Conflict, NotFound):
        return None  # forgotten with another identity, or being linked anew


def _are_silent(found: Found, before: datetime) -> bool:
    return all(
        card.version == 0 or is_silent(card.person, card.heard, before)
        for card in found.cards.values()
    )


def _forget(found: Found, before: datetime, ports: Ports) -> bool:
    """Forget a customer under all identities; whether anything of him was left.

    The one who leads is the last: what breaks off goes on with the next night.
    """
    for person in reversed(found.customer.persons):
        card, log = found.cards[person], ports.log.read(person)
        for path in filter(None, map(kept_file, log)):
            ports.files.delete(path)
        try:
            ports.personal.forget(card, _traces(log), before, ports.clock.now())
        except Conflict:
            return False  # he has just written
    return any(card.person.last for card in found.cards.values())


def _traces(log: list[Entry]) -> Traces:
    return Traces(
        cases=frozenset(e.opens for e in log if e.opens),
        posts=frozenset(e.id for e in log if e.visibility == "public"),
        addresses=frozenset(e.address for e in log if e.address),
    )


def take_words(ports: Ports) -> int:
    """Take the words out of what is older; returns of how many entries.

    Day by day: who has an entry of the day loses the words of all that is older.
    What belongs to an open case keeps them, until its last entry is as old.
    """
    period = ports.settings.newest.retention.words
    if period is None:
        return 0
    count = 0
    for day in _days(WORDLESS, ports.clock.now() - period, ports):
        end = day + ONE_DAY
        for person in sorted(ports.log.persons_between(day, end)):
            count += _take_words(person, end, ports)
        ports.personal.set_mark(WORDLESS, end)
    return count


def _take_words(person: str, until: datetime, ports: Ports) -> int:
    state = ports.log.cards([person])[person].person
    old = [
        e for e in ports.log.read(person) if e.at < until and not _is_needed(e, state)
    ]
    changed = [e for e in old if left_of(e) != e]
    for path in filter(None, map(kept_file, changed)):
        ports.files.delete(path)
    if changed:
        ports.log.append([(person, left_of(entry)) for entry in changed])
    return len(changed)


def _is_needed(entry: Entry, person: Person) -> bool:
    is_open = person.case is not None and is_at_work(person.case)
    return is_open and entry.key >= person.since
