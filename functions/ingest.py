"""Take events off the queue into the log: normalise, understand, attach, append.

A batch costs one read of cards, one write of entries, and one conditional save
per customer. Everything is repeatable: a message that comes back changes
nothing and its effects are performed again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain

from chalice.app import SQSEvent

from functions import acknowledgements
from functions.acquaintance import put_aside, settle, waiting
from functions.attribution import Arrival, Attributed, attribute, late_arrivals
from shared.channels import CHANNELS
from shared.channels.base import by_ours, read
from shared.domain.decisions import Decision, decide, log_from, needs_log
from shared.domain.intake import to_entry
from shared.domain.log import Entry
from shared.domain.messages import Event
from shared.domain.state import Case, Person
from shared.domain.times import from_text
from shared.errors import Conflict
from shared.observability import logger
from shared.ports import Card, Ports, Stray

_ATTEMPTS = 5
# Characters; an item holds 400 KB, and a character takes up to 4 bytes (12 as JSON).
MAX_TEXT = 30_000
MAX_RAW = 200_000
NOTHING = Attributed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One queue message: its body and the handle that takes it off the queue."""

    body: str
    handle: str


def ingest_event(event: SQSEvent, ports: Ports) -> None:
    """Store a batch as it comes from the queue."""
    records = [Record(body=r.body, handle=r.receipt_handle) for r in event]
    ingest_batch(records, ports)


def ingest_batch(records: Sequence[Record], ports: Ports) -> None:
    """Store a batch; what fails stays on the queue and only that.

    Raises:
        Exception: the first failure, after all that succeeded is off the queue.

    """
    try:
        ingest([r.body for r in records], ports)
    except Exception:  # noqa: BLE001 - whatever it is, it must not drag others along
        logger.exception("The batch failed; each message is tried alone.")
    else:
        return
    failure: Exception | None = None
    for record in records:
        try:
            ingest([record.body], ports)
        except Exception as error:  # noqa: BLE001 - as above
            logger.exception("The message failed and stays on the queue.")
            failure = failure or error
        else:
            _done(record, ports)
    if failure is not None:
        raise failure


def _done(record: Record, ports: Ports) -> None:
    """Take it off the queue; what an import hands over was never on it."""
    if record.handle:
        ports.queue.done([record.handle])


def ingest(bodies: Iterable[str], ports: Ports) -> None:
    """Store the events in these queue bodies."""
    opened = [_open(body, ports) for body in bodies]
    sorted_out = attribute(opened, ports)
    settled = store(sorted_out, ports)
    # Written first, looked for then: of an answer and its post that are stored
    # at the same time, one sees the other.
    late = [*settled, *late_arrivals(sorted_out, ports)]
    store(Attributed(arrivals=late), ports)
    _count_unknown(sorted_out, ports)
    _mark_broken([event for event, _ in opened], ports)
    acknowledgements.owe(opened, ports)


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
    decisions = {
        p: _decide(cards[p], mine, ports)
        for p, mine in by_person.items()
        if p not in aside
    }
    strays = [*found.strays, *chain.from_iterable(aside.values())]
    _append(decisions, ports, replace(found, strays=strays))
    kept = [_save(cards[p], d, by_person[p], ports) for p, d in decisions.items()]
    for decision in kept:
        for timer in decision.timers:
            ports.workflow.start(timer)
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


def _open(body: str, ports: Ports) -> tuple[Event, Entry]:
    envelope = json.loads(body)
    piece = envelope.get("piece")
    if piece is None:
        content = ports.files.read(envelope["parked"])
        if content is None:
            raise FileNotFoundError(envelope["parked"])
        piece = json.loads(content)
    received_at = from_text(envelope["received_at"])
    name = envelope["channel"]
    event = read(CHANNELS[name], name, piece, received_at)
    event = by_ours(event, envelope.get("own", ()))
    historic = bool(envelope.get("historic"))
    entry = to_entry(event, ports.clock.now(), ports.settings, historic=historic)
    return event, _fitting(f"{event.channel}:{event.person}", entry, ports)


