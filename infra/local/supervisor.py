"""Bring the local stack up and down: emulator, deployment, people, stack.json."""

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.local import people, platform_secrets
from infra.local.deployment import STAGE, TIMEZONE, Deployment
from infra.local.emulator_process import (
    REGION,
    ROOT,
    CannotStart,
    Emulator,
    only_one,
)
from infra.local.rest_api import api_url
from infra.local.stack import FILE, Stack, client
from shared.names import Names

Say = Callable[[str], None]

_TOKENS_LAST = 12 * 3600.0  # seconds; they are good for 24 hours
_SCHEDULED = {
    "version": "0",
    "account": "000000000000",
    "region": REGION,
    "source": "aws.events",
    "detail-type": "Scheduled Event",
    "detail": {},
    "time": "2026-01-01T00:00:00Z",
    "id": "local-start",
    "resources": [],
}


@dataclass(slots=True)
class LocalAws:
    """The local stack at one port, with all its files in one folder.

    ``target`` is what was asked of make, for the sentences of a refusal.
    """

    port: int
    folder: Path
    say: Say = print
    target: str = "run"
    source: Path = ROOT  # where app.py, vendor and requirements.txt are
    _emulator: Emulator = field(init=False)
    _deployment: Deployment = field(init=False)
    _signed_in_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self._emulator = Emulator(self.port, self.folder, self.target)
        self._deployment = Deployment(self._emulator.url, self.folder, self.source)

    def start(self) -> Stack:
        """Start it, deploy what changed, sign the sample people in.

        Raises:
            CannotStart: port or folder are taken, or the emulator does not come up.
            StackFailed, ChaliceFailed: the deployment did not succeed.

        """
        _check_own(self.folder)
        self.say(f"Starting the local AWS at {self._emulator.url}")
        self._emulator.start()
        try:
            known = bool(self._deployment.outputs())
            self._deployment.update(self.say)
            if known:
                self._sweep()
            return self.publish()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop in order; the data stays in the folder."""
        (self.folder / FILE).unlink(missing_ok=True)
        self._emulator.stop()

    def kill(self) -> None:
        """End it the hard way, as a power cut would."""
        self._emulator.kill()

    def restart(self) -> Stack:
        """Start it again after ``kill``, with all its data."""
        self._emulator.start()
        self._sweep()
        return self.publish()

    def alive(self) -> bool:
        return self._emulator.alive()

    def publish(self) -> Stack:
        """Sign in, write ``stack.json`` and return what is in it."""
        stack = self._describe()
        stack.write(self.folder)
        self._signed_in_at = time.monotonic()
        return stack

    def refresh(self) -> None:
        """Sign in again if the tokens are half through their life."""
        if time.monotonic() - self._signed_in_at > _TOKENS_LAST:
            self.publish()

    def _sweep(self) -> None:
        """Start lost timers again: executions do not outlive the emulator.

        Not waited for, as it looks at every open case; the clock waits for it.
        """
        self._client("lambda").invoke(
            FunctionName=Names(STAGE).of("sweep"),
            InvocationType="Event",
            Payload=json.dumps(_SCHEDULED),
        )

    def _describe(self) -> Stack:
        outputs, names = self._deployment.outputs(), Names(STAGE)
        pool, endpoint = outputs["UserPoolId"], self._emulator.url
        secrets = platform_secrets.ensure(self._client("secretsmanager"), names)
        queue = self._client("sqs").get_queue_url(QueueName=names.of("inbound"))
        cognito = self._client("cognito-idp")
        machine = people.machine(cognito, pool, endpoint)
        signed_in = people.sign_in_all(cognito, pool, outputs["PeopleClientId"])
        return Stack(
            api_url=api_url(self._deployment.project, endpoint),
            aws_endpoint=endpoint,
            region=REGION,
            table=outputs["Table"],
            bucket=outputs["Bucket"],
            queue_url=queue["QueueUrl"],
            state_machine=outputs["StateMachine"],
            user_pool_id=pool,
            webhook_secrets=platform_secrets.signing(secrets),
            webhook_verify_tokens=platform_secrets.verifying(secrets),
            tokens={**signed_in, people.MACHINE: people.machine_token(machine)},
            machine=machine,
            platform_simulator_url=f"{endpoint}/_platforms",
            clock_url=f"{endpoint}/_local/clock",
            pid=os.getpid(),
            stage=STAGE,
            timezone=TIMEZONE,
        )

    def _client(self, service: str) -> Any:
        return client(service, self._emulator.url, REGION)


def reset(folder: Path) -> bool:
    """Forget the local stack of this folder; any other folder is left alone.

    Returns:
        Whether there was one.

    Raises:
        CannotStart: it is running, or the folder holds more than a stack.

    """
    _check_own(folder)
    if not (folder / "emulator.log").exists():
        return False
    with only_one(folder, "reset"):
        shutil.rmtree(folder)
    return True


def _check_own(folder: Path) -> None:
    """Refuse a folder with somebody's work in it, which a reset would remove."""
    if (folder / ".git").exists() or ROOT.is_relative_to(folder.resolve()):
        raise CannotStart(
            f"{folder} holds more than a local stack; choose another LOCAL_DIR."
        )
