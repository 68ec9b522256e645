"""Cards as a log stores them, made by folding entries."""

from dataclasses import replace

from shared.domain.cases import fold
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Person
from shared.ports import Card, Log

SETTINGS = default_settings("UTC")


def card_of(person: str, *entries: Entry, **changes: object) -> Card:
    """A card that has never been stored, of the fold of these entries."""
    return replace(Card(person=fold(Person(id=person), entries, SETTINGS)), **changes)  # type: ignore[arg-type] # any field


def stored(log: Log, person: str) -> Card:
    return log.cards([person])[person]
