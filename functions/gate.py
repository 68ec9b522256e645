"""What stands before every route: a budget, the customers one sees, the audit log.

Chalice's middleware, inside ``functions.http.finish``, which gives its answers their
headers. Whoever is refused here reaches no function.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import unquote

from chalice.app import Response

from functions.budgets import Budgets
from functions.callers import caller_of
from functions.http import failure, guard
from functions.wiring import ports

if TYPE_CHECKING:
    from chalice.app import Request as ChaliceRequest

    from functions.callers import Caller
    from shared.ports import Ports

WEBHOOKS = "/webhooks/"  # platforms call in bursts, and repeat what is refused
_PASSED = Response(body=None)
_OK = range(200, 300)
_budgets = Budgets()


def gate(
    request: ChaliceRequest, get_response: Callable[[ChaliceRequest], Response]
) -> Response:
    """Let a request through if its caller has the budget and sees whom it names."""
    context = request.context
    path = str(context.get("resourcePath"))
    if path.startswith(WEBHOOKS):
        return get_response(request)
    is_signed_in = bool((context.get("authorizer") or {}).get("claims"))
    source = str((context.get("identity") or {}).get("sourceIp"))
    if not is_signed_in:
        return _over_budget(f"from:{source}") or get_response(request)
    return _signed_in(request, f"{request.method} {path}", get_response)


def _signed_in(
    request: ChaliceRequest,
    route: str,
    get_response: Callable[[ChaliceRequest], Response],
) -> Response:
    named = {n: unquote(v) for n, v in (request.uri_params or {}).items()}
    found: list[Caller] = []

    def admit() -> Response:
        found.append(caller_of(request))
        refusal = _over_budget(f"as:{found[0].name}")
        if refusal is None:
            _must_see(found[0], named, ports())
        return refusal or _PASSED

    refusal = guard(admit)
    if refusal is not _PASSED:
        return refusal
    response = get_response(request)

    def note() -> Response:
        from functions.auditing import note_read

        if response.status_code in _OK:
            note_read(found[0].name, route, named, response.body, ports())
        return response

    return guard(note)


def _must_see(caller: Caller, named: dict[str, str], ports: Ports) -> None:
    customer = named.get("customer")
    if customer is None and "case_id" not in named:
        return
    from functions.seeing import must_see, viewer

    agent = viewer(caller.name, caller.roles, ports)
    if agent is None:
        return
    name = customer or ports.log.person_of_case(named["case_id"])
    if name is not None:  # of a case that is none the function says so
        must_see(agent, name, ports)


def _over_budget(caller: str) -> Response | None:
    wait_s = _budgets.take(caller, monotonic())
    if not wait_s:
        return None
    answer = failure(429, "rate_limited", "Ask less often; try again in a moment.")
    answer.headers["Retry-After"] = str(wait_s)
    return answer
