"""Whose a Telegram chat is, and what its messages are called.

A chat is private with a customer, a group's, or a private one of a business
account that lets the bot in: there both sides are seen, and an answer must
name the connection it goes through.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame
from shared.domain.messages import Event

BUSINESS = "business"  # begins ids and conversations of business accounts


def content_id(message: Mapping[str, Any]) -> str | None:
    """Name a message: by chat and number, which is unique in its chat only.

    A business account counts its messages with a person, and so does our bot
    with the same person: ids of the first are marked.
    """
    chat = tame.identifier(tame.mapping(message.get("chat")).get("id"))
    number = tame.identifier(message.get("message_id"))
    if chat is None or number is None:
        return None
    marked = [BUSINESS] if message.get("business_connection_id") else []
    return tame.content_id(*marked, chat, number)


def conversation(message: Mapping[str, Any]) -> str:
    """Name the thread: the chat, a topic of it, or it and the connection."""
    chat = tame.identifier(tame.mapping(message.get("chat")).get("id"))
    connection = tame.identifier(message.get("business_connection_id"))
    topic = tame.identifier(message.get("message_thread_id"))
    if connection:
        return tame.content_id(BUSINESS, connection, chat)
    return tame.content_id(chat, topic) if topic else tame.content_id(chat)


def with_parties(event: Event, message: Mapping[str, Any]) -> Event:
    """Say who wrote, and to how many."""
    chat = tame.mapping(message.get("chat"))
    placed = replace(event, conversation=conversation(message))
    if message.get("business_connection_id"):
        return _in_business(placed, message)
    alone = chat.get("type") == "private"
    # Channels and anonymous admins write to groups as a chat.
    author = {} if alone else tame.mapping(message.get("sender_chat"))
    author = author or tame.mapping(message.get("from")) or (chat if alone else {})
    described = described_by(placed, author)
    return replace(described, visibility="private" if alone else "public")


def _in_business(event: Event, message: Mapping[str, Any]) -> Event:
    """Take the chat for the customer; whoever else writes there is one of us."""
    chat = tame.mapping(message.get("chat"))
    author = tame.mapping(message.get("from"))
    customer = tame.identifier(chat.get("id"))
    ours = tame.identifier(author.get("id")) not in (customer, None)
    return replace(
        described_by(event, chat),
        direction="outbound" if ours else "inbound",
        visibility="private",
    )


def described_by(event: Event, user: Mapping[str, Any]) -> Event:
    """Take over the id, name and handle of a user or chat."""
    names = (tame.text(user.get(name)) for name in ("first_name", "last_name"))
    name = " ".join(one for one in names if one) or tame.text(user.get("title"))
    return replace(
        event,
        person=tame.identifier(user.get("id")),
        name=name,
        handle=tame.identifier(user.get("username")),
    )
