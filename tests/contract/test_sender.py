"""One contract for the sender and its fake; the real one talks to the simulator."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from infra.local import simulator
from infra.local.simulated_platform import Platforms
from shared.adapters.sender import Sender
from shared.domain.messages import Outbound, QuickReply
from shared.errors import (
    BadInput,
    ChannelBroken,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)
from shared.ports_outbound import Sender as Sends
from tests.fakes.loopback import serving
from tests.fakes.sender import FakeSender

ROOT = Path(__file__).parents[2]
Order = Callable[[str], None]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(simulator.app) as base:
        yield base


@pytest.fixture
def platforms(monkeypatch: pytest.MonkeyPatch) -> Platforms:
    fresh = Platforms()
    monkeypatch.setattr(simulator, "platforms", fresh)
    return fresh


@pytest.fixture
def real(url: str, platforms: Platforms) -> Iterator[Sender]:
    with requests.Session() as http:
        yield sender_to(url, http)


@pytest.fixture(params=["fake", "real"])
def sends(request: pytest.FixtureRequest) -> tuple[Sends, Order]:
    """Give a sender and a way to tell its platform how to behave."""
    if request.param == "fake":
        fake = FakeSender()
        return fake, lambda mode: setattr(fake, "mode", mode)
    platforms: Platforms = request.getfixturevalue("platforms")
    real: Sender = request.getfixturevalue("real")

    def order(mode: str) -> None:
        platforms.behave({"mode": mode, "seconds": 1.0})

    return real, order


def sender_to(url: str, http: requests.Session, token: str = "t-1") -> Sender:  # noqa: S107 - a sample
    urls = {name: f"{url}/{name}" for name in ("meta", "x", "telegram")}
    return Sender(urls, lambda _channel, _account: token, http, timeout_s=0.5)


def outbound(**fields: Any) -> Outbound:
    usual = {
        "key": "k-1",
        "channel": "facebook",
        "account": "1000000001",
        "person": "3000000007",
        "visibility": "private",
        "text": "We are on it.",
    }
    return Outbound(**{**usual, **fields})


def instagram(**fields: Any) -> Outbound:
    return outbound(channel="instagram", account="5000000001", **fields)


def numbered(out: Outbound, number: int) -> Outbound:
    """Answer another comment each time: there is one private reply to each."""
    answered = out.reply_to and out.reply_to.replace("{n}", str(number))
    return replace(out, reply_to=answered)


SCORES = tuple(QuickReply(title=str(n), payload=f"survey:s1:{n}") for n in range(1, 6))
WAYS = pytest.mark.parametrize(
    ("out", "kind"),
    [
        (outbound(), ""),
        (outbound(visibility="public", reply_to="comment:5_6"), "comment"),
        (outbound(reply_to="comment:5_{n}"), ""),
        (instagram(), ""),
        (instagram(visibility="public", reply_to="comment:5"), "comment"),
        (instagram(reply_to="comment:{n}"), ""),
        (outbound(channel="whatsapp", quick_replies=SCORES), ""),
        (outbound(channel="whatsapp", person="IT.8", quick_replies=SCORES[:3]), ""),
        (outbound(channel="telegram", quick_replies=SCORES), "3000000007"),
        (
            outbound(channel="telegram", visibility="public", conversation="-1005"),
            "-1005",
        ),
        (outbound(channel="x"), "dm"),
        (outbound(channel="x", visibility="public", reply_to="post:7"), "post"),
    ],
    ids=[
        "messenger",
        "comment",
        "private reply",
        "instagram",
        "instagram comment",
        "instagram private reply",
        "whatsapp list",
        "whatsapp buttons",
        "telegram",
        "telegram group",
        "direct message",
        "post",
    ],
)


@WAYS
def test_each_message_gets_a_content_id_of_its_kind(
    sends: tuple[Sends, Order], out: Outbound, kind: str
) -> None:
    first, second = (sends[0].deliver(numbered(out, n)).id for n in (1, 2))

    assert first != second
    assert first.rpartition(":")[0] == kind


@WAYS
@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("refuse", SendRefused),
        ("rate_limit", SendDelayed),
        ("timeout", SendUnconfirmed),
        ("broken", ChannelBroken),
    ],
)
def test_each_failure_says_what_can_be_done(
    sends: tuple[Sends, Order],
    out: Outbound,
    kind: str,
    mode: str,
    error: type[Exception],
) -> None:
    sender, order = sends
    order(mode)

    with pytest.raises(error):
        sender.deliver(out)


def test_a_limit_says_how_long_to_wait(sends: tuple[Sends, Order]) -> None:
    sender, order = sends
    order("rate_limit")

    with pytest.raises(SendDelayed) as delayed:
        sender.deliver(outbound(channel="x"))
    assert 50 <= delayed.value.retry_after_s <= 60


def test_what_is_over_a_limit_is_not_even_tried(sends: tuple[Sends, Order]) -> None:
    with pytest.raises(BadInput):
        sends[0].deliver(outbound(text="a" * 2000))


@pytest.mark.parametrize("channel", ["custom", "phone"])
def test_other_systems_channels_are_answered_there(
    sends: tuple[Sends, Order], channel: str
) -> None:
    with pytest.raises(SendRefused, match="where the contact came from"):
        sends[0].deliver(outbound(channel=channel))


def test_the_platform_has_what_was_sent(real: Sender, platforms: Platforms) -> None:
    content_id = real.deliver(outbound()).id
    (sent,) = platforms.sent

    assert (sent.id, sent.to, sent.text, sent.metadata) == (
        content_id,
        "3000000007",
        "We are on it.",
        "k-1",
    )


def test_a_message_that_timed_out_may_well_have_arrived(
    real: Sender, platforms: Platforms
) -> None:
    platforms.behave({"mode": "timeout", "times": 1, "seconds": 1.0})
    with pytest.raises(SendUnconfirmed):
        real.deliver(outbound())

    assert [sent.metadata for sent in platforms.sent] == ["k-1"]


def test_a_private_reply_says_whom_it_reached(
    real: Sender, platforms: Platforms
) -> None:
    delivery = real.deliver(outbound(reply_to="comment:55_66"))
    (sent,) = platforms.sent

    assert (delivery.id, delivery.person) == (sent.id, sent.to)
    assert sent.privately == "55_66"


def test_a_second_private_reply_is_refused(real: Sender) -> None:
    real.deliver(outbound(reply_to="comment:55_66"))

    with pytest.raises(SendRefused, match="one private reply"):
        real.deliver(outbound(reply_to="comment:55_66"))


@pytest.mark.parametrize("out", [outbound(), instagram(), outbound(channel="whatsapp")])
def test_after_the_window_a_private_message_is_refused(
    real: Sender, platforms: Platforms, out: Outbound
) -> None:
    platforms.behave({"window": "closed"})

    with pytest.raises(SendRefused, match="reply window"):
        real.deliver(out)


@pytest.mark.parametrize("out", [outbound(), instagram()], ids=["page", "instagram"])
def test_an_agents_late_answer_is_taken_where_meta_granted_it(
    real: Sender, platforms: Platforms, out: Outbound
) -> None:
    late = replace(out, tag="HUMAN_AGENT")
    platforms.behave({"window": "closed"})
    with pytest.raises(SendRefused, match="CARE_HUMAN_AGENT"):
        real.deliver(late)
    platforms.behave({"human_agent": True})
    real.deliver(late)

    assert [sent.tag for sent in platforms.sent] == ["HUMAN_AGENT"]


PRESS = ("telegram", "bot", "callback:770")


def test_a_press_is_acknowledged_once(sends: tuple[Sends, Order]) -> None:
    sender, _ = sends
    sender.acknowledge(*PRESS)

    with pytest.raises(SendRefused):
        sender.acknowledge(*PRESS)


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("refuse", SendRefused),
        ("rate_limit", SendDelayed),
        ("timeout", SendUnconfirmed),
        ("broken", ChannelBroken),
    ],
)
def test_an_acknowledgement_fails_as_a_message_does(
    sends: tuple[Sends, Order], mode: str, error: type[Exception]
) -> None:
    sender, order = sends
    order(mode)

    with pytest.raises(error):
        sender.acknowledge(*PRESS)


def test_where_nobody_waits_nothing_is_acknowledged(
    real: Sender, platforms: Platforms
) -> None:
    real.acknowledge("telegram", "bot", "5:12")
    real.acknowledge("facebook", "1000000001", "m_1")
    real.acknowledge(*PRESS)

    assert [(one.kind, one.id) for one in platforms.sent] == [
        ("acknowledgement", "770")
    ]


def test_without_a_token_nothing_leaves(url: str, platforms: Platforms) -> None:
    with requests.Session() as http, pytest.raises(ChannelBroken, match="1000000001"):
        sender_to(url, http, token="").deliver(outbound())

    assert platforms.sent == []


@pytest.mark.parametrize("channel", ["facebook", "whatsapp", "telegram", "x"])
def test_errors_never_tell_the_token(
    url: str, platforms: Platforms, channel: str
) -> None:
    platforms.behave({"mode": "timeout", "seconds": 1.0})
    with requests.Session() as http, pytest.raises(SendUnconfirmed) as unconfirmed:
        sender_to(url, http, token="very-secret").deliver(outbound(channel=channel))

    assert "very-secret" not in str(unconfirmed.value)
    assert unconfirmed.value.__suppress_context__


@pytest.mark.parametrize("channel", ["facebook", "whatsapp", "telegram", "x"])
def test_nor_does_the_log_when_an_answer_is_odd(
    channel: str, caplog: pytest.LogCaptureFixture
) -> None:
    """urllib3 warns of headers that it cannot read, with the whole address."""
    with (
        odd_headers() as base,
        requests.Session() as http,
        pytest.raises(SendUnconfirmed),
    ):
        sender_to(base, http, token="very-secret").deliver(outbound(channel=channel))

    assert "very-secret" not in caplog.text


@contextmanager
def odd_headers() -> Iterator[str]:
    """A platform whose answers have a header without a colon."""

    def answer() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nno colon\r\nA: b\r\n\r\n{}")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def test_a_platform_that_refuses_the_connection_surely_has_nothing() -> None:
    with requests.Session() as http, pytest.raises(SendDelayed):
        sender_to("http://127.0.0.1:9", http).deliver(outbound())


def test_a_connection_that_breaks_off_leaves_the_outcome_open() -> None:
    class BreaksOff(requests.Session):
        def request(self, *_args: Any, **_options: Any) -> requests.Response:
            raise requests.ConnectionError("Remote end closed without response")

    with pytest.raises(SendUnconfirmed):
        sender_to("http://127.0.0.1:9", BreaksOff()).deliver(outbound())


def test_requests_is_imported_late_and_quietly_without_character_detection() -> None:
    program = (
        "import sys\n"
        "sys.modules['charset_normalizer'] = sys.modules['chardet'] = None\n"
        "from shared.adapters import sender\n"
        "assert 'requests' not in sys.modules\n"
        "sender._requests()\n"
        "assert 'requests' in sys.modules\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_survey_is_answered_by_a_signed_webhook(
    url: str, real: Sender, platforms: Platforms
) -> None:
    """The webhook goes to the simulator itself, which knows no such path."""
    secrets = {"facebook": "s-1"}
    platforms.configure({"api_url": url, "webhook_secrets": secrets})
    platforms.behave({"answer_survey": 4})
    score = QuickReply(title="4", payload="survey:s1:4")
    real.deliver(outbound(quick_replies=(score,)))

    deadline = time.monotonic() + 5
    while not platforms.deliveries and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [(it["channel"], it["status"]) for it in platforms.deliveries] == [
        ("facebook", 404)
    ]


@pytest.mark.parametrize("status", [200, 302, 502])
@pytest.mark.parametrize("body", [b"<html>", b"\xff", b"[" * 100_000], ids=len)
def test_an_answer_that_is_no_json_leaves_the_outcome_open(
    status: int, body: bytes
) -> None:
    async def broken(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    with (
        serving(broken) as base,
        requests.Session() as http,
        pytest.raises(SendUnconfirmed),
    ):
        sender_to(base, http).deliver(outbound())


def test_a_platform_that_cannot_be_reached_surely_has_nothing() -> None:
    class Unreachable(requests.Session):
        def request(self, *_args: Any, **_options: Any) -> requests.Response:
            raise requests.ConnectTimeout

    with pytest.raises(SendDelayed) as delayed:
        sender_to("http://127.0.0.1:9", Unreachable()).deliver(outbound())
    assert delayed.value.retry_after_s == 30.0


@pytest.mark.parametrize("channel", ["facebook", "x", "telegram"])
@pytest.mark.parametrize("token", ["t-1\r\nX-Forged: y", "t 1", "t\u200b1"])
def test_a_token_that_is_none_breaks_the_channel_and_nothing_is_sent(
    url: str, platforms: Platforms, channel: str, token: str
) -> None:
    out = outbound(channel=channel, reply_to="1", conversation="1")
    with requests.Session() as http, pytest.raises(ChannelBroken) as refused:
        sender_to(url, http, token).deliver(out)

    assert token not in refused.value.message
    assert platforms.sent == []


def test_a_line_break_behind_a_token_is_none_of_it(
    url: str, platforms: Platforms
) -> None:
    with requests.Session() as http:
        assert sender_to(url, http, "t-1\n").deliver(outbound()).id
