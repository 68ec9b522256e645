"""Take events off the queue into the log: normalise, understand, attach, append.

A batch costs one read of cards, one write of entries, and one conditional save
per customer. Everything is repeatable: a message that comes back changes
nothing and its effects are performed again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from chalice.app import SQSEvent

from functions import triggers
from functions.attribution import Arrival, Attributed, attribute, late_arrivals
from functions.surroundings import surroundings
from functions.waits import begin_wait, rearm
from shared.channels import CHANNELS
from shared.domain.customers import handle_key
from shared.domain.decisions import Decision, decide, log_from, needs_log
from shared.domain.intake import to_entry
from shared.domain.log import Entry
from shared.domain.messages import Event
from shared.domain.state import Case, Person
from shared.domain.times import from_text
from shared.domain.triage import ALONE, Surroundings
from shared.errors import Conflict
from shared.observability import logger
from shared.ports import Card, Ports

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
    sorted_out = attribute([_open(body, ports) for body in bodies], ports)
    _store(sorted_out, ports)
    # Written first, looked for then: of an answer and its post that are stored
    # at the same time, one sees the other.
    _store(Attributed(arrivals=late_arrivals(sorted_out, ports)), ports)
    _count_unknown(sorted_out, ports)


def _store(found: Attributed, ports: Ports) -> None:
    by_person: dict[str, list[Arrival]] = {}
    for arrival in found.arrivals:
        by_person.setdefault(arrival.person, []).append(arrival)
    cards = ports.log.cards(by_person) if by_person else {}
    decisions = {p: _decide(cards[p], mine, ports) for p, mine in by_person.items()}
    around = _surroundings(decisions, cards, by_person, ports)
    for p, known in around.items():
        decisions[p] = _decide(cards[p], by_person[p], ports, known)
    _append(decisions, ports, found, _new_handles(cards, by_person))
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


def _open(body: str, ports: Ports) -> tuple[Event, Entry]:
    envelope = json.loads(body)
    piece = envelope.get("piece")
    if piece is None:
        content = ports.files.read(envelope["parked"])
        if content is None:
            raise FileNotFoundError(envelope["parked"])
        piece = json.loads(content)
    received_at = from_text(envelope["received_at"])
    event = CHANNELS[envelope["channel"]].normalise(piece, received_at)
    historic = bool(envelope.get("historic"))
    entry = to_entry(event, ports.clock.now(), historic=historic)
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


def _decide(
    card: Card,
    arrivals: Sequence[Arrival],
    ports: Ports,
    around: Surroundings = ALONE,
) -> Decision:
    incoming = [a.entry for a in arrivals]
    stored = None
    if needs_log(card.person, incoming):
        since = log_from(card.person, incoming)
        stored = ports.log.read(card.person.id, since)
    return decide(card.person, incoming, ports.settings, stored, around)


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


def _append(
    decisions: Mapping[str, Decision],
    ports: Ports,
    found: Attributed = NOTHING,
    handles: Sequence[tuple[str, str]] = (),
) -> None:
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
            incoming = [a.entry for a in arrivals]
            whole = replace(card.person, since="")
            decision = decide(whole, incoming, ports.settings, stored, around)
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
