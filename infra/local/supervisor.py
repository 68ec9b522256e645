"""Bring the local stack up and down: emulator, stack, functions, people, record."""

import contextlib
import hashlib
import os
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra import functions
from infra import stack as cloudformation_stack
from infra.local import people, platform_secrets
from infra.local.emulator_process import REGION, ROOT, Emulator
from infra.local.rest_api import api_url
from infra.local.stack import FILE, Stack, client
from shared.names import Names

STAGE = "local"
TIMEZONE = "UTC"
Say = Callable[[str], None]

_TOKENS_LAST = 12 * 3600.0  # seconds; they are good for 24 hours
_PROJECT_LINKS = ("app.py", "vendor", "requirements.txt")


@dataclass(slots=True)
class LocalAws:
    """The local stack at one port, with all its files in one folder."""

    port: int
    folder: Path
    say: Say = print
    source: Path = ROOT  # where app.py, vendor and requirements.txt are
    _emulator: Emulator = field(init=False)
    _signed_in_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self._emulator = Emulator(self.port, self.folder)

    def start(self) -> Stack:
        """Start it, deploy what changed, sign the sample people in.

        Raises:
            CannotStart: the port is taken, or the emulator does not come up.
            StackFailed, ChaliceFailed: the deployment did not succeed.

        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.say(f"Starting the local AWS at {self._emulator.url}")
        self._emulator.start()
        try:
            self._deploy()
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
        """Start it again after ``kill`` or ``stop``, with all its data."""
        self._emulator.start()
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

    def _deploy(self) -> None:
        outputs, project = self._outputs(), self.folder / "project"
        wanted = self._fingerprint()
        deployed = self.folder / "deployed"
        if outputs and deployed.exists() and deployed.read_text() == wanted:
            return
        self.say("Creating the stack")
        outputs = cloudformation_stack.deploy(self._client("cloudformation"), STAGE, {})
        platform_secrets.ensure(self._client("secretsmanager"), Names(STAGE))
        self.say("Deploying the functions (chalice deploy --stage local)")
        self._link(project)
        settings = functions.stage_settings(
            STAGE, outputs, TIMEZONE, self._local_settings()
        )
        functions.configure(project, STAGE, settings)
        functions.clean(project)
        functions.run_chalice(
            project, "deploy", "--stage", STAGE, environment=self._environment()
        )
        self._snapshot()
        deployed.write_text(wanted)

    def _describe(self) -> Stack:
        outputs, names = self._outputs(), Names(STAGE)
        secrets = platform_secrets.ensure(self._client("secretsmanager"), names)
        queue = self._client("sqs").get_queue_url(QueueName=names.of("inbound"))
        return Stack(
            api_url=api_url(self.folder / "project", self._emulator.url),
            aws_endpoint=self._emulator.url,
            region=REGION,
            table=outputs["Table"],
            bucket=outputs["Bucket"],
            queue_url=queue["QueueUrl"],
            state_machine=outputs["StateMachine"],
            user_pool_id=outputs["UserPoolId"],
            webhook_secrets={
                "facebook": secrets["facebook"]["app_secrets"][0],
                "x": secrets["x"]["consumer_secrets"][0],
                "custom": secrets["custom"]["secrets"][0],
            },
            webhook_verify_tokens={"facebook": secrets["facebook"]["verify_token"]},
            tokens=people.sign_in_all(
                self._client("cognito-idp"),
                outputs["UserPoolId"],
                outputs["PeopleClientId"],
            ),
            platform_simulator_url=f"{self._emulator.url}/_platforms",
            clock_url=f"{self._emulator.url}/_local/clock",
            pid=os.getpid(),
            stage=STAGE,
            timezone=TIMEZONE,
        )

    def _outputs(self) -> dict[str, str]:
        cloudformation = self._client("cloudformation")
        with contextlib.suppress(cloudformation.exceptions.ClientError):
            name = Names(STAGE).stack
            found = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
            return {o["OutputKey"]: o["OutputValue"] for o in found.get("Outputs", [])}
        return {}

    def _local_settings(self) -> dict[str, str]:
        platforms = f"{self._emulator.url}/_platforms"
        return {
            "CARE_CLOCK_FILE": str(self.folder / "clock"),
            "CARE_META_URL": f"{platforms}/meta",
            "CARE_X_URL": f"{platforms}/x",
        }

    def _link(self, project: Path) -> None:
        """Give Chalice a project of this stack's own: its memory is in the folder."""
        project.mkdir(exist_ok=True)
        for name in _PROJECT_LINKS:
            link = project / name
            link.unlink(missing_ok=True)
            link.symlink_to(self.source / name)

    def _fingerprint(self) -> str:
        """Digest all that is deployed, to start at once if nothing changed."""
        digest = hashlib.sha256(str(self._local_settings()).encode())
        digest.update(cloudformation_stack.template().encode())
        for file in self._deployed_files():
            digest.update(str(file).encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def _deployed_files(self) -> Iterator[Path]:
        yield from (ROOT / ".chalice" / "config.json", ROOT / "infra" / "functions.py")
        yield from (self.source / "app.py", self.source / "requirements.txt")
        for folder, _, names in sorted(
            os.walk(self.source / "vendor", followlinks=True)
        ):
            if not folder.endswith("__pycache__"):
                yield from (Path(folder) / name for name in sorted(names))

    def _environment(self) -> dict[str, str]:
        ours = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        return ours | {
            "AWS_ENDPOINT_URL": self._emulator.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def _snapshot(self) -> None:
        url = f"{self._emulator.url}/_local/snapshot"
        request = urllib.request.Request(url, method="POST")  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=300):  # noqa: S310
            pass

    def _client(self, service: str) -> Any:
        return client(service, self._emulator.url, REGION)


def reset(folder: Path) -> None:
    """Forget the local stack of this folder."""
    shutil.rmtree(folder, ignore_errors=True)
