"""What corrects a message, found by the message: an item each that names its entries.

A correction may come years after its message. Whoever shows a page of a log
asks for those of the messages on it, instead of reading all that came since.
"""

from collections.abc import Iterable

from shared.adapters.items import CorrectionsItem, LogItem
from shared.domain.corrections import corrected_by
from shared.domain.log import Entry, from_json

_SK = "CORRECTIONS#"


def note(entries: Iterable[tuple[str, Entry]]) -> None:
    """Note under each message what corrects it; in any order, and again, is the same.

    Before the entry itself: a repeated delivery of one that is stored writes nothing.
    """
    noted: dict[tuple[str, str], set[str]] = {}
    for person, entry in entries:
        message = corrected_by(entry)
        if message is not None:
            noted.setdefault((person, message), set()).add(entry.key)
    for (person, message), keys in noted.items():
        CorrectionsItem(f"PERSON#{person}", f"{_SK}{message}").update(
            [
                CorrectionsItem.kind.set(CorrectionsItem),
                CorrectionsItem.entries.add(keys),
            ]
        )


def find(person: str, messages: Iterable[str]) -> list[Entry]:
    """The entries that correct these messages of a person's log."""
    pk = f"PERSON#{person}"
    asked = [(pk, f"{_SK}{message}") for message in set(messages)]
    noted = CorrectionsItem.batch_get(asked) if asked else ()
    keys = {(pk, key) for item in noted for key in item.entries}
    found = LogItem.batch_get(list(keys)) if keys else ()
    return [from_json(i.sk, i.body) for i in found if i.expires is None]
