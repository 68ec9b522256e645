"""A public comment answered publicly, moved to private, continued there: one case."""

from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.send import call
from infra.local.stack import Stack
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e


def test_on_facebook_the_private_reply_opens_the_talk(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    content = f"1_{user}"
    comment = say.comment(user, "Kim", content, "Where is it?", journey.now())
    journey.post("facebook", say.page(journey.now(), changes=[comment]))
    case = journey.api.case_of(f"facebook:{user}")["id"]

    journey.reply(case, "We write to you.", "first", visibility="public")
    journey.reply(case, "Which order is it?", "second", visibility="private")
    again = journey.reply(case, "Are you there?", "third", visibility="private")
    [opening] = [one for one in journey.all_sent() if one["privately"] == content]
    psid = opening["to"]
    assert psid != user
    words = say.messenger(psid, f"m_{psid}", "Number 12.", journey.now())
    journey.post("facebook", say.page(journey.now(), messaging=[words]))
    journey.reply(case, "It is on its way.", "fourth")

    assert (again.status, again.json["error"]["code"]) == (409, "window_closed")
    assert [one["text"] for one in journey.sent(content)] == ["We write to you."]
    assert [one["text"] for one in journey.sent(psid)] == [
        "Which order is it?",
        "It is on its way.",
    ]
    assert _talk(journey, case) == [
        ("message_received", "public"),
        ("message_sent", "public"),
        ("message_sent", "private"),
        ("message_received", "private"),
        ("message_sent", "private"),
    ]
    assert journey.api.case_of(f"facebook:{user}")["id"] == case
    assert journey.case(case)["messages"] == 5


def test_on_x_the_answer_invites_to_a_direct_message(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    post = f"77{user}"
    asked = say.post(user, "kim", post, "@sample_shop where is it?", journey.now())
    journey.post("x", asked)
    case = journey.api.case_of(f"x:{user}")["id"]

    journey.reply(case, "Write to us:", "first", visibility="public", invite="private")
    words = say.direct_message(user, "kim", user, "Number 12.", journey.now())
    journey.post("x", words)
    journey.reply(case, "It is on its way.", "second")

    [invitation] = journey.sent(post)
    assert "https://x.com/messages/compose?recipient_id=" in invitation["text"]
    assert [one["text"] for one in journey.sent(user)] == ["It is on its way."]
    assert _talk(journey, case) == [
        ("message_received", "public"),
        ("message_sent", "public"),
        ("message_received", "private"),
        ("message_sent", "private"),
    ]


def test_a_broken_channel_turns_health_red_and_back(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    words = say.direct_message(user, "kim", user, "Where is it?", journey.now())
    journey.post("x", words)
    case = journey.api.case_of(f"x:{user}")["id"]
    journey.platforms(channel="x", mode="broken", times=1)

    refused = journey.reply(case, "One moment.")
    red = _health(stack)
    answered = journey.reply(case, "One moment.")
    green = _health(stack)

    assert (refused.status, answered.status) == (409, 200)
    assert (red["status"], red["channels"]["x"]["status"]) == ("broken", "broken")
    [account] = red["channels"]["x"]["broken"].values()
    assert "token" in account["reason"]
    assert green["channels"]["x"]["status"] == "ok"


def _talk(journey: Journey, case: str) -> list[tuple[str, str]]:
    entries = journey.api.timeline(case)
    return [
        (e["kind"], e["visibility"]) for e in entries if e["kind"].startswith("message")
    ]


def _health(stack: Stack) -> dict[str, Any]:
    return dict(call(f"{stack.api_url}/health", None, {}).json)
