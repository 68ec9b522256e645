"""The one web page besides our own that a browser lets use the API (CORS).

API Gateway answers the preflight of every route that needs sign-in. Our answers
name the origin only to that origin: to any other, and where none is configured,
they say nothing, and browsers keep them from the page that asked.
https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from collections.abc import Callable

from chalice.app import CORSConfig, Request, Response

# Beside what Chalice allows by itself.
_SENT = ["Idempotency-Key", "If-Match", "If-None-Match"]
_READ = ["ETag", "Retry-After"]
_CHECKED_FOR_S = 600
_OURS = "access-control-"


class Console:
    """The origin of the console; None: there is none."""

    def __init__(self, origin: str | None) -> None:
        self._origin = origin
        self.cors: CORSConfig | bool = False  # of every route that does not decline
        if origin is not None:
            self.cors = CORSConfig(
                allow_origin=origin,
                allow_headers=_SENT,
                expose_headers=_READ,
                max_age=_CHECKED_FOR_S,
            )

    def share(
        self, request: Request, get_response: Callable[[Request], Response]
    ) -> Response:
        """Let the console read an answer to somebody who has signed in.

        Chalice's middleware; Chalice by itself would name the origin to everybody.
        """
        response = get_response(request)
        said = response.headers
        response.headers = {n: said[n] for n in said if not n.lower().startswith(_OURS)}
        is_signed_in = (request.context or {}).get("authorizer")
        if isinstance(self.cors, CORSConfig) and is_signed_in:
            response.headers["Vary"] = "Origin"
            if request.headers.get("origin") == self._origin:
                response.headers.update(self.cors.get_access_control_headers())
        return response
