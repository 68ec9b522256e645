"""Post a sample webhook to a running stack, signed as its platform would.

    python -m infra.local.send events/facebook/comment_add.json --fresh

The folder's name is the channel. Standard library only: the emulator's own
Python runs this too, when the platform simulator answers a message.
"""

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.freshen import freshen
from shared.channels import signatures

TIMEOUT_S = 30.0
TELEGRAM_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
SIGNATURES = {
    "instagram": ("X-Hub-Signature-256", signatures.hex_digest),
    "facebook": ("X-Hub-Signature-256", signatures.hex_digest),
    "whatsapp": ("X-Hub-Signature-256", signatures.hex_digest),
    "x": ("x-twitter-webhooks-signature", signatures.base64_digest),
    "custom": ("X-Signature-256", signatures.hex_digest),
}
CHANNELS = sorted([*SIGNATURES, "telegram"])


class NotSent(Exception):
    """A sample was not sent; one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the stack answered: the status and the JSON body, if it is JSON."""

    status: int
    json: Any


def sign(channel: str, body: bytes, secret: str) -> dict[str, str]:
    """Make the signature header of a webhook body; KeyError without such a channel."""
    if channel == "telegram":
        return {TELEGRAM_SECRET: secret}
    name, digest = SIGNATURES[channel]
    return {name: f"sha256={digest(secret, body)}"}


def post_webhook(stack: Mapping[str, Any], channel: str, body: Any) -> Answer:
    """Sign a body as the platform and post it to the deployed URL.

    ``stack`` is the content of stack.json: ``api_url`` and ``webhook_secrets``
    are used. An HTTP error is an answer; raises OSError if nothing answers.
    """
    raw = json.dumps(body).encode()
    headers = sign(channel, raw, stack["webhook_secrets"][channel])
    url = f"{stack['api_url']}/webhooks/{channel}"
    return call(url, raw, {**headers, "Content-Type": "application/json"})


def call(url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    """Make one HTTP call: POST with a body, GET without."""
    if not url.startswith(("http://", "https://")):
        raise OSError(f"{url} is no HTTP address.")
    request = urllib.request.Request(url, data=body, headers=dict(headers))  # noqa: S310 - the scheme is checked above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310 - as above
            return Answer(response.status, _parsed(response.read()))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _parsed(error.read()))


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def now_of(stack: Mapping[str, Any]) -> float:
    """Ask the stack's clock for the time, in seconds since 1970."""
    if not stack.get("clock_url"):
        return time.time()
    answer = call(stack["clock_url"], None, {})
    return float(answer.json["now"])


def main(arguments: list[str] | None = None) -> int:
    """Send one file; 0 if the stack took it."""
    parser = argparse.ArgumentParser(prog="make send", description=__doc__)
    parser.add_argument("file", type=Path, help="a sample, in a channel's folder")
    parser.add_argument("--url", help="API URL, if not that of stack.json")
    parser.add_argument("--fresh", action="store_true", help="new ids, dated now")
    parser.add_argument("--local-dir", type=Path, default=Path(".local"))
    given = parser.parse_args(arguments)
    try:
        return _send(given)
    except NotSent as error:
        print(error)
    except (OSError, ValueError) as error:
        print(f"Not sent: {error}")
    return 1


def _send(given: argparse.Namespace) -> int:
    channel = given.file.resolve().parent.name
    body = _sample(given.file)
    if channel not in CHANNELS:
        names = ", ".join(CHANNELS)
        raise NotSent(f"The folder names the channel, and {channel} is none: {names}.")
    stack = _record(given.local_dir)
    if given.url:
        stack["api_url"] = given.url.rstrip("/")
    try:
        if given.fresh:
            body = freshen(body, now_of(stack))
        answer = post_webhook(stack, channel, body)
    except urllib.error.URLError as error:
        raise NotSent(
            f"Nothing answers at {stack['api_url']}; start it with: make run"
        ) from error
    print(answer.status, json.dumps(answer.json))
    return 0 if answer.status == 200 else 1  # noqa: PLR2004 - HTTP


def _sample(file: Path) -> Any:
    """Read what is to be sent.

    Raises:
        NotSent: the file is missing, a folder, unreadable or not JSON.

    """
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotSent(f"There is no file {file}.") from None
    except IsADirectoryError:
        raise NotSent(f"{file} is a folder; name a file in it.") from None
    except OSError as error:
        raise NotSent(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise NotSent(f"{file} is not JSON: {error}.") from error


def _record(folder: Path) -> dict[str, Any]:
    """Read how to reach the stack.

    Raises:
        NotSent: none runs in this folder.

    """
    try:
        record: dict[str, Any] = json.loads((folder / "stack.json").read_text())
    except FileNotFoundError:
        raise NotSent(
            f"Nothing is running in {folder}; start it with: make run"
        ) from None
    return record


if __name__ == "__main__":
    sys.exit(main())
