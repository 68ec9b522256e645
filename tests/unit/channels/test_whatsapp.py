"""WhatsApp: what is said, who says it, and what became of our own messages."""

from typing import Any

import pytest

from shared.domain.messages import Attachment
from tests.unit.channels.samples import (
    AT,
    NUMBER,
    PHONE,
    WHATSAPP_USER,
    brief,
    event,
    events,
    whatsapp,
    whatsapp_contact,
    whatsapp_message,
)

TEXT = {"body": "It leaks"}


def status(word: str = "delivered", **fields: Any) -> dict[str, Any]:
    usual = {"id": "wamid.9", "status": word, "recipient_id": PHONE, "timestamp": "5"}
    return {**usual, **fields}


def test_a_text_is_a_private_message_under_its_own_id() -> None:
    it = event("whatsapp", whatsapp_message("text", TEXT))

    assert tuple(brief(it)) == ("message", "inbound", WHATSAPP_USER, "It leaks")
    assert (it.id, it.visibility, it.occurred_at) == ("wamid.1", "private", AT)
    assert (it.account, it.conversation) == (NUMBER, f"{NUMBER}:{WHATSAPP_USER}")
    assert (it.name, it.handle, it.what) == ("Bruna Sala", "bruna.s", "messages.text")


def test_the_user_id_is_the_person_and_the_phone_an_alias() -> None:
    it = event("whatsapp", whatsapp_message("text", TEXT))

    assert (it.person, it.aliases) == (WHATSAPP_USER, (PHONE,))


@pytest.mark.parametrize(
    ("sender", "contact", "person", "aliases"),
    [
        ({"from": PHONE}, {"wa_id": PHONE}, PHONE, ()),
        ({"from": PHONE}, {"wa_id": PHONE, "user_id": "A.1"}, "A.1", (PHONE,)),
        ({"from_user_id": "A.1"}, {"user_id": "A.1"}, "A.1", ()),
        ({"from": "A.1", "from_user_id": "A.1"}, {"wa_id": "A.1"}, "A.1", ()),
        ({}, {"wa_id": PHONE, "user_id": "A.1"}, "A.1", (PHONE,)),
        ({"from": PHONE}, {"wa_id": "5", "user_id": "A.5"}, PHONE, ()),
    ],
    ids=["phone", "both", "user", "user as phone", "contact", "another's contact"],
)
def test_a_person_is_known_by_what_there_is(
    sender: Any, contact: Any, person: str, aliases: tuple[str, ...]
) -> None:
    message = {"id": "wamid.1", "type": "text", "text": TEXT, **sender}
    it = event("whatsapp", whatsapp(contacts=[contact], messages=[message]))

    assert (it.person, it.aliases) == (person, aliases)


def test_each_message_of_a_batch_takes_its_own_contact() -> None:
    said = {"type": "text", "text": TEXT}
    body = whatsapp(
        contacts=[{"wa_id": "1", "profile": {"name": "A"}}, {"wa_id": "2"}],
        messages=[{"id": "b", "from": "2", **said}, {"id": "a", "from": "1", **said}],
    )

    assert [(it.id, it.name) for it in events("whatsapp", body)] == [
        ("b", None),
        ("a", "A"),
    ]


def test_a_group_is_part_of_the_conversation() -> None:
    it = event("whatsapp", whatsapp_message("text", TEXT, group_id="g-1"))

    assert it.conversation == f"{NUMBER}:{WHATSAPP_USER}:g-1"


@pytest.mark.parametrize(
    ("kind", "said", "text", "payload"),
    [
        (
            "interactive",
            {"type": "list_reply", "list_reply": {"id": "survey:s:4", "title": "4"}},
            "4",
            "survey:s:4",
        ),
        ("interactive", {"button_reply": {"id": "no", "title": "No"}}, "No", "no"),
        ("interactive", {"nfm_reply": {"response_json": "[]"}}, None, "[]"),
        ("button", {"payload": "call", "text": "Call me"}, "Call me", "call"),
    ],
)
def test_a_tap_returns_our_payload(
    kind: str, said: Any, text: str | None, payload: str
) -> None:
    it = event("whatsapp", whatsapp_message(kind, said, context={"id": "wamid.0"}))

    assert (it.kind, it.text, it.payload) == ("message", text, payload)
    assert it.reply_to == "wamid.0"


