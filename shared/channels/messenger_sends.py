"""Private messages of Facebook pages and Instagram accounts: one Send API."""

from collections.abc import Mapping
from typing import Any

from shared.channels import tame
from shared.channels.base import UNNAMED
from shared.channels.limits import (
    QUICK_REPLIES,
    QUICK_REPLY_PAYLOAD,
    QUICK_REPLY_TITLE,
    Limit,
    at_most,
    within,
)
from shared.channels.messenger import USER_REF
from shared.channels.paths import step
from shared.domain.messages import Outbound, QuickReply, SendCall
from shared.errors import SendRefused, SendUnconfirmed


def message(out: Outbound, limit: Limit, answerable: Mapping[str, str]) -> SendCall:
    """Write a private message, to a person or to the author of a public content.

    ``answerable`` says by which field of ``recipient`` each kind of public
    content is answered privately (Meta, Private Replies). What has a tag says so
    on either platform (Meta, Send API; Instagram Platform, Human Agent).
    """
    said: dict[str, Any] = _said(out, limit)
    if out.quick_replies:
        said["quick_replies"] = _quick_replies(out.quick_replies)
    tagged = {"messaging_type": "MESSAGE_TAG", "tag": out.tag} if out.tag else {}
    return SendCall(
        service="meta",
        path=f"/{step(out.account)}/messages",
        json={"recipient": _recipient(out, answerable), **tagged, "message": said},
        auth="query",
    )


def _said(out: Outbound, limit: Limit) -> dict[str, Any]:
    """Write the text, or the one file by its address (Meta, Send API: Attachments)."""
    for file in out.attachments:
        return {"attachment": {"type": file.type, "payload": {"url": file.url}}}
    return {"text": within(out.text, limit)}


def _recipient(out: Outbound, answerable: Mapping[str, str]) -> dict[str, str]:
    """Address a person, or the author of what is answered, as the Send API wants it.

    Raises:
        SendRefused: the platform never told who the person is.

    """
    kind, _, content = (out.reply_to or "").partition(":")
    if kind in answerable and content:
        return {answerable[kind]: content}
    kind, _, rest = out.person.partition(":")
    if kind == UNNAMED:
        raise SendRefused("The platform hides the author; answer publicly.")
    return {USER_REF: rest} if kind == USER_REF else {"id": out.person}


def _quick_replies(replies: tuple[QuickReply, ...]) -> list[dict[str, str]]:
    at_most(QUICK_REPLIES, replies, "A message")
    return [
        {
            "content_type": "text",
            "title": within(reply.title, QUICK_REPLY_TITLE),
            "payload": within(reply.payload, QUICK_REPLY_PAYLOAD),
        }
        for reply in replies
    ]


def receipt(response: Mapping[str, Any]) -> str:
    """Read the id of the message or comment that was taken.

    Raises:
        SendUnconfirmed: there is none.

    """
    said = tame.identifier(response.get("message_id"))
    comment = tame.identifier(response.get("id"))
    if said is None and comment is None:
        raise SendUnconfirmed("Meta answered without an id.")
    return said or tame.content_id("comment", comment)


def reached(response: Mapping[str, Any]) -> str | None:
    """Read the page- or Instagram-scoped id of whom a private message went to."""
    return tame.identifier(response.get("recipient_id"))
