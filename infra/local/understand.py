"""Understand messages again on the running stack.

``make understand FROM=2026-01-31 TO=... COUNTS=yes``: what the model says that is
in use now is kept beside what was understood; with ``COUNTS=yes`` it counts.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from infra.local.api import Api
from infra.local.ranges import go_through, parser

YES = {"": False, "no": False, "yes": True}


def main(arguments: Sequence[str] | None = None) -> int:
    """Understand the messages of every day of the range, one line each."""
    known = parser("understand", __doc__)
    known.add_argument("counts", nargs="?", default="")
    given = known.parse_args(arguments)
    if given.counts not in YES:
        print(f"COUNTS={given.counts} is neither yes nor no.")
        return 1

    def understood(api: Api, days: Sequence[date]) -> Iterator[tuple[date, str]]:
        for day in days:
            on = day.isoformat()
            asked = {"from": on, "to": on, "counts": YES[given.counts]}
            yield day, _said(api.invoke("understand_again", asked))

    return go_through("understand", given, understood)


def _said(found: Mapping[str, int]) -> str:
    return (
        f"{found['messages']} messages, {found['understood']} understood again, "
        f"{found['known']} known, {found['without_words']} without words"
    )


if __name__ == "__main__":
    sys.exit(main())
