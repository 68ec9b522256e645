"""Deploy the product to the local AWS, with the same steps as to a real one."""

import contextlib
import hashlib
import os
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from infra import functions, refusals, stack
from infra.local import platform_secrets
from infra.local.emulator_process import REGION, ROOT
from infra.local.rest_api import api_url
from infra.local.stack import client
from shared import config
from shared.names import Names

STAGE = "local"
TIMEZONE = "UTC"

_CONSOLE = "CARE_CONSOLE_ORIGIN"
_LINKS = ("app.py", "vendor", "requirements.txt")
_SNAPSHOT_PATIENCE = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is deployed from ``source`` to the emulator at ``endpoint``.

    ``folder`` is the stack's own; Chalice's project and memory are in it, so that
    two local stacks and a real one do not disturb each other.
    """

    endpoint: str
    folder: Path
    source: Path

    @property
    def project(self) -> Path:
        return self.folder / "project"

    def outputs(self) -> dict[str, str]:
        """Return the stack's outputs; none if there is no stack."""
        cloudformation = client("cloudformation", self.endpoint, REGION)
        with contextlib.suppress(cloudformation.exceptions.ClientError):
            name = Names(STAGE).stack
            found = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
            return {o["OutputKey"]: o["OutputValue"] for o in found.get("Outputs", [])}
        return {}

    def update(self, say: Callable[[str], None]) -> None:
        """Deploy what changed since the last time; nothing takes no time.

        Raises:
            StackFailed, ChaliceFailed: it did not succeed; says why.

        """
        wanted, done = self._fingerprint(), self.folder / "deployed"
        if done.exists() and done.read_text() == wanted and self.outputs():
            return
        say("Creating the stack")
        cloudformation = client("cloudformation", self.endpoint, REGION)
        outputs = stack.deploy(cloudformation, STAGE, {})
        manager = client("secretsmanager", self.endpoint, REGION)
        platform_secrets.ensure(manager, Names(STAGE))
        say("Deploying the functions (chalice deploy --stage local)")
        self._deploy_functions(outputs)
        self._snapshot()
        done.write_text(wanted)

    def _deploy_functions(self, outputs: Mapping[str, str]) -> None:
        self.project.mkdir(exist_ok=True)
        for name in _LINKS:
            link = self.project / name
            link.unlink(missing_ok=True)
            link.symlink_to(self.source / name)
        functions.clean(self.project)
        self._configure(outputs)
        before = functions.variables(self.project, STAGE)
        self._run_chalice()
        self._configure(outputs)
        if functions.variables(self.project, STAGE) != before:
            self._run_chalice()  # which tells the functions the API's address
        api = functions.served(self.project, STAGE)
        origin = config.console_origin(self._settings())
        refusals.say(client("apigateway", self.endpoint, REGION), *api, origin)

    def _run_chalice(self) -> None:
        words = ("deploy", "--stage", STAGE)
        functions.run_chalice(self.project, *words, environment=self._environment())

    def _configure(self, outputs: Mapping[str, str]) -> None:
        known = self._settings()
        if functions.rest_api(self.project, STAGE) is not None:
            known[functions.ADDRESS] = api_url(self.project, self.endpoint)
        settings = functions.stage_settings(STAGE, outputs, TIMEZONE, known)
        functions.configure(self.project, STAGE, settings)

    def _settings(self) -> dict[str, str]:
        console = os.environ.get(_CONSOLE)  # make run CONSOLE=...
        return {
            **({_CONSOLE: console} if console else {}),
            "CARE_CLOCK_FILE": str(self.folder / "clock"),
            "CARE_OUTSIDE": "loopback",
            "CARE_META_URL": f"{self.endpoint}/_platforms/meta",
            "CARE_TELEGRAM_URL": f"{self.endpoint}/_platforms/telegram",
            "CARE_X_URL": f"{self.endpoint}/_platforms/x",
        }

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(str(self._settings()).encode())
        templates = map(stack.template, (stack.STACK, stack.CATALOGUE))
        for text in (*templates, stack.watch()):
            digest.update(text.encode())
        for file in self._files():
            digest.update(str(file).encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def _files(self) -> Iterator[Path]:
        yield from (ROOT / ".chalice" / "config.json", ROOT / "infra" / "functions.py")
        yield from (self.source / "app.py", self.source / "requirements.txt")
        vendor = os.walk(self.source / "vendor", followlinks=True)
        for folder, _, names in sorted(vendor):
            if not folder.endswith("__pycache__"):
                yield from (Path(folder) / name for name in sorted(names))

    def _environment(self) -> dict[str, str]:
        """Let Chalice reach nothing but the emulator."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        return inherited | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def _snapshot(self) -> None:
        """Put on disk what is not journalled, before anybody relies on it."""
        url = f"{self.endpoint}/_local/snapshot"
        with urllib.request.urlopen(url, timeout=_SNAPSHOT_PATIENCE):  # noqa: S310 - our own
            pass
