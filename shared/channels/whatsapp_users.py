"""Who a WhatsApp user is: ids that come and go.

A business-scoped user id is there for everybody since April 2026, the phone
only for some; so the first is the person and the second an alias of it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame
from shared.domain.messages import Event

# Fields of an item that tell whose it is, a user id before a phone each time.
SENDER = ("from_user_id", "from")
RECIPIENT = ("to_user_id", "to")
PARTICIPANT = ("recipient_participant_user_id", "recipient_participant_id")
ADDRESSEE = ("recipient_user_id", "recipient_id")
SUBJECT = ("user_id", "wa_id")
CHANGE = re.compile(r" changed from (\S+) to (\S+)$")


def ids(item: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    """List the ids in these fields, in this order, each once."""
    found = (tame.identifier(item.get(name)) for name in names)
    return list(dict.fromkeys(one for one in found if one))


def profile(contacts: Any, known: list[str]) -> Mapping[str, Any]:
    """Find the contact of somebody with these ids.

    A contact alone without ids is taken to be meant, and so is one alone
    where the item names nobody.
    """
    found = [tame.mapping(one) for one in tame.elements(contacts)]
    for contact in found:
        if set(ids(contact, SUBJECT)) & set(known):
            return contact
    alone = found[0] if len(found) == 1 else {}
    return alone if not known or not ids(alone, SUBJECT) else {}


def with_person(
    event: Event, item: Mapping[str, Any], names: tuple[str, str], contacts: Any
) -> Event:
    """Say who the customer is, by the user id if there is one."""
    contact = profile(contacts, ids(item, names))
    described = tame.mapping(contact.get("profile"))
    handle = tame.identifier(described.get("username"))
    user, phone = names
    every = [
        *ids(item, (user,)),
        *ids(contact, ("user_id",)),
        *ids(item, (phone,)),
        *ids(contact, ("wa_id",)),
    ]
    person, *aliases = dict.fromkeys(every) or [None]
    return replace(
        event,
        person=person,
        aliases=tuple(one for one in aliases if one),
        name=tame.text(described.get("name")),
        handle=handle.removeprefix("@") if handle else None,
    )


def changed(event: Event, now: list[str], before: list[str]) -> Event | None:
    """Record that a user has other ids; None if it is not said which.

    The same change may be told by a system message and by a field of its own.
    """
    if not now:
        return None
    former = tuple(one for one in before if one not in now)
    return replace(
        event,
        id=tame.content_id("identity", *former, now[0]),
        kind="note",
        person=now[0],
        aliases=tuple(now[1:]),
        former=former,
    )


def update(base: Event, item: Mapping[str, Any], _contacts: Any) -> Event | None:
    """Read an item of ``user_id_update``."""
    user = tame.mapping(item.get("user_id"))
    now = [*ids(user, ("current",)), *ids(item, ("wa_id",))]
    return changed(base, now, ids(user, ("previous",)))


def system(base: Event, message: Mapping[str, Any], contacts: Any) -> Event | None:
    """Read a system message: a user changed, or something about one is noted.

    The previous user id has a field of its own since August 2026 (WhatsApp
    changelog, 11 August 2026); before, only the words tell it. They end with
    the ids, after a name that its owner may choose.
    """
    said = tame.mapping(message.get("system"))
    kind = tame.identifier(said.get("type")) or "system"
    if "changed" not in kind or "identity" in kind:
        number = tame.identifier(message.get("id"))
        note_id = number or tame.content_id("note", tame.digest(message))
        event = with_person(base, message, SENDER, contacts)
        return replace(event, id=note_id, kind="note")
    now = ids(said, (*SUBJECT, "new_wa_id"))
    told = CHANGE.search(tame.text(said.get("body")) or "")
    before = [told[1]] if told and told[2] in now else []
    before += ids(said, ("previous_user_id", "customer")) + ids(message, ("from",))
    return changed(base, now, list(dict.fromkeys(before)))
