"""Deploy the functions with Chalice, told by the stack's outputs where things are."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ADDRESS = "CARE_PUBLIC_URL"
_OWN = ".execute-api."  # in the addresses that AWS gives
ROOT = Path(__file__).resolve().parents[1]

ROLES = {
    "ingest": "IngestRole",
    "await_deadline": "AwaitDeadlineRole",
    "ask": "AskRole",
    "sample_customers": "SampleCustomersRole",
    "nightly": "NightlyRole",
    "compute_kpis": "ComputeKpisRole",
    "kpi_parts": "KpiPartsRole",
    "understand_again": "UnderstandAgainRole",
    "sweep": "SweepRole",
    "deliver": "DeliverRole",
    "publish": "PublishRole",
    "post_event": "PostEventRole",
}


class ChaliceFailed(Exception):
    """``chalice`` ended with an error; its output says why."""


def stage_settings(
    stage: str, outputs: Mapping[str, str], timezone: str, extra: Mapping[str, str]
) -> dict[str, Any]:
    """Make a stage's section of ``.chalice/config.json``.

    ``outputs`` are the stack's, ``extra`` more environment variables; where both
    have one, that of the stack counts.
    """
    return {
        "iam_role_arn": outputs["ApiRole"],  # of api_handler: all HTTP routes
        "environment_variables": {
            **extra,
            "CARE_STAGE": stage,
            "CARE_TABLE": outputs["Table"],
            "CARE_BUCKET": outputs["Bucket"],
            "CARE_QUEUE_URL": outputs["QueueUrl"],
            "CARE_OUTBOUND_URL": outputs["OutboundUrl"],
            "CARE_EVENTS_URL": outputs["EventsUrl"],
            "CARE_EVENTS_DEAD_URL": outputs["EventsDeadUrl"],
            "CARE_STREAM_ARN": outputs["StreamArn"],
            "CARE_STATE_MACHINE": outputs["StateMachine"],
            "CARE_KPI_MACHINE": outputs["KpiMachine"],
            "CARE_SURVEY_MACHINE": outputs["SurveyMachine"],
            "CARE_USER_POOL_ARN": outputs["UserPoolArn"],
            "CARE_TIMEZONE": timezone,
        },
        "lambda_functions": {
            function: {"iam_role_arn": outputs[role]}
            for function, role in ROLES.items()
        },
    }


def rest_api(project: Path, stage: str) -> dict[str, str] | None:
    """Read of the API what Chalice remembers; None before its first deployment."""
    memory = project / ".chalice" / "deployed" / f"{stage}.json"
    if not memory.exists():
        return None
    resources = json.loads(memory.read_text(encoding="utf-8"))["resources"]
    found: list[dict[str, str]] = [
        r for r in resources if r["resource_type"] == "rest_api"
    ]
    return found[0] if found else None


def served(project: Path, stage: str) -> tuple[str, str]:
    """The id of the API that Chalice has deployed, and its name for the stage.

    Raises:
        ChaliceFailed: there is none.

    """
    api = rest_api(project, stage)
    if api is None:
        raise ChaliceFailed("chalice deploy has made no API.")
    return api["rest_api_id"], api["rest_api_url"].strip("/").rpartition("/")[2]


def with_address(known: Mapping[str, str], url: str) -> dict[str, str]:
    """Add the API's own address to variables, unless people gave it another."""
    said = known.get(ADDRESS, "")
    is_theirs = said and _OWN not in said
    return dict(known) if is_theirs else {**known, ADDRESS: url.rstrip("/")}


def forgotten(project: Path, stage: str) -> bool:
    """Whether an API was made whose record is missing here: Chalice would make another.

    Only an address that AWS gave tells it; with one of people's own nobody knows.
    """
    address = variables(project, stage).get(ADDRESS, "")
    return _OWN in address and rest_api(project, stage) is None


def variables(project: Path, stage: str) -> dict[str, str]:
    """Read a stage's environment variables as they are configured now, if at all."""
    file = project / ".chalice" / "config.json"
    stages = json.loads(file.read_text(encoding="utf-8"))["stages"]
    found: dict[str, str] = stages.get(stage, {}).get("environment_variables", {})
    return found


def configure(project: Path, stage: str, settings: Mapping[str, Any]) -> None:
    """Write the stage's section into the project's Chalice configuration.

    The rest of it, sizes and timeouts, is the repository's in any project.
    """
    base = ROOT / ".chalice" / "config.json"
    config = json.loads(base.read_text(encoding="utf-8"))
    config["stages"][stage] = settings
    file = project / ".chalice" / "config.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def clean(project: Path) -> None:
    """Forget earlier packages.

    Chalice reuses a package when only names inside ``vendor`` changed, and packs
    byte code that it finds there.
    """
    shutil.rmtree(project / ".chalice" / "deployments", ignore_errors=True)
    for folder in ("functions", "shared"):
        for cache in (ROOT / folder).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)


def run_chalice(project: Path, *words: str, environment: Mapping[str, str]) -> str:
    """Run ``chalice`` in the project and return what it printed.

    Raises:
        ChaliceFailed: it did not end with 0.

    """
    ended = subprocess.run(
        [Path(sys.executable).with_name("chalice"), *words],
        cwd=project,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        output = ended.stdout + ended.stderr
        raise ChaliceFailed(f"chalice {' '.join(words)} failed:\n{output}")
    return ended.stdout
