"""API Gateway: import an API the way ``chalice deploy`` sends it."""

import json
from typing import Any

from ministack.services import apigateway_v1 as service

from infra.local.emulator.source import rewrite

Spec = dict[str, Any]
Answer = tuple[int, dict[str, str], Any]

_shipped_handle = service.handle_request
_shipped_operation = service._import_operation
_shipped_import = service._import_rest_api
_COPIED = (
    "requestTemplates",
    "requestParameters",
    "passthroughBehavior",
    "contentHandling",
)


def fix() -> None:
    """Apply all fixes of this service."""
    service.handle_request = _handle_request
    service._import_operation = _import_operation
    service._import_rest_api = _import_rest_api
    # As shipped the error of a Lambda, stack trace and all, goes to the caller.
    rewrite(
        service,
        "_invoke_lambda_proxy_v1",
        (
            'json.dumps({"message": err}).encode()',
            'b\'{"message": "Internal server error"}\'',
        ),
    )


async def _handle_request(
    method: str, path: str, headers: Any, body: bytes, query: dict[str, Any]
) -> Answer:
    """Serve ImportRestApi and PutRestApi, unknown as shipped; pass the rest on."""
    parts = path.strip("/").split("/")
    mode = query.get("mode", "")
    mode = mode[0] if isinstance(mode, list) else mode
    if parts[0] == "restapis" and method == "POST" and mode == "import":
        api_id = _import_rest_api(json.loads(body))
        return _rest_api(api_id)
    if parts[0] == "restapis" and method == "PUT" and mode in ("overwrite", "merge"):
        _overwrite(parts[1], json.loads(body))
        return _rest_api(parts[1])
    answer: Answer = await _shipped_handle(method, path, headers, body, query)
    return answer


def _rest_api(api_id: str) -> Answer:
    answer: Answer = service._get_rest_api(api_id)
    return answer


def _import_rest_api(spec: Spec, base_data: Spec | None = None) -> str:
    api_id: str = _shipped_import(spec, base_data)
    _settings(api_id, spec)
    return api_id


def _overwrite(api_id: str, spec: Spec) -> None:
    resources = service._resources[api_id]
    for key in [k for k, v in resources.items() if v.get("path") != "/"]:
        resources.pop(key)
    for root in resources.values():
        root["resourceMethods"] = {}
    service._authorizers_v1.setdefault(api_id, {}).clear()
    schemes = service._import_security_schemes(api_id, spec)
    for path, item in (spec.get("paths") or {}).items():
        service._import_path_item(api_id, path, item, schemes, spec.get("security"))
    _settings(api_id, spec)


def _settings(api_id: str, spec: Spec) -> None:
    types = spec.get("x-amazon-apigateway-binary-media-types")
    if types is not None:
        service._rest_apis[api_id]["binaryMediaTypes"] = types


def _import_operation(
    api_id: str, resource: str, method: str, operation: Spec, *rest: Any
) -> None:
    """Keep the integration's details: the CORS pre-flight's headers are in them."""
    _shipped_operation(api_id, resource, method, operation, *rest)
    wanted = (operation or {}).get("x-amazon-apigateway-integration") or {}
    made = service._resources[api_id][resource]["resourceMethods"][method]
    integration = made.get("methodIntegration")
    if not integration:
        return
    integration.update({key: wanted[key] for key in _COPIED if key in wanted})
    for pattern, answer in (wanted.get("responses") or {}).items():
        _put_response(api_id, resource, method, pattern, answer)


def _put_response(
    api_id: str, resource: str, method: str, pattern: str, answer: Spec
) -> None:
    status = str(answer.get("statusCode", "200"))
    headers = answer.get("responseParameters") or {}
    service._put_method_response(
        api_id,
        resource,
        method,
        status,
        {"responseParameters": dict.fromkeys(headers, False)},
    )
    service._put_integration_response(
        api_id,
        resource,
        method,
        status,
        {
            "selectionPattern": "" if pattern == "default" else pattern,
            "responseParameters": headers,
            "responseTemplates": answer.get("responseTemplates") or {},
        },
    )
