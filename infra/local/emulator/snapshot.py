"""Save the whole state while serving: a forked child writes one moment of it."""

import asyncio
import json
import logging
import os
import shutil
import signal
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import persistence

from infra.local.emulator import dynamodb, lambdas, sqs
from infra.local.emulator.journal import Journal

_PATIENCE = 300  # seconds a child may take; a million items take two minutes


def fix(journal: Journal) -> None:
    """Load from the last snapshot and its journals; save as one at the end."""

    def load_state(service: str) -> Any:
        return _load(journal.path("snapshot", journal.snapshot), service)

    shipped_load = app._load_persisted_state

    def load_all() -> None:
        shipped_load()
        for line in journal.lines():
            for kind, address, key, value in line:
                replay = dynamodb.replay if kind == "item" else sqs.replay
                replay(address, key, value)
        sqs.restore()
        lambdas.restore()

    app.load_state = load_state
    app._load_persisted_state = load_all
    app.save_all = lambda _services: _save_here(journal)


async def take(journal: Journal) -> bool:
    """Write a snapshot in a child; true once it has replaced the one before.

    Called on the event loop, where no request is half done.
    """
    number = journal.rotate()
    new = _fresh(journal, number)
    child = os.fork()
    if child == 0:
        _write_and_exit(new)
    _, status = await asyncio.to_thread(os.waitpid, child, 0)
    if status:
        logging.getLogger(__name__).error("Snapshot failed: status %s", status)
        return False
    journal.promote(new, number)
    return True


def _save_here(journal: Journal) -> None:
    number = journal.rotate()
    new = _fresh(journal, number)
    _write(new)
    journal.promote(new, number)


def _fresh(journal: Journal, number: int) -> Path:
    new = journal.path("unfinished", number)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    return new


def _write_and_exit(folder: Path) -> None:
    status = 1
    try:
        signal.alarm(_PATIENCE)  # a lock held by a thread that is not here hangs
        logging.disable()
        _write(folder)
        status = 0
    finally:
        os._exit(status)


def _write(folder: Path) -> None:
    for name, get_state in app._build_persistence_save_dict().items():
        state = get_state()
        if state is not None:
            with (folder / f"{name}.json").open("w", encoding="utf-8") as file:
                json.dump(state, file, default=persistence._json_default)


def _load(folder: Path, service: str) -> Any:
    file = folder / f"{service}.json"
    if not file.exists():
        return None
    text = file.read_text(encoding="utf-8")
    return json.loads(text, object_hook=persistence._json_object_hook)
