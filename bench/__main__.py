"""Run the yardsticks: ``make bench``, or ``python -m bench ingest package``.

Prints one JSON object a line: ``{"name", "value", "unit", "goal", "ok"}``.
``ok`` is null where only a time is told. The exit status is 1 if a gated count
is off: those that say what a message costs, whatever the machine.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

from bench import (
    case,
    history,
    imports,
    ingest,
    kpis,
    numbers,
    package,
    webhook,
    workflow,
)

SUITES: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "ingest": ingest.measures,
    "case": case.measures,
    "workflow": workflow.measures,
    "webhook": webhook.measures,
    "history": history.measures,
    "imports": imports.measures,
    "package": package.measures,
    "kpis": kpis.measures,
    "numbers": numbers.measures,
}
# Told and not held against anybody: ratios of times; what opening a case costs over
# the goal (its pointer and its places in the work list and the day are writes), and
# so threads of little more than that; and what warnings add to a workflow, which has
# its goal from one that does not warn.
UNGATED = {
    "webhook_cpu_to_floor",
    "import_cpu_of_webhook_to_botocore_client",
    "aws_requests_of_an_opening_message",
    "write_units_of_an_opening_message",
    "write_units_per_message_of_short_threads",
    "workflow_transitions_per_case_mean",
    "workflow_transitions_per_case_p99",
}


def main() -> int:
    """Print the measures asked for; 1 if a gated one misses its goal."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="suite", help=", ".join(SUITES))
    wanted = parser.parse_args().suites or list(SUITES)
    if unknown := set(wanted) - set(SUITES):
        parser.error(f"There is no {', '.join(unknown)}; use {', '.join(SUITES)}.")
    off = False
    for suite in wanted:
        for measure in SUITES[suite]():
            print(json.dumps(measure), flush=True)
            off |= measure["ok"] is False and measure["name"] not in UNGATED
    return 1 if off else 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    sys.exit(main())
