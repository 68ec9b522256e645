"""A power cut between webhook and ingest loses nothing, nor any deadline."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.emulator_process import PYTHON, free_port
from infra.local.stack import Stack
from infra.local.supervisor import LocalAws
from shared.domain.times import to_text
from shared.names import Names
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e


@pytest.fixture
def own_aws(tmp_path: Path) -> Iterator[LocalAws]:
    """A stack of the test's own: it is killed."""
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    aws = LocalAws(free_port(), tmp_path / "local", say=lambda _line: None)
    aws.start()
    yield aws
    aws.stop()


def test_nothing_is_lost_when_all_is_killed_before_ingest(own_aws: LocalAws) -> None:
    journey = Journey(Stack.read(own_aws.folder))
    asked = journey.own_day()
    due = to_text(asked + timedelta(hours=1))
    known, new = somebody(), somebody()
    journey.post("facebook", _page(known, asked))
    running = journey.api.case_of(f"facebook:{known}")["id"]
    _hold_back(journey.stack, held=True)
    assert journey.api.webhook("facebook", _page(new, asked)).json == {"received": 1}
    assert journey.queued() == 1

    own_aws.kill()
    journey = Journey(own_aws.restart())
    _hold_back(journey.stack, held=False)

    found = journey.api.case_of(f"facebook:{new}")
    assert (found["messages"], found["next_due"]) == (1, due)
    wait_for("the swept workflow", lambda: _runs(journey, f"{running}-1-1"))
    wait_for("the new workflow", lambda: _runs(journey, f"{found['id']}-1-0"))
    journey.move_to(asked + timedelta(hours=2))
    for case in (running, found["id"]):
        breach = journey.api.wait_for_entry(case, "breached")
        assert breach["occurred_at"] == due
    assert journey.share(asked.date(), "first_response_sla") == (0, 2)


def _page(user: str, at: datetime) -> dict[str, Any]:
    message = say.messenger(user, f"m_{user}", "Anybody there?", at)
    return say.page(at, messaging=[message])


def _hold_back(stack: Stack, *, held: bool) -> None:
    """Keep ingest from receiving, or let it again."""
    functions = stack.client("lambda")
    ingest = Names(stack.stage).of("ingest")
    [mapping] = functions.list_event_source_mappings(FunctionName=ingest)[
        "EventSourceMappings"
    ]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=not held)


def _runs(journey: Journey, name: str) -> bool | None:
    found = [e for e in journey.executions(name) if e["status"] == "RUNNING"]
    return True if found else None
