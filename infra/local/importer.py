"""Import past conversations into the running stack: ``make import FILE=...``.

They go through the deployed ingest function with their own times, marked as
historic: folded into cases and numbers, never timed or answered. What has been
stored is remembered beside the data, so an import that was cut off goes on
where it was; and since entries are keyed by content, running it again is
harmless anyway. Then the numbers of their days are computed.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.api import Api
from infra.local.kpis import compute
from infra.local.stack import NotRunning, Stack
from infra.local.tweets import Line, read_contacts
from shared.channels import tame
from shared.domain.times import from_text, to_text
from shared.errors import BadInput
from shared.kpis.days import local_day
from shared.names import Names

_TROUBLE = (
    NotRunning,
    BadInput,
    RuntimeError,
    UnicodeDecodeError,
    OSError,
    BotoCoreError,
    ClientError,
)
BATCH = 100
AFTER = 8  # days on which something may come of a message: a week's silence ends it
SHOWN = 20
INTERRUPTED = 130  # the exit status of what Ctrl-C ended, as in a shell


@dataclass(slots=True)
class Result:
    """What became of a file; ``was_done`` if all of it had been stored before."""

    stored: int = 0
    was_done: bool = False
    days: list[date] = field(default_factory=list)  # that their numbers are of
    bad: list[Line] = field(default_factory=list)


class Stopped(Exception):
    """Ctrl-C came in between; says how far it was."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Import one file; 0 if every usable row is stored, and there is one."""
    parser = argparse.ArgumentParser(prog="make import", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--local-dir", type=Path, default=Path(".local"))
    given = parser.parse_args(arguments)
    try:
        stack = Stack.read(given.local_dir)
        result = import_file(stack, given.file, given.local_dir)
        report(result)
        count(Api(stack), result.days, _beside("numbers", given.file, given.local_dir))
    except _TROUBLE as error:
        print(_sentence(error, given.file))
        return 1
    except Stopped as stopped:
        print(stopped)
        return INTERRUPTED
    except KeyboardInterrupt:
        print("Stopped before a row was stored; the same command begins again.")
        return INTERRUPTED
    return 1 if result.bad and not result.stored else 0


def _sentence(error: Exception, file: Path) -> str:
    """Say what is wrong, and what to do about it."""
    match error:
        case FileNotFoundError():
            return f"There is no file {file}; use: make import FILE=path/to/file.csv"
        case OSError():
            return f"{file} cannot be read: {error.strerror}."
        case UnicodeDecodeError():
            return f"{file} is not text in UTF-8."
        case BotoCoreError():
            return "The local AWS does not answer; start it with: make run"
        case _:
            return str(error)


def import_file(stack: Stack, path: Path, folder: Path) -> Result:
    """Store every usable line of a file, showing progress.

    They go customer by customer, each one's oldest first: his card is then saved
    once a batch instead of once a message, which is three times as fast.

    Raises:
        RuntimeError: the deployed function failed on a line; names it.
        Stopped: by Ctrl-C.
        BadInput, OSError: the file cannot be read.

    """
    lines = read_contacts(path)
    good = sorted((line for line in lines if line.contact), key=_order)
    result = Result(bad=[line for line in lines if not line.contact])
    result.days = _days(good, stack)
    progress = _beside("import", path, folder)
    result.stored = int(progress.read_text()) if progress.exists() else 0
    result.was_done = 0 < len(good) == result.stored
    try:
        for start in range(result.stored, len(good), BATCH):
            _show(f"\r  {start} of {len(good)} rows stored")
            batch = good[start : start + BATCH]
            _store(stack, batch)
            result.stored += len(batch)
            progress.write_text(str(result.stored))
    except KeyboardInterrupt:
        raise Stopped(
            f"\nStopped at {result.stored} of {len(good)} rows; "
            "the same command goes on from there."
        ) from None
    if not result.was_done:
        _show(f"\r  {result.stored} of {len(good)} rows stored\n")
    return result


def report(result: Result) -> None:
    """Say what was stored, what was not and why."""
    if result.was_done:
        print("This file was imported already; nothing has been stored again.")
    print(f"{result.stored} rows stored, {len(result.bad)} could not be used.")
    for line in result.bad[:SHOWN]:
        print(f"  line {line.number}: {line.reason}")
    if len(result.bad) > SHOWN:
        print(f"  and {len(result.bad) - SHOWN} more")


def count(api: Api, days: Sequence[date], progress: Path) -> None:
    """Compute the numbers of the days that are not known to be, showing progress.

    Raises:
        RuntimeError: the deployed function failed; its own sentence.
        Stopped: by Ctrl-C.

    """
    known = progress.read_text() if progress.exists() else ""
    left = [day for day in days if day.isoformat() > known]
    done = len(days) - len(left)
    try:
        for day, _ in compute(api, left):
            done += 1
            _show(f"\r  numbers of {done} of {len(days)} days")
            progress.write_text(day.isoformat())
    except KeyboardInterrupt:
        raise Stopped(
            f"\nStopped at {done} of {len(days)} days; "
            "the same command goes on from there."
        ) from None
    if left:
        _show("\n")
    if days:
        again = f"make kpis FROM={days[0]} TO={days[-1]}"
        print(f"Their numbers are in s3://{api.stack.bucket}; again: {again}")


def _days(lines: Sequence[Line], stack: Stack) -> list[date]:
    """The local days on which lines happened, or on which something came of them.

    What was owed falls due, and what nobody resolved is open, some days later.
    """
    if not lines:
        return []
    zone = ZoneInfo(stack.timezone)
    today = local_day(datetime.fromtimestamp(stack.now(), UTC), zone)
    happened = {local_day(from_text(_when(line)[0]), zone) for line in lines}
    days = {day + timedelta(days=n) for day in happened for n in range(AFTER + 1)}
    return sorted(day for day in days if day <= today)


def _store(stack: Stack, batch: Sequence[Line]) -> None:
    if _invoke(stack, batch) is None:
        return
    # One of them is at fault: find out which, and store the others.
    faults = [(line, _invoke(stack, [line])) for line in batch]
    for line, fault in faults:
        if fault is not None:
            raise RuntimeError(f"Line {line.number} was not stored: {fault}")


def _invoke(stack: Stack, batch: Sequence[Line]) -> str | None:
    """Hand lines to the deployed ingest; what it failed with, if it did."""
    records = [
        {"messageId": str(n), "receiptHandle": "", "body": _envelope(line)}
        for n, line in enumerate(batch)
    ]
    answer = stack.client("lambda").invoke(
        FunctionName=Names(stack.stage).of("ingest"),
        Payload=json.dumps({"Records": records}).encode(),
    )
    result: Any = json.loads(answer["Payload"].read() or b"null")
    if not answer.get("FunctionError"):
        return None
    return str(result.get("errorMessage") or result)


def _envelope(line: Line) -> str:
    assert line.contact is not None  # noqa: S101 - told to mypy
    at = from_text(str(line.contact["occurred_at"]))
    envelope = {
        "channel": "custom",
        "received_at": to_text(at),
        "historic": True,
        "piece": line.contact,
    }
    return json.dumps(envelope, ensure_ascii=False)


def _order(line: Line) -> tuple[str, tuple[str, str]]:
    """Sort by customer, then by time; only the speed depends on it."""
    contact = line.contact or {}
    outbound = contact.get("direction") == "outbound"
    customer = tame.mapping(contact.get("customer" if outbound else "author"))
    return f"{contact.get('channel')}:{customer.get('id')}", _when(line)


def _when(line: Line) -> tuple[str, str]:
    contact = line.contact or {}
    return to_text(from_text(str(contact["occurred_at"]))), str(contact["id"])


def _beside(what: str, path: Path, folder: Path) -> Path:
    """Where it is remembered how far a file has come, whatever its name."""
    return folder / f"{what}-{sha256(path.read_bytes()).hexdigest()[:16]}.txt"


def _show(text: str) -> None:
    print(text, end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
