"""Answers on X whose outcome is open, settled by what X really echoes."""

from html import escape
from typing import Any

import pytest

from functions import desk, replying
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id
from shared.domain.log import in_order
from shared.errors import SendUnconfirmed
from tests.fakes.entries import MONDAY
from tests.fakes.world import World, envelope
from tests.functional.test_desk import asks
from tests.unit.channels.samples import (
    ACCOUNT,
    USER,
    account_activity,
    activity,
    direct_message,
    post,
)

ROSA = f"x:{USER}"
SHORT = "https://t.co/a1"
TEXT = "Track & trace: shop.example/track?a=1&b=2."
PLAIN = TEXT.replace("shop.example/track?a=1&b=2", SHORT)
MEANT = [{"url": SHORT, "expanded_url": "http://shop.example/track?a=1&b=2"}]
ELSEWHERE = [{"url": SHORT, "expanded_url": "http://other.example"}]
INVITATION = f"https://x.com/messages/compose?recipient_id={ACCOUNT}"
SECOND = "https://t.co/b2"


def arrives(world: World, *bodies: dict[str, Any]) -> None:
    records = [Record(body=envelope(it, "x"), handle="") for it in bodies]
    ingest_batch(records, world)


def mention(**fields: Any) -> dict[str, Any]:
    return account_activity("tweet_create_events", post(**fields))


def attempted(visibility: str, **wish: Any) -> World:
    """A world where X took an answer and gave none."""
    made = World()
    first = direct_message() if visibility == "private" else None
    arrives(
        made, account_activity("direct_message_events", first) if first else mention()
    )
    made.sender.mode = "timeout"
    case = case_id(ROSA, "dm:88" if first else "post:77")
    body = {"text": TEXT, "visibility": visibility, **wish}
    with pytest.raises(SendUnconfirmed):
        replying.reply(case, asks(body=body, idempotency_key="k"), made)
    made.sender.mode = "accept"
    made.clock.advance(seconds=20)
    return made


def own_post(text: str, urls: Any = None) -> dict[str, Any]:
    """Our reply as the Account Activity API echoes it."""
    return mention(
        id_str="79",
        text=f"@rosan {escape(text, quote=False)}",
        display_text_range=[7, 7 + len(text)],
        created_at="Mon Mar 02 10:00:01 +0000 2026",
        user={"id_str": ACCOUNT},
        in_reply_to_status_id_str="77",
        in_reply_to_user_id_str=USER,
        entities={"urls": urls} if urls is not None else {},
    )


def own_post_anew(text: str, urls: Any = None) -> dict[str, Any]:
    """The same as the X Activity API echoes it, without what it may leave out."""
    return activity(
        "post.create",
        {
            "id": "79",
            "text": f"@rosan {escape(text, quote=False)}",
            "author_id": ACCOUNT,
            "created_at": "2026-03-02T10:00:01.000Z",
            "in_reply_to_user_id": USER,
            "referenced_tweets": [{"type": "replied_to", "id": "77"}],
            **({"entities": {"urls": urls}} if urls is not None else {}),
        },
    )


def own_message(text: str, urls: Any = None) -> dict[str, Any]:
    item = direct_message(
        sender=ACCOUNT,
        to=USER,
        text=escape(text, quote=False),
        entities={"urls": urls or []},
    )
    item |= {"id": "79", "created_timestamp": str(int(MONDAY.timestamp() * 1000) + 900)}
    return account_activity("direct_message_events", item)


def settled(world: World) -> tuple[list[tuple[str, str | None]], int]:
    """What was sent and by whom as the log has it, and how many calls X has had."""
    while world.outbox.errands:
        world.deliver()
    log = in_order(world.log.read(ROSA))
    told = [(e.id, e.agent) for e in log if e.kind == "message_sent"]
    return told, len(world.sender.sent)


@pytest.mark.parametrize("echo", [own_post, own_post_anew])
@pytest.mark.parametrize("urls", [MEANT, None, []], ids=["meant", "none", "empty"])
def test_a_post_is_confirmed_once_with_or_without_its_links(
    echo: Any, urls: Any
) -> None:
    world = attempted("public")
    arrives(world, echo(PLAIN, urls))
    arrives(world, echo(PLAIN, urls))

    assert settled(world) == ([("post:79", "amy")], 1)


@pytest.mark.parametrize("urls", [MEANT, None], ids=["meant", "none"])
def test_a_direct_message_is_confirmed_with_or_without_its_links(urls: Any) -> None:
    world = attempted("private")
    arrives(world, own_message(PLAIN, urls))

    assert settled(world) == ([("dm:79", "amy")], 1)


@pytest.mark.parametrize("meant", [True, False])
def test_an_invitation_is_a_link_like_any_other(*, meant: bool) -> None:
    urls = [*MEANT, {"url": SECOND, "expanded_url": INVITATION}]
    world = attempted("public", invite="private")
    arrives(world, own_post(f"{PLAIN} {SECOND}", urls if meant else None))

    assert settled(world) == ([("post:79", "amy")], 1)


@pytest.mark.parametrize("echo", [own_post, own_post_anew])
@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Track & trace:", None),
        (f"Track & trace: {SHORT} or call.", MEANT),
        (f"Look & trace: {SHORT}.", None),
        (PLAIN, ELSEWHERE),
        (f"{PLAIN} {SECOND}", None),
        (f"@anna {PLAIN}", MEANT),
    ],
)
def test_other_words_confirm_nothing(echo: Any, text: str, urls: Any) -> None:
    world = attempted("public")
    written = echo(text, urls)
    if echo is own_post_anew:
        written["data"]["payload"]["display_text_range"] = [7, 99]
    arrives(world, written)

    assert settled(world) == ([("post:79", None)], 1)


@pytest.mark.parametrize("first", [0, 1])
def test_the_names_of_a_reply_are_in_the_timeline_whichever_copy_is_first(
    first: int,
) -> None:
    said = {"text": f"@shop @anna why? {SHORT}", "display_text_range": [12, 40]}
    entities = {"urls": MEANT}
    new = {
        "id": "77",
        "author_id": USER,
        "created_at": "2026-03-02T09:30:00.000Z",
        "referenced_tweets": [{"type": "replied_to", "id": "70"}],
    }
    copies = [
        mention(**said, entities=entities, in_reply_to_status_id_str="70"),
        activity("post.reply.create", {**new, **said, "entities": entities}),
    ]
    world = World()
    arrives(world, copies[first])
    arrives(world, copies[1 - first])
    case = case_id(ROSA, "post:77")
    (item,) = desk.show_timeline(case, asks(), world)["items"]

    assert item["addressed"] == ["shop", "anna"]
    assert item["text"] == "why? http://shop.example/track?a=1&b=2"
