"""A sample is signed as its platform would, and trouble is told in a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local import send
from shared.channels import CHANNELS

Captured = pytest.CaptureFixture[str]
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
    tmp_path: Path, capsys: Captured
) -> None:
    status = send.main([str(SAMPLE), "--local-dir", str(tmp_path)])

    said = f"Nothing is running in {tmp_path}; start it with: make run\n"
    assert (status, capsys.readouterr().out) == (1, said)


def test_a_file_outside_a_channels_folder_is_not_sent(
    tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "body.json").write_text("{}")
    status = send.main([str(tmp_path / "body.json"), "--local-dir", str(tmp_path)])

    assert status == 1
    assert capsys.readouterr().out == (
        f"The folder names the channel, and {tmp_path.name} is none: "
        "custom, facebook, instagram, telegram, whatsapp, x.\n"
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _: None, "There is no file {file}.\n"),
        (lambda file: file.mkdir(), "{file} is a folder; name a file in it.\n"),
        (lambda file: file.write_text("{half"), "{file} is not JSON: "),
        (lambda file: file.write_bytes(b"\xff"), "{file} is not JSON: "),
    ],
)
def test_a_file_that_is_no_sample_is_named(
    make: Callable[[Path], object], said: str, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "x" / "mention.json"
    file.parent.mkdir()
    make(file)
    status = send.main([str(file), "--local-dir", str(tmp_path)])

    out = capsys.readouterr().out
    assert (status, len(out.splitlines())) == (1, 1)
    assert out.startswith(said.format(file=file))


def test_an_address_that_is_none_is_an_error_of_ours() -> None:
    with pytest.raises(OSError, match="no HTTP address"):
        send.call("file:///etc/hosts", None, {})
