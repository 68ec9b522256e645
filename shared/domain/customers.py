"""A customer: the identities that are one human being, and what is known of him.

Identities (persons) are linked two by two, and whoever hangs together over
links is one customer. All else follows from the links there are: who belongs
together, who is first and gives the customer his id. So a merge of two
customers is undone by taking the link away, whatever was linked since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from shared.domain.times import from_text, to_milliseconds, to_text
from shared.errors import BadInput, Conflict

# Linked by an agent, by the CRM, by a key that proves it (a platform's own word).
HOWS = ("hand", "crm", "key")
MOST_IDENTITIES = 20  # all of them are read and changed in one transaction
MOST_ATTRIBUTES = 50
LONGEST_NAME, LONGEST_VALUE = 64, 256  # characters
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """``person`` joined the customer whose first identity was ``to``.

    ``by`` is who said so; None: the system.
    """

    person: str
    to: str
    at: datetime
    how: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """What the CRM put, when, and who did."""

    values: Mapping[str, str]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One human being: his persons, the first of them first, then as they joined.

    ``attributes`` are kept with the person they were put for, so that they go
    with him when he is taken out.
    """

    persons: tuple[str, ...]
    links: tuple[Link, ...] = ()
    attributes: Mapping[str, Attributes] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return customer_id(self.persons[0])

    @property
    def name(self) -> str:
        """The id to show: a person who is linked to nobody goes by his own."""
        return self.id if self.links else self.persons[0]

    @property
    def is_kept(self) -> bool:
        """Whether there is anything to store of him beyond his person's log."""
        return bool(self.links or self.attributes)

    def known(self) -> dict[str, str]:
        """All attributes; what was put last wins."""
        found: dict[str, str] = {}
        for put in sorted(self.attributes.values(), key=lambda a: a.at):
            found |= put.values
        return found


def customer_id(person: str) -> str:
    """The id of the customer who has this person first; tells nothing of him."""
    return "u" + sha256(f"customer|{person}".encode()).hexdigest()[:19]


def handle_key(channel: str, handle: str) -> str:
    """What a handle is looked up by: as platforms do, without regard to case."""
    return f"{channel}:{handle.strip().removeprefix('@').casefold()}"


def linked(
    one: Customer,
    other: Customer,
    person: str,
    *,
    at: datetime,
    how: str,
    by: str | None,
) -> tuple[Customer, Link]:
    """Merge ``other``, of whom ``person`` is one, into ``one``.

    Raises:
        Conflict: there would be too many identities.

    """
    if len(one.persons) + len(other.persons) > MOST_IDENTITIES:
        raise Conflict(
            f"A customer has at most {MOST_IDENTITIES} identities.",
            code="too_many_identities",
        )
    links = (*one.links, *other.links)
    when = after(links, at)
    link = Link(person=person, to=one.persons[0], at=when, how=how, by=by)
    [found] = customers(
        (*one.persons, *other.persons),
        (*links, link),
        {**one.attributes, **other.attributes},
    )
    return found, link


def unlinked(customer: Customer, person: str) -> tuple[Customer, ...]:
    """Take a person out, with all who came with him: undoes the link that led to him.

    The first one goes alone, and the others stay together, linked to the one
    who joined him first.
    """
    if not customer.links:
        links = customer.links
    elif person == customer.persons[0]:
        links = _without_first(customer.links, person)
    else:
        undone = reached(customer)[person]
        links = tuple(link for link in customer.links if link != undone)
    return customers(customer.persons, links, customer.attributes)


def with_attributes(
    customer: Customer, person: str, values: Mapping[str, str], at: datetime, by: str
) -> Customer:
    """Replace all attributes; they are kept with this person."""
    put = Attributes(values=values, at=to_milliseconds(at), by=by)
    return replace(customer, attributes={person: put} if values else {})


def customers(
    persons: Iterable[str], links: Iterable[Link], attributes: Mapping[str, Attributes]
) -> tuple[Customer, ...]:
    """Who is one customer by these links."""
    groups = {person: [person] for person in persons}
    first = {person: person for person in groups}
    in_time = sorted(links, key=lambda link: (link.at, link.person, link.to))
    for link in in_time:
        joining = groups.pop(first[link.person])
        groups[first[link.to]] += joining
        first |= dict.fromkeys(joining, first[link.to])
    return tuple(
        Customer(
            persons=tuple(mine),
            links=tuple(link for link in in_time if link.person in mine),
            attributes={p: attributes[p] for p in mine if p in attributes},
        )
        for mine in groups.values()
    )


def after(links: Sequence[Link], at: datetime) -> datetime:
    """An instant not before it and after all of these links: clocks may differ."""
    newest = max((link.at for link in links), default=None)
    now = to_milliseconds(at)
    return now if newest is None else max(now, newest + _TICK)


def _without_first(links: Sequence[Link], first: str) -> tuple[Link, ...]:
    """The links of the rest; nobody links the first one to another, so ``to`` is he."""
    own = [link for link in links if link.to == first]
    heir = own[0]
    return tuple(
        replace(link, to=heir.person) if link in own else link
        for link in links
        if link != heir
    )


def reached(customer: Customer) -> dict[str, Link]:
    """The link by which each person hangs on the first one."""
    found: dict[str, Link] = {}
    seen = {customer.persons[0]}
    while len(seen) < len(customer.persons):
        for link in customer.links:
            for near, far in ((link.to, link.person), (link.person, link.to)):
                if near in seen and far not in seen:
                    seen.add(far)
                    found[far] = link
    return found


def read_attributes(given: Mapping[str, Any]) -> dict[str, str]:
    """Read attributes as they are put.

    Raises:
        BadInput: too many, too long, or no texts; names the attribute.

    """
    if len(given) > MOST_ATTRIBUTES:
        raise BadInput(f"Give at most {MOST_ATTRIBUTES} attributes.")
    for name, value in given.items():
        if not name.strip() or len(name) > LONGEST_NAME:
            raise BadInput(
                f"Give attribute {name[:LONGEST_NAME]!r} a name of 1 to "
                f"{LONGEST_NAME} characters."
            )
        if not isinstance(value, str) or len(value) > LONGEST_VALUE:
            raise BadInput(
                f"Give {name!r} as a text of at most {LONGEST_VALUE} characters."
            )
    return dict(given)


def to_json(customer: Customer) -> dict[str, Any]:
    """Write a customer down: links and attributes; the rest follows."""
    return {
        "links": [
            [link.person, link.to, to_text(link.at), link.how, link.by]
            for link in customer.links
        ],
        "attributes": {
            person: {"values": dict(put.values), "at": to_text(put.at), "by": put.by}
            for person, put in customer.attributes.items()
        },
    }


def from_json(person: str, body: Mapping[str, Any]) -> Customer:
    """Read a customer back; ``person`` is his first."""
    links = [
        Link(person=one, to=to, at=from_text(at), how=how, by=by)
        for one, to, at, how, by in body["links"]
    ]
    attributes = {
        one: Attributes(values=put["values"], at=from_text(put["at"]), by=put["by"])
        for one, put in body["attributes"].items()
    }
    persons = [person, *(p for link in links for p in (link.person, link.to))]
    [found] = customers(dict.fromkeys(persons), links, attributes)
    return found
