"""From Chalice's request to a plain record and back, with roles and errors.

Every route of people goes through ``serve``: it finds the operation of the
contract, checks the role, holds query and body to the operation's schemas, calls
the function and turns errors into the contract's form. The one table of statuses
is here.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any
from urllib.parse import unquote

from chalice.app import Blueprint, Chalice, Response
from chalice.app import Request as ChaliceRequest

from functions.callers import Caller, caller_of
from functions.wiring import ports
from shared import errors
from shared.domain.times import from_text
from shared.observability import logger

STATUSES: dict[type[errors.CareError], int] = {
    errors.BadInput: 400,
    errors.Unverified: 401,
    errors.WrongToken: 403,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.StoreUnavailable: 503,
    errors.SendDelayed: 503,
    errors.SendRefused: 409,
    errors.SendUnconfirmed: 502,
    errors.ChannelBroken: 409,
}
USUAL_LIMIT = 50
HALF = re.compile(r"[\ud800-\udfff]")  # of a character
KEY = re.compile(r"[!-~](?:[ -~]{0,198}[!-~])?")  # an Idempotency-Key
# If-Match as RFC 9110 has it (13.1.1); a version without quotes is one too.
_TAG = '(?:W/)?"[!#-~]*"'
TAGS = re.compile(f"[0-9]{{1,7}}|{_TAG}(?: *, *{_TAG})*")
VERSION = re.compile('(?:^|")([0-9]{1,7})(?:"|$)')
# Whose errors mean that our own store failed; named, since importing is slow.
STORES = ("botocore.", "pynamodb.")
MOST_BYTES = 256 * 1024  # of a body; the settings have a limit of their own
# Characters of a name in a path: keys of the table are of 1,024 bytes at most.
LONGEST_NAME = 250
# Of a person: a channel of 32 characters and an id of 400 bytes are taken in.
LONGEST_ID, PERSONS = 450, ("customer", "user")
PAGES = "/surveys/"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
BROKEN = ("internal", "Something broke here; it has been logged.")
# What Chalice answers by itself, before any function of ours is called.
CHALICES = {
    404: ("not_found", "There is no such route."),
    405: ("method_not_allowed", "Use one of the methods that Allow names."),
    415: ("unsupported_media_type", "Send the Content-Type that the contract names."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request of a signed-in person, as the contract takes it."""

    caller: str
    roles: frozenset[str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    idempotency_key: str | None = None
    if_match: str | None = None
    if_none_match: str | None = None

    def __post_init__(self) -> None:
        """Refuse what can neither be kept nor shown: half a character, a deep nest.

        Raises:
            BadInput: JSON may spell half a surrogate pair; names its field. Or the
                Idempotency-Key is too long, or not in ASCII.

        """
        key = self.idempotency_key
        if key is not None and not KEY.fullmatch(key):
            problem = "Give 'Idempotency-Key' in 1 to 200 characters of ASCII."
            raise errors.BadInput(problem)
        for name, value in self.body.items():
            try:
                json.dumps({name: value}, ensure_ascii=False).encode()
            except (UnicodeEncodeError, RecursionError) as error:
                raise errors.BadInput(
                    f"Give {name!r} in whole characters, and not nested so deep."
                ) from error

    def time(self, name: str) -> datetime:
        """An instant of the body.

        Raises:
            BadInput: there is no such one, as on 30 February; names the field.

        """
        try:
            return from_text(self.body[name])
        except errors.BadInput as error:
            problem = f"Give {name!r} as a time, RFC 3339 with its zone."
            raise errors.BadInput(problem) from error

    @property
    def limit(self) -> int:
        return int(self.query.get("limit", USUAL_LIMIT))

    @property
    def expected(self) -> frozenset[int] | None:
        """The versions that may be replaced, of If-Match; None: whichever it is.

        A tag that is none of ours is of no version.
        """
        if self.if_match in {None, "*"}:
            return None
        if not TAGS.fullmatch(self.if_match or ""):
            raise errors.BadInput("Give 'If-Match' as the ETag that you were given.")
        return frozenset(map(int, VERSION.findall(self.if_match or "")))

    @property
    def cursor(self) -> str | None:
        return self.query.get("cursor") or None


Handler = Callable[..., Any]


def serve(app: Chalice | Blueprint, handler: Handler, *path: str) -> Response:
    """Answer a signed-in person's request, if his role and the contract allow it."""

    def answer() -> Any:
        # The routes of the public, webhooks before all, do without.
        from functions.contract.check import check  # noqa: PLC0415
        from functions.contract.operations import find  # noqa: PLC0415
        from functions.paging import closed, opened  # noqa: PLC0415
        from functions.repeats import once  # noqa: PLC0415

        request = _current(app)
        operation = find(str(request.method), request.context["resourcePath"])
        caller = caller_of(request)
        if not caller.roles & set(operation.roles):
            needed = ", ".join(operation.roles)
            raise errors.Forbidden(f"This needs one of the roles {needed}.")
        read = _request(request, caller)
        if operation.needs_body and not request.raw_body:
            raise errors.BadInput("Send a body, as JSON.")
        check(operation, read.query, read.body)
        about = f"{operation.id} {path}"
        named = tuple(map(unquote, path))
        page = opened(read, about, ports())
        answer = once(operation, named, page, ports(), handler)
        return closed(answer, read, about, ports())

    return guard(answer)


def public(app: Chalice | Blueprint, handler: Handler, *path: str) -> Response:
    """Answer a request that nobody signs in to."""
    return guard(lambda: handler(*map(unquote, path), _current(app), ports()))


def guard(answer: Callable[[], Any]) -> Response:
    """Run an answer and put its errors into the contract's form."""
    try:
        result = answer()
    except errors.CareError as error:
        status = status_of(error)
        if status >= 500:  # noqa: PLR2004 - the server's own class of errors
            logger.error("Failed.", exc_info=error, extra={"code": error.code})
        return failure(status, error.code, error.message)
    except Exception as error:  # noqa: BLE001 - the last line of every route
        # No stack trace ever leaves, and none is lost.
        logger.exception("Failed unexpectedly.")
        if type(error).__module__.startswith(STORES):
            return failure(503, "store_unavailable", "Try again in a moment.")
        return failure(500, *BROKEN)
    return result if isinstance(result, Response) else respond(200, result)


def status_of(error: errors.CareError) -> int:
    """The status that an error is answered with."""
    kinds = (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return next(kinds, 500)


def finish(
    request: ChaliceRequest, get_response: Callable[[ChaliceRequest], Response]
) -> Response:
    """Give every answer its headers, and Chalice's own errors the contract's form.

    Chalice's middleware: it stands around routing, so that it sees all answers.
    """
    is_page = request.path.startswith(PAGES)  # those say it themselves, in HTML
    if not is_page and _names_too_long(request):
        response = failure(404, "not_found", "There is nothing by so long a name.")
    else:
        response = get_response(request)
    if isinstance(response.body, dict) and "Code" in response.body:
        status, said = response.status_code, response.headers
        if said.get("Allow") == "":  # what Chalice says of a path that it lacks
            status = 404
        response = failure(status, *CHALICES.get(status, BROKEN))
        response.headers = {**said, **response.headers}
    response.headers = {**HEADERS, **response.headers}
    return response


def _names_too_long(request: ChaliceRequest) -> bool:
    return any(
        len(unquote(value)) > (LONGEST_ID if name in PERSONS else LONGEST_NAME)
        for name, value in (request.uri_params or {}).items()
    )


def respond(status: int, body: Any) -> Response:
    """Answer with JSON, in which half a character of a platform's stays spelt out."""
    text = json.dumps(body, ensure_ascii=False)
    return Response(
        body=json.dumps(body) if HALF.search(text) else text,
        status_code=status,
        headers={"Content-Type": "application/json; charset=utf-8"},
    )


def failure(status: int, code: str, message: str) -> Response:
    """Answer with the contract's error."""
    return respond(status, {"error": {"code": code, "message": message}})


def _current(app: Chalice | Blueprint) -> ChaliceRequest:
    if app.current_request is None:
        raise errors.BadInput("There is no request to answer.")
    return app.current_request


def _request(request: ChaliceRequest, caller: Caller) -> Request:
    return Request(
        roles=caller.roles,
        caller=caller.name,
        query=_query(request),
        body=_body(request),
        idempotency_key=request.headers.get("idempotency-key"),
        if_match=request.headers.get("if-match"),
        if_none_match=request.headers.get("if-none-match"),
    )


def _query(request: ChaliceRequest) -> dict[str, str]:
    given = request.query_params
    if given is None:
        return {}
    for name in given:
        if len(given.getlist(name)) > 1:
            raise errors.BadInput(f"Give {name!r} once.")
    return {name: given[name] for name in given}


def _body(request: ChaliceRequest) -> Mapping[str, Any]:
    raw = request.raw_body
    if not raw:
        return {}
    if len(raw) > MOST_BYTES:
        raise errors.TooLarge(f"Send at most {MOST_BYTES} bytes in one request.")
    try:
        body = json.loads(raw, parse_float=_number, parse_constant=_number)
    except (ValueError, RecursionError) as error:
        raise errors.BadInput("Send the body as JSON.") from error
    if not isinstance(body, dict):
        raise errors.BadInput("Send the body as one JSON object.")
    return body


def _number(text: str) -> int | float:
    """Read a number as JSON Schema understands it: 5.0 is whole, NaN is none."""
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return int(value) if value.is_integer() else value
