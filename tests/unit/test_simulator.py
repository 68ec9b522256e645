"""The simulator answers as the platforms do, and obeys orders."""

import asyncio
import json
from typing import Any

import pytest

from infra.local import simulated_webhooks, simulator
from infra.local.simulated_messages import Sent
from infra.local.simulated_platform import Platforms
from shared.channels import CHANNELS
from shared.text.echoes import says
from tests.fakes.loopback import ask
from tests.unit.channels.samples import (
    ACCOUNT,
    CHAT,
    FOLLOWER,
    INSTAGRAM,
    NUMBER,
    PAGE,
    PERSON,
    PHONE,
    USER,
    WHATSAPP_USER,
    event,
)

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


def direct(text: str) -> dict[str, Any]:
    return {"recipient": {"id": PERSON}, "message": {"text": text}}


def whatsapp_choices(number: int, text: str = "How?") -> dict[str, Any]:
    rows = [{"id": f"p{n}", "title": f"{n}"} for n in range(number)]
    shown = {"body": {"text": text}, "action": {"sections": [{"rows": rows}]}}
    return {"messaging_product": "whatsapp", "to": PHONE, "interactive": shown}


def telegram_choices(payload: str) -> dict[str, Any]:
    keyboard = [[{"text": "4", "callback_data": payload}]]
    return {"chat_id": 5, "text": "?", "reply_markup": {"inline_keyboard": keyboard}}


@pytest.mark.parametrize(
    ("target", "body", "status"),
    [
        (f"/meta/{PAGE}/messages{TOKEN}", {}, 400),
        (f"/meta/{PAGE}/likes{TOKEN}", {}, 400),
        (f"/meta/{PAGE}{TOKEN}", {}, 400),
        ("/x/2/tweets", {}, 400),
        ("/x/2/lists", {"text": "Hi"}, 400),
        (f"/meta/{PAGE}/messages", direct("a" * 2001), 400),
        (f"/meta/{INSTAGRAM}/messages", direct("é" * 501), 400),
        (f"/meta/881/replies{TOKEN}", {"message": "a" * 2201}, 400),
        (f"/meta/{NUMBER}/messages", {"messaging_product": "whatsapp"}, 400),
        (f"/meta/{NUMBER}/messages", whatsapp_choices(11), 400),
        (f"/meta/{NUMBER}/messages", whatsapp_choices(5, "a" * 1025), 400),
        ("/telegram/bot1:t/sendMessage", {"chat_id": 5, "text": "🙂" * 2049}, 400),
        ("/telegram/bot1:t/sendMessage", telegram_choices("a" * 65), 400),
        ("/telegram/bot1:t/getMe", {"chat_id": 5, "text": "Hi"}, 400),
        ("/telegram", {"chat_id": 5, "text": "Hi"}, 401),
        ("/x/2/tweets", {"text": "a" * 281}, 400),
        ("/elsewhere", {}, 404),
        ("/behaviour", {"window": "ajar"}, 400),
        ("/behaviour", {"mode": "explode"}, 400),
        ("/behaviour", {"channel": "fax", "mode": "accept"}, 400),
        ("/behaviour", [], 400),
    ],
)
def test_what_makes_no_sense_is_refused(target: str, body: Any, status: int) -> None:
    assert request("POST", target, body, BEARER)[0] == status


def test_instagram_is_told_by_its_account_and_its_edges() -> None:
    private = {"recipient": {"id": FOLLOWER}, "message": {"text": "Hi"}}
    calls = [
        request("POST", f"/meta/{INSTAGRAM}/messages{TOKEN}", private),
        request("POST", f"/meta/881/replies{TOKEN}", {"message": "Hi"}),
        request("POST", f"/meta/{INSTAGRAM}/mentions{TOKEN}", {"message": "Hi"}),
    ]
    _, sent = request("GET", "/sent?channel=instagram")

    assert [status for status, _ in calls] == [200, 200, 200]
    assert [one["kind"] for one in sent["items"]] == ["message", "comment", "comment"]


def test_whatsapp_answers_with_contact_and_message() -> None:
    said = {"messaging_product": "whatsapp", "to": PHONE, "text": {"body": "Hi"}}
    status, answer = request("POST", f"/meta/{NUMBER}/messages", said, BEARER)

    assert (status, answer["contacts"]) == (200, [{"input": PHONE, "wa_id": PHONE}])
    assert answer["messages"][0]["id"].startswith("wamid.")


