"""Compute days again on the running stack: ``make kpis FROM=2026-01-31 TO=...``."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from botocore.exceptions import BotoCoreError

from infra.local.api import Api
from infra.local.report import compute
from infra.local.stack import NotRunning, Stack
from shared.errors import BadInput

INTERRUPTED = 130  # the exit status of what Ctrl-C ended, as in a shell


def main(arguments: Sequence[str] | None = None) -> int:
    """Compute every day of the range, one line each."""
    parser = argparse.ArgumentParser(prog="make kpis", description=__doc__)
    parser.add_argument("first", nargs="?", default="")
    parser.add_argument("last", nargs="?", default="")
    parser.add_argument("--local-dir", type=Path, default=Path(".local"))
    given = parser.parse_args(arguments)
    try:
        days = _days(given.first, given.last)
        api = Api(Stack.read(given.local_dir))
        for day in days:
            files = compute(api, day, day)
            print(f"{day}  {len(files)} files in s3://{api.stack.bucket}", flush=True)
    except (BadInput, NotRunning, RuntimeError) as error:
        print(error)
        return 1
    except BotoCoreError:
        print("The local AWS does not answer; start it with: make run")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _days(first: str, last: str) -> list[date]:
    """List the days of a range, both ends included; one day without ``last``.

    Raises:
        BadInput: the first is missing, one is no date, or they are reversed.

    """
    if not first:
        raise BadInput("Say which days: make kpis FROM=2026-01-01 TO=2026-01-31")
    begin = _date("FROM", first)
    end = _date("TO", last) if last else begin
    if end < begin:
        raise BadInput(f"FROM={begin} is after TO={end}; give the earlier day first.")
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"{name}={text} is no date; write it like {name}=2026-01-31"
        ) from None


if __name__ == "__main__":
    sys.exit(main())
