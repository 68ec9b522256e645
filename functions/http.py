"""From Chalice's request to a plain record and back, with roles and errors.

Every route of people goes through ``serve``: it checks the role, reads the
body, calls the function and turns errors into the contract's form. The one
table of statuses is here.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from chalice.app import Blueprint, Chalice, Response
from chalice.app import Request as ChaliceRequest

from functions.callers import Caller, caller_of
from functions.wiring import ports
from shared import errors
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
    errors.SendRefused: 502,
    errors.SendUnconfirmed: 502,
    errors.ChannelBroken: 502,
}
MAX_LIMIT = 200
ETAG = re.compile(r'(?:W/)?("?)([0-9]{1,7})\1')
# Whose errors mean that our own store failed; named, since importing is slow.
STORES = ("botocore.", "pynamodb.")
STAFF = ("agent", "supervisor", "admin")
LEADS = ("supervisor", "admin")
READERS = ("supervisor", "analyst", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request of a signed-in person."""

    caller: str
    roles: frozenset[str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    idempotency_key: str | None = None
    if_match: str | None = None

    def __post_init__(self) -> None:
        """Refuse what can neither be kept nor shown: half a character, a deep nest.

        Raises:
            BadInput: JSON may spell half a surrogate pair; names its field.

        """
        for name, value in self.body.items():
            try:
                json.dumps({name: value}, ensure_ascii=False).encode()
            except (UnicodeEncodeError, RecursionError) as error:
                raise errors.BadInput(
                    f"Give {name!r} in whole characters, and not nested so deep."
                ) from error

    def text(self, name: str, most: int | None = None) -> str:
        """A required text of the body, of so many characters at most.

        Raises:
            BadInput: missing, empty, too long or no text.

        """
        value = self.body.get(name)
        if not isinstance(value, str) or not value.strip():
            raise errors.BadInput(f"Give {name!r} as a text that is not empty.")
        if most is not None and len(value) > most:
            raise errors.BadInput(f"Give {name!r} in at most {most} characters.")
        return value

    def said(self, name: str, most: int | None = None) -> str | None:
        """A text of the body that may be missing or null, as ``text`` else."""
        return None if self.body.get(name) is None else self.text(name, most)

    def only(self, *names: str) -> None:
        """Check that the body has no other fields.

        Raises:
            BadInput: it has.

        """
        unknown = sorted(set(self.body) - set(names))
        if unknown:
            raise errors.BadInput(f"Leave out {unknown[0]!r}; there is no such field.")

    @property
    def limit(self) -> int:
        text = self.query.get("limit", "50")
        # Python refuses to read a number of thousands of digits.
        short = text.isdecimal() and len(text) <= len(str(MAX_LIMIT))
        if not short or not 1 <= int(text) <= MAX_LIMIT:
            raise errors.BadInput(f"Give 'limit' as a number from 1 to {MAX_LIMIT}.")
        return int(text)

    @property
    def expected(self) -> int | None:
        """The version that is to be replaced, of If-Match; None: whichever it is."""
        if self.if_match in {None, "", "*"}:
            return None
        found = ETAG.fullmatch(self.if_match or "")
        if found is None:
            raise errors.BadInput("Give 'If-Match' as the ETag that you were given.")
        return int(found[2])

    @property
    def cursor(self) -> str | None:
        return self.query.get("cursor") or None


Handler = Callable[..., Any]


def serve(
    app: Chalice | Blueprint, roles: tuple[str, ...], handler: Handler, *path: str
) -> Response:
    """Answer a signed-in person's request, if his role allows it."""

    def answer() -> Any:
        request = _current(app)
        caller = caller_of(request)
        if not caller.roles & set(roles):
            raise errors.Forbidden(f"This needs one of the roles {', '.join(roles)}.")
        return handler(*map(unquote, path), _request(request, caller), ports())

    return guard(answer)


def public(app: Chalice | Blueprint, handler: Handler, *path: str) -> Response:
    """Answer a request that nobody signs in to."""
    return guard(lambda: handler(*map(unquote, path), _current(app), ports()))


def guard(answer: Callable[[], Any]) -> Response:
    """Run an answer and put its errors into the contract's form."""
    try:
        result = answer()
    except errors.CareError as error:
        kinds = (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
        status = next(kinds, 500)
        if status >= 500:  # noqa: PLR2004 - the server's own class of errors
            logger.error("Failed.", exc_info=error, extra={"code": error.code})
        return failure(status, error.code, error.message)
    except Exception as error:  # noqa: BLE001 - the last line of every route
        # No stack trace ever leaves, and none is lost.
        logger.exception("Failed unexpectedly.")
        if type(error).__module__.startswith(STORES):
            return failure(503, "store_unavailable", "Try again in a moment.")
        return failure(500, "internal", "Something broke here; it has been logged.")
    return result if isinstance(result, Response) else respond(200, result)


def respond(status: int, body: Any) -> Response:
    """Answer with JSON."""
    return Response(
        body=json.dumps(body, ensure_ascii=False),
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
        query=dict(request.query_params or {}),
        body=_body(request),
        idempotency_key=request.headers.get("idempotency-key"),
        if_match=request.headers.get("if-match"),
    )


def _body(request: ChaliceRequest) -> Mapping[str, Any]:
    raw = request.raw_body
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise errors.BadInput("Send the body as JSON.") from error
    if not isinstance(body, dict):
        raise errors.BadInput("Send the body as one JSON object.")
    return body
