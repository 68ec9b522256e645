"""Store what events mean for the persons they belong to: decide, append, save, time.

One read of cards, one write of entries and one conditional save per customer;
where another worker was first the log is folded again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from functions import triggers
from functions.acquaintance import put_aside, settle, waiting
from functions.attribution import Arrival, Attributed
from functions.customer_card import look_up
from functions.surroundings import surroundings
from functions.waits import begin_wait, rearm
from shared.domain.clocks import risk_from
from shared.domain.customers import handle_key
from shared.domain.decisions import Decision, decide, log_from, needs_log
from shared.domain.erasure import left_of
from shared.domain.log import Entry
from shared.domain.retention import month_of
from shared.domain.settings import Rules
from shared.domain.state import Case, Person
from shared.domain.triage import ALONE, Surroundings
from shared.errors import Conflict
from shared.ports import Card, Ports, Stray

_ATTEMPTS = 5
NOTHING = Attributed()


def store(found: Attributed, ports: Ports) -> list[Arrival]:
    """Write what has a person; returns what was put aside and found one then."""
    by_person: dict[str, list[Arrival]] = {}
    for arrival in found.arrivals:
        by_person.setdefault(arrival.person, []).append(arrival)
    cards = ports.log.cards(by_person) if by_person else {}
    aside = {
        p: strays
        for p, mine in by_person.items()
        if (strays := put_aside(cards[p], [a.entry for a in mine]))
    }
    incoming = {
        p: _incoming(cards[p], mine, ports)
        for p, mine in by_person.items()
        if p not in aside
    }
    logs = {p: _log(cards[p], entries, ports) for p, entries in incoming.items()}
    by_person |= {p: _nameless(by_person[p], logs[p] or (), ports) for p in logs}
    decisions = {
        p: decide(cards[p].person, entries, ports.settings, logs[p])
        for p, entries in incoming.items()
    }
    cards = {**cards, **look_up(decisions, cards, ports)}
    around = _surroundings(decisions, cards, by_person, ports)
    for p, known in around.items():
        person, entries = cards[p].person, incoming[p]
        decisions[p] = decide(person, entries, ports.settings, logs[p], known)
    strays = [*found.strays, *chain.from_iterable(aside.values())]
    handles = _new_handles(cards, by_person)
    _append(decisions, cards, ports, replace(found, strays=strays), handles)
    kept = [
        _save(cards[p], d, by_person[p], ports, around.get(p, ALONE))
        for p, d in decisions.items()
    ]
    for decision in kept:
        for timer in decision.timers:
            begin_wait(timer, decision.person, ports)
    rearm([d.person for d in kept if d.rearm], ports)
    triggers.after_messages(
        [(d.person, [a.entry for a in by_person[d.person.id]]) for d in kept], ports
    )
    return [a for p, mine in aside.items() for a in _settled(cards[p], mine, ports)]


def _settled(card: Card, strays: Iterable[Stray], ports: Ports) -> list[Arrival]:
    """What was put aside, if its person has become known meanwhile."""
    stranger = card.person.id
    person = settle(card, ports)
    if person is None:
        return []
    address = None if person == stranger else stranger.partition(":")[2]
    return [
        Arrival(person=person, entry=replace(s.entry, address=address)) for s in strays
    ]


def _log(card: Card, incoming: Sequence[Entry], ports: Ports) -> list[Entry] | None:
    """As much of the log as these entries need; None where the card is enough."""
    if not needs_log(card.person, incoming):
        return None
    return ports.log.read(card.person.id, log_from(card.person, incoming))


def _surroundings(
    decisions: Mapping[str, Decision],
    cards: Mapping[str, Card],
    by_person: Mapping[str, Sequence[Arrival]],
    ports: Ports,
) -> Mapping[str, Surroundings]:
    """What is known beyond the log of those of whom something is to be routed."""
    writers = {}
    for person, decision in decisions.items():
        if cards[person].customer is None:
            continue
        case = decision.person.case
        is_open = case is not None and case.status == "open"
        if is_open and not any(e.routing for e in decision.entries):
            continue
        entries = [a.entry for a in by_person[person]]
        wrote = [e.at for e in entries if e.kind == "message_received"]
        if wrote:
            writers[person] = max(wrote)
    return surroundings(writers, cards, ports) if writers else {}


def _new_handles(
    cards: Mapping[str, Card], by_person: Mapping[str, Sequence[Arrival]]
) -> list[tuple[str, str]]:
    """Handles by which somebody goes only now: written once, not with every message."""
    known = {p: _described(cards[p], mine).handle for p, mine in by_person.items()}
    return [
        (handle_key(cards[p].person.channel, handle), p)
        for p, handle in known.items()
        if handle and handle != cards[p].handle
    ]


def _nameless(
    arrivals: Sequence[Arrival], log: Iterable[Entry], ports: Ports
) -> list[Arrival]:
    """The arrivals, of which a repeat of what was erased brings no name and no file."""
    gone = {e.id for e in log if e.erased}
    told = []
    for arrival in arrivals:
        entry = arrival.entry
        if gone.isdisjoint((entry.id, entry.target or entry.id)):
            told.append(arrival)
            continue
        path = (entry.raw or {}).get("kept_in")
        if path:
            ports.files.delete(str(path))
        told.append(replace(arrival, name=None, handle=None))
    return told


def _incoming(card: Card, arrivals: Sequence[Arrival], ports: Ports) -> list[Entry]:
    """The entries of one person, with those that have waited for his first word."""
    return [*(a.entry for a in arrivals), *waiting(card, ports)]


def _append(
    decisions: Mapping[str, Decision],
    cards: Mapping[str, Card],
    ports: Ports,
    found: Attributed = NOTHING,
    handles: Sequence[tuple[str, str]] = (),
) -> None:
    newest = {p: card.person.last for p, card in cards.items()}
    entries = [(p, e) for p, d in decisions.items() for e in d.entries]
    posts = [
        (f"{d.person.channel}:{post}", p)
        for p, d in decisions.items()
        for post in d.posts
    ]
    cases = [(case, p) for p, d in decisions.items() for case in d.cases]
    promises = [(p, due) for p, d in decisions.items() for due in d.promises]
    rest = found.strays or found.identities or handles
    if entries or posts or cases or promises or rest:
        ports.log.append(
            entries,
            posts=posts,
            cases=cases,
            promises=promises,
            strays=found.strays,
            identities=found.identities,
            handles=handles,
            newest=newest,
        )


def _save(
    card: Card,
    decision: Decision,
    arrivals: Sequence[Arrival],
    ports: Ports,
    around: Surroundings,
) -> Decision:
    """Save the card; where another worker was first, fold again and retry.

    Returns:
        The decision that held, with the effects it asks for.

    """
    for attempt in range(_ATTEMPTS):
        after = _after(_described(card, arrivals), decision.person, ports.settings)
        if after == card:
            break
        try:
            ports.log.save(replace(after, heard=month_of(ports.clock.now())))
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
            card = ports.log.cards([card.person.id])[card.person.id]
            stored = _unspoken(card.person.id, ports)
            arrivals = _nameless(arrivals, stored, ports)
            incoming = _incoming(card, arrivals, ports)
            whole = replace(card.person, since="")
            decision = decide(whole, incoming, ports.settings, stored, around)
            # What was opened in vain, or after all: its pointers and promises.
            _append({card.person.id: decision}, {card.person.id: card}, ports)
        else:
            break
    return decision


def _unspoken(person: str, ports: Ports) -> list[Entry]:
    """The log as it is now; what was erased while we wrote has no words again.

    We may have written a message anew that we had read before its words were taken.
    """
    log = ports.log.read(person)
    erased = max((e.at for e in log if e.kind == "erased"), default=None)
    if erased is None:
        return log
    left = [left_of(e) if e.at <= erased else e for e in log]
    back = [(person, e) for e, known in zip(left, log, strict=True) if e != known]
    if back:
        ports.log.append(back)
        ports.personal.forget_handles(person)
    return left


def _after(card: Card, person: Person, rules: Rules) -> Card:
    """The card of the new fold; another episode has workflows of its own."""
    before, now = card.person.case, person.case
    same = before is None or now is None or _episode(before) == _episode(now)
    return replace(
        card,
        person=person,
        generation=card.generation if same else 0,
        at_risk_from=risk_from(person, rules),
    )


def _episode(case: Case) -> tuple[str, int]:
    return case.id, case.episode.number


def _described(card: Card, arrivals: Sequence[Arrival]) -> Card:
    """Take over the name and handle of the latest event; late ones bring none."""
    known = card.person.last
    for arrival in sorted(arrivals, key=lambda a: a.entry.key):
        is_late = arrival.entry.key < known
        if not (is_late and card.name):
            name, handle = arrival.name or card.name, arrival.handle or card.handle
            card = replace(card, name=name, handle=handle)
    return card
