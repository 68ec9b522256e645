"""Answers of agents, as the platforms receive them, or do not."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.send import call
from infra.local.stack import Stack
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e
TEXT = "We are looking into it."
Asked = Callable[[str, datetime], tuple[str, dict[str, Any], str]]


def _messenger(user: str, at: datetime) -> tuple[str, dict[str, Any], str]:
    item = say.messenger(user, f"m_{user}", "Where is it?", at)
    return "facebook", say.page(at, messaging=[item]), user


def _comment(user: str, at: datetime) -> tuple[str, dict[str, Any], str]:
    item = say.comment(user, "Kim", f"1_{user}", "Where is it?", at)
    return "facebook", say.page(at, changes=[item]), f"1_{user}"


def _post(user: str, at: datetime) -> tuple[str, dict[str, Any], str]:
    post = f"77{user}"
    return "x", say.post(user, "kim", post, "@sample_shop where is it?", at), post


def _direct(user: str, at: datetime) -> tuple[str, dict[str, Any], str]:
    return "x", say.direct_message(user, "kim", user, "Where is it?", at), user


@pytest.mark.parametrize(
    ("asked", "visibility", "kind"),
    [
        (_messenger, "private", "message"),
        (_comment, "public", "comment"),
        (_post, "public", "post"),
        (_direct, "private", "direct_message"),
    ],
    ids=["messenger", "comment", "x post", "x direct message"],
)
def test_an_answer_reaches_the_customer_where_he_wrote(
    stack: Stack, asked: Asked, visibility: str, kind: str
) -> None:
    journey, case, to = _open(stack, asked)

    answer = journey.reply(case, TEXT)

    [sent] = journey.sent(to)
    assert (sent["kind"], sent["text"]) == (kind, TEXT)
    message = answer.json["message"]
    assert (message["kind"], message["visibility"]) == ("message_sent", visibility)
    assert sent["id"] in message["id"]
    assert (message["agent"], message["text"]) == ("ada", TEXT)
    assert answer.json["case"]["clocks"][0]["outcome"] == "met"
    # An agent may be assigned at any moment meanwhile: that is another story.
    story = [e for e in journey.api.timeline(case) if e["kind"] != "assigned"]
    assert story[-1] == message


def test_files_follow_an_answer_and_our_echoes_are_no_other_messages(
    stack: Stack,
) -> None:
    journey, case, to = _open(stack, _messenger)
    form = {"type": "file", "url": "https://shop.example/form.pdf"}
    journey.platforms(echo=True)

    answer = journey.reply(case, TEXT, attachments=[form])
    text, file = journey.sent(to)
    time.sleep(2)  # as long as echoes may be on their way
    journey.settle()
    journey.platforms(echo=False)

    assert answer.status == 200, answer.json
    assert (text["text"], text["attachments"]) == (TEXT, [])
    assert (file["text"], file["attachments"]) == ("", [form])
    ours = [e for e in journey.api.timeline(case) if e["kind"] == "message_sent"]
    assert [(e["text"], e["attachments"]) for e in ours] == [(TEXT, []), (None, [form])]


def test_a_public_question_on_x_may_be_answered_privately(stack: Stack) -> None:
    journey, case, post = _open(stack, _post)
    user = journey.case(case)["customer"]["id"].removeprefix("x:")

    journey.reply(case, TEXT, visibility="private")

    assert [one["kind"] for one in journey.sent(user)] == ["direct_message"]
    assert journey.sent(post) == []


def test_the_same_key_sends_once(stack: Stack) -> None:
    journey, case, to = _open(stack, _messenger)

    answers = [journey.reply(case, TEXT, key="one") for _ in range(3)]
    journey.reply(case, "And another thing.", key="two")

    assert [a.status for a in answers] == [200] * 3
    assert len({a.json["message"]["id"] for a in answers}) == 1
    assert [one["text"] for one in journey.sent(to)] == [TEXT, "And another thing."]
    assert journey.kinds(case).count("message_sent") == 2


@pytest.mark.parametrize("asked", [_messenger, _post], ids=["facebook", "x"])
@pytest.mark.parametrize(
    ("mode", "status", "code"),
    [
        ("refuse", 409, "send_refused"),
        ("broken", 409, "channel_broken"),
    ],
)
def test_what_a_platform_refuses_is_told_and_not_recorded_as_sent(
    stack: Stack, asked: Asked, mode: str, status: int, code: str
) -> None:
    journey, case, to = _open(stack, asked)
    channel = journey.case(case)["channel"]
    journey.platforms(channel=channel, mode=mode, times=1)

    refused = journey.reply(case, TEXT)

    error = refused.json["error"]
    assert (refused.status, error["code"]) == (status, code)
    assert error["message"].endswith(".")
    assert [k for k in journey.kinds(case) if k != "assigned"][-1] == "send_failed"
    assert _nothing_sent(journey, case, to)
    assert journey.reply(case, TEXT).status == 200
    assert len(journey.sent(to)) == 1


@pytest.mark.parametrize("asked", [_messenger, _post], ids=["facebook", "x"])
def test_what_a_platform_does_not_take_now_is_queued_and_arrives(
    stack: Stack, asked: Asked
) -> None:
    journey, case, to = _open(stack, asked)
    channel = journey.case(case)["channel"]
    journey.platforms(channel=channel, mode="rate_limit", times=1)

    queued = journey.reply(case, TEXT)
    assert (queued.status, queued.json["message"]["status"]) == (202, "queued")
    assert _nothing_sent(journey, case, to)
    journey.hurry(case)

    [sent] = wait_for("the answer to be sent", lambda: journey.sent(to) or None)
    assert sent["text"] == TEXT
    wait_for(
        "it to be recorded",
        lambda: journey.kinds(case).count("message_sent") == 1 or None,
    )
    assert journey.case(case)["clocks"][0]["outcome"] == "met"


def test_the_platform_itself_shuts_the_window_a_day_after(stack: Stack) -> None:
    journey, _, to = _open(stack, _messenger)
    url = f"{stack.platform_simulator_url}/meta/1000000001/messages?access_token=t"
    body = {"recipient": {"id": to}, "message": {"text": TEXT}}
    raw = json.dumps(body).encode()

    opened = call(url, raw, {})
    journey.move_to(journey.now() + timedelta(days=1))
    shut = call(url, raw, {})

    assert (opened.status, shut.status, shut.json["error"]["code"]) == (200, 400, 10)


def test_an_answer_of_unknown_outcome_is_never_sent_again(stack: Stack) -> None:
    journey, case, to = _open(stack, _messenger)
    journey.platforms(channel="facebook", mode="timeout", times=1)

    unknown = journey.reply(case, TEXT)
    again = journey.reply(case, TEXT)

    assert (unknown.status, unknown.json["error"]["code"]) == (502, "send_unconfirmed")
    assert (again.status, again.json["error"]["code"]) == (409, "send_outcome_unknown")
    assert journey.case(case)["first_responded_at"] is None
    [sent] = journey.sent(to)
    echo = say.echo(to, sent["id"], TEXT, journey.now())
    echo["message"]["metadata"] = sent["metadata"]
    journey.post("facebook", say.page(journey.now(), messaging=[echo]))
    assert journey.case(case)["first_responded_at"] is not None
    assert journey.kinds(case).count("message_sent") == 1


def test_an_answer_nobody_can_send_says_so(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    at = journey.morning()
    journey.post("custom", say.contact("email", user, user, "Cancel it.", at))
    mail = journey.api.case_of(f"email:{user}")["id"]
    _, case, _ = _open(stack, _messenger)

    answers = [
        journey.reply(mail, TEXT),
        journey.reply(case, TEXT, visibility="public"),
        journey.reply(case, TEXT, visibility="secret"),
        journey.reply(case, " "),
        journey.reply("c0", TEXT),
    ]

    found = [(a.status, a.json["error"]["code"]) for a in answers]
    assert found == [
        (409, "send_refused"),
        (409, "conflict"),
        (400, "bad_input"),
        (400, "bad_input"),
        (404, "not_found"),
    ]


def _open(stack: Stack, asked: Asked) -> tuple[Journey, str, str]:
    """A new customer's case, and to whom an answer is to be addressed."""
    journey, user = Journey(stack), somebody()
    at = journey.now()
    channel, body, to = asked(user, at)
    journey.post(channel, body)
    case = journey.api.case_of(f"{channel}:{user}")["id"]
    journey.settle()  # an agent may still be being assigned
    return journey, case, to


def _nothing_sent(journey: Journey, case: str, to: str) -> bool:
    found = journey.case(case)
    outcome = found["clocks"][0]["outcome"]
    recorded = "message_sent" in journey.kinds(case)
    return not (recorded or journey.sent(to) or found["first_responded_at"] or outcome)
