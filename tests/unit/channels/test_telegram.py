"""Telegram: chats with people, groups, business accounts, and taps on buttons."""

from typing import Any

import pytest

from shared.channels import CHANNELS
from shared.domain.messages import Attachment
from shared.errors import NotFound, Unverified
from tests.unit.channels.samples import (
    AT,
    CHAT,
    RECEIVED,
    brief,
    event,
    events,
    telegram,
    telegram_message,
)

GROUP = {"id": -1005, "type": "supergroup", "title": "Friends"}
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.mark.parametrize("secret", ["old", "new"])
def test_either_secret_token_is_believed_while_it_is_rotated(secret: str) -> None:
    secrets = {"secret_tokens": ["new", "old"]}

    CHANNELS["telegram"].verify({HEADER.lower(): secret}, b"{}", secrets)


@pytest.mark.parametrize(
    ("headers", "secret"),
    [
        ({}, {"secret_tokens": ["s"]}),
        ({HEADER: "t"}, {"secret_tokens": ["s"]}),
        ({HEADER: ""}, {"secret_tokens": [""]}),
        ({HEADER: ""}, {}),
    ],
    ids=["missing", "wrong", "empty", "unset"],
)
def test_all_else_is_refused(headers: Any, secret: Any) -> None:
    with pytest.raises(Unverified):
        CHANNELS["telegram"].verify(headers, b"{}", secret)


def test_there_is_no_handshake() -> None:
    with pytest.raises(NotFound):
        CHANNELS["telegram"].confirm({}, {})


def test_a_text_to_the_bot_is_a_private_message() -> None:
    it = event("telegram", telegram(text="Open today?"))

    assert tuple(brief(it)) == ("message", "inbound", str(CHAT), "Open today?")
    assert (it.id, it.visibility, it.occurred_at) == (f"{CHAT}:12", "private", AT)
    assert (it.name, it.handle, it.account) == ("Jonas Berg", "jb", "bot")
    assert it.conversation == str(CHAT)


def test_a_text_in_a_group_is_public_and_in_its_topic() -> None:
    it = event("telegram", telegram(chat=GROUP, text="Hi", message_thread_id=4))

    assert (it.visibility, it.person, it.conversation) == (
        "public",
        str(CHAT),
        "-1005:4",
    )


def test_who_writes_as_a_channel_is_that_channel() -> None:
    channel = {"id": -1007, "title": "News", "username": "news"}
    it = event("telegram", telegram(chat=GROUP, text="Hi", sender_chat=channel))

    assert (it.person, it.name, it.handle) == ("-1007", "News", "news")


def test_an_answer_names_the_message_it_answers() -> None:
    body = telegram(text="No", reply_to_message=telegram_message(message_id=9))

    assert event("telegram", body).reply_to == f"{CHAT}:9"


@pytest.mark.parametrize(
    ("said", "attachment"),
    [
        ({"photo": [{"file_id": "f"}]}, Attachment(type="photo")),
        ({"animation": {"x": 1}, "document": {"x": 1}}, Attachment(type="animation")),
        (
            {"location": {"latitude": 1, "longitude": 2.5}},
            Attachment(type="location", url="geo:1.000000,2.500000"),
        ),
        (
            {"venue": {"title": "x"}, "location": {"latitude": 1, "longitude": 2}},
            Attachment(type="venue", url="geo:1.000000,2.000000"),
        ),
    ],
)
def test_files_and_places_have_a_type(said: Any, attachment: Attachment) -> None:
    it = event("telegram", telegram(caption="See", **said))

    assert (it.text, it.attachments) == ("See", (attachment,))


def test_an_edit_refers_to_the_message_and_has_its_own_time() -> None:
    later = int(AT.timestamp()) + 60
    it = event("telegram", telegram("edited_message", text="b", edit_date=later))

    assert (it.kind, it.target, it.text) == ("edit", f"{CHAT}:12", "b")
    assert it.occurred_at.timestamp() == later
    assert it.id == f"{CHAT}:12:edit:{later}"


