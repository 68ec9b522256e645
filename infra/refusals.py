"""What API Gateway answers by itself, in the contract's form, for the console too.

As it comes it says ``{"message": …}``, with a 403 for a route that there is not, and
a browser would keep its 401 from the console. ``chalice deploy`` forgets all this,
whereupon the next ``make deploy`` says it again.
https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

import json
from typing import Any

_SIGN_IN = "Sign in and send your access token as Authorization."
_SAID = {
    "UNAUTHORIZED": ("401", "unauthorized", _SIGN_IN),
    "EXPIRED_TOKEN": ("401", "unauthorized", _SIGN_IN),
    "ACCESS_DENIED": ("403", "forbidden", "You may not do this."),
    "MISSING_AUTHENTICATION_TOKEN": ("404", "not_found", "There is no such route."),
    "REQUEST_TOO_LARGE": ("413", "too_large", "Send at most 10 MB in one request."),
    "THROTTLED": ("429", "rate_limited", "Ask less often; try again in a moment."),
    "INTEGRATION_TIMEOUT": ("504", "timeout", "It took too long; try again."),
    "DEFAULT_4XX": (None, "bad_request", None),
    "DEFAULT_5XX": (None, "internal", None),
}
# Those of functions/http.py; what has a ' in it cannot be said here.
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
_THEIRS = "$context.error.messageString"  # quoted by API Gateway


def say(apigateway: Any, rest_api_id: str, stage: str, origin: str | None) -> None:
    """Set the answers and deploy them to a stage; the same again changes nothing.

    ``apigateway`` is a boto3 client, ``stage`` the name that Chalice gave it,
    ``origin`` the console's.
    """
    for kind, (status, code, message) in _SAID.items():
        headers = {**_HEADERS}
        if kind == "THROTTLED":
            headers["Retry-After"] = "1"
        if origin is not None:
            headers["Access-Control-Allow-Origin"] = origin
        apigateway.put_gateway_response(
            restApiId=rest_api_id,
            responseType=kind,
            **({"statusCode": status} if status else {}),
            responseParameters={
                f"gatewayresponse.header.{name}": f"'{value}'"
                for name, value in headers.items()
            },
            responseTemplates={"application/json": _template(code, message)},
        )
    apigateway.create_deployment(restApiId=rest_api_id, stageName=stage)


def _template(code: str, message: str | None) -> str:
    said = _THEIRS if message is None else json.dumps(message)
    return f'{{"error": {{"code": "{code}", "message": {said}}}}}'