def test_telegram_answers_with_the_message() -> None:
    said = {"chat_id": CHAT, "text": "Hi"}
    status, answer = request("POST", "/telegram/bot1:t/sendMessage", said)

    assert (status, answer["ok"]) == (200, True)
    assert answer["result"]["chat"] == {"id": CHAT, "type": "private"}


def test_a_press_is_acknowledged_once_if_telegram_knows_it() -> None:
    target = "/telegram/bot1:t/answerCallbackQuery"
    queries = ["770", "770", "never-pressed", None]
    calls = [request("POST", target, {"callback_query_id": it}) for it in queries]
    long = {"callback_query_id": "771", "text": "a" * 201}

    assert calls[0] == (200, {"ok": True, "result": True})
    assert [status for status, _ in calls] == [200, 400, 400, 400]
    assert all("query is too old" in said["description"] for _, said in calls[1:])
    assert request("POST", target, long)[0] == 400
    assert request("POST", "/telegram/bot/answerCallbackQuery", {})[0] == 401


def test_a_comment_is_answered_privately_once_to_an_id_of_its_own() -> None:
    said = {"recipient": {"comment_id": "55_66"}, "message": {"text": "Hi"}}
    first, answer = request("POST", f"/meta/{PAGE}/messages{TOKEN}", said)
    second, refusal = request("POST", f"/meta/{PAGE}/messages{TOKEN}", said)

    assert (first, second, refusal["error"]["code"]) == (200, 400, 10900)
    assert answer["recipient_id"] not in ("", "55_66")


@pytest.mark.parametrize(
    ("channel", "target", "body", "code"),
    [
        ("facebook", f"/meta/{PAGE}/messages", MESSAGE, 10),
        ("instagram", f"/meta/{INSTAGRAM}/messages", MESSAGE, 10),
        (
            "whatsapp",
            f"/meta/{NUMBER}/messages",
            {"messaging_product": "whatsapp", "to": PHONE, "text": {"body": "Hi"}},
            131047,
        ),
    ],
)
def test_a_closed_window_shuts_out_private_messages(
    channel: str, target: str, body: Any, code: int
) -> None:
    request("POST", "/behaviour", {"channel": channel, "window": "closed"})
    shut, answer = request("POST", target, body, BEARER)
    request("POST", "/behaviour", {"window": "open"})
    opened, _ = request("POST", target, body, BEARER)

    assert (shut, answer["error"]["code"], opened) == (400, code, 200)


def test_a_closed_window_leaves_public_and_first_private_answers_alone() -> None:
    request("POST", "/behaviour", {"window": "closed"})
    first = {"recipient": {"comment_id": "55_66"}, "message": {"text": "Hi"}}
    telegram = {"chat_id": CHAT, "text": "Hi"}
    calls = [
        request("POST", f"/meta/55_66/comments{TOKEN}", {"message": "Hi"}),
        request("POST", f"/meta/{PAGE}/messages{TOKEN}", first),
        request("POST", "/telegram/bot1:t/sendMessage", telegram),
    ]

    assert [status for status, _ in calls] == [200, 200, 200]


@pytest.mark.parametrize(
    ("channel", "account"), [("facebook", PAGE), ("instagram", INSTAGRAM)]
)
@pytest.mark.parametrize(
    ("window", "granted", "tagged", "plain"),
    [
        ("open", True, None, None),
        ("closed", True, None, (10, 2018278)),
        ("expired", True, (10, 2018278), (10, 2018278)),
        ("open", False, (100, 2018276), None),
        ("closed", False, (100, 2018276), (10, 2018278)),
    ],
)
def test_the_human_agent_tag_is_worth_seven_days_where_it_is_granted(
    channel: str, account: str, window: str, granted: bool, tagged: Any, plain: Any
) -> None:
    order = {"channel": channel, "window": window, "human_agent": granted}
    request("POST", "/behaviour", order)
    tag = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    answers = [
        request("POST", f"/meta/{account}/messages{TOKEN}", body)[1]
        for body in ({**MESSAGE, **tag}, MESSAGE)
    ]
    errors = [answer.get("error") for answer in answers]

    assert [e and (e["code"], e["error_subcode"]) for e in errors] == [tagged, plain]


@pytest.mark.parametrize(
    "marks",
    [
        {"messaging_type": "MESSAGE_TAG"},
        {"messaging_type": "RESPONSE", "tag": "HUMAN_AGENT"},
        {"tag": "HUMAN_AGENT"},
        {"messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE"},
    ],
    ids=str,
)
def test_a_tag_goes_with_its_messaging_type(marks: dict[str, str]) -> None:
    request("POST", "/behaviour", {"human_agent": True})
    target = f"/meta/{PAGE}/messages{TOKEN}"
    status, answer = request("POST", target, {**MESSAGE, **marks})

    assert (status, answer["error"]["code"]) == (400, 100)


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


