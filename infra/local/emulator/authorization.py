"""Role policies: what a callback is checked against, and TLS in front of the port."""

import sys
from typing import Any

from ministack.core import iam_actions
from ministack.services import stepfunctions

_shipped = iam_actions.extract_resource_arn
_shipped_action = iam_actions.extract_iam_action
_shipped_denial = iam_actions.access_denied_response
# SQS knows no permission of its own for the batch forms of its actions.
_BATCHES = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}
_TLS = (b"x-forwarded-proto", b"https")


def fix() -> None:
    """Check SendTaskSuccess and SendTaskFailure against the state machine.

    As shipped they are checked against ``*``, which no least-privilege policy
    allows. A token does not tell its machine here, and the stack has one only.
    https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html

    And check SQS's batch forms as the action they are batches of: as shipped
    they need a permission that AWS does not have.
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html

    And say in the log what was denied to whom, as CloudTrail would: a function may
    pass over what it is refused, and the tests of the deployed stack must not.
    """
    iam_actions.access_denied_response = _deny
    iam_actions.extract_resource_arn = _extract_resource_arn
    iam_actions.extract_iam_action = _extract_iam_action


def _deny(
    service: str, action: str, principal: str, *request: Any, **told: Any
) -> tuple[Any, ...]:
    resource = told.get("resource_arn", "*")
    sys.stderr.write(f"denied: {action} on {resource} to {principal}\n")
    sys.stderr.flush()
    response: tuple[Any, ...] = _shipped_denial(
        service, action, principal, *request, **told
    )
    return response


def _extract_iam_action(*request: Any) -> str | None:
    action: str | None = _shipped_action(*request)
    return _BATCHES.get(action or "", action)


def over_tls(scope: dict[str, Any]) -> dict[str, Any]:
    """Say that TLS ended before this port, as it does at AWS's edge.

    Otherwise the bucket's TLS-only policy, the same here as there, denies all.
    """
    return {**scope, "headers": [*scope["headers"], _TLS]}


def _extract_resource_arn(service: str, method: str, path: str, *rest: Any) -> str:
    body: bytes = rest[1]
    if service == "states" and b'"taskToken"' in body:
        return str(next(iter(stepfunctions._state_machines), "*"))
    return str(_shipped(service, method, path, *rest))
