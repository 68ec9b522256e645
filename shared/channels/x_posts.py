"""Posts on X, from the Account Activity and the X Activity API alike.

The same post may come as mention, as reply and once per subscribed user, from
both APIs: its id, author and time are therefore read the same way from each.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from shared.channels import tame, x_users, x_words
from shared.domain.messages import Attachment, Event


def normalise(
    base: Event, post: Mapping[str, Any], users: list[Any] | None = None
) -> Event | None:
    """Turn a post object of either API into an event; None without an id."""
    post_id = _id(post, "id")
    user = x_users.profile(post.get("user"))
    author = tame.identifier(post.get("author_id")) or x_users.user_id_of(user)
    if post_id is None or author is None:
        return None
    if not user:
        user = x_users.find(users or [], author)
    ours = author == base.account
    words, addressed = _said(post)
    event = replace(
        with_time(base, post),
        id=f"post:{post_id}",
        kind="message",
        direction="outbound" if ours else "inbound",
        visibility="public",
        person=author,
        text=words,
        addressed=addressed,
        attachments=_attachments(post),
        conversation=tame.identifier(post.get("conversation_id")),
        reply_to=_replied_to(post),
    )
    event = _ours(event, post) if ours else x_users.with_profile(event, user)
    return _reposted(_edited(event, post), post)


def with_time(base: Event, post: Mapping[str, Any]) -> Event:
    """Date a post to the second: only one of the APIs gives milliseconds."""
    said = (
        tame.timestamp(post.get("created_at"))
        or _v1_time(post.get("created_at"))
        or tame.moment(post.get("timestamp_ms"))
    )
    occurred_at, from_receipt = tame.dated(
        said and said.replace(microsecond=0), base.received_at
    )
    return replace(base, occurred_at=occurred_at, time_from_receipt=from_receipt)


def _v1_time(value: Any) -> datetime | None:
    """Read the Account Activity API's "Thu Dec 19 10:37:42 +0000 2019"."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.strptime(value, "%a %b %d %H:%M:%S %z %Y").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _ours(event: Event, post: Mapping[str, Any]) -> Event:
    """Address our own post: to whom it replies; one to nobody is a note.

    A reply to ourselves continues an answer: its person is found by reply_to.
    """
    addressee = _id(post, "in_reply_to_user_id")
    person = None if addressee == event.account else addressee
    return replace(
        event,
        kind="message" if event.reply_to else "note",
        person=person,
    )


def _edited(event: Event, post: Mapping[str, Any]) -> Event:
    """Recognise an edit: a new id whose history begins with the first one.

    Source: developer.x.com, Edit Posts, for either kind of post object.
    """
    history = tame.elements(post.get("edit_history_tweet_ids"))
    older = tame.mapping(post.get("edit_history")).get("initial_tweet_id")
    original = tame.identifier(history[0] if history else older)
    if original is None or event.id == f"post:{original}":
        return event
    return replace(event, kind="edit", target=f"post:{original}")


def _reposted(event: Event, post: Mapping[str, Any]) -> Event:
    """Record a repost as a note: somebody else's words, passed on."""
    shared = bool(post.get("retweeted_status")) or _referenced(post, "retweeted")
    return replace(event, kind="note") if shared else event


def _id(post: Mapping[str, Any], name: str) -> str | None:
    """Read an id; ``_str`` first: the number beside it may have been rounded."""
    return tame.identifier(post.get(f"{name}_str")) or tame.identifier(post.get(name))


def _referenced(post: Mapping[str, Any], kind: str) -> str | None:
    for reference in map(tame.mapping, tame.elements(post.get("referenced_tweets"))):
        if reference.get("type") == kind:
            return tame.identifier(reference.get("id"))
    return None


def _replied_to(post: Mapping[str, Any]) -> str | None:
    found = (
        _id(post, "in_reply_to_status_id")
        or _id(post, "in_reply_to_tweet_id")
        or _referenced(post, "replied_to")
    )
    return f"post:{found}" if found else None


def _said(post: Mapping[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    """Give all that the author wrote, and the names X put before his reply."""
    extended = tame.mapping(post.get("extended_tweet"))
    words = (
        tame.text(tame.mapping(post.get("note_tweet")).get("text"))
        or tame.text(extended.get("full_text"))
        or tame.text(post.get("full_text"))
        or tame.text(post.get("text"))
    )
    if words is None:
        return None, ()
    # Names before a post that answers nothing are the author's own.
    shown_from = 0 if _replied_to(post) is None else _shown_from(extended, post)
    addressed, begin = x_words.names_before(words, shown_from)
    left_out = [media.get("url") for media in _media(post)]
    return x_words.readable(words[begin:], _links(post), left_out), addressed


def _shown_from(*holders: Mapping[str, Any]) -> int | None:
    """Find where display_text_range begins: behind the names before a reply."""
    for holder in holders:
        shown = tame.elements(holder.get("display_text_range"))
        if shown:
            return tame.number(shown[0])
    return None


def _links(post: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return x_words.urls((post, post.get("extended_tweet"), post.get("note_tweet")))


def _media(post: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List pictures and videos; X Activity has them as links with a media_key."""
    for holder in (tame.mapping(post.get("extended_tweet")), post):
        for name in ("extended_entities", "entities"):
            media = tame.elements(tame.mapping(holder.get(name)).get("media"))
            if media:
                return [tame.mapping(item) for item in media]
    return [link for link in _links(post) if tame.text(link.get("media_key"))]


def _attachments(post: Mapping[str, Any]) -> tuple[Attachment, ...]:
    found = [
        Attachment(
            type=tame.identifier(item.get("type")) or "file",
            url=tame.text(item.get("media_url_https"))
            or tame.text(item.get("expanded_url"))
            or tame.text(item.get("url")),
        )
        for item in _media(post)
    ]
    return tuple(dict.fromkeys(found))  # one link may be of several pictures
