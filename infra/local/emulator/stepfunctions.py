"""Step Functions: timeouts by path, failing callbacks, and our clock."""

import json
from datetime import datetime
from typing import Any

from ministack.services import stepfunctions as service

from infra.local.emulator.clock import Answer, Clock
from infra.local.emulator.source import rewrite

_shipped_task = service._execute_task


def fix(clock: Clock) -> None:
    """Apply all fixes of this service."""
    service._scaled_sleep = clock.sleep
    service._sleep_until = lambda at: clock.sleep(_epoch(at) - clock.now())
    service._execute_task = _execute_task
    service._care_answer = lambda: Answer(clock)
    # As shipped a Lambda that raises leaves its token waiting for 27 hours, and
    # the wait runs on the machine's clock.
    called = "_call_lambda(func_ref, lambda_payload)\n        except _ExecutionError:\n"
    raising = "            _task_tokens.pop(token, None)\n            raise"
    rewrite(
        service,
        "_invoke_with_callback",
        ("evt = threading.Event()", "evt = _care_answer()"),
        (called + "            pass", called + raising),
    )
    # As shipped every execution starts with a sleep: 15 s for a hundred of them.
    rewrite(service, "_run_execution", ("time.sleep(0.15)", "pass"))


def _epoch(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()


def _execute_task(
    state: dict[str, Any], raw: Any, execution: Any, context: dict[str, Any]
) -> Any:
    """Resolve ``TimeoutSecondsPath`` and JSONata timeouts; both are ignored as shipped.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
    """
    state = dict(state)
    if service._state_query_language(state, context) == "JSONata":
        if isinstance(state.get("TimeoutSeconds"), str):
            state["TimeoutSeconds"] = service._jsonata_state_field(
                state, "TimeoutSeconds", "number", raw, context
            )
    elif path := state.pop("TimeoutSecondsPath", None):
        data = service._apply_input_path(state, raw, context)
        state["TimeoutSeconds"] = _seconds(
            service._resolve_path_or_ctx(path, data, context)
        )
    return _shipped_task(state, raw, execution, context)


def _seconds(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return value
    raise service._ExecutionError(
        "States.Runtime",
        f"TimeoutSecondsPath must refer to a positive integer, not {json.dumps(value)}",
    )
