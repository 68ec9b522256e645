"""Compute days again on the running stack: ``make kpis FROM=2026-01-31 TO=...``."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from infra.local.api import Api
from infra.local.report import compute
from infra.local.stack import NotRunning, Stack


def main(arguments: Sequence[str] | None = None) -> int:
    """Compute every day of the range, one line each."""
    parser = argparse.ArgumentParser(prog="make kpis", description=__doc__)
    parser.add_argument("first", type=date.fromisoformat)
    parser.add_argument("last", type=date.fromisoformat, nargs="?")
    parser.add_argument("--local-dir", type=Path, default=Path(".local"))
    given = parser.parse_args(arguments)
    try:
        api = Api(Stack.read(given.local_dir))
        day, last = given.first, given.last or given.first
        while day <= last:
            files = compute(api, day, day)
            print(f"{day}  {len(files)} files in s3://{api.stack.bucket}", flush=True)
            day += timedelta(days=1)
    except (NotRunning, RuntimeError) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
