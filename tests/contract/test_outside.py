"""Calls to addresses that people gave us: never inside, never without end."""

import ipaddress
import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.outside import MOST_BYTES, Outside, is_public
from shared.errors import BadInput
from shared.ports_outside import Answer, Call, OutsideFailed

SECONDS = 2.0
INSIDE = (
    "0.0.0.0",  # noqa: S104 - that of nobody
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",  # of the instance's metadata
    "172.16.0.1",
    "192.0.0.8",
    "192.168.1.1",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:a00:1::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "localhost",
    "0177.0.0.1",
    "2130706433",
    "",
)


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "52.95.110.1", "2600:1f18::1"])
def test_what_is_outside_is_public(address: str) -> None:
    assert is_public(address)


PRIVATE = [
    ipaddress.ip_network(n)
    for n in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16")
]


@given(st.sampled_from(PRIVATE), st.data())
def test_no_ipv6_clothes_make_an_inner_address_public(
    net: ipaddress.IPv4Network, data: st.DataObject
) -> None:
    inner = int(data.draw(st.ip_addresses(network=net)))
    dressed = (
        inner,
        0xFFFF << 32 | inner,  # mapped
        0x64FF9B << 96 | inner,  # translated
        0x2002 << 112 | inner << 80,  # 6to4
        0x20010000 << 96 | (inner ^ 0xFFFFFFFF),  # Teredo
    )

    assert not is_public(str(ipaddress.IPv4Address(inner)))
    assert [it for it in dressed if is_public(str(ipaddress.IPv6Address(it)))] == []


@given(st.ip_addresses(v=6))
def test_only_global_unicast_is_called_of_ipv6(ip: ipaddress.IPv6Address) -> None:
    assert not is_public(str(ip)) or int(ip) >> 125 == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example/",
        "ftp://crm.example/",
        "https://",
        "https://me:secret@crm.example/",
        "https://:secret@crm.example/",
        "https://@crm.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://crm.example:99999/",
        "https://crm.example/a b",
        "https://crm.example/\r\nX: y",
        "https://crm.example/ä",
        "crm.example",
        "file:///etc/passwd",
    ],
)
def test_what_could_never_be_called_is_refused_at_once(url: str) -> None:
    with pytest.raises(BadInput):
        Outside().check(url)
    assert failure(Outside(), url).code == "not_allowed"


def test_a_name_that_also_means_an_inner_address_is_not_called() -> None:
    both = Outside(resolve=lambda *_: ["8.8.8.8", "10.0.0.1"])

    assert failure(both, "https://crm.example/").code == "not_allowed"


def test_a_name_that_means_nothing_is_not_reached() -> None:
    assert failure(Outside(), "https://nobody.invalid/").code == "unreachable"


def test_a_look_up_that_hangs_ends_in_time() -> None:
    def hang(_host: str, _port: int) -> list[str]:
        time.sleep(SECONDS)
        return []

    slow = Outside(resolve=hang)
    began = time.monotonic()

    found = failure(slow, "https://crm.example/", 0.1)

    assert found.code == "timed_out"
    assert time.monotonic() - began < SECONDS / 2


def test_the_address_that_was_checked_is_the_one_that_is_called() -> None:
    """However often the name is looked up, it is once: the second would be inside."""
    looked_up = []

    def rebinding(_host: str, _port: int) -> list[str]:
        looked_up.append(1)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi") as (port, heard):
        outside = Outside(loopback=True, resolve=rebinding)
        found = answer(outside, f"http://crm.example:{port}/a?b=c")

    assert (found.status, found.body, len(looked_up)) == (200, b"hi", 1)
    assert heard[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"Host: crm.example:{port}\r\n".encode() in heard[0]


def test_a_redirect_is_an_answer_like_any_other() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n"
    with serving(moved) as (port, heard):
        found = answer(Outside(loopback=True), f"http://127.0.0.1:{port}/")

    assert (found.status, len(heard)) == (302, 1)


def test_what_is_posted_arrives_with_its_headers() -> None:
    with serving(b"HTTP/1.1 204 No Content\r\n\r\n") as (port, heard):
        call = Call(
            method="POST",
            url=f"http://127.0.0.1:{port}/",
            headers={"webhook-id": "e1"},
            body=b'{"a":1}',
        )
        (found,) = Outside(loopback=True).make([call], SECONDS)

    assert isinstance(found, Answer)
    assert b"webhook-id: e1\r\n" in heard[0]
    assert heard[0].endswith(b'\r\n\r\n{"a":1}')


def test_a_header_cannot_bring_another_one_with_it() -> None:
    with serving(b"HTTP/1.1 204 No Content\r\n\r\n") as (port, heard):
        odd = {"authorization": "Bearer x\r\nX-Forged: y"}
        call = Call(method="GET", url=f"http://127.0.0.1:{port}/", headers=odd)
        (found,) = Outside(loopback=True).make([call], SECONDS)

    assert isinstance(found, OutsideFailed)
    assert b"Forged" not in b"".join(heard)


def test_an_answer_that_is_too_large_is_not_read_to_its_end() -> None:
    large = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MOST_BYTES + 1)
    with serving(large) as (port, _):
        found = failure(Outside(loopback=True), f"http://127.0.0.1:{port}/")

    assert found.code == "too_large"