@pytest.mark.parametrize(
    ("kind", "said", "text", "attachment"),
    [
        ("image", {"id": "1", "caption": "See"}, "See", Attachment(type="image")),
        (
            "document",
            {"url": "https://f.example"},
            None,
            Attachment(type="document", url="https://f.example"),
        ),
        (
            "location",
            {"latitude": 45.5, "longitude": -7},
            None,
            Attachment(type="location", url="geo:45.500000,-7.000000"),
        ),
        ("location", {"latitude": "x"}, None, Attachment(type="location")),
        ("contacts", [{"name": {}}], None, Attachment(type="contact")),
        ("unsupported", {"type": "poll"}, None, Attachment(type="unsupported")),
        (
            "order",
            {"product_items": [{"product_retailer_id": "K", "quantity": 2}]},
            "2 x K",
            Attachment(type="order"),
        ),
    ],
)
def test_other_things_keep_type_and_address(
    kind: str, said: Any, text: str | None, attachment: Attachment
) -> None:
    it = event("whatsapp", whatsapp_message(kind, said))

    assert (it.kind, it.text, it.attachments) == ("message", text, (attachment,))


def test_the_advertisement_a_message_comes_from_is_shown() -> None:
    body = whatsapp_message("text", TEXT, referral={"source_url": "https://a.example"})

    assert event("whatsapp", body).attachments == (
        Attachment(type="referral", url="https://a.example"),
    )


def test_a_reaction_and_its_removal_refer_to_the_message() -> None:
    on = whatsapp_message("reaction", {"message_id": "wamid.0", "emoji": "🙂"})
    off = whatsapp_message("reaction", {"message_id": "wamid.0", "emoji": ""})
    found = [event("whatsapp", body) for body in (on, off)]

    assert [(it.kind, it.target, it.text, it.what) for it in found] == [
        ("reaction", "wamid.0", "🙂", "messages.reaction"),
        ("reaction", "wamid.0", None, "messages.reaction.removed"),
    ]


def test_an_edit_and_a_revocation_have_ids_of_their_own() -> None:
    text = {"type": "text", "text": {"body": "It drips"}}
    edit = {"original_message_id": "wamid.0", "message": text}
    revoke = {"original_message_id": "wamid.0"}
    edited = event("whatsapp", whatsapp_message("edit", edit))
    revoked = event("whatsapp", whatsapp_message("revoke", revoke))

    assert (edited.id, edited.kind, edited.target, edited.text) == (
        "wamid.1",
        "edit",
        "wamid.0",
        "It drips",
    )
    assert (revoked.kind, revoked.target) == ("deletion", "wamid.0")


def test_what_the_business_app_sends_is_ours_to_the_addressee() -> None:
    echo = {"id": "wamid.1", "from": "39000000001", "to": PHONE, "type": "text"}
    body = whatsapp(
        "smb_message_echoes",
        contacts=[whatsapp_contact()],
        message_echoes=[{**echo, "text": TEXT}],
    )

    assert tuple(brief(event("whatsapp", body))) == (
        "message",
        "outbound",
        WHATSAPP_USER,
        "It leaks",
    )


def test_each_status_is_about_one_message_of_ours() -> None:
    statuses = [status("sent"), status("read", biz_opaque_callback_data="k-1")]
    found = events("whatsapp", whatsapp(statuses=statuses))

    assert [(it.kind, it.status, it.target, it.send_key) for it in found] == [
        ("status", "sent", "wamid.9", None),
        ("status", "read", "wamid.9", "k-1"),
    ]
    assert [it.direction for it in found] == ["outbound", "outbound"]


LOCKED = "Meta restricts the account; see its support inbox."


@pytest.mark.parametrize(
    ("code", "title", "reason", "advice", "broken"),
    [
        (131026, "Undeliverable", "131026: Undeliverable.", "another channel.", None),
        (131047, "Late", "131047: Late.", "send a template", None),
        (131016, "Overload.", "131016: Overload.", "send it again later.", None),
        (131031, "Locked", "131031: Locked.", LOCKED, LOCKED),
        (139999, None, "139999.", "change or drop it.", None),
        (None, "No code", "No code.", "use another channel.", None),
        ("odd", None, "odd.", "use another channel.", None),
        (None, None, "", "use another channel.", None),
    ],
)
def test_a_failure_says_why_and_what_to_do(
    code: Any, title: Any, reason: str, advice: str, broken: str | None
) -> None:
    fault = {"code": code, "title": title}
    it = event("whatsapp", whatsapp(statuses=[status("failed", errors=[fault])]))

    assert it.text is not None
    assert it.text.startswith(reason)
    assert advice in it.text
    assert it.broken == broken
    assert it.what.startswith("statuses.failed")


