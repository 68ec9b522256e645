"""Put the fixes, the clock, the journal and the platforms together and serve."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ministack import app

from infra.local.emulator import (
    apigateway,
    athena,
    authorization,
    cloudformation,
    dynamodb,
    lambdas,
    logs,
    queries,
    snapshot,
    sqs,
    stepfunctions,
)
from infra.local.emulator.clock import Clock
from infra.local.emulator.control import Front
from infra.local.emulator.hearing import Application, Hearing
from infra.local.emulator.journal import Journal

_SIMULATOR = "infra.local.simulator"


def serve(folder: Path) -> None:
    """Fix all services and serve them until SIGTERM or SIGINT.

    ``folder`` gets ``clock`` and ``state/``; the rest is in the environment.
    """
    clock, journal = Clock(folder / "clock"), Journal(folder / "state")
    apigateway.fix()
    athena.fix()
    logs.fix()
    authorization.fix()
    lambdas.fix(folder / "state" / "code")
    stepfunctions.fix(clock)
    cloudformation.fix()
    dynamodb.fix(journal)
    queries.fix()
    sqs.fix(journal)
    snapshot.fix(journal)
    platforms, hear = _platforms()
    app.app = Front(Hearing(app.app, hear), platforms, clock, journal)
    app.main()


def _platforms() -> tuple[Application, Callable[[str, bytes], None]]:
    try:
        simulator = importlib.import_module(_SIMULATOR)
    except ModuleNotFoundError as error:
        if error.name != _SIMULATOR:
            raise
        return _absent, lambda *_: None
    return simulator.app, simulator.hear


async def _absent(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})