def _fitting(owner: str, entry: Entry, ports: Ports) -> Entry:
    """An entry that fits an item of the table; the whole of it is then a file."""
    rest = {"raw": entry.raw, "attachments": entry.attachments}
    text, size = entry.text or "", len(json.dumps(rest))
    if len(text) <= MAX_TEXT and size <= MAX_RAW:
        return entry
    path = f"oversize/{sha256(f'{owner}|{entry.key}'.encode()).hexdigest()}.json"
    ports.files.write(path, json.dumps({"text": entry.text, **rest}).encode())
    return replace(
        entry,
        text=text[:MAX_TEXT] or None,
        attachments=entry.attachments if size <= MAX_RAW else (),
        raw={"kept_in": path},
    )


def _decide(card: Card, arrivals: Sequence[Arrival], ports: Ports) -> Decision:
    incoming = _incoming(card, arrivals, ports)
    stored = None
    if needs_log(card.person, incoming):
        since = log_from(card.person, incoming)
        stored = ports.log.read(card.person.id, since)
    return decide(card.person, incoming, ports.settings, stored)


def _incoming(card: Card, arrivals: Sequence[Arrival], ports: Ports) -> list[Entry]:
    """The entries of one person, with those that have waited for his first word."""
    return [*(a.entry for a in arrivals), *waiting(card, ports)]


def _append(
    decisions: Mapping[str, Decision], ports: Ports, found: Attributed = NOTHING
) -> None:
    entries = [(p, e) for p, d in decisions.items() for e in d.entries]
    posts = [
        (f"{d.person.channel}:{post}", p)
        for p, d in decisions.items()
        for post in d.posts
    ]
    cases = [(case, p) for p, d in decisions.items() for case in d.cases]
    promises = [(p, due) for p, d in decisions.items() for due in d.promises]
    if entries or posts or cases or promises or found.strays or found.identities:
        ports.log.append(
            entries,
            posts=posts,
            cases=cases,
            promises=promises,
            strays=found.strays,
            identities=found.identities,
        )


def _save(
    card: Card, decision: Decision, arrivals: Sequence[Arrival], ports: Ports
) -> Decision:
    """Save the card; where another worker was first, fold again and retry.

    Returns:
        The decision that held, with the effects it asks for.

    """
    for attempt in range(_ATTEMPTS):
        after = _after(_described(card, arrivals), decision.person)
        if after == card:
            break
        try:
            ports.log.save(after)
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
            card = ports.log.cards([card.person.id])[card.person.id]
            stored = ports.log.read(card.person.id)
            incoming = _incoming(card, arrivals, ports)
            whole = replace(card.person, since="")
            decision = decide(whole, incoming, ports.settings, stored)
            # What was opened in vain, or after all: its pointers and promises.
            _append({card.person.id: decision}, ports)
        else:
            break
    return decision


def _after(card: Card, person: Person) -> Card:
    """The card of the new fold; another episode has workflows of its own."""
    before, now = card.person.case, person.case
    same = before is None or now is None or _episode(before) == _episode(now)
    return replace(card, person=person, generation=card.generation if same else 0)


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


def _count_unknown(found: Attributed, ports: Ports) -> None:
    kept = [(a.person, a.entry) for a in found.arrivals]
    kept += [(s.log, s.entry) for s in found.strays]
    for log, entry in kept:
        if entry.kind == "unknown_received":
            what = f"unknown {entry.what or ''}".strip()
            ports.health.count(log.partition(":")[0], what, ports.clock.now())


def _mark_broken(events: Iterable[Event], ports: Ports) -> None:
    """Show which account can send nothing, as its platform tells by itself."""
    told = {(e.channel, e.account): e.broken for e in events if e.broken}
    for (channel, account), reason in told.items():
        if account and reason:
            ports.health.mark_broken(channel, account, reason, ports.clock.now())
