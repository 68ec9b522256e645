"""The simulated Meta knows when its customers wrote, and keeps its windows by that."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.local import simulator
from infra.local.emulator.hearing import Hearing
from infra.local.simulated_platform import Platforms
from infra.local.simulated_talks import Talks
from tests.fakes.loopback import App, ask
from tests.unit.channels.samples import (
    AT_S,
    FOLLOWER,
    INSTAGRAM,
    NUMBER,
    PAGE,
    PERSON,
    PHONE,
    WHATSAPP_USER,
    comment,
    instagram_direct,
    messaging,
    page,
    whatsapp_message,
)

DAY_S = 86_400
WRITES = messaging(message={"mid": "m_1", "text": "Hi"})
ECHO = {"mid": "m_2", "text": "Hi", "is_echo": True}


def heard(*bodies: Any, channel: str = "facebook") -> Talks:
    talks = Talks()
    for body in bodies:
        talks.hear(channel, json.dumps(body).encode())
    return talks


@pytest.mark.parametrize(
    ("after_s", "window"),
    [
        (0, "open"),
        (DAY_S - 1, "open"),
        (DAY_S, "closed"),
        (7 * DAY_S - 1, "closed"),
        (7 * DAY_S, "expired"),
    ],
)
def test_a_window_is_counted_from_the_last_message(after_s: int, window: str) -> None:
    assert heard(WRITES).window("facebook", PERSON, AT_S + after_s) == window


@pytest.mark.parametrize(
    ("channel", "body", "person"),
    [
        ("instagram", instagram_direct(message={"mid": "i", "text": "a"}), FOLLOWER),
        ("whatsapp", whatsapp_message("text", {"body": "a"}), PHONE),
    ],
)
def test_each_channel_has_its_own_people(channel: str, body: Any, person: str) -> None:
    talks = heard(body, channel=channel)

    assert talks.window(channel, person, AT_S + DAY_S) == "closed"
    assert talks.window("facebook", person, AT_S + DAY_S) is None


def test_a_whatsapp_user_is_known_by_his_phone_and_by_his_id() -> None:
    talks = heard(whatsapp_message("text", {"body": "a"}), channel="whatsapp")
    windows = [talks.window("whatsapp", it, AT_S) for it in (PHONE, WHATSAPP_USER)]

    assert windows == ["open", "open"]


def test_a_late_delivery_of_an_older_message_shortens_nothing() -> None:
    newer = messaging(timestamp=(AT_S + 60) * 1000, message={"mid": "n", "text": "b"})

    assert heard(newer, WRITES).window("facebook", PERSON, AT_S + DAY_S) == "open"


@pytest.mark.parametrize(
    "body",
    [
        comment(),
        page(
            messaging=[
                {
                    "sender": {"id": PAGE},
                    "recipient": {"id": PERSON},
                    "timestamp": AT_S * 1000,
                    "message": ECHO,
                }
            ]
        ),
        [],
        "no object",
    ],
    ids=["comment", "echo", "array", "text"],
)
def test_what_is_no_private_message_of_his_opens_no_window(body: Any) -> None:
    assert heard(body).window("facebook", PERSON, AT_S) is None


def test_what_nobody_can_read_is_no_message() -> None:
    talks = Talks()
    talks.hear("facebook", b"no JSON")
    talks.hear("fax", b"{}")

    assert talks.window("facebook", PERSON, AT_S) is None


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], Any]:
    """Call the simulator at a time; gives the error's code and subcode, or None."""
    monkeypatch.setattr(simulator, "platforms", Platforms())
    bodies = {
        "facebook": WRITES,
        "instagram": instagram_direct(message={"mid": "i", "text": "a"}),
        "whatsapp": whatsapp_message("text", {"body": "a"}),
    }
    for channel, body in bodies.items():
        simulator.hear(channel, json.dumps(body).encode())

    def call(account: str, body: Any, now: float = AT_S + DAY_S) -> Any:
        async def timed(scope: Any, receive: Any, answer: Any) -> None:
            await simulator.app({**scope, "now": now}, receive, answer)

        raw = json.dumps(body).encode()
        target = f"/meta/{account}/messages?access_token=t"
        _, _, said = asyncio.run(ask(timed, "POST", target, raw))
        error = json.loads(said).get("error")
        return error and error["code"]

    return call


PRIVATE: dict[str, tuple[str, Any, int]] = {
    "facebook": (PAGE, {"recipient": {"id": PERSON}, "message": {"text": "a"}}, 10),
    "instagram": (
        INSTAGRAM,
        {"recipient": {"id": FOLLOWER}, "message": {"text": "a"}},
        10,
    ),
    "whatsapp": (
        NUMBER,
        {"messaging_product": "whatsapp", "to": PHONE, "text": {"body": "a"}},
        131047,
    ),
}


@pytest.mark.parametrize("channel", PRIVATE)
def test_a_private_message_is_refused_a_day_after_the_last(
    send: Callable[..., Any], channel: str
) -> None:
    account, body, code = PRIVATE[channel]

    assert send(account, body, AT_S + DAY_S - 1) is None
    assert send(account, body) == code


def test_a_template_of_whatsapp_is_taken_at_any_time(send: Callable[..., Any]) -> None:
    said = {"messaging_product": "whatsapp", "to": PHONE}
    template = {"name": "come_back", "language": {"code": "it"}}

    assert send(NUMBER, {**said, "template": template}) is None


def test_whom_it_has_not_heard_of_may_be_written_to(send: Callable[..., Any]) -> None:
    body = {"recipient": {"id": "999"}, "message": {"text": "a"}}

    assert send(PAGE, body) is None


def test_an_order_counts_more_than_the_time_until_it_is_taken_back(
    send: Callable[..., Any],
) -> None:
    account, body, code = PRIVATE["facebook"]
    found = []
    for window in ("open", None, "closed"):
        simulator.platforms.behave({"window": window})
        found.append(send(account, body, AT_S + (0 if window == "closed" else DAY_S)))

    assert found == [None, code, code]


def answering(status: int) -> App:
    """An application that reads a request and answers."""

    async def app(_scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    return app


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("POST", "/v1/api/webhooks/facebook", 200, [("facebook", b"hi")]),
        ("POST", "/v1/api/webhooks/facebook/", 200, [("facebook", b"hi")]),
        ("POST", "/v1/api/webhooks/facebook", 401, []),
        ("GET", "/v1/api/webhooks/facebook", 200, []),
        ("POST", "/v1/api/cases", 200, []),
    ],
)
def test_only_webhooks_that_were_taken_are_heard(
    method: str, path: str, status: int, told: Any
) -> None:
    found: list[tuple[str, bytes]] = []
    hearing = Hearing(answering(status), lambda *it: found.append(it))
    given, _, _ = asyncio.run(ask(hearing, method, path, b"hi"))

    assert (given, found) == (status, told)
