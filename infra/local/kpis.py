"""Compute days again on the running stack: ``make kpis FROM=2026-01-31 TO=...``."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date

from infra.local.api import Api
from infra.local.ranges import go_through, parser
from shared.kpis.days import stretches


def main(arguments: Sequence[str] | None = None) -> int:
    """Compute every day of the range, one line each."""
    return go_through("kpis", parser("kpis", __doc__).parse_args(arguments), compute)


def compute(api: Api, days: Sequence[date]) -> Iterator[tuple[date, str]]:
    """Compute days, given in order; each with what is said of it when it is done.

    Those of a stretch at once: who matters to them is found once, not for each.

    Raises:
        RuntimeError: the function failed; its own sentence.

    """
    for stretch in stretches(days):
        asked = {"from": stretch[0].isoformat(), "to": stretch[-1].isoformat()}
        done = {it["date"]: it for it in api.invoke("compute_kpis", asked)["days"]}
        for day in stretch:
            files = done[f"{day}"]["files"] if f"{day}" in done else None
            yield (
                day,
                "is being computed, in parts"
                if files is None
                else f"{len(files)} files in s3://{api.stack.bucket}",
            )


if __name__ == "__main__":
    sys.exit(main())
