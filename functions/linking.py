"""Link identities to customers and take them apart, safe against races.

All of a change is one transaction: what hangs together, what each person's card
says of it, and an entry in the logs of both ends, so that who said it and when
stays known. Whoever loses a race reads again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.customers import (
    Customer,
    after,
    customer_id,
    linked,
    unlinked,
    with_attributes,
)
from shared.domain.log import Entry, EntryKind
from shared.errors import Conflict, NotFound
from shared.ports import Card, Ports
from shared.ports_customers import Kept

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A customer as stored, with the card of each of his persons.

    ``named`` is the person he was asked for by; of a customer's id the first.
    """

    customer: Customer
    cards: Mapping[str, Card]
    kept: Mapping[str, Kept]
    named: str

    @property
    def card(self) -> Card:
        return self.cards[self.named]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """The customers that there are afterwards, and what goes into whose log."""

    customers: tuple[Customer, ...]
    found: tuple[Found, ...]  # what was read of them
    entries: tuple[tuple[str, Entry], ...] = ()


def find(name: str, ports: Ports) -> Found:
    """Find a customer by his id, also a former one, or by any of his persons.

    Raises:
        NotFound: nobody has ever written under this id.
        Conflict: he was linked anew all the time.

    """
    for _ in range(_ATTEMPTS):
        found = _find(name, ports)
        if found is not None:
            return found
    raise Conflict("The customer's identities change all the time; try again.")


def link(person: str, to: str, how: str, by: str | None, ports: Ports) -> None:
    """Make a person, with all who are one with him, one with another customer.

    Args:
        person: one of the persons to join, ``channel:user``.
        to: the customer he is, by his id or by any of his persons.
        how: by hand, by the CRM, or by a key that proves it.
        by: who says so; None: the system.
        ports: the adapters.

    Raises:
        NotFound: one of the two is nobody.
        Conflict: he would have too many identities; or the race was lost.

    """

    def decide() -> _Change | None:
        one, other = find(to, ports), find(person, ports)
        if one.customer.id == other.customer.id:
            return None
        merged, made = linked(
            one.customer,
            other.customer,
            other.named,
            at=ports.clock.now(),
            how=how,
            by=by,
        )
        ends = (made.person, made.to)
        entries = _entries("linked", ends, made.at, by, how)
        return _Change(customers=(merged,), entries=entries, found=(one, other))

    _perform(decide, ports)


def unlink(person: str, of: str, by: str, ports: Ports) -> None:
    """Take a person out of a customer, with all who came with him.

    Raises:
        NotFound: he is none of the customer's.
        Conflict: the race was lost every time.

    """

    def decide() -> _Change:
        found, own = find(of, ports), find(person, ports)
        customer = found.customer
        if not customer.links or own.customer.id != customer.id:
            raise NotFound(f"{person} is not linked to {of}.")
        parts = unlinked(customer, own.named)
        at = after(customer.links, ports.clock.now())
        rest = [p for p in customer.persons if p != own.named]
        entries = _entries("unlinked", (own.named, rest[0]), at, by)
        return _Change(customers=parts, entries=entries, found=(found,))

    _perform(decide, ports)


def put_attributes(
    customer: str, values: Mapping[str, str], by: str, ports: Ports
) -> None:
    """Replace what the CRM says of a customer.

    Raises:
        NotFound: there is no such customer.
        Conflict: the race was lost every time.

    """

    def decide() -> _Change:
        found = find(customer, ports)
        now = ports.clock.now()
        told = with_attributes(found.customer, found.named, values, now, by)
        return _Change(customers=(told,), found=(found,))

    _perform(decide, ports)


def _find(name: str, ports: Ports) -> Found | None:
    """Read it once; None: it was being linked anew meanwhile."""
    person = name if ":" in name else _person_of(name, ports)
    card = _card(person, ports)
    customer = Customer(persons=(card.person.id,))
    if card.customer is not None:
        leader = ports.customers.get([card.customer]).get(card.customer)
        if leader is None or leader.customer is None:
            return None
        customer = leader.customer
    if card.person.id not in customer.persons:
        return None
    named = card.person.id if ":" in name else customer.persons[0]
    return Found(
        customer=customer,
        cards=ports.log.cards(customer.persons),
        kept=ports.customers.get(customer_id(p) for p in customer.persons),
        named=named,
    )


def _person_of(customer: str, ports: Ports) -> str:
    kept = ports.customers.get([customer]).get(customer)
    if kept is None:
        raise NotFound(f"There is no customer {customer!r}.")
    return kept.person


def _card(person: str, ports: Ports) -> Card:
    """The card of a person, also by another id that the platform gives him."""
    card = ports.log.cards([person])[person]
    if card.version > 0:
        return card
    known = ports.log.identities([person]).get(person)
    if known is None or known.until is not None:
        raise NotFound(f"There is no customer {person!r}.")
    return ports.log.cards([known.person])[known.person]


def _perform(decide: Callable[[], _Change | None], ports: Ports) -> None:
    for attempt in range(_ATTEMPTS):
        change = decide()
        if change is None:
            return
        try:
            ports.customers.save(_kept(change), _cards(change), change.entries)
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def _kept(change: _Change) -> list[Kept]:
    """What is stored under the persons' own ids, as far as it changes."""
    known = {one: kept for found in change.found for one, kept in found.kept.items()}
    changed = []
    for customer in change.customers:
        for person in customer.persons:
            old = known.get(customer_id(person), Kept(person=person))
            leads = person == customer.persons[0] and customer.is_kept
            new = replace(old, customer=customer if leads else None)
            is_missing = old.version == 0 and customer.is_kept
            if is_missing or new != old:
                changed.append(new)
    return changed


def _cards(change: _Change) -> list[Card]:
    """The cards that name another customer than before, or none any more."""
    known = {p: card for found in change.found for p, card in found.cards.items()}
    changed = []
    for customer in change.customers:
        wanted = customer.id if customer.is_kept else None
        changed += [
            replace(known[person], customer=wanted)
            for person in customer.persons
            if known[person].customer != wanted
        ]
    return changed


def _entries(
    kind: EntryKind,
    ends: tuple[str, str],
    at: datetime,
    by: str | None,
    how: str | None = None,
) -> tuple[tuple[str, Entry], ...]:
    """The same fact in the logs of both ends, each naming the other by an opaque id.

    ``raw`` tells which of the two joined or left: the links of a customer can be
    made again from the logs of his persons.
    """
    ids = [customer_id(person) for person in ends]
    entry = Entry(
        at=at,
        id=f"{kind}-{ids[0]}-{ids[1]}",
        kind=kind,
        what=how,
        agent=by,
        raw={"person": ids[0], "of": ids[1]},
    )
    return tuple(
        (person, replace(entry, target=other))
        for person, other in zip(ends, reversed(ids), strict=True)
    )
