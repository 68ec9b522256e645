"""A posted sample arrives signed, dated by the stack's clock, and is answered."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local import send
from shared.channels import CHANNELS
from shared.errors import Unverified
from tests.fakes.loopback import serving

SAMPLE = Path(__file__).parents[2] / "events" / "facebook" / "messenger_text.json"
NOW = 1_800_000_000
SECRET = {"app_secrets": ["key"]}


async def api(scope: dict[str, Any], receive: Any, send_back: Any) -> None:
    """Play the webhook route and the clock of a stack."""
    body = (await receive())["body"]
    headers = {name.decode(): it.decode() for name, it in scope["headers"]}
    status, answer = 200, {"now": NOW}
    if scope["path"] == "/webhooks/facebook":
        answer = {"received": json.loads(body)["entry"][0]["time"]}
        try:
            CHANNELS["facebook"].verify(headers, body, SECRET)
        except Unverified:
            status = 401
    start = {"type": "http.response.start", "status": status, "headers": []}
    await send_back(start)
    body = json.dumps(answer).encode()
    await send_back({"type": "http.response.body", "body": body})


def stack(url: str, secret: str = "key") -> dict[str, Any]:  # noqa: S107 - a sample
    return {
        "api_url": url,
        "webhook_secrets": {"facebook": secret},
        "clock_url": f"{url}/clock",
    }


@pytest.mark.parametrize(("secret", "status"), [("key", 200), ("other", 401)])
def test_an_answer_is_an_answer_whatever_its_status(secret: str, status: int) -> None:
    with serving(api) as url:
        answer = send.post_webhook(
            stack(url, secret), "facebook", json.loads(SAMPLE.read_text())
        )

    assert answer.status == status


def test_a_fresh_sample_is_dated_by_the_stacks_clock(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(api) as url:
        known = {**stack(url), "api_url": "http://127.0.0.1:9"}
        (tmp_path / "stack.json").write_text(json.dumps(known))
        options = ["--fresh", "--local-dir", str(tmp_path), "--url", url]
        status = send.main([str(SAMPLE), *options])

    assert status == 0
    assert str(NOW * 1000) in capsys.readouterr().out


def test_a_stack_that_is_gone_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stack.json").write_text(json.dumps(stack("http://127.0.0.1:9")))
    status = send.main([str(SAMPLE), "--local-dir", str(tmp_path)])

    assert status == 1
    assert "start it with: make run" in capsys.readouterr().out
