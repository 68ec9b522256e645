"""X, both ways: mentions, replies and direct messages."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.channels import signatures, tame, x_account_activity, x_activity
from shared.channels.base import (
    JSON,
    Confirmation,
    acknowledge_nothing,
    reached_nobody,
    unknown,
)
from shared.channels.limits import X_MESSAGE, X_POST, within
from shared.channels.paths import step
from shared.domain.messages import Event, Outbound, SendCall
from shared.errors import BadInput, SendUnconfirmed, Unverified

NAME = "x"
SIGNATURE = "x-twitter-webhooks-signature"
# Whoever asks for the handshake has words of his choice signed, with the very key of
# webhooks. So it signs none that could be a webhook, and what it signs is none.
_CHALLENGE = re.compile(r"[^{}\[\]\"]{1,1000}")

reached = reached_nobody
acknowledge = acknowledge_nothing


def confirm(query: Mapping[str, str], secret: Mapping[str, Any]) -> Confirmation:
    """Answer the challenge-response check, which X repeats for ever.

    Raises:
        BadInput: there is no crc_token that may be signed.
        Unverified: no consumer secret is set.

    """
    token = query.get("crc_token")
    if not token or tame.text(token) != token or not _CHALLENGE.fullmatch(token):
        raise BadInput("crc_token is missing, or not one of X.")
    newest = signatures.keys(secret, "consumer_secrets")[0]
    answer = signatures.base64_digest(newest, token.encode())
    return Confirmation(
        body=json.dumps({"response_token": f"sha256={answer}"}), content_type=JSON
    )


def verify(headers: Mapping[str, str], body: bytes, secret: Mapping[str, Any]) -> None:
    """Check ``x-twitter-webhooks-signature`` with the consumer secrets.

    Raises:
        Unverified: signature missing or wrong, or of a handshake; or no secret is set.

    """
    secrets = signatures.keys(secret, "consumer_secrets")
    if _CHALLENGE.fullmatch(body.decode("utf-8", "replace")):
        raise Unverified("It is no webhook of X: it has no object in it.")
    given = signatures.header(headers, SIGNATURE)
    if not signatures.signed(given, body, secrets, signatures.base64_digest):
        raise Unverified(f"{SIGNATURE} does not match the body.")


def split(body: Any) -> list[dict[str, Any]]:
    """Cut the body of either API into one piece per event."""
    whole = body if isinstance(body, dict) else {"body": body}
    if isinstance(whole.get("data"), dict):
        return x_activity.split(whole)
    return x_account_activity.split(whole) or [whole]


def normalise(piece: Mapping[str, Any], received_at: datetime) -> Event:
    """Turn one piece of either API into an event."""
    base = Event(
        id="",
        channel=NAME,
        kind="note",
        direction="inbound",
        visibility="public",
        occurred_at=received_at,
        received_at=received_at,
        time_from_receipt=True,
    )
    data = tame.mapping(piece.get("data"))
    if data:
        event = x_activity.normalise(base, piece)
        what = tame.label(data.get("event_type"))
    else:
        event = x_account_activity.normalise(base, piece)
        envelope = ("for_user_id", "user_has_blocked", "users", "apps")
        what = tame.label(*(name for name in piece if name not in envelope))
    return event or unknown(NAME, piece, received_at, what)


def render(out: Outbound) -> SendCall:
    """Say it as a direct message if private, as a reply if public."""
    return _message(out) if out.visibility == "private" else _post(out)


def _post(out: Outbound) -> SendCall:
    kind, _, post_id = (out.reply_to or "").partition(":")
    if kind != "post" or not post_id:
        raise BadInput("A public answer needs reply_to, a post.")
    if out.quick_replies:
        raise BadInput("A post has no quick replies; send them privately.")
    text = within(out.text, X_POST)
    return SendCall(
        service="x",
        path="/2/tweets",
        json={"text": text, "reply": {"in_reply_to_tweet_id": post_id}},
    )


def _message(out: Outbound) -> SendCall:
    """Write the choices out: the v2 API has no quick replies (docs.x.com)."""
    choices = " / ".join(reply.title for reply in out.quick_replies)
    text = f"{out.text}\n{choices}" if choices else out.text
    return SendCall(
        service="x",
        path=f"/2/dm_conversations/with/{step(out.person)}/messages",
        json={"text": within(text, X_MESSAGE)},
    )


def receipt(response: Mapping[str, Any]) -> str:
    """Read the id of the post or direct message X took."""
    data = tame.mapping(response.get("data"))
    message = tame.identifier(data.get("dm_event_id"))
    post = tame.identifier(data.get("id"))
    if message is None and post is None:
        raise SendUnconfirmed("X answered without an id.")
    return f"dm:{message}" if message else f"post:{post}"
