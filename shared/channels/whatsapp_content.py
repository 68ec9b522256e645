"""What a WhatsApp message says, by its type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.channels import tame
from shared.domain.messages import Attachment

MEDIA = ("image", "video", "audio", "voice", "document", "sticker")
MUTE = ("unsupported", "unknown")  # it says something, but not to us


@dataclass(frozen=True, slots=True)
class Content:
    """Words, files, and the payload of what was tapped."""

    text: str | None = None
    attachments: tuple[Attachment, ...] = ()
    payload: str | None = None


def read(message: Mapping[str, Any]) -> Content | None:
    """Read a message; None if its type is new or it says nothing."""
    kind = message.get("type")
    if not isinstance(kind, str):
        return None
    if kind in MUTE:
        return Content(attachments=(Attachment(type="unsupported"),))
    reader = _media if kind in MEDIA else READERS.get(kind)
    content = reader(kind, message.get(kind)) if reader else None
    return None if content == Content() else content


def _text(_kind: str, said: Any) -> Content:
    return Content(text=tame.text(tame.mapping(said).get("body")))


def _media(kind: str, said: Any) -> Content:
    file = tame.mapping(said)
    attachment = Attachment(type=kind, url=tame.text(file.get("url")))
    return Content(tame.text(file.get("caption")), (attachment,))


def _location(_kind: str, said: Any) -> Content:
    """Give a place as its own link or as a geo URI (RFC 5870)."""
    place = tame.mapping(said)
    link = tame.text(place.get("url"))
    url = link or tame.place(place.get("latitude"), place.get("longitude"))
    return Content(attachments=(Attachment(type="location", url=url),))


def _contacts(_kind: str, said: Any) -> Content:
    return Content(
        attachments=tuple(Attachment(type="contact") for _ in tame.elements(said))
    )


def _button(_kind: str, said: Any) -> Content:
    """Read a tap on a template's button."""
    tapped = tame.mapping(said)
    return Content(
        tame.text(tapped.get("text")), payload=tame.text(tapped.get("payload"))
    )


def _interactive(_kind: str, said: Any) -> Content:
    """Read a tap on a button or list row, or the answers given in a flow."""
    answer = tame.mapping(said)
    button = tame.mapping(answer.get("button_reply"))
    tapped = button or tame.mapping(answer.get("list_reply"))
    flow = tame.mapping(answer.get("nfm_reply"))
    return Content(
        tame.text(tapped.get("title")) or tame.text(flow.get("body")),
        payload=tame.text(tapped.get("id")) or tame.text(flow.get("response_json")),
    )


def _order(_kind: str, said: Any) -> Content:
    """Spell an order out: it is what the customer says."""
    order = tame.mapping(said)
    items = [tame.mapping(one) for one in tame.elements(order.get("product_items"))]
    lines = [
        f"{tame.number(one.get('quantity')) or 1} x {product}"
        for one in items
        if (product := tame.identifier(one.get("product_retailer_id")))
    ]
    words = [tame.text(order.get("text")), *lines]
    return Content(
        "\n".join(one for one in words if one) or None, (Attachment(type="order"),)
    )


READERS: dict[str, Callable[[str, Any], Content]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
}
