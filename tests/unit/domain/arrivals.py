"""How entries arrive: in any order and batches, some again, stored as they come."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from shared.domain.decisions import decide, log_from, needs_log
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.snapshots import from_json, to_json
from shared.domain.state import Person


def batches(entries: Sequence[Entry], random: Random) -> Iterator[list[Entry]]:
    """Shuffle them, up to four of them twice, into batches of any size."""
    shuffled = random.sample(list(entries), len(entries))
    again = random.choices(shuffled, k=random.randint(0, 4))
    rest = [*shuffled, *again]
    while rest:
        size = random.randint(1, len(rest))
        yield rest[:size]
        rest = rest[size:]


def stored(
    who: str, arriving: Iterable[Sequence[Entry]], rules: Rules
) -> tuple[Person, list[Entry]]:
    """Store one batch after the other as ingest and casebook do: his card and log."""
    person, log = Person(id=who), dict[str, Entry]()
    for batch in arriving:
        known = None
        if needs_log(person, batch):
            since = log_from(person, batch)
            known = [e for key, e in sorted(log.items()) if key >= since]
        decision = decide(person, batch, rules, known)
        log |= {e.key: e for e in decision.entries}
        # What a card keeps of it comes back from JSON.
        person = from_json(to_json(decision.person))
    return person, list(log.values())
