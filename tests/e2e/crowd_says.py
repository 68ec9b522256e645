"""Webhook bodies of many customers at once: what they write, press and receive."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from infra.local import sample_platforms as say
from infra.local import simulated_whatsapp
from infra.local.simulated_calls import INSTAGRAM
from infra.local.simulated_messages import Sent
from infra.local.simulated_webhooks import ANSWERS
from tests.e2e.crowd import Customer

NUMBER = "7000000001"
Body = Any
Webhook = tuple[str, Body]


def written(who: Customer, name: str, text: str, at: datetime) -> Webhook:
    """A message, where he always writes; ``name`` is "opening" or a number."""
    return "custom" if who.way == "email" else who.channel, _WRITTEN[who.way](
        who, name, text, at
    )


def pressed(question: Mapping[str, Any], score: int, at: datetime) -> Webhook | None:
    """The button of a score, or its number typed where choices are spelt out."""
    sent = Sent(**question)
    now_ms = int(at.timestamp() * 1000)
    return next(ANSWERS[sent.channel](sent, score, now_ms), None)


def arrived(question: Mapping[str, Any], at: datetime) -> Webhook | None:
    """That a question has reached him, where the platform tells."""
    sent, now_ms = Sent(**question), int(at.timestamp() * 1000)
    if sent.channel == "whatsapp":
        _, delivered, _ = simulated_whatsapp.echo(sent, now_ms)
        return delivered
    if sent.channel != "facebook":
        return None
    receipt = {
        "sender": {"id": sent.to},
        "recipient": {"id": say.PAGE},
        "timestamp": now_ms,
        "delivery": {"mids": [sent.id], "watermark": now_ms},
    }
    return "facebook", say.page(at, messaging=[receipt])


def in_waves(webhooks: Iterable[Webhook], most: int) -> Iterator[list[Webhook]]:
    """A wave has so many events, in one webhook as of busy days; Telegram has no such.

    More at once would only queue up.
    """
    by_channel: dict[str, list[Body]] = {}
    for channel, body in webhooks:
        by_channel.setdefault(channel, []).append(body)
    for channel, bodies in by_channel.items():
        for first in range(0, len(bodies), most):
            wave = bodies[first : first + most]
            alone = channel == "telegram"
            yield [(channel, it) for it in (wave if alone else [_joined(wave)])]


def _joined(bodies: list[Body]) -> Body:
    first = bodies[0]
    if isinstance(first, list):
        return [piece for body in bodies for piece in body]
    for items in ("entry", "direct_message_events"):
        if items in first:
            return {**first, items: [one for body in bodies for one in body[items]]}
    return first


def _comment(who: Customer, _name: str, text: str, at: datetime) -> Body:
    comment = say.comment(who.user, "Kim", f"1_{who.user}", text, at)
    return say.page(at, changes=[comment])


def _mail(who: Customer, name: str, text: str, at: datetime) -> Body:
    return [say.contact("email", who.user, f"{who.user}-{name}", text, at)]


def _to_the_page(who: Customer, name: str, text: str, at: datetime) -> Body:
    item = say.messenger(who.user, f"m_{who.user}-{name}", text, at)
    return say.page(at, messaging=[item])


def _to_instagram(who: Customer, name: str, text: str, at: datetime) -> Body:
    item = say.messenger(who.user, f"m_{who.user}-{name}", text, at)
    item["recipient"]["id"] = INSTAGRAM
    entry = {"id": INSTAGRAM, "time": item["timestamp"], "messaging": [item]}
    return {"object": "instagram", "entry": [entry]}


def _to_x(who: Customer, name: str, text: str, at: datetime) -> Body:
    return say.direct_message(who.user, "eva", f"{who.user}-{name}", text, at)


def _to_the_number(who: Customer, name: str, text: str, at: datetime) -> Body:
    message = {
        "from": who.user,
        "id": f"wamid.{who.user}-{name}",
        "timestamp": str(int(at.timestamp())),
        "type": "text",
        "text": {"body": text},
    }
    value = {"metadata": {"phone_number_id": NUMBER}, "messages": [message]}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _to_the_bot(who: Customer, name: str, text: str, at: datetime) -> Body:
    user = {"id": int(who.user), "is_bot": False, "first_name": "Eva"}
    chat = {"id": int(who.user), "type": "private", "first_name": "Eva"}
    number = 1 if name == "opening" else 2 + int(name)
    parties = {"message_id": number, "from": user, "chat": chat}
    said = {**parties, "date": int(at.timestamp()), "text": text}
    return {"update_id": int(who.user) * 100 + number, "message": said}


_WRITTEN: Mapping[str, Callable[[Customer, str, str, datetime], Body]] = {
    "facebook": _to_the_page,
    "instagram": _to_instagram,
    "whatsapp": _to_the_number,
    "telegram": _to_the_bot,
    "x": _to_x,
    "comment": _comment,
    "email": _mail,
}
