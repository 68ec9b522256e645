"""From a queue message to the event in it, and to the entry of the log it will be."""

import json
from dataclasses import replace
from hashlib import sha256

from shared.channels import CHANNELS
from shared.channels.base import by_ours, read
from shared.domain.intake import to_entry
from shared.domain.log import Entry
from shared.domain.messages import Event
from shared.domain.times import from_text
from shared.ports import Ports

# Characters; an item holds 400 KB, and a character takes up to 4 bytes (12 as JSON).
MAX_TEXT = 30_000
MAX_RAW = 200_000


def open_body(body: str, ports: Ports) -> tuple[Event, Entry]:
    """Read a queue body, normalise and understand what is in it.

    Raises:
        FileNotFoundError: it was parked in the bucket and is not there.

    """
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
