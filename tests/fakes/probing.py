"""Schemathesis against a running API: every check, real ids, a fixed seed.

What it finds is in its own words, with a curl to try it again. What cannot hold, and
why, is in ``OFF`` and ``ALSO_400``.
"""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from functions.contract.document import document
from functions.contract.operations import OPERATIONS
from shared.domain.rulebook import NAMES

TOOL = Path(sys.executable).with_name("schemathesis")
# What a schema-valid request may be answered with; the tool's own list has no 429.
ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "429", "5xx"]
REFUSED = ["4xx", "5xx"]
# API Gateway knows no route of a method that is not in the contract: it answers 404
# without Allow, and calls nobody.
OFF = ("unsupported_method",)
# The operations as the tool sees them: one for each document of the settings.
ASKED = [one for path in document(None)["paths"].values() for one in path.values()]
# Where a request that fits its schema may be a 400, since no schema can say more.
ALSO_400: dict[str, tuple[str, ...]] = {
    "names of one part in another, and hours that never come, say the settings": (
        *(f"put_settings_{name}" for name in NAMES),
        "try_settings_routing",
        "put_agent",
    ),
    "is a signature or a place of ours (cursors)": tuple(
        one["operationId"]
        for one in ASKED
        if "cursor" in [parameter["name"] for parameter in one.get("parameters", ())]
    ),
    "depends on the channel": ("confirm_webhook", "reply"),
    "must be a name of the settings": ("assign",),
    "depends on what time it is": (
        "snooze",
        "report_event",
        "start_recompute",
        "put_help_views",
    ),
}


FIXED = {"agent": "bruno", "queue": "default", "channel": "x", "user": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What is asked of whom: ``known`` are ids by operation and parameter."""

    url: str
    token: str
    known: Mapping[str, Mapping[str, str]]
    seed: int = 1
    examples: int = 10
    seconds: int = 120
    phases: str = "examples,coverage,fuzzing,stateful"
    only: tuple[str, ...] = field(default=())


def own(cases: Sequence[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Ids for every operation: a case of its own with its customer, where it has one.

    So what one does to a case (resolve, erase) hides nothing from the others.
    """
    left = itertools.cycle(cases)
    known: dict[str, dict[str, str]] = {}
    for operation in OPERATIONS:
        if operation.roles:
            case, customer = next(left)
            ids = {"case_id": case, "customer": customer, **FIXED}
            named = {n: v for n, v in ids.items() if f"{{{n}}}" in operation.path}
            known |= {operation.id: named} if named else {}
    return known


def probe(asked: Probe, folder: Path) -> str:
    """Ask all operations everything; what was wrong, or nothing if nothing was.

    ``folder`` is for the tool's files.
    """
    config = folder / "schemathesis.toml"
    config.write_text("\n".join(_config(asked)), encoding="utf-8")
    only = [word for name in asked.only for word in ("--include-operation-id", name)]
    run = subprocess.run(
        [
            *(str(TOOL), "--config-file", str(config)),
            *("run", f"{asked.url}/openapi.json", "--url", asked.url),
            *("--phases", asked.phases),
            *("--max-examples", str(asked.examples), "--seed", str(asked.seed)),
            *("--max-time", str(asked.seconds), "--no-shrink", "--no-color"),
            *("--warnings", "off", "--request-timeout", "30", *only),
        ],
        cwd=folder,
        env={**os.environ, "CARE_TOKEN": asked.token},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if run.returncode == 0 else run.stdout + run.stderr


def _config(asked: Probe) -> Iterator[str]:
    yield "continue-on-failure = true"
    yield "rate-limit = 'auto'"
    yield "headers = { Authorization = 'Bearer ${CARE_TOKEN}' }"
    yield "[cache]\nenabled = false"
    yield "[checks]\nenabled = true"
    yield f"positive_data_acceptance.expected-statuses = {_said(ACCEPTED)}"
    yield f"negative_data_rejection.expected-statuses = {_said(REFUSED)}"
    yield from (f"{check}.enabled = false" for check in OFF)
    for operation, ids in asked.known.items():
        yield f"[[operations]]\ninclude-operation-id = {_said(operation)}"
        given = ", ".join(f"{_said('path.' + n)} = {_said(v)}" for n, v in ids.items())
        yield f"parameters = {{ {given} }}"
    names = [name for operations in ALSO_400.values() for name in operations]
    yield f"[[operations]]\ninclude-operation-id = {_said(names)}"
    yield "[operations.checks.positive_data_acceptance]"
    yield f"expected-statuses = {_said(['400', *ACCEPTED])}"


def _said(value: Any) -> str:
    """A value as TOML has it, which writes texts and lists of them as JSON does."""
    return json.dumps(value)
