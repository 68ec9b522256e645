"""What is posted again with its Idempotency-Key is not done again.

A key is its caller's and its route's, and stands for what was asked first: it is
reserved with a fingerprint of that, and kept for 30 days. What knows its repeats by
itself, by the log or because doing it again changes nothing, is asked again. Of the
rest it is noted that it was done, and of an answer no word about a customer: a
repeat shows him as he is now, also when he has been erased meanwhile.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from chalice.app import Response

from functions.contract.operation import Operation
from functions.http import Request, respond, status_of
from shared.domain.times import from_text
from shared.errors import CareError, Conflict
from shared.ports import Ports

Handler = Callable[..., Any]
_SERVER = 500
LONGEST_S = 30  # no answer of API Gateway takes longer
# Where a second time would be a second effect. Unless it is known to be done, a
# repeat is refused.
_NEVER_AGAIN = frozenset({"take_next", "start_recompute", "redeliver"})
# Done again it comes to the same, but somebody may have undone it since.
_DONE_ONCE = frozenset({"link_identity", "unflush", "set_availability"})


def once(
    operation: Operation,
    path: tuple[str, ...],
    request: Request,
    ports: Ports,
    handler: Handler,
) -> Any:
    """Answer a request of a caller, or a repeat of it, which does nothing more.

    Raises:
        Conflict: the key stands for something else, or it is not known whether the
            first attempt has done it.

    """
    if operation.method != "POST" or request.idempotency_key is None:
        return handler(*path, request, ports)
    whose = f"caller:{request.caller}"
    key = _hash([operation.path, *path, request.idempotency_key])
    note = {"asked": _hash([dict(request.query), dict(request.body)])}
    found = ports.log.claim(whose, key, ports.clock.now(), note)
    if found is not None:
        if found.get("asked") != note["asked"]:
            problem = "This Idempotency-Key was used for something else; take another."
            raise Conflict(problem, code="key_reused")
        return _repeated(operation, path, request, ports, handler, found)
    try:
        answer = handler(*path, request, ports)
    except CareError as error:
        if status_of(error) < _SERVER or operation.id not in _NEVER_AGAIN:
            ports.log.settle(whose, key, None)
        raise
    if operation.id in _NEVER_AGAIN | _DONE_ONCE:
        ports.log.settle(whose, key, {**note, "done": _kept(operation, answer)})
    return answer


def _repeated(
    operation: Operation,
    path: tuple[str, ...],
    request: Request,
    ports: Ports,
    handler: Handler,
    found: Mapping[str, Any],
) -> Any:
    if "done" in found:
        return _again(operation, path, request, ports, found["done"])
    if operation.id not in _NEVER_AGAIN:
        return handler(*path, request, ports)
    begun = from_text(found["claimed_at"])
    if ports.clock.now() - begun < timedelta(seconds=LONGEST_S):
        raise Conflict("It is being done; ask again in a moment.", code="in_progress")
    problem = "It is not known whether it was done: look, then take another key."
    raise Conflict(problem, code="unconfirmed")


def _kept(operation: Operation, answer: Any) -> dict[str, Any]:
    """What a repeat's answer is made of."""
    if operation.id == "take_next":
        return {"case": (answer["case"] or {}).get("id")}
    if operation.id in _DONE_ONCE:
        return {}
    if isinstance(answer, Response):
        return {"status": answer.status_code, "body": answer.body}
    return {"status": 200, "body": json.dumps(answer)}


def _again(
    operation: Operation,
    path: tuple[str, ...],
    request: Request,
    ports: Ports,
    done: Mapping[str, Any],
) -> Any:
    from functions import casebook, customers, desk, people  # noqa: PLC0415 - seldom

    if "status" in done:
        return respond(int(done["status"]), json.loads(done["body"]))
    look = replace(request, body={})
    if operation.id == "take_next":
        case = done["case"]
        return {"case": case and desk.shown(casebook.read_case(case, ports), ports)}
    is_agent = operation.id == "set_availability"
    show = people.show_agent if is_agent else customers.show_customer
    return show(path[0], look, ports)


def _hash(what: Any) -> str:
    return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()
