"""Wait until all that was begun is done, so that time moves between two steps.

Otherwise a jump of the clock could fall between an answered task and the wait that
follows it, which then begins hours late: a race that real time does not have.
"""

import asyncio
import time

from ministack.core import lambda_runtime
from ministack.services import dynamodb, lambda_svc, sqs, stepfunctions

from infra.local.emulator.clock import Clock

_PATIENCE = 30.0  # seconds; then time moves all the same
_LOOK = 0.01
_LOOKS = 3  # in a row: work on its way between two hands is seen in neither


async def settle(clock: Clock) -> bool:
    """Wait for quiet; false if there was none in time."""
    end = time.monotonic() + _PATIENCE
    looks = 0
    while looks < _LOOKS:
        if time.monotonic() > end:
            return False
        looks = looks + 1 if _quiet(clock) else 0
        await asyncio.sleep(_LOOK)
    return True


def _quiet(clock: Clock) -> bool:
    if lambda_runtime.workers_in_use() or lambda_svc._esm_inflight:
        return False
    executions = list(stepfunctions._executions.all_values())
    running = sum(execution["status"] == "RUNNING" for execution in executions)
    waiting = _waiting_messages() or _waiting_changes()
    return running <= clock.sleeping() and not waiting


def _waiting_messages() -> bool:
    """Look for messages that a function is about to receive."""
    now = time.time()
    consumed = {
        mapping["EventSourceArn"]
        for mapping in lambda_svc._esms.all_values()
        if mapping.get("Enabled", True)
    }
    return any(
        message["visible_at"] <= now
        for queue in sqs._queues.all_values()
        if queue["attributes"]["QueueArn"] in consumed
        for message in list(queue["messages"])
    )


def _waiting_changes() -> bool:
    """Look for changes of a table that a function is about to be told."""
    read = lambda_svc._dynamodb_stream_positions.all_items()
    return any(
        position < _end_of_stream(account, region, mapping)
        for (account, region, mapping), position in read
    )


def _end_of_stream(account: str, region: str, mapping: str) -> int:
    esm = lambda_svc._esms.get_scoped(account, region, mapping) or {}
    arn = str(esm.get("EventSourceArn", ""))
    if "/stream/" not in arn or not esm.get("Enabled", True):
        return 0
    table = arn.partition(":table/")[2].partition("/")[0]
    return int(dynamodb.stream_end_position(table, account_id=account, region=region))
