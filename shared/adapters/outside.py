"""Calls to addresses that people gave us, so that none of them reaches inside.

Only https, only to hosts all of whose addresses are public, connected to the very
address that was checked: between a check and a second look-up a name may come to
mean another host (DNS rebinding). No redirects, no proxies, limited in time and
size. ``http.client`` does none of this by itself and nothing else either.
https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urlsplit

from shared.errors import BadInput
from shared.ports_outside import Answer, Call, OutsideFailed

MOST_BYTES = 64 * 1024
_CHUNK = 8 * 1024
_WHERE = "Give an address like https://crm.example/events."

Resolve = Callable[[str, int], Sequence[str]]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the Internet's, reachable as what it says.

    Of IPv6 only global unicast (2000::/3) without what carries an IPv4 address
    inside (6to4, Teredo); mapped and translated ones are outside of it.
    https://www.iana.org/assignments/iana-ipv6-special-registry
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False  # also one with a zone, which is of this machine's links
    if ip.is_multicast or ip.is_reserved or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in net for net in _PROTOCOLS)
    return ip in _UNICAST and not any(ip in net for net in _CARRIERS)


# Assignments of protocols, which older Pythons take for global, and relays of 6to4.
_PROTOCOLS = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24")))
_UNICAST = ipaddress.ip_network("2000::/3")
_CARRIERS = tuple(
    ipaddress.ip_network(net)
    for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


def resolve(host: str, port: int) -> list[str]:
    """Look up the addresses of a host, IPv4 first: Lambda need have nothing else."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ordered = sorted(found, key=lambda one: one[0] != socket.AF_INET)
    return list(dict.fromkeys(str(one[4][0]) for one in ordered))


class Outside:
    """``shared.ports_outside.Outside``; ``loopback`` also lets this machine be called.

    That is for the local stack alone, without TLS as well.
    """

    def __init__(self, *, loopback: bool = False, resolve: Resolve = resolve) -> None:
        self._loopback = loopback
        self._resolve = resolve

    def check(self, url: str) -> None:
        try:
            self._target(url)
        except OutsideFailed as error:
            raise BadInput(error.message) from None

    def make(
        self, calls: Sequence[Call], deadline_s: float
    ) -> list[Answer | OutsideFailed]:
        end = time.monotonic() + deadline_s
        made = [_Made(self, call, end) for call in calls]
        for one in made:
            one.start()
        return [one.outcome() for one in made]

    def connect(self, url: str, end: float) -> tuple[HTTPConnection, SplitResult]:
        """Connect to one of the addresses of a host, if all of them may be called.

        Raises:
            OutsideFailed: not allowed, or not reached.

        """
        parts = self._target(url)
        host, port = parts.hostname or "", _port(parts)
        addresses = self._resolve(host, port)
        if not addresses or not all(self._may_call(one) for one in addresses):
            raise OutsideFailed("The host is no public one.", code="not_allowed")
        connection = HTTPConnection(host, port, timeout=_left(end))
        connection.sock = self._connected(parts, addresses, end)
        return connection, parts

    def _connected(
        self, parts: SplitResult, addresses: Sequence[str], end: float
    ) -> socket.socket:
        failure: OSError | None = None
        for address in addresses:
            try:
                plain = socket.create_connection((address, _port(parts)), _left(end))
            except OSError as error:
                failure = error
                continue
            if parts.scheme == "http":
                return plain
            try:
                # The certificate is the host's, whatever address it has.
                return self._tls.wrap_socket(plain, server_hostname=parts.hostname)
            except OSError:
                plain.close()
                raise
        assert failure is not None  # noqa: S101 - there is at least one address
        raise failure

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def _target(self, url: str) -> SplitResult:
        """Read an address, and refuse what could never be called."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise OutsideFailed(_WHERE, code="not_allowed") from None
        is_plain = url.isascii() and url.isprintable() and " " not in url
        schemes = ("https", "http") if self._loopback else ("https",)
        is_named = host and "@" not in parts.netloc
        if not is_plain or not is_named or parts.scheme not in schemes:
            raise OutsideFailed(_WHERE, code="not_allowed")
        if _is_address(host) and not self._may_call(host):
            raise OutsideFailed("The host is no public one.", code="not_allowed")
        return parts

    def _may_call(self, address: str) -> bool:
        if is_public(address):
            return True
        return self._loopback and ipaddress.ip_address(address).is_loopback


@dataclass
class _Made:
    """A call in a thread of its own: nothing else ends a look-up in time."""

    outside: Outside
    call: Call
    end: float
    found: list[Answer | OutsideFailed] = field(default_factory=list)
    sockets: list[socket.socket] = field(default_factory=list)

    def start(self) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def outcome(self) -> Answer | OutsideFailed:
        self.thread.join(max(0.0, self.end - time.monotonic()))
        if self.found:
            return self.found[0]
        for one in self.sockets:
            with suppress(OSError):  # it may have been closed
                one.shutdown(socket.SHUT_RDWR)  # the thread ends by it
        return OutsideFailed("There was no answer in time.", code="timed_out")

    def _run(self) -> None:
        try:
            found: Answer | OutsideFailed = self._answer()
        except OutsideFailed as error:
            found = error
        except TimeoutError:
            found = OutsideFailed("There was no answer in time.", code="timed_out")
        except (OSError, UnicodeError) as error:
            kind = type(error).__name__
            found = OutsideFailed(f"It cannot be reached: {kind}.")
        except (HTTPException, ValueError) as error:
            kind = type(error).__name__
            found = OutsideFailed(f"Its answer is no HTTP: {kind}.", code="bad_answer")
        self.found.append(found)

    def _answer(self) -> Answer:
        connection, parts = self.outside.connect(self.call.url, self.end)
        self.sockets.append(connection.sock)
        try:
            path = parts.path or "/"
            target = f"{path}?{parts.query}" if parts.query else path
            headers = {"Connection": "close", **self.call.headers}
            connection.request(self.call.method, target, self.call.body, headers)
            connection.sock.settimeout(_left(self.end))
            with connection.getresponse() as response:
                return self._read(response)
        finally:
            connection.close()

    def _read(self, response: HTTPResponse) -> Answer:
        body = b""
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > MOST_BYTES:
                raise OutsideFailed("Its answer is too large.", code="too_large")
            _left(self.end)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=headers, body=body)


def _left(end: float) -> float:
    """How many seconds are left.

    Raises:
        TimeoutError: none.

    """
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