SCORES = [{"title": str(n), "payload": f"survey:s1:{n}"} for n in range(1, 6)]


def asked(channel: str, **fields: Any) -> Sent:
    usual: dict[str, Any] = {"kind": "message", "text": "How?", "metadata": "k-1"}
    given = {**usual, "quick_replies": SCORES, **fields}
    return Sent(channel=channel, **given)


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (asked("facebook", id="m_1", to=PERSON, account=PAGE), "k-1"),
        (
            asked("instagram", id="i_1", to=FOLLOWER, account=INSTAGRAM, metadata=None),
            None,
        ),
    ],
)
def test_a_tapped_score_and_an_echo_come_back_as_webhooks(
    sent: Sent, key: str | None
) -> None:
    echo, answer = (event(*it) for it in simulated_webhooks.after(sent, {}, 4, True))

    assert (echo.id, echo.direction, echo.person, echo.send_key) == (
        sent.id,
        "outbound",
        sent.to,
        key,
    )
    assert (answer.direction, answer.person, answer.payload) == (
        "inbound",
        sent.to,
        "survey:s1:4",
    )


@pytest.mark.parametrize("person", [PHONE, WHATSAPP_USER])
def test_whatsapp_tells_three_statuses_and_the_chosen_row(person: str) -> None:
    sent = asked("whatsapp", id="wamid.1", to=person, account=NUMBER)
    *statuses, answer = (
        event(*it) for it in simulated_webhooks.after(sent, {}, 4, True)
    )

    assert [(it.status, it.target, it.send_key) for it in statuses] == [
        ("sent", "wamid.1", "k-1"),
        ("delivered", "wamid.1", "k-1"),
        ("read", "wamid.1", "k-1"),
    ]
    assert {it.person for it in statuses} == {person}
    assert (answer.person, answer.payload, answer.reply_to) == (
        person,
        "survey:s1:4",
        "wamid.1",
    )


def test_a_bot_hears_the_tap_but_not_itself() -> None:
    sent = asked("telegram", id=f"{CHAT}:12", to=str(CHAT), account="bot")
    (answer,) = (event(*it) for it in simulated_webhooks.after(sent, {}, 4, True))

    assert (answer.person, answer.text, answer.payload, answer.reply_to) == (
        str(CHAT),
        "4",
        "survey:s1:4",
        f"{CHAT}:12",
    )


@pytest.mark.parametrize("channel", ["facebook", "whatsapp", "telegram"])
def test_a_question_without_choices_is_not_answered(channel: str) -> None:
    sent = asked(channel, id="5:1", to="5", quick_replies=[])

    assert list(simulated_webhooks.after(sent, {}, 4, False)) == []


def test_a_spelt_out_score_is_typed() -> None:
    sent = Sent(
        id="9", channel="x", kind="direct_message", to=USER, text="How?\n1 / 2 / 3 / 4"
    )
    echo, answer = (event(*it) for it in simulated_webhooks.after(sent, {}, 4, True))

    assert (echo.id, echo.direction, echo.account) == ("dm:9", "outbound", ACCOUNT)
    assert (answer.direction, answer.person, answer.text) == ("inbound", USER, "4")


SAID = "Tea & more: shop.example/tea, or https://b.example?a=1&b=2. Bye"


@pytest.mark.parametrize(
    ("kind", "to", "addressed"),
    [("post", "77", ("customer",)), ("direct_message", USER, ())],
)
def test_x_wraps_the_links_of_what_it_echoes(
    kind: str, to: str, addressed: tuple[str, ...]
) -> None:
    sent = Sent(id="900000000000000009", channel="x", kind=kind, to=to, text=SAID)
    ((channel, body),) = simulated_webhooks.after(sent, {}, None, True)
    it = event(channel, body)

    assert "Tea &amp; more: https://t.co/" in json.dumps(body)
    assert it.text == SAID.replace("shop.example", "http://shop.example")
    assert says(it.text, SAID, it.addressed)
    assert (it.direction, it.addressed) == ("outbound", addressed)
    assert it.reply_to == ("post:77" if kind == "post" else None)


def test_a_post_to_nobody_is_not_echoed() -> None:
    sent = Sent(id="9", channel="x", kind="post", to="", text="Hello")

    assert list(simulated_webhooks.after(sent, {}, None, True)) == []


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
