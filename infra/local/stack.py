"""How to reach the running local stack: the record in ``.local/stack.json``."""

import json
import urllib.request
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

FILE = "stack.json"
LONGEST_S = 900  # that a function may take; else it would be asked again meanwhile


class NotRunning(Exception):
    """There is no running stack in this folder."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Everything another program needs; ``api_url`` ends without a slash.

    ``tokens`` are access tokens by sample caller's part (``agent``, ``agent2``,
    ``supervisor``, ``analyst``, ``admin``, ``machine``), to be sent as
    ``Authorization``. ``machine`` is what that one gets a new token with:
    ``client_id``, ``client_secret``, ``token_url``.
    ``webhook_secrets`` and ``webhook_verify_tokens`` are by channel.
    """

    api_url: str
    aws_endpoint: str
    region: str
    table: str
    bucket: str
    queue_url: str
    state_machine: str
    user_pool_id: str
    webhook_secrets: dict[str, str] = field(repr=False)
    webhook_verify_tokens: dict[str, str] = field(repr=False)
    tokens: dict[str, str] = field(repr=False)
    machine: dict[str, str] = field(repr=False)
    platform_simulator_url: str
    clock_url: str
    pid: int
    stage: str
    timezone: str

    @classmethod
    def read(cls, folder: Path) -> "Stack":
        """Read the record of the stack that runs in this folder.

        Raises:
            NotRunning: none does.

        """
        try:
            return cls(**json.loads((folder / FILE).read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise NotRunning(
                f"Nothing is running in {folder}; start it with: make run"
            ) from None

    def write(self, folder: Path) -> None:
        """Publish the record; readers see the old one or the new one, no half."""
        new = folder / (FILE + ".new")
        new.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        new.chmod(0o600)  # tokens are in it
        new.replace(folder / FILE)

    def client(self, service: str) -> Any:
        """Make a boto3 client for this stack."""
        return client(service, self.aws_endpoint, self.region)

    def now(self) -> float:
        """Tell the stack's time, in seconds since the epoch."""
        return self._clock("")

    def advance(self, seconds: float) -> float:
        """Move the stack's clock forward; return its time."""
        return self._clock(f"?advance={seconds}")

    def set_clock(self, epoch: float) -> float:
        """Make it this time, in seconds since the epoch; return it."""
        return self._clock(f"?set={epoch}")

    def settle(self) -> bool:
        """Wait until all that was begun is done; false if that takes over 30 s.

        Queues that functions read are empty, no function runs, and every execution
        waits for its time or its answer.
        """
        url = f"{self.aws_endpoint}/_local/quiet"
        with urllib.request.urlopen(url, timeout=40) as answer:  # noqa: S310 - our own
            return bool(json.load(answer)["quiet"])

    def _clock(self, query: str) -> float:
        request = urllib.request.Request(self.clock_url + query, method="POST")  # noqa: S310 - our own http URL
        with urllib.request.urlopen(request, timeout=40) as answer:  # noqa: S310
            return float(json.load(answer)["now"])


def client(service: str, endpoint: str, region: str) -> Any:
    """Make a boto3 client that cannot reach anything but this endpoint."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",  # MiniStack's root user
        aws_secret_access_key="test",  # noqa: S106 - and no secret
        config=Config(read_timeout=LONGEST_S),
    )
