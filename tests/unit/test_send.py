"""A sample is signed as its platform would, and trouble is told in a sentence."""

import json
from pathlib import Path

import pytest

from infra.local import send
from shared.channels import CHANNELS

SECRETS = {
    "facebook": "app_secrets",
    "instagram": "app_secrets",
    "whatsapp": "app_secrets",
    "telegram": "secret_tokens",
    "x": "consumer_secrets",
    "custom": "secrets",
}
SAMPLE = Path(__file__).parents[2] / "events" / "facebook" / "comment_add.json"


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_what_is_signed_here_is_believed_there(channel: str) -> None:
    headers = send.sign(channel, b"{}", "key")

    CHANNELS[channel].verify(headers, b"{}", {SECRETS[channel]: ["key"]})


def test_without_a_stack_it_says_how_to_start_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = send.main([str(SAMPLE), "--local-dir", str(tmp_path)])

    assert status == 1
    assert "make run" in capsys.readouterr().out


def test_a_file_outside_a_channels_folder_is_not_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = {"api_url": "http://127.0.0.1:9", "webhook_secrets": {"facebook": "key"}}
    (tmp_path / "stack.json").write_text(json.dumps(stack))
    (tmp_path / "body.json").write_text("{}")
    status = send.main([str(tmp_path / "body.json"), "--local-dir", str(tmp_path)])

    assert status == 1
    assert "channel" in capsys.readouterr().out


def test_an_address_that_is_none_is_an_error_of_ours() -> None:
    with pytest.raises(OSError, match="no HTTP address"):
        send.call("file:///etc/hosts", None, {})
