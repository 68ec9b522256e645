"""What is known of a customer beyond the log of the person who writes.

Only who is linked, or of whom the CRM has told something, costs a request; his
card says so.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shared.domain.customers import Customer
from shared.domain.state import Case
from shared.domain.triage import Surroundings
from shared.ports import Card, Ports


def surroundings(
    writers: Mapping[str, datetime], cards: Mapping[str, Card], ports: Ports
) -> dict[str, Surroundings]:
    """What routing may ask of each writer's other identities.

    Args:
        writers: persons with an id in ``cards``, and when they wrote.
        cards: their cards.
        ports: the adapters; two requests for all of them, none for strangers.

    """
    leaders = {p: one for p in writers if (one := cards[p].customer) is not None}
    found = customers(leaders.values(), ports)
    circles = {p: found[one] for p, one in leaders.items() if one in found}
    wanted = {q for p, customer in circles.items() for q in customer.persons if q != p}
    known = ports.log.cards(wanted) if wanted else {}
    return {
        person: _around(
            [known[q] for q in customer.persons if q != person],
            writers[person],
            customer.known(),
            ports.settings.at(writers[person]).metrics.lookback,
        )
        for person, customer in circles.items()
    }


def others(card: Card, ports: Ports) -> list[Card]:
    """The cards of a customer's other identities; none for who is linked to nobody."""
    if card.customer is None:
        return []
    customer = customers([card.customer], ports).get(card.customer)
    persons = [p for p in customer.persons if p != card.person.id] if customer else []
    cards = ports.log.cards(persons) if persons else {}
    return [cards[p] for p in persons]


def customers(ids: Iterable[str], ports: Ports) -> dict[str, Customer]:
    """The customers of these ids that there are."""
    wanted = set(ids)
    kept = ports.customers.get(wanted) if wanted else {}
    return {one: k.customer for one, k in kept.items() if k.customer is not None}


def related_agents(card: Card, ports: Ports) -> list[str]:
    """Who has an open case of the same customer on another channel."""
    cases = [other.person.case for other in others(card, ports)]
    return [
        c.episode.agent for c in cases if c and c.status == "open" and c.episode.agent
    ]


def _around(
    cards: Iterable[Card],
    at: datetime,
    attributes: Mapping[str, str],
    lookback: timedelta,
) -> Surroundings:
    messages = complaints = open_cases = 0
    failed, calls = False, list[datetime]()
    for card in cards:
        tally, case = card.person.tally, card.person.case
        messages += tally.messages
        complaints += tally.complaints
        if tally.called_at is not None:
            calls.append(tally.called_at)
        if case is not None and case.opened_at < at:
            open_cases += case.status == "open"
            failed = failed or _has_failed(case, at, lookback)
    return Surroundings(
        messages=messages,
        complaints=complaints,
        open_cases=open_cases,
        failed_elsewhere=failed
        or any(_is_lately(call, at, lookback) for call in calls),
        called_at=max(calls, default=None),
        attributes=attributes,
    )


def _has_failed(case: Case, at: datetime, lookback: timedelta) -> bool:
    """Whether he was left waiting, or has had to come back, lately."""
    episode = case.episode
    is_open = case.status == "open"
    is_breached = any(name.startswith("breached:") for name in episode.recorded)
    is_recent = is_open or _is_lately(episode.resolved_at, at, lookback)
    return (is_breached and is_recent) or (is_open and episode.number > 1)


def _is_lately(then: datetime | None, at: datetime, lookback: timedelta) -> bool:
    return then is not None and at - lookback <= then < at
