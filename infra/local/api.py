"""A small client of the deployed API, for the sample day and the tests."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from infra.local.send import Answer, post_webhook
from infra.local.stack import Stack

PATIENCE_S = 30.0
T = TypeVar("T")


class Api:
    """The API of a running stack, spoken to as somebody with a role."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    def get(self, path: str, role: str = "supervisor", **query: Any) -> Answer:
        """Read a route."""
        url = self._url(path) + (f"?{urlencode(query)}" if query else "")
        return self._call("GET", url, None, self._headers(role))

    def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any],
        role: str = "supervisor",
        key: str | None = None,
    ) -> Answer:
        """Change something, POST or PUT; ``key`` is the Idempotency-Key."""
        headers = self._headers(role)
        if key is not None:
            headers["Idempotency-Key"] = key
        return self._call(method, self._url(path), body, headers)

    def webhook(self, channel: str, body: Any) -> Answer:
        """Deliver a webhook, signed as the platform would."""
        return post_webhook(asdict(self.stack), channel, body)

    def invoke(self, function: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Invoke a function that has no route, and wait for its answer.

        Raises:
            RuntimeError: the function failed; its own sentence.

        """
        answer = self.stack.client("lambda").invoke(
            FunctionName=f"care-local-{function}", Payload=json.dumps(request).encode()
        )
        result: dict[str, Any] = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            raise RuntimeError(str(result.get("errorMessage") or result))
        return result

    def simulator(self, path: str, body: Mapping[str, Any]) -> None:
        """Tell the platform simulator how to behave."""
        self._call("POST", self.stack.platform_simulator_url + path, body, {})

    def cases(self, status: str = "open") -> list[dict[str, Any]]:
        """Every case of a status, over all pages."""
        found: list[dict[str, Any]] = []
        query: dict[str, Any] = {"status": status, "limit": 200}
        while True:
            page = self.get("/cases", **query).json
            found += page["items"]
            if page["next"] is None:
                return found
            query["cursor"] = page["next"]

    def case_of(self, customer: str) -> dict[str, Any]:
        """Wait for the case of a customer and return it."""

        def look() -> dict[str, Any] | None:
            answer = self.get(f"/customers/{customer}")
            found = answer.json.get("case") if answer.status == 200 else None  # noqa: PLR2004 - HTTP
            return dict(found) if found else None

        return wait_for(f"a case of {customer}", look)

    def timeline(self, case: str) -> list[dict[str, Any]]:
        """What happened in a case."""
        return list(self.get(f"/cases/{case}/timeline").json["items"])

    def wait_for_entry(self, case: str, kind: str) -> dict[str, Any]:
        """Wait until an entry of a kind is in a case's timeline."""

        def look() -> dict[str, Any] | None:
            found = [e for e in self.timeline(case) if e["kind"] == kind]
            return found[-1] if found else None

        return wait_for(f"{kind} in case {case}", look)

    def _url(self, path: str) -> str:
        return self.stack.api_url + quote(path, safe="/:")

    def _headers(self, role: str) -> dict[str, str]:
        return {"Authorization": self.stack.tokens[role]}

    def _call(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str],
    ) -> Answer:
        raw = None if body is None else json.dumps(body).encode()
        request = Request(url, data=raw, headers=dict(headers), method=method)  # noqa: S310 - our own loopback
        request.add_header("Content-Type", "application/json")
        while True:
            try:
                with urlopen(request, timeout=PATIENCE_S) as response:  # noqa: S310 - as above
                    return Answer(response.status, json.loads(response.read()))
            except HTTPError as error:
                with error:
                    if error.code != HTTPStatus.TOO_MANY_REQUESTS:
                        return Answer(error.code, json.loads(error.read()))
                    sleep(int(error.headers.get("Retry-After") or 1))


def wait_for(what: str, look: Callable[[], T | None]) -> T:
    """Look again and again until there is something.

    Raises:
        TimeoutError: nothing came in time; names what was waited for.

    """
    end = monotonic() + PATIENCE_S
    while monotonic() < end:
        found = look()
        if found is not None:
            return found
        sleep(0.05)
    raise TimeoutError(f"Waited {PATIENCE_S:.0f} s in vain for {what}.")
