"""Who somebody is under the ids a platform calls him by, which come and go.

The log of a person is kept under the first id we met him by. Other ids that an
event says are his point to it; an id that is his no longer points to it only
for what happened until then, since platforms give numbers to others later.
"""

from collections.abc import Iterable, Mapping, Sequence

from shared.domain.messages import Event
from shared.domain.times import to_text
from shared.ports import Identity, Ports


class Directory:
    """The persons behind the ids of a batch, and what must be remembered of them."""

    def __init__(self, events: Sequence[Event], ports: Ports) -> None:
        wanted = {key for event in events for key in _keys(event)}
        self._known = dict(ports.log.identities(wanted)) if wanted else {}
        self._new: dict[str, Identity] = {}
        self._met = self._persons_met(events, ports)
        # Who met us first is asked first, whatever the order of the batch.
        for event in sorted(events, key=lambda e: (e.occurred_at, e.id)):
            self._learn(event)

    def person(self, event: Event) -> str | None:
        """Whose log an event belongs to; None where the platform names nobody."""
        if event.person is None:
            return None
        return self._person(_key(event.channel, event.person), event)

    def meet(self, key: str, person: str, ports: Ports) -> None:
        """Take a new id for that of somebody who has a log; one known is left."""
        if key not in self._known and ports.log.cards([key])[key].version == 0:
            self._known[key] = self._new[key] = Identity(person=person)

    def learned(self) -> Mapping[str, Identity]:
        """The identities to remember."""
        return self._new

    def _person(self, key: str, event: Event) -> str:
        known = self._known.get(key)
        if known is None:
            return key
        # Who was given the number wrote no message in the second he was given it.
        if known.until is None or event.occurred_at <= known.until:
            return known.person
        return f"{key}@{to_text(known.until)}"

    def _persons_met(self, events: Sequence[Event], ports: Ports) -> set[str]:
        """Which ids of new acquaintances have a log of their own already."""
        new = set()
        for event in events:
            keys = list(_keys(event))
            if len(keys) > 1 and not self._known.keys() & set(keys):
                new.update(keys)
        cards = ports.log.cards(new) if new else {}
        return {key for key, card in cards.items() if card.version > 0}

    def _learn(self, event: Event) -> None:
        keys = list(_keys(event))
        if len(keys) < 2:  # noqa: PLR2004 - nothing is the same as anything
            self._met.update(keys)
            return
        person = self._main(keys, event)
        former = {_key(event.channel, one) for one in event.former}
        for key in keys:
            until = event.occurred_at if key in former else None
            identity = Identity(person=person, until=until)
            plain = key == person and until is None
            if not plain and self._known.get(key) != identity:
                self._known[key] = self._new[key] = identity

    def _main(self, keys: Sequence[str], event: Event) -> str:
        """Under which of these ids we know him; the first, if under none yet."""
        for key in keys:
            if key in self._known:
                return self._person(key, event)
        former = [_key(event.channel, one) for one in event.former]
        met = [key for key in keys if key in self._met]
        return [*met, *former, *keys][0]


def _keys(event: Event) -> Iterable[str]:
    """Every id an event gives of its person, the present ones first."""
    ids = [event.person, *event.aliases, *event.former]
    return dict.fromkeys(_key(event.channel, one) for one in ids if one)


def _key(channel: str, user: str) -> str:
    return f"{channel}:{user}"