@pytest.mark.parametrize(
    "drops", [b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 500, b"HTTP/1.1 200 OK\r\nA: " * 99]
)
def test_an_answer_that_drips_ends_in_time(drops: bytes) -> None:
    with serving(drops, pause=0.05) as (port, _):
        began = time.monotonic()
        found = failure(Outside(loopback=True), f"http://127.0.0.1:{port}/", 0.3)

    assert found.code == "timed_out"
    assert time.monotonic() - began < 1


def test_what_is_no_http_is_said_to_be_none() -> None:
    with serving(b"220 mail.example ESMTP\r\n") as (port, _):
        found = failure(Outside(loopback=True), f"http://127.0.0.1:{port}/")

    assert found.code == "bad_answer"


def test_a_slow_host_takes_no_time_from_another() -> None:
    quick = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    with serving(b"x" * 99, pause=0.1) as (slow, _), serving(quick) as (port, _):
        urls = [f"http://127.0.0.1:{number}/" for number in (slow, port)]
        calls = [Call(method="GET", url=url) for url in urls]
        found = Outside(loopback=True).make(calls, 0.5)

    assert isinstance(found[0], OutsideFailed)
    assert isinstance(found[1], Answer)


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as (port, _):
        assert answer(Outside(loopback=True), f"http://127.0.0.1:{port}/").status == 200


def test_the_certificate_must_be_the_hosts(tmp_path: Path) -> None:
    """By name, not by address; and nobody signed this one."""
    context = _certified(tmp_path, "crm.example")
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", context) as (port, _):
        outside = Outside(loopback=True, resolve=lambda *_: ["127.0.0.1"])
        unsigned = failure(outside, f"https://crm.example:{port}/")
        trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        outside.__dict__["_tls"] = trusting
        right = answer(outside, f"https://crm.example:{port}/")
        wrong = failure(outside, f"https://other.example:{port}/")

    assert (unsigned.code, wrong.code) == ("unreachable", "unreachable")
    assert "SSLCertVerificationError" in unsigned.message
    assert right.status == 200


def answer(outside: Outside, url: str, seconds: float = SECONDS) -> Answer:
    (found,) = outside.make([Call(method="GET", url=url)], seconds)
    assert isinstance(found, Answer), found
    return found


def failure(outside: Outside, url: str, seconds: float = SECONDS) -> OutsideFailed:
    (found,) = outside.make([Call(method="GET", url=url)], seconds)
    assert isinstance(found, OutsideFailed), found
    return found


@contextmanager
def serving(
    said: bytes, tls: ssl.SSLContext | None = None, pause: float = 0.0
) -> Iterator[tuple[int, list[bytes]]]:
    """Answer whoever calls with these bytes; one at a time after a ``pause`` each."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        run = threading.Thread(
            target=_serve, args=(server, said, tls, pause, heard), daemon=True
        )
        run.start()
        yield server.getsockname()[1], heard


def _serve(
    server: socket.socket, said: bytes, tls: Any, pause: float, heard: list[bytes]
) -> None:
    while True:
        try:
            peer, _ = server.accept()
            with peer, tls.wrap_socket(peer, server_side=True) if tls else peer as talk:
                heard.append(_request(talk))
                if pause == 0:
                    talk.sendall(said)
                    continue
                for byte in said:
                    talk.sendall(bytes([byte]))
                    time.sleep(pause)
        except OSError:
            if server.fileno() < 0:
                return


def _request(talk: socket.socket) -> bytes:
    """What is asked, with the body that it announces."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += talk.recv(65536) or b"\r\n\r\n"
    head, _, body = asked.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += talk.recv(65536)
    return head + b"\r\n\r\n" + body


def _certified(folder: Path, host: str) -> ssl.SSLContext:
    words = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=x -keyout key.pem "
    words += f"-out cert.pem -addext subjectAltName=DNS:{host}"
    try:
        subprocess.run(
            ["openssl", *words.split()],  # noqa: S607 - wherever it is
            cwd=folder,
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
