"""Contacts in our own form: calls, e-mails, what agents wrote elsewhere."""

from typing import Any

import pytest

from tests.unit.channels.samples import AT, brief, contact, event, events


def test_a_contact_is_private_and_not_social_unless_it_says_so() -> None:
    it = event("custom", contact(text="Where is it?", duration_s=61))

    assert tuple(brief(it)) == ("message", "inbound", "c-9", "Where is it?")
    assert (it.id, it.channel, it.name) == ("call-1", "phone", "Rosa Neri")
    assert (it.visibility, it.social, it.duration_s) == ("private", False, 61)
    assert (it.occurred_at, it.time_from_receipt) == (AT, False)


def test_a_list_is_read_element_by_element() -> None:
    body = [contact(id="a"), contact(id="b"), 7]

    assert [(it.id[:7], it.kind) for it in events("custom", body)] == [
        ("a", "message"),
        ("b", "message"),
        ("unknown", "unknown"),
    ]


def test_our_own_words_name_agent_and_customer() -> None:
    ours = contact(
        direction="outbound", author={"id": "ada"}, customer={"id": "c-9", "name": "R"}
    )
    it = event("custom", ours)

    assert (it.person, it.name, it.agent) == ("c-9", "R", "ada")


def test_without_a_customer_the_conversation_stands_for_one() -> None:
    ours = contact(direction="outbound", author={"id": "ada"}, conversation="t-4")

    assert event("custom", ours).person == "t-4"


def test_an_edit_names_its_target() -> None:
    it = event("custom", contact(id="call-1:e", kind="edit", target="call-1", text="x"))

    assert (it.kind, it.target) == ("edit", "call-1")


def test_a_call_is_a_message() -> None:
    assert event("custom", contact(kind="call")).kind == "message"


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ({"id": None}, "id"),
        ({"occurred_at": "2026-03-02T09:30:00"}, "occurred_at"),
        ({"occurred_at": 1772443800}, "occurred_at"),
        ({"author": {"name": "Rosa"}}, "author.id"),
        ({"direction": "outbound"}, "customer.id"),
        ({"direction": "sideways"}, "direction"),
        ({"visibility": 1}, "visibility"),
        ({"channel": "No Such#Name"}, "channel"),
        ({"kind": "song"}, "kind"),
        ({"kind": "edit"}, "target"),
    ],
)
def test_a_fault_is_named_and_the_element_kept(
    field: dict[str, Any], fault: str
) -> None:
    body = contact(**field)
    it = event("custom", body)

    assert (it.kind, it.what, it.raw) == ("unknown", f"custom.bad:{fault}", body)
