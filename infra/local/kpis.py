"""Compute days again on the running stack: ``make kpis FROM=2026-01-31 TO=...``."""

import sys
from collections.abc import Sequence
from datetime import date

from infra.local.api import Api
from infra.local.ranges import each_day, parser
from infra.local.report import compute


def main(arguments: Sequence[str] | None = None) -> int:
    """Compute every day of the range, one line each."""
    return each_day("kpis", parser("kpis", __doc__).parse_args(arguments), _computed)


def _computed(api: Api, day: date) -> str:
    files = compute(api, day, day)
    return f"{len(files)} files in s3://{api.stack.bucket}"


if __name__ == "__main__":
    sys.exit(main())
