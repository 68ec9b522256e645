"""Handshakes and deliveries of the platforms at the deployed URL."""

import base64
import hashlib
import hmac
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from infra.local import sample_platforms as say
from infra.local.send import Answer, call
from infra.local.stack import Stack
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e


def test_facebook_is_told_its_own_challenge(stack: Stack) -> None:
    token = stack.webhook_verify_tokens["facebook"]
    hello = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}

    assert _ask(stack, "facebook", **hello, **{"hub.verify_token": token}) == (
        Answer(200, 1158201444)
    )
    wrong = _ask(stack, "facebook", **hello, **{"hub.verify_token": "guess"})
    assert (wrong.status, wrong.json["error"]["code"]) == (403, "wrong_token")


def test_x_is_given_the_signed_challenge(stack: Stack) -> None:
    secret = stack.webhook_secrets["x"].encode()
    digest = hmac.new(secret, b"challenge", hashlib.sha256).digest()

    answer = _ask(stack, "x", crc_token="challenge")

    expected = f"sha256={base64.b64encode(digest).decode()}"
    assert answer == Answer(200, {"response_token": expected})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_channel_is_not_found(stack: Stack, method: str) -> None:
    body = b"{}" if method == "POST" else None
    headers = {"Content-Type": "application/json"}

    answer = call(f"{stack.api_url}/webhooks/myspace", body, headers)

    assert (answer.status, answer.json["error"]["code"]) == (404, "not_found")


def test_every_entry_of_a_batch_becomes_its_customers_case(stack: Stack) -> None:
    journey = Journey(stack)
    at = journey.morning()
    users = [somebody() for _ in range(4)]
    text = "When do you open?"
    talk = [say.messenger(user, f"m_{user}", text, at) for user in users[:2]]
    talk.append(say.echo(somebody(), "m_other", "In the page's own inbox", at))
    comments = [say.comment(u, "Kim", f"1_{u}", text, at) for u in users[2:]]
    body = {
        "object": "page",
        "entry": [
            {"id": say.PAGE, "time": 1, "messaging": talk},
            {"id": say.PAGE, "time": 2, "changes": comments},
        ],
    }

    assert journey.post("facebook", body).json == {"received": 5}
    cases = [journey.api.case_of(f"facebook:{user}") for user in users]
    assert [case["visibility"] for case in cases] == ["private"] * 2 + ["public"] * 2
    assert [case["messages"] for case in cases] == [1] * 4


def test_an_event_nobody_knows_is_kept_and_counted(stack: Stack) -> None:
    journey = Journey(stack)
    at = journey.morning()
    user = somebody()
    known = say.messenger(user, f"m_{user}", "Hello", at)
    strange = {**known, "message": None, "teleport": {"to": "moon"}}
    before = _unknown(stack)

    answer = journey.post("facebook", say.page(at, messaging=[strange, known]))

    assert answer.json == {"received": 2}
    assert journey.api.case_of(f"facebook:{user}")["messages"] == 1
    assert _unknown(stack) == before + 1


def test_a_conversation_of_many_short_messages_is_one_case(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    first = journey.morning()
    journey.move_to(first + timedelta(minutes=5))
    for n in range(3):
        at = first + timedelta(seconds=20 * n)
        message = say.messenger(user, f"m_{user}_{n}", f"and {n}", at)
        journey.api.webhook("facebook", say.page(at, messaging=[message]))
    journey.settle()

    case = journey.api.case_of(f"facebook:{user}")
    assert case["messages"] == 3
    assert set(journey.clocks(case["id"])) == {"first_response", "resolution"}
    assert journey.kpis(first.date())["cases_opened"]["value"] == 1
    assert journey.kpis(first.date())["inbound_messages"]["value"] == 3


def _ask(stack: Stack, channel: str, **query: str) -> Answer:
    url = f"{stack.api_url}/webhooks/{channel}?{urlencode(query)}"
    return call(url, None, {})


def _unknown(stack: Stack) -> int:
    channels = call(f"{stack.api_url}/health", None, {}).json["channels"]
    return sum(c["total"] for c in channels["facebook"]["unknown"].values())
