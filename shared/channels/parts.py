"""Answers that are several messages: long texts, cut at words, and files, as data.

Where a platform shows a talk, several messages read as one; under a comment
they would be several comments, and a private reply may be sent once only.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.channels.limits import (
    INSTAGRAM_TEXT,
    MESSENGER_TEXT,
    TELEGRAM_TEXT,
    WHATSAPP_TEXT,
    X_MESSAGE,
    X_POST,
    Limit,
)
from shared.domain.messages import Outbound
from shared.domain.windows import opens_talk
from shared.errors import BadInput


@dataclass(frozen=True, slots=True)
class Room:
    """How much one message holds, and how many (at most 9) may follow each other."""

    limit: Limit
    parts: int


# Every part of a public answer on X costs as much as a post.
ROOMS: Mapping[tuple[str, str], Room] = {
    ("facebook", "private"): Room(MESSENGER_TEXT, 5),
    ("instagram", "private"): Room(INSTAGRAM_TEXT, 9),
    ("telegram", "private"): Room(TELEGRAM_TEXT, 3),
    ("telegram", "public"): Room(TELEGRAM_TEXT, 3),
    ("whatsapp", "private"): Room(WHATSAPP_TEXT, 3),
    ("x", "private"): Room(X_MESSAGE, 2),
    ("x", "public"): Room(X_POST, 4),
}
# Which kinds of files can be sent by their address: Meta, Send API (Attachments),
# Instagram Platform, Messaging; WhatsApp Cloud, Messages; Telegram Bot API. X wants
# them uploaded, and under a comment each would be a comment.
MEDIA = frozenset({"image", "video", "audio"})
FILES: Mapping[tuple[str, str], frozenset[str]] = {
    ("facebook", "private"): MEDIA | {"file"},
    ("instagram", "private"): MEDIA,
    ("telegram", "private"): MEDIA | {"file"},
    ("telegram", "public"): MEDIA | {"file"},
    ("whatsapp", "private"): MEDIA | {"file"},
}
_WIDEST = " (9/9)"
_WORD = re.compile(r"\S+")


def split(whole: Outbound) -> list[Outbound]:
    """Give the messages to send, in order; the first has the key of the whole.

    The text comes first, then each file.

    Raises:
        BadInput: it would take more parts than the channel allows, or has files
            that it cannot have.

    """
    _check(whole)
    texts = _texts(replace(whole, attachments=()))
    later = replace(whole, text="", reply_to=None, quick_replies=())
    return texts + [
        replace(later, key=key_of(whole.key, n), attachments=(file,))
        for n, file in enumerate(whole.attachments, len(texts) + 1)
    ]


def _check(whole: Outbound) -> None:
    """Refuse files where they cannot be sent, before anything of it is."""
    if not whole.attachments:
        return
    known = FILES.get((whole.channel, whole.visibility), frozenset())
    wrong = {it.type for it in whole.attachments} - known
    if wrong:
        where = f"in {whole.visibility} on {whole.channel}"
        problem = (
            f"No attachment of type {', '.join(sorted(wrong))} can be sent {where}"
        )
        raise BadInput(f"{problem}; give its address in the text.")
    if whole.template or opens_talk(whole):
        problem = "Leave out 'attachments': the first private message is one message"
        raise BadInput(f"{problem}; send them once the customer has answered.")


def _texts(whole: Outbound) -> list[Outbound]:
    room = ROOMS.get((whole.channel, whole.visibility))
    single = whole.template or whole.quick_replies or opens_talk(whole)
    if room is None or single or room.limit.count(whole.text) <= room.limit.most:
        return [whole]
    texts = cut(whole.text, room)
    total = len(texts)
    return [
        replace(whole, key=key_of(whole.key, n), text=f"{text} ({n}/{total})")
        for n, text in enumerate(texts, 1)
    ]


def key_of(key: str, part: int) -> str:
    """Name the key of a part: that of the whole for the first."""
    return key if part == 1 else f"{key}:{part}"


def cut(text: str, room: Room) -> list[str]:
    """Cut a text at words so that each piece holds its number as well.

    Raises:
        BadInput: there are more pieces than there is room for.

    """
    pieces: list[str] = []
    rest = text.strip()
    while rest:
        if len(pieces) == room.parts or room.limit.count(rest) > _most(room):
            raise BadInput(
                f"{room.limit.what} is sent in at most {room.parts} parts; "
                f"keep the text under {_most(room)} {room.limit.unit}."
            )
        end = _end(rest, room.limit)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return pieces


def _most(room: Room) -> int:
    return room.limit.most * room.parts


def _end(text: str, limit: Limit) -> int:
    """Find where the first piece ends: after a word, or within one too long."""

    def size(end: int) -> int:
        return limit.count(text[:end] + _WIDEST)

    ends = [word.end() for word in _WORD.finditer(text)]
    fitting = bisect_right(ends, limit.most, key=size)
    if fitting:
        return ends[fitting - 1]
    return max(1, bisect_right(range(1, ends[0] + 1), limit.most, key=size))
