"""From the log to the parts of days: read who matters, fold, collect, add up."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from functions.surroundings import customers
from shared.domain.log import Entry
from shared.domain.shards import shard_of
from shared.domain.times import from_text, to_text
from shared.kpis.collect import Window, collect
from shared.kpis.daily import rules_of
from shared.kpis.days import bounds, stretches
from shared.kpis.elsewhere import Elsewhere, calls
from shared.kpis.facts import Facts, HelpViewFact, join
from shared.kpis.parts import Gathering, Part
from shared.kpis.pseudonyms import pseudonymiser
from shared.ports import Ports

READERS = 8
CHUNK = 256  # logs in memory at once
ONE_DAY = timedelta(days=1)
LIVE_SINCE = "kpis/live_since.txt"
FIRST_LOOK = timedelta(days=14)  # more than the first night looks back
AHEAD = timedelta(minutes=1)  # of our clock may another one of ours be


@dataclass(frozen=True, slots=True)
class Gathered:
    """A part of a day, and the files of its facts, path -> bytes."""

    day: date
    part: Part
    files: Mapping[str, bytes]


def gather(
    days: Sequence[date], now: datetime, ports: Ports, shard: int | None = None
) -> Iterator[Gathered]:
    """Collect the facts of local days, in order, of one shard or of everybody.

    A log is folded once for up to ``STRETCH`` days.
    """
    still: set[str] = set()
    known_until: date | None = None
    for stretch in stretches(days):
        start = bounds(stretch[0], ports.timezone)[0]
        end = bounds(stretch[-1], ports.timezone)[1]
        if known_until == stretch[0] - ONE_DAY:
            persons = still | ports.log.persons_between(start, end, shard)
        else:
            persons = concerned(stretch, now, ports, shard)
        gatherings = [_gathering(day, ports, shard) for day in stretch]
        ends = tuple(bounds(day, ports.timezone)[1] for day in stretch)
        window = Window(start=start, end=end, now=now, day_ends=ends)
        still = set()
        for facts, of_open in _facts(sorted(persons), window, ports):
            still |= of_open
            for gathering in gatherings:
                gathering.add(facts)
        known_until = stretch[-1]
        for day, gathering in zip(stretch, gatherings, strict=True):
            if shard in (None, 0):
                gathering.add(Facts(help_views=_help_views(day, ports)))
            yield Gathered(day, *gathering.finish())


def concerned(
    days: Sequence[date], now: datetime, ports: Ports, shard: int | None
) -> set[str]:
    """Whose logs are read for some days: who was active, or had an open episode."""
    start = bounds(days[0], ports.timezone)[0]
    end = bounds(days[-1], ports.timezone)[1]
    active = ports.log.persons_between(start, end, shard)
    return active | _open_then(end, now, ports, shard)


def _gathering(day: date, ports: Ports, shard: int | None) -> Gathering:
    rules = rules_of(day, ports.timezone, ports.settings)
    return Gathering(day, ports.timezone, rules, str(shard or 0))


def _open_then(
    end: datetime, now: datetime, ports: Ports, shard: int | None
) -> set[str]:
    """Who may have had an open episode at an instant: it is open, or ended since.

    Nothing was ended before the deployment, whenever it was written, and of an
    import nothing is open: the days between are not looked at. What ends while we
    look is in the list still, or in what has ended by the time that we have it.
    """
    still = ports.log.open_persons(ports.settings.queues)
    mine = {p for p in still if shard in (None, shard_of(p))}
    since = max(end, live_since(now, ports))
    until = ports.clock.now() + AHEAD
    return mine | (
        ports.log.ended_between(since, until, shard) if since < until else set()
    )


def live_since(now: datetime, ports: Ports) -> datetime:
    """Since when the desk works with us: shortly before its first numbers."""
    content = ports.files.read(LIVE_SINCE)
    if content is not None:
        return from_text(content.decode())
    since = now - FIRST_LOOK
    ports.files.write(LIVE_SINCE, to_text(since).encode())
    return since


def _facts(
    persons: Sequence[str], window: Window, ports: Ports
) -> Iterator[tuple[Facts, set[str]]]:
    """The facts of some persons at a time, and who has an open episode at the end.

    Most of it is waiting for the logs.
    """
    pseudonym = pseudonymiser(ports.secrets.key())
    with ThreadPoolExecutor(READERS) as pool:
        for start in range(0, len(persons), CHUNK):
            chunk = persons[start : start + CHUNK]
            logs = dict(zip(chunk, pool.map(ports.log.read, chunk), strict=True))
            known = _elsewhere(logs, ports)
            found = {
                person: collect(
                    person, log, ports.settings, pseudonym, window, known.get(person)
                )
                for person, log in logs.items()
            }
            yield (
                join(found.values()),
                {p for p, f in found.items() if _open(f, window)},
            )


def _open(facts: Facts, window: Window) -> bool:
    last = window.end - timedelta(milliseconds=1)
    return any(e.event == "open" and e.at == last for e in facts.episodes)


def _help_views(day: date, ports: Ports) -> list[HelpViewFact]:
    return [
        HelpViewFact(
            id=views.id,
            at=views.at,
            views=views.count,
            topics=(views.topic,) if views.topic else (),
        )
        for views in ports.help_views.between(*bounds(day, ports.timezone))
    ]


def _elsewhere(
    logs: Mapping[str, list[Entry]], ports: Ports
) -> Mapping[str, Elsewhere]:
    """What the linked among these persons are and did under other identities.

    Every link is in the logs of its ends, so who has none there costs nothing.
    """
    ever = [p for p, log in logs.items() if any(e.kind == "linked" for e in log)]
    cards = ports.log.cards(ever) if ever else {}
    found = customers({c.customer for c in cards.values() if c.customer}, ports)
    linked = {
        p: customer
        for p, card in cards.items()
        if (customer := found.get(card.customer or "")) and customer.links
    }
    wanted = {p for customer in linked.values() for p in customer.persons}
    called = {
        p: calls(p, logs[p] if p in logs else ports.log.read(p), ports.settings)
        for p in wanted
    }
    return {
        person: Elsewhere(
            first=customer.persons[0],
            calls=[at for p in customer.persons if p != person for at in called[p]],
        )
        for person, customer in linked.items()
    }
