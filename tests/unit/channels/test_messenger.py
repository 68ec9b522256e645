"""Messenger's events become messages both ways, statuses and reactions."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.messages import Attachment
from shared.text.answers import Answer, read_answer
from tests.unit.channels.samples import (
    AT,
    AT_MS,
    PAGE,
    PERSON,
    brief,
    event,
    events,
    messaging,
    page,
)


def test_a_text_is_a_private_message_under_its_own_id() -> None:
    it = event("facebook", messaging(message={"mid": "m_1", "text": "Hello?"}))

    assert tuple(brief(it)) == ("message", "inbound", PERSON, "Hello?")
    assert (it.id, it.visibility, it.occurred_at) == ("m_1", "private", AT)
    assert (it.account, it.conversation) == (PAGE, f"{PAGE}:{PERSON}")


def test_numbers_and_strings_are_the_same_person() -> None:
    it = event(
        "facebook",
        messaging(sender={"id": 3000000007}, message={"mid": "m_1", "text": "Hi"}),
    )

    assert it.person == PERSON


def test_a_tapped_quick_reply_returns_our_payload() -> None:
    message = {"mid": "m_1", "text": "4", "quick_reply": {"payload": "survey:s1:4"}}

    assert event("facebook", messaging(message=message)).payload == "survey:s1:4"


def test_an_echo_is_our_message_to_the_person_with_our_key() -> None:
    message = {"mid": "m_2", "text": "Hi!", "is_echo": True, "metadata": "k-1"}
    it = event(
        "facebook",
        messaging(sender={"id": PAGE}, recipient={"id": PERSON}, message=message),
    )

    assert tuple(brief(it)) == ("message", "outbound", PERSON, "Hi!")
    assert (it.send_key, it.what) == ("k-1", "messaging.echo")


def test_attachments_keep_type_and_address() -> None:
    files: list[dict[str, Any]] = [
        {"type": "image", "payload": {"url": "https://f.example/1.png"}},
        {"type": "fallback", "payload": "blob", "url": "https://f.example/2"},
    ]
    it = event("facebook", messaging(message={"mid": "m_1", "attachments": files}))

    assert it.attachments == (
        Attachment(type="image", url="https://f.example/1.png"),
        Attachment(type="fallback", url="https://f.example/2"),
    )


@pytest.mark.parametrize("kind", ["image", "sticker"])
def test_a_sticker_is_one_also_where_it_comes_as_an_image(kind: str) -> None:
    thumb = {"url": "https://a.example/1.png", "sticker_id": 369239263222822}
    sticker = {"type": kind, "payload": thumb}
    it = event("facebook", messaging(message={"mid": "m", "attachments": [sticker]}))

    assert it.attachments == (
        Attachment(type="sticker", url="https://a.example/1.png"),
    )


def test_an_edit_and_an_unsending_refer_to_the_message() -> None:
    edit = event(
        "facebook",
        messaging(message_edit={"mid": "m_1", "text": "Helo", "num_edit": "1"}),
    )
    unsent = event("facebook", messaging(message={"mid": "m_1", "is_deleted": True}))

    assert (edit.id, edit.kind, edit.target) == ("m_1:edit:1", "edit", "m_1")
    assert (unsent.id, unsent.kind, unsent.target) == ("m_1:deleted", "deletion", "m_1")


def test_a_postback_is_a_message_with_the_buttons_words() -> None:
    it = event(
        "facebook",
        messaging(postback={"mid": "m_3", "title": "Start", "payload": "go"}),
    )

    assert (it.id, it.kind, it.text, it.payload) == ("m_3", "message", "Start", "go")


def test_a_website_visitor_is_known_by_reference() -> None:
    it = event(
        "facebook", messaging(sender={"user_ref": "r-1"}, postback={"payload": "go"})
    )

    assert it.person == "user_ref:r-1"


def test_each_delivered_message_has_a_status() -> None:
    body = messaging(delivery={"mids": ["m_1", "m_2"], "watermark": 1})

    assert [(it.kind, it.status, it.target) for it in events("facebook", body)] == [
        ("status", "delivered", "m_1"),
        ("status", "delivered", "m_2"),
    ]


def test_reading_reaches_up_to_its_watermark() -> None:
    it = event("facebook", messaging(read={"watermark": 1_700_000_000_000}))

    assert (it.kind, it.status, it.target, it.person) == (
        "status",
        "read",
        None,
        PERSON,
    )


def test_a_reaction_and_its_withdrawal_are_two_events() -> None:
    on = event("facebook", messaging(reaction={"mid": "m_1", "emoji": "🙂"}))
    off = event("facebook", messaging(reaction={"mid": "m_1", "action": "unreact"}))

    assert (on.kind, on.target, on.text) == ("reaction", "m_1", "🙂")
    assert on.id != off.id


@pytest.mark.parametrize(
    ("answer", "text", "read"),
    [
        ({"type": "csat", "payload": "5"}, "5/5", Answer(5)),
        ({"type": "nps", "payload": "5"}, "5/10", None),
        ({"type": "ces", "payload": "5"}, "5/7", None),
        ({"payload": "5"}, "5", Answer(5)),
        (
            {"type": "csat", "payload": "2", "follow_up": {"payload": "Still broken"}},
            "2/5\nStill broken",
            Answer(2, "Still broken"),
        ),
        ({"type": "free_form", "follow_up": {"payload": "Hi"}}, "Hi", None),
    ],
)
def test_a_feedback_form_is_read_as_if_it_were_typed(
    answer: dict[str, Any], text: str, read: Answer | None
) -> None:
    screens = [{"questions": {"s1": answer}}]
    it = event("facebook", messaging(messaging_feedback={"feedback_screens": screens}))

    assert (it.kind, it.text) == ("message", text)
    assert read_answer(text, (1, 5)) == read


@pytest.mark.parametrize("name", ["optin", "referral", "policy-enforcement"])
def test_administration_is_a_note(name: str) -> None:
    it = event("facebook", messaging(**{name: {"ref": "x"}}))

    assert (it.kind, it.what) == ("note", f"messaging.{name}")


OURS = "c0123456789abcdef012:k-1"


@pytest.mark.parametrize(
    ("app", "automatic"),
    [
        ({}, False),
        ({"app_id": 999}, False),
        ({"app_id": 999, "metadata": OURS}, False),
        ({"app_id": 999, "metadata": "auto:s-1"}, False),
        ({"app_id": 263902037430900, "metadata": "x"}, False),
        ({"app_id": "1217981644879628", "metadata": "x"}, False),
        ({"app_id": 999, "metadata": "bot:1"}, True),
        ({"metadata": "bot:1"}, True),
    ],
)
def test_what_another_program_marks_as_its_own_is_no_persons_answer(
    app: dict[str, Any], automatic: bool
) -> None:
    echo = messaging(message={"mid": "m", "text": "Hi", "is_echo": True, **app})

    assert event("facebook", echo).automatic is automatic


def test_a_customers_message_is_never_automatic() -> None:
    said = messaging(message={"mid": "m", "text": "Hi", "metadata": "bot:1"})

    assert event("facebook", said).automatic is False


def test_a_place_is_shown_as_a_link() -> None:
    spot = {"type": "location", "payload": {"coordinates": {"lat": 45.4, "long": 9.2}}}
    it = event("facebook", messaging(message={"mid": "m", "attachments": [spot]}))

    assert it.attachments == (
        Attachment(type="location", url="geo:45.400000,9.200000"),
    )


def test_what_another_app_is_to_answer_says_so() -> None:
    parties = {"sender": {"id": PERSON}, "recipient": {"id": PAGE}}
    item = {**parties, "timestamp": AT_MS, "message": {"mid": "m", "text": "Hi"}}
    it = event("facebook", page(standby=[item]))

    assert (it.kind, it.what) == ("message", "standby.message")


def test_what_is_read_is_what_was_sent_before_the_watermark() -> None:
    late = messaging(timestamp=AT_MS + 9_000, read={"watermark": AT_MS + 2_000})

    assert event("facebook", late).occurred_at == AT + timedelta(seconds=2)


def test_every_item_of_every_entry_is_read() -> None:
    one = messaging(message={"mid": "m_1", "text": "a"})["entry"][0]
    item = one["messaging"][0]
    two = page(standby=[item, item], changes=[{"field": "x"}])["entry"][0]
    body = {"object": "page", "entry": [one, two, "odd"]}

    assert [it.kind for it in events("facebook", body)] == [
        "message",
        "message",
        "message",
        "unknown",
        "unknown",
    ]


@pytest.mark.parametrize(
    "item",
    [
        {"message": "just words"},
        {"message": {"text": "no id"}},
        {"message": {"mid": "m_1", "text": "from nobody"}, "sender": None},
        {"postback": {"payload": "from nobody"}, "sender": None, "recipient": None},
        {"message_edit": {"text": "of nothing"}},
        {"reaction": {"emoji": "to nothing"}},
        {"hologram": {}},
    ],
    ids=["string", "no id", "no sender", "no tapper", "edit", "reaction", "new kind"],
)
def test_what_is_not_understood_is_kept_raw(item: dict[str, Any]) -> None:
    body = messaging(**item)

    assert event("facebook", body).raw == body
