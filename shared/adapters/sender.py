"""Sends answers: renders them by channel, calls the platform, reads the receipt."""

import logging
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from shared.adapters import send_failures
from shared.channels import CHANNELS
from shared.domain.messages import Delivery, Outbound, SendCall
from shared.errors import (
    CareError,
    ChannelBroken,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
    StoreUnavailable,
)

if TYPE_CHECKING:
    import requests

FAILURES: dict[str, Callable[[int, Mapping[str, str], Any], CareError]] = {
    "meta": send_failures.of_meta,
    "x": send_failures.of_x,
    "telegram": send_failures.of_telegram,
}
RECONNECT_S = 30.0


class Sender:
    """One HTTP session for all platforms.

    ``urls`` gives each service's base URL ("meta", "x", "telegram"),
    ``tokens`` the token of an account on a channel, empty if there is none.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        tokens: Callable[[str, str], str],
        http: "requests.Session | None" = None,
        timeout_s: float = 5.0,
    ) -> None:
        self._urls = urls
        self._tokens = tokens
        self._http = http
        self._timeout_s = timeout_s

    def deliver(self, out: Outbound) -> Delivery:
        """Send once and say what the platform answered.

        Raises:
            BadInput: over a limit of the channel; names it.
            SendDelayed: surely not sent; try again after its seconds.
            SendRefused: it will never be taken; says what to do.
            SendUnconfirmed: it may have been sent; look before repeating.
            ChannelBroken: nothing can be sent until somebody acts.

        """
        if out.channel not in CHANNELS:
            raise SendRefused(f"Answer on {out.channel} where the contact came from.")
        channel = CHANNELS[out.channel]
        answer = self._made(channel.render(out), out.channel, out.account)
        return Delivery(id=channel.receipt(answer), person=channel.reached(answer))

    def acknowledge(self, channel: str, account: str, event_id: str) -> None:
        """Show a customer that an event has arrived, if its channel has a call for it.

        Raises:
            CareError: as ``deliver``; a call that is late is refused.

        """
        call = CHANNELS[channel].acknowledge(event_id)
        if call is not None:
            self._made(call, channel, account)

    def _made(self, call: SendCall, channel: str, account: str) -> Mapping[str, Any]:
        try:
            token = self._tokens(channel, account)
        except StoreUnavailable as error:
            raise SendDelayed(
                "The token cannot be read now.", retry_after_s=RECONNECT_S
            ) from error
        # A secret made from a file ends with a line break.
        token = token.strip()
        if not token:
            raise ChannelBroken(f"Put a token for {account} into the secret.")
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise ChannelBroken(f"What the secret has for {account} is no token.")
        return self._answer(call, token)

    def _answer(self, call: SendCall, token: str) -> Mapping[str, Any]:
        response = self._call(call, token)
        try:
            body = response.json()
        except (ValueError, RecursionError):
            body = None
        if response.status_code not in range(200, 300):
            raise FAILURES[call.service](response.status_code, response.headers, body)
        if not isinstance(body, dict):
            raise SendUnconfirmed("The platform's answer is not a JSON object.")
        return body

    def _call(self, call: SendCall, token: str) -> "requests.Response":
        """Make the call; errors keep no cause: its text may hold the token."""
        requests = _requests()
        session = self._http = self._http or requests.Session()
        bearer = {"Authorization": f"Bearer {token}"}
        first = f"/bot{quote(token, safe=':')}" if call.auth == "path" else ""
        try:
            return session.request(
                call.method,
                self._urls[call.service] + first + call.path,
                params={"access_token": token} if call.auth == "query" else None,
                headers=bearer if call.auth == "bearer" else {},
                json=call.json,
                timeout=self._timeout_s,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            if isinstance(error, requests.ConnectTimeout) or _never_left(error):
                raise SendDelayed(
                    f"{call.service} cannot be reached.", retry_after_s=RECONNECT_S
                ) from None
            kind = type(error).__name__
            raise SendUnconfirmed(f"{call.service} did not answer: {kind}.") from None


def _never_left(error: Exception) -> bool:
    """Whether there was no connection: the host is unknown or refuses.

    requests wraps urllib3's reason, which for that is a NewConnectionError.
    """
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return any(kind.__name__ == "NewConnectionError" for kind in type(reason).__mro__)


def _requests() -> Any:
    """Import requests when something is first sent: receiving goes without.

    The Lambda package has no character detection (a compiled wheel); answers
    are JSON in UTF-8, and requests' one warning about it is expected.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="Unable to find acceptable character detection"
        )
        import requests  # noqa: PLC0415 - see above

    # It warns with whole addresses, in which tokens are; what matters is raised.
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    return requests
