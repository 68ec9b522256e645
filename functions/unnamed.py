"""Posts whose author one delivery names and another one hides.

Meta tells of a mention without saying whose it is, and of the comment that it
is in with its author: the same content, in either order. It stays in the log
that it came into first, and whoever is new is known by that log from then on.
"""

from collections.abc import Iterable, Mapping

from functions.identities import Directory
from shared.channels.base import UNNAMED
from shared.domain.messages import Event
from shared.ports import Ports

CHANNELS = ("facebook", "instagram")


def may_be_told_twice(event: Event) -> bool:
    """Tell whether another delivery of it may hide the author, or name him."""
    words = event.kind == "message" and event.visibility == "public"
    return words and event.channel in CHANNELS and event.person is not None


def hides(user: str | None) -> bool:
    """Tell whether this is the person invented for one content object."""
    return (user or "").startswith(f"{UNNAMED}:")


def author(said: str | None, found: str | None) -> str | None:
    """Whose log a post belongs to, by who is named and by where it is already."""
    if said is None or found is None:
        return said
    return found if _is_unnamed(said) or _is_unnamed(found) else said


def recognise(
    events: Iterable[Event],
    known: Mapping[str, str],
    directory: Directory,
    ports: Ports,
) -> None:
    """Know who is named for the first time by the log that his post is in.

    Who has a log of his own keeps it: only this post is in the other one.
    """
    for event in events:
        found = known.get(f"{event.channel}:{event.id}")
        if found is not None and _is_unnamed(found) and not hides(event.person):
            directory.meet(f"{event.channel}:{event.person}", found, ports)


def _is_unnamed(person: str) -> bool:
    return hides(person.partition(":")[2])
