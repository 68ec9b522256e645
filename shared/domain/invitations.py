"""A public talk is invited to go on in private: how, on each channel, as data.

X takes a link to a direct message in a public answer. Facebook and Instagram
take one private reply to a comment (windows.py); where that is over, and on the
others, the customer is asked in public to write privately, unless a private
talk with him is open.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from shared.domain import commands, replies
from shared.domain.commands import Act
from shared.domain.log import Entry
from shared.domain.messages import Outbound
from shared.domain.replies import INVITATION, Wish
from shared.domain.state import Case, Person
from shared.errors import Conflict

BY_HAND = "manual"  # the cause of what people offer
_LINKED = ("x",)  # where a public answer can open a private talk


def key_of(case: Case, *, automatic: bool) -> str:
    """The send key of an episode's invitation: there is one, whoever sends it.

    The slash is in no key of a client's, which are quoted.
    """
    number = case.episode.number
    return (
        f"auto:invite:{case.id}:{number}" if automatic else f"{case.id}:invite/{number}"
    )


def case_of(send_key: str) -> str:
    """The id of the case a message of ours was sent in, as its key tells."""
    first, *rest = send_key.split(":")
    return rest[1] if first == "auto" and len(rest) > 1 else first


def offered(case: Case, entry: Entry) -> tuple[Entry, ...]:
    """What else is to be noted of an agent's message that links to a private talk.

    An invitation of its own is noted by whoever sends it, with the cause.
    """
    link = entry.kind == "message_sent" and INVITATION in (entry.text or "")
    own = tuple(key_of(case, automatic=flag) for flag in (True, False))
    is_own = (entry.send_key or "").startswith(own)  # a part's key goes on
    is_ours = case.is_present(entry.case or "", entry.episode or 0)
    if not link or is_own or not is_ours or case.episode.offered_at is not None:
        return ()
    act = Act(at=entry.at, agent=entry.agent)
    return commands.offer_private(case, act, BY_HAND, entry.id)


def language(person: Person, entries: Iterable[Entry]) -> str | None:
    """The language of the talk, else of the newest message of which it is known."""
    if person.tally.language is not None:
        return person.tally.language
    known = [e for e in entries if e.kind == "message_received" and e.language]
    newest = max(known, key=lambda e: e.key, default=None)
    return newest.language if newest else None


def invitation(
    person: Person,
    entries: Iterable[Entry],
    text: str,
    key: str,
    now: datetime,
) -> Outbound:
    """Address an invitation to a private talk, as the customer's channel allows.

    Raises:
        Conflict: he has written nothing here that could be answered.
        SendRefused: the channel is not one we send on.

    """
    log = list(entries)
    is_linked = person.channel in _LINKED
    public = Wish(text=text, visibility="public", invite=is_linked)
    out: Outbound | None = None
    if not is_linked:
        private = replace(public, visibility="private")
        try:
            out = replies.answer(person, log, private, key, now)
        except Conflict:
            out = None  # its window is over, or it never had one
    if out is None:
        out = replies.answer(person, log, public, key, now)
    return replace(out, automatic=key.startswith("auto:"))
