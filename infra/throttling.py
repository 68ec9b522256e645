"""The throttle in front of everything: what a flood asks beyond it costs nothing.

API Gateway refuses it with 429 and does not charge for that; no function runs.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

import re
from collections.abc import Mapping
from typing import Any

from shared.errors import Misconfigured

RATE = 100  # requests a second
_BURST = 2  # times the rate, at once
_WEBHOOKS = 10  # times the rate: what platforms do not repeat would be lost
_ROUTES = {"*/*": 1, "~1webhooks~1{channel}/POST": _WEBHOOKS}


def rate_limit(env: Mapping[str, str]) -> int:
    """Read how many requests a second each route takes, webhooks ten times as many.

    Raises:
        Misconfigured: it is no number from 1 to 9999.

    """
    word = env.get("CARE_RATE_LIMIT", "").strip() or str(RATE)
    if not re.fullmatch("[1-9][0-9]{0,3}", word):
        raise Misconfigured(f"CARE_RATE_LIMIT is from 1 to 9999 a second, not {word}.")
    return int(word)


def throttle(apigateway: Any, rest_api_id: str, stage: str, rate: int) -> None:
    """Set the throttle of a stage; the same again changes nothing.

    ``apigateway`` is a boto3 client, ``stage`` the name that Chalice gave it.
    """
    limits = {
        f"/{route}/throttling/{name}": rate * times * more
        for route, times in _ROUTES.items()
        for name, more in (("rateLimit", 1), ("burstLimit", _BURST))
    }
    apigateway.update_stage(
        restApiId=rest_api_id,
        stageName=stage,
        patchOperations=[
            {"op": "replace", "path": path, "value": str(limit)}
            for path, limit in limits.items()
        ],
    )
