"""The simulator answers as the platforms do, and obeys orders."""

import asyncio
import json
from typing import Any

import pytest

from infra.local import simulated_webhooks, simulator
from infra.local.simulated_messages import Sent
from infra.local.simulated_platform import Platforms
from shared.channels import CHANNELS
from tests.fakes.loopback import ask
from tests.unit.channels.samples import ACCOUNT, PAGE, PERSON, USER, event

MESSAGE = {"recipient": {"id": PERSON}, "message": {"text": "Hi", "metadata": "k-1"}}
TOKEN = "?access_token=t-1"
BEARER = (("Authorization", "Bearer t-1"),)


@pytest.fixture(autouse=True)
def platforms(monkeypatch: pytest.MonkeyPatch) -> Platforms:
    fresh = Platforms()
    monkeypatch.setattr(simulator, "platforms", fresh)
    monkeypatch.setattr(simulated_webhooks, "DELAY_S", 0)
    return fresh


def request(
    method: str, target: str, body: Any = None, headers: Any = ()
) -> tuple[int, Any]:
    raw = b"" if body is None else json.dumps(body).encode()
    asked = ask(simulator.app, method, target, raw, headers)
    status, _, answer = asyncio.run(asked)
    return status, json.loads(answer)


def test_messenger_answers_with_person_and_message() -> None:
    status, answer = request("POST", f"/meta/{PAGE}/messages{TOKEN}", MESSAGE)

    assert (status, answer["recipient_id"]) == (200, PERSON)
    assert answer["message_id"].startswith("m_")


def test_a_comment_gets_an_id_under_the_same_post() -> None:
    target = f"/meta/55_66/comments{TOKEN}"
    status, answer = request("POST", target, {"message": "Hi"})

    assert (status, answer["id"].split("_")[0]) == (200, "55")


def test_x_answers_with_data() -> None:
    reply = {"text": "Hi", "reply": {"in_reply_to_tweet_id": "77"}}
    posted, post = request("POST", "/x/2/tweets", reply, BEARER)
    target = f"/x/2/dm_conversations/with/{USER}/messages"
    messaged, message = request("POST", target, {"text": "Hi"}, BEARER)

    assert (posted, messaged) == (201, 201)
    assert (sorted(post["data"]), sorted(message["data"])) == (
        ["id", "text"],
        ["dm_conversation_id", "dm_event_id"],
    )


def test_without_a_token_each_platform_refuses_in_its_own_words() -> None:
    meta, error = request("POST", f"/meta/{PAGE}/messages", MESSAGE)
    x, problem = request("POST", "/x/2/tweets", {"text": "Hi"})

    assert (meta, error["error"]["code"]) == (401, 190)
    assert (x, problem["title"]) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("target", "body", "status"),
    [
        (f"/meta/{PAGE}/messages{TOKEN}", {}, 400),
        (f"/meta/{PAGE}/likes{TOKEN}", {}, 400),
        (f"/meta/{PAGE}{TOKEN}", {}, 400),
        ("/x/2/tweets", {}, 400),
        ("/x/2/lists", {"text": "Hi"}, 400),
        ("/elsewhere", {}, 404),
        ("/behaviour", {"mode": "explode"}, 400),
        ("/behaviour", {"channel": "fax", "mode": "accept"}, 400),
        ("/behaviour", [], 400),
    ],
)
def test_what_makes_no_sense_is_refused(target: str, body: Any, status: int) -> None:
    assert request("POST", target, body, BEARER)[0] == status


def test_what_was_sent_is_listed_newest_last_until_forgotten() -> None:
    request("POST", f"/meta/{PAGE}/messages{TOKEN}", MESSAGE)
    request("POST", "/x/2/tweets", {"text": "Hi"}, BEARER)
    _, everything = request("GET", "/sent")
    _, on_x = request("GET", "/sent?channel=x")
    request("DELETE", "/sent")

    assert [sent["kind"] for sent in everything["items"]] == ["message", "post"]
    assert [sent["kind"] for sent in on_x["items"]] == ["post"]
    assert request("GET", "/sent") == (200, {"items": []})


def test_an_order_holds_for_its_channel_and_its_number_of_calls() -> None:
    order = {"channel": "x", "mode": "rate_limit", "times": 2}
    request("POST", "/behaviour", order)
    tweets = [request("POST", "/x/2/tweets", {"text": "Hi"}, BEARER) for _ in range(3)]
    meta, _ = request("POST", f"/meta/{PAGE}/messages{TOKEN}", MESSAGE)

    assert [status for status, _ in tweets] == [429, 429, 201]
    assert meta == 200


def test_a_tapped_score_and_an_echo_come_back_as_webhooks() -> None:
    scores = [{"title": str(n), "payload": f"survey:s1:{n}"} for n in range(1, 6)]
    sent = Sent(
        id="m_1",
        channel="facebook",
        kind="message",
        to=PERSON,
        text="How was it?",
        account=PAGE,
        metadata="k-1",
        quick_replies=scores,
    )
    echo, answer = (event(*it) for it in simulated_webhooks.after(sent, {}, 4, True))

    assert (echo.id, echo.direction, echo.person, echo.send_key) == (
        "m_1",
        "outbound",
        PERSON,
        "k-1",
    )
    assert (answer.direction, answer.person, answer.payload) == (
        "inbound",
        PERSON,
        "survey:s1:4",
    )


def test_a_spelt_out_score_is_typed() -> None:
    sent = Sent(
        id="9", channel="x", kind="direct_message", to=USER, text="How?\n1 / 2 / 3 / 4"
    )
    echo, answer = (event(*it) for it in simulated_webhooks.after(sent, {}, 4, True))

    assert (echo.id, echo.direction, echo.account) == ("dm:9", "outbound", ACCOUNT)
    assert (answer.direction, answer.person, answer.text) == ("inbound", USER, "4")


def test_an_ordinary_message_is_not_answered() -> None:
    sent = Sent(id="9", channel="x", kind="direct_message", to=USER, text="Hello")

    assert list(simulated_webhooks.after(sent, {}, 4, False)) == []


def test_its_ids_are_what_our_channels_read() -> None:
    _, answer = request("POST", "/x/2/tweets", {"text": "Hi"}, BEARER)

    assert CHANNELS["x"].receipt(answer) == f"post:{answer['data']['id']}"


def test_it_starts_and_stops_with_its_server() -> None:
    events = iter(["lifespan.startup", "lifespan.shutdown"])
    answers: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": next(events)}

    async def send(message: Any) -> None:
        answers.append(message["type"])

    asyncio.run(simulator.app({"type": "lifespan"}, receive, send))

    assert answers == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