def test_a_tap_returns_our_payload_and_says_what_the_button_said() -> None:
    scores = [{"text": n, "callback_data": f"survey:s:{n}"} for n in ("3", "4")]
    buttons = [[{"text": "Later", "callback_data": "later"}], scores]
    ours = telegram_message(reply_markup={"inline_keyboard": buttons})
    query = {"id": "7", "from": {"id": CHAT}, "message": ours, "data": "survey:s:4"}
    it = event("telegram", {"update_id": 1, "callback_query": query})

    assert tuple(brief(it)) == ("message", "inbound", str(CHAT), "4")
    assert (it.id, it.payload, it.reply_to) == (
        "callback:7",
        "survey:s:4",
        f"{CHAT}:12",
    )
    assert (it.occurred_at, it.time_from_receipt) == (RECEIVED, True)


def test_a_tap_on_a_message_not_shown_is_private() -> None:
    query = {"id": "7", "from": {"id": 5}, "inline_message_id": "x", "data": "d"}
    it = event("telegram", {"update_id": 1, "callback_query": query})

    assert (it.visibility, it.conversation, it.text) == ("private", "5", "d")


def test_a_tap_is_acknowledged_under_the_querys_own_id() -> None:
    call = CHANNELS["telegram"].acknowledge("callback:770900000000000950")

    assert call is not None
    assert (call.service, call.auth, call.path) == (
        "telegram",
        "path",
        "/answerCallbackQuery",
    )
    assert call.json == {"callback_query_id": "770900000000000950"}


@pytest.mark.parametrize(
    "body",
    [
        telegram(text="callback:7"),
        telegram("message_reaction", new_reaction=[{"emoji": "👍"}], user={"id": 5}),
        telegram("my_chat_member", new_chat_member={"status": "kicked"}),
        {"update_id": 1, "callback_query": {"id": "7"}},
    ],
    ids=["message", "reaction", "note", "not understood"],
)
def test_nothing_else_is_acknowledged(body: Any) -> None:
    assert CHANNELS["telegram"].acknowledge(event("telegram", body).id) is None


@pytest.mark.parametrize(
    ("text", "parameter"),
    [
        ("/start", None),
        ("/start@LampShopBot", None),
        ("/start ", None),
        ("/start order-4711_b", "order-4711_b"),
        ("/start@LampShopBot order-4711_b", "order-4711_b"),
        ("/start " + "a" * 64, "a" * 64),
    ],
)
@pytest.mark.parametrize("chat", [{"id": CHAT, "type": "private"}, GROUP])
def test_who_starts_the_bot_has_said_nothing_but_where_he_came_from(
    chat: Any, text: str, parameter: str | None
) -> None:
    it = event("telegram", telegram(chat=chat, text=text))

    assert (it.kind, it.what, it.payload) == ("note", "message.start", parameter)
    assert (it.id, it.person, it.text) == (
        f"{chat['id']}:12",
        str(CHAT),
        text,
    )


@pytest.mark.parametrize(
    "text",
    [
        "/start order-4711 where is it?",
        "/start where?",
        "/start " + "a" * 65,
        "/start order\n4711",
        "/started",
        "/help",
        "/stop",
        "please /start",
    ],
)
def test_a_start_with_words_of_ones_own_and_other_commands_are_messages(
    text: str,
) -> None:
    it = event("telegram", telegram(text=text))

    assert (it.kind, it.text, it.payload) == ("message", text, None)


@pytest.mark.parametrize(
    "said",
    [
        {"caption": "/start", "photo": [{"file_id": "f"}]},
        {"text": "/start", "business_connection_id": "c-1"},
        {"text": "/start", "reply_to_message": telegram_message(message_id=9)},
        {"text": "/start", "forward_origin": {"type": "user"}},
        {"text": "/start", "forward_date": 5},
    ],
    ids=["caption", "business account", "answer", "forward", "older forward"],
)
def test_a_start_that_no_button_sent_is_a_message(said: Any) -> None:
    assert event("telegram", telegram(**said)).kind == "message"


