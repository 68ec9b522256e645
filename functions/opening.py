"""From a queue message to the event in it, and to the entry of the log it will be."""

import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from functions.correlation import NAME
from shared.channels import CHANNELS
from shared.channels.base import by_ours, read
from shared.domain.intake import begin_entry, finish_entry, is_read
from shared.domain.joined import joined
from shared.domain.log import Entry
from shared.domain.messages import Event
from shared.domain.times import from_text
from shared.ports import Ports
from shared.ports_sentiments import Said

# Characters; an item holds 400 KB, and a character takes up to 4 bytes (12 as JSON).
MAX_TEXT = 30_000
PARKED = {"channel", "received_at", "own", "piece"}  # what a parked file holds
ERASED: dict[str, str] = {}  # what is left of a parked file, for the queue's repeats
MAX_RAW = 200_000


def open_bodies(bodies: Iterable[str], ports: Ports) -> list[tuple[Event, Entry]]:
    """Read queue bodies, normalise and understand what is in them.

    Whoever reads the moods is asked once, for all of them.

    Raises:
        FileNotFoundError: one was parked in the bucket and is not there.

    """
    read_now = (open_body(body, ports) for body in bodies)
    begun = [one for one in read_now if one is not None]
    moods = ports.sentiments.read([_said(entry) for _, entry in begun])
    rules = ports.settings
    opened = []
    for (event, entry), mood in zip(begun, moods, strict=True):
        whole = finish_entry(entry, mood, event.channel, rules)
        owner = f"{event.channel}:{event.person}"
        opened.append((event, _fitting(owner, whole, ports)))
    return opened


def _said(entry: Entry) -> Said:
    """What a mood is read of: nothing but the words of customers."""
    return Said(entry.text if is_read(entry) else None, entry.language)


def open_body(body: str, ports: Ports) -> tuple[Event, Entry] | None:
    """Read a queue body, and begin the entry of what is in it.

    None: it was parked, and erased since; what comes again of it is no event.

    Raises:
        FileNotFoundError: as ``open_bodies``.

    """
    envelope = json.loads(body)
    piece = envelope.get("piece")
    if piece is None:
        content = ports.files.read(envelope["parked"])
        if content is None:
            raise FileNotFoundError(envelope["parked"])
        parked = json.loads(content)
        if parked == ERASED:
            return None
        # Older code parked the piece alone.
        piece = parked["piece"] if parked.keys() >= PARKED else parked
    received_at = from_text(envelope["received_at"])
    name = envelope["channel"]
    event = read(CHANNELS[name], name, piece, received_at)
    event = by_ours(event, envelope.get("own", ()))
    historic = bool(envelope.get("historic"))
    entry = begin_entry(event, ports.clock.now(), historic=historic)
    return event, replace(entry, correlation_id=envelope.get(NAME))


def _fitting(owner: str, entry: Entry, ports: Ports) -> Entry:
    """An entry that fits an item of the table; the whole of it is then a file."""
    rest = {"raw": entry.raw, "attachments": entry.attachments}
    text, size = entry.text or "", len(json.dumps(rest))
    if len(text) <= MAX_TEXT and size <= MAX_RAW:
        return entry
    path = f"oversize/{sha256(joined(owner, entry.key).encode()).hexdigest()}.json"
    ports.files.write(path, json.dumps({"text": entry.text, **rest}).encode())
    return replace(
        entry,
        text=text[:MAX_TEXT] or None,
        attachments=entry.attachments if size <= MAX_RAW else (),
        raw={"kept_in": path},
    )
