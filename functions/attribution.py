"""Whose log an event belongs to: the author's, or that of the post it is about.

A page's own answer names the comment and not its author, so public posts have
a pointer to the person. An answer that comes before its post is kept as a stray
and finds its person when the post arrives. What concerns no customer is kept
with the account it came through, and is in no number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from functions import unnamed
from functions.identities import Directory
from shared.domain.invitations import case_of
from shared.domain.log import Entry, EntryKind
from shared.domain.messages import Event
from shared.domain.times import to_text
from shared.ports import Identity, Ports, Stray

_NOBODYS: dict[EntryKind, EntryKind] = {
    "message_received": "unknown_received",
    "message_sent": "note_received",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An entry for a person's log; ``name`` and ``handle`` of the customer."""

    person: str
    entry: Entry
    name: str | None = None
    handle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """Events by whose they are: a person's, or nobody's as yet.

    ``reached`` are persons, each with an id that an echo with our key names him by
    and that nobody is known under.
    """

    arrivals: Sequence[Arrival] = ()
    strays: Sequence[Stray] = ()
    identities: Mapping[str, Identity] = field(default_factory=dict)
    reached: Sequence[tuple[str, str]] = ()


def attribute(opened: Sequence[tuple[Event, Entry]], ports: Ports) -> Attributed:
    """Find out whose log each entry belongs to."""
    directory = Directory([event for event, _ in opened], ports)
    about = {_about(event) for event, _ in opened if event.person is None}
    named = [event for event, _ in opened if unnamed.may_be_told_twice(event)]
    wanted = {a for a in about if a} | {_key(event) for event in named}
    known = dict(ports.log.persons_of_posts(wanted))
    unnamed.recognise(named, known, directory, ports)
    arrivals: list[Arrival] = []
    reached: list[tuple[str, str]] = []
    # Who is named comes first: what hides him finds him by the same post then.
    rest = sorted(opened, key=lambda one: unnamed.hides(one[0].person))
    # A post, its answer and the answer to that may be in one batch, in any order.
    while rest:
        later = []
        for event, entry in rest:
            ours = _by_our_key(event, ports)
            if ours and event.person and directory.person(event) != ours:
                reached.append((ours, event.person))
            person = (
                ours
                or unnamed.author(directory.person(event), known.get(_key(event)))
                or known.get(_about(event) or "")
            )
            if person is None:
                later.append((event, entry))
                continue
            known[_key(event)] = person
            arrivals.append(_arrival(person, event, entry))
        if len(later) == len(rest):
            break
        rest = later
    return Attributed(
        arrivals=arrivals,
        strays=[_stray(event, entry) for event, entry in rest],
        identities=directory.learned(),
        reached=reached,
    )


def late_arrivals(stored: Attributed, ports: Ports) -> list[Arrival]:
    """Strays that have found their person: those just stored, or by a post of now."""
    wanted = {s.answers for s in stored.strays if s.answers}
    known = ports.log.persons_of_posts(wanted)
    found = [
        Arrival(person=known[stray.answers], entry=stray.entry)
        for stray in stored.strays
        if stray.answers in known
    ]
    posts = {
        f"{_channel(a.person)}:{a.entry.id}": a.person
        for a in stored.arrivals
        if a.entry.visibility == "public"
    }
    for post, entries in ports.log.waiting_for(posts).items():
        found += [Arrival(person=posts[post], entry=entry) for entry in entries]
    return found


def _by_our_key(event: Event, ports: Ports) -> str | None:
    """Whose case an echo of ours was sent in; the key it carries begins with it.

    The echo of a private reply names the private id of somebody who was known
    by his comments only, and may come before our call has told us that id.
    """
    if event.direction != "outbound" or not event.send_key:
        return None
    return ports.log.person_of_case(case_of(event.send_key))


def _about(event: Event) -> str | None:
    """The post an event answers, edits, deletes or reacts to."""
    about = event.reply_to or event.target
    return f"{event.channel}:{about}" if about else None


def _key(event: Event) -> str:
    return f"{event.channel}:{event.id}"


def _channel(person: str) -> str:
    return person.partition(":")[0]


def _arrival(person: str, event: Event, entry: Entry) -> Arrival:
    hidden = unnamed.hides(event.person)
    if event.person and not hidden and person != f"{event.channel}:{event.person}":
        entry = replace(entry, address=event.person)
    if event.direction == "outbound":
        return Arrival(person=person, entry=entry)
    return Arrival(person=person, entry=entry, name=event.name, handle=event.handle)


def _stray(event: Event, entry: Entry) -> Stray:
    about = _about(event)
    if about is not None and event.kind != "unknown":
        channel, _, post = about.partition(":")
        return Stray(log=f"{channel}:waiting:{post}", entry=entry, answers=about)
    # A log a day: what concerns nobody is much, and never read as a whole.
    day = to_text(entry.at)[:10]
    log = f"{event.channel}:account:{event.account or 'unknown'}:{day}"
    kind = _NOBODYS.get(entry.kind, entry.kind)
    return Stray(log=log, entry=replace(entry, kind=kind))