def test_a_web_form_returns_its_data() -> None:
    form = {"button_text": "Order", "data": "{}"}
    it = event("telegram", telegram(web_app_data=form))

    assert (it.kind, it.text, it.payload) == ("message", "Order", "{}")


def test_a_business_chat_is_the_customers_whoever_writes() -> None:
    chat: dict[str, Any] = {"business_connection_id": "c-1", "text": "Hi"}
    owner: dict[str, Any] = {**chat, "from": {"id": 8}}
    asked = event("telegram", telegram("business_message", **chat))
    answered = event("telegram", telegram("business_message", **owner))

    assert tuple(brief(asked)) == ("message", "inbound", str(CHAT), "Hi")
    assert tuple(brief(answered)) == ("message", "outbound", str(CHAT), "Hi")
    assert asked.id == f"business:{CHAT}:12"
    assert asked.conversation == f"business:c-1:{CHAT}"


def test_each_message_deleted_in_a_business_chat_is_a_deletion() -> None:
    gone = {"business_connection_id": "c-1", "message_ids": [3, 4]}
    found = events("telegram", telegram("deleted_business_messages", **gone))

    assert [(it.kind, it.target) for it in found] == [
        ("deletion", f"business:{CHAT}:3"),
        ("deletion", f"business:{CHAT}:4"),
    ]


def test_a_reaction_and_its_removal_refer_to_the_message() -> None:
    on = telegram("message_reaction", new_reaction=[{"emoji": "👍"}], user={"id": 5})
    off = telegram("message_reaction", new_reaction=[], user={"id": 5})
    found = [event("telegram", body) for body in (on, off)]

    assert [(it.kind, it.person, it.target, it.text, it.what) for it in found] == [
        ("reaction", "5", f"{CHAT}:12", "👍", "message_reaction"),
        ("reaction", "5", f"{CHAT}:12", None, "message_reaction.removed"),
    ]
    assert found[0].id != found[1].id


@pytest.mark.parametrize(
    "body",
    [
        telegram("channel_post", text="News"),
        telegram("my_chat_member", new_chat_member={"status": "kicked"}),
        telegram(chat=GROUP, new_chat_members=[{"id": 5}]),
        {"message": {**telegram_message(text="x"), "from": {"id": 6, "is_bot": True}}},
        telegram(chat=GROUP, text="x", sender_chat=GROUP),
        telegram("edited_message", chat=GROUP, text="x", sender_chat=GROUP),
        telegram(chat=GROUP, text="x", is_automatic_forward=True),
        {"update_id": 1, "poll": {"id": "5"}},
    ],
    ids=["post", "block", "join", "bot", "admin", "admin edits", "forward", "poll"],
)
def test_what_no_customer_said_is_a_note(body: Any) -> None:
    assert event("telegram", body).kind == "note"


def test_who_blocks_the_bot_is_known() -> None:
    blocked = telegram("my_chat_member", new_chat_member={"status": "kicked"})
    it = event("telegram", blocked)

    assert (it.person, it.what) == (str(CHAT), "my_chat_member.kicked")


def test_an_update_of_two_kinds_is_two_events() -> None:
    body = {**telegram(text="a"), "poll": {"id": "5"}}

    assert [it.kind for it in events("telegram", body)] == ["message", "note"]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"update_id": 1}, "update"),
        ({"update_id": 1, "dream": {"id": 5}}, "dream"),
        (telegram(message_id=None, text="a"), "message"),
        (telegram("edited_message", message_id=None, text="a"), "edited_message"),
        ({"update_id": 1, "callback_query": {"id": "7"}}, "callback_query"),
        ({"update_id": 1, "message_reaction": {}}, "message_reaction"),
        (telegram("deleted_business_messages"), "deleted_business_messages"),
    ],
)
def test_what_is_not_understood_is_kept_raw(body: Any, what: str) -> None:
    if "deleted_business_messages" in body:
        del body["deleted_business_messages"]["message_id"]
    it = event("telegram", body)

    assert (it.kind, it.what, it.raw) == ("unknown", what, body)