def test_what_arrived_needs_no_advice() -> None:
    fault = {"code": 131031, "title": "Business Account locked"}
    it = event("whatsapp", whatsapp(statuses=[status("delivered", errors=[fault])]))

    assert (it.text, it.broken) == (None, None)


def test_a_status_in_a_group_is_about_the_participant() -> None:
    said = status(recipient_id="g-1", recipient_participant_user_id="A.7")

    assert event("whatsapp", whatsapp(statuses=[said])).person == "A.7"


def test_a_changed_user_id_says_what_it_was() -> None:
    update = {"user_id": {"previous": "A.1", "current": "A.2"}, "wa_id": PHONE}
    it = event("whatsapp", whatsapp("user_id_update", user_id_update=[update]))

    assert (it.kind, it.person, it.aliases, it.former) == (
        "note",
        "A.2",
        (PHONE,),
        ("A.1",),
    )


@pytest.mark.parametrize(
    ("system", "former"),
    [
        ({"previous_user_id": "A.1", "user_id": "A.2"}, ("A.1", PHONE)),
        ({"body": "User Jo changed from A.1 to A.2", "user_id": "A.2"}, ("A.1", PHONE)),
        ({"body": "User Jo changed from A.1 to A.3", "user_id": "A.2"}, (PHONE,)),
        (
            {"body": "User x changed from A.8 to A.2 is now me", "user_id": "A.2"},
            (PHONE,),
        ),
    ],
    ids=["field", "words", "another's words", "a name like words"],
)
def test_a_changed_number_says_who_it_was(system: Any, former: tuple[str, ...]) -> None:
    said = {"type": "user_changed_number", **system}
    it = event("whatsapp", whatsapp_message("system", said))

    assert (it.kind, it.person, it.former) == ("note", "A.2", former)


def test_both_news_of_the_same_change_are_one() -> None:
    update = {"user_id": {"previous": "A.1", "current": "A.2"}}
    said = {"type": "user_changed_user_id", "user_id": "A.2", "previous_user_id": "A.1"}
    field = event("whatsapp", whatsapp("user_id_update", user_id_update=[update]))
    told = event(
        "whatsapp",
        whatsapp_message("system", said, **{"from": None, "from_user_id": None}),
    )

    assert field.id == told.id


@pytest.mark.parametrize(
    "body",
    [
        whatsapp_message("system", {"type": "customer_identity_changed"}),
        whatsapp_message("request_welcome", {}),
        whatsapp("user_preferences", user_preferences=[{"value": "stop"}]),
        whatsapp("account_update", event="DISABLED_UPDATE"),
        whatsapp("payment_configuration_update", configuration_name="shop"),
        whatsapp("message_template_components_update", message_template_id=5),
        whatsapp("calls", calls=[{"id": "c", "event": "connect"}]),
        whatsapp(errors=[{"code": 130429}]),
    ],
    ids=[
        "identity",
        "opened",
        "preference",
        "account",
        "payment",
        "template",
        "call",
        "error",
    ],
)
def test_what_no_customer_said_is_a_note(body: Any) -> None:
    assert event("whatsapp", body).kind == "note"


def test_the_dashboards_test_is_a_note() -> None:
    body = whatsapp_message("text", TEXT)
    body["entry"][0]["id"] = "0"
    it = event("whatsapp", body)

    assert (it.kind, it.what, it.person) == ("note", "test", None)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (whatsapp("telepathy", event="ON"), "telepathy.ON"),
        (whatsapp("history", history=[{"threads": []}]), "history"),
        (whatsapp_message("hologram", {}), "messages.hologram"),
        (whatsapp_message("text", {}), "messages.text"),
        (whatsapp_message("text", TEXT, id=None), "messages.text"),
        (whatsapp_message("interactive", {"type": "new"}), "messages.interactive"),
        (whatsapp_message("reaction", {"emoji": "🙂"}), "messages.reaction"),
        (whatsapp_message("edit", {}), "messages.edit"),
        (whatsapp_message("revoke", "x"), "messages.revoke"),
        (
            whatsapp_message("system", {"type": "user_changed_number"}),
            "messages.system",
        ),
        (whatsapp(statuses=[{"status": "sent"}]), "statuses.sent"),
        (
            whatsapp(messages=[{"id": "a", "type": "text", "text": TEXT}]),
            "messages.text",
        ),
        ({**whatsapp_message("text", TEXT), "object": "page"}, "messages.text"),
    ],
)
def test_what_is_not_understood_is_kept_raw(body: Any, what: str) -> None:
    it = event("whatsapp", body)

    assert (it.kind, it.what, it.raw) == ("unknown", what, body)
