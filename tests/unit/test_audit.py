"""The audit fails for what is vulnerable, and never takes silence for an answer."""

import json
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from infra import audit

FLAW = {"id": "CVE-2018-18074", "fix_versions": ["2.20.0"]}
REQUIREMENTS = "idna==3.20\nurllib3==2.8.0\n"


def package(name: str, *flaws: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "version": "1", "vulns": list(flaws)}


def unknown(name: str) -> dict[str, Any]:
    return {"name": name, "skip_reason": "Dependency not found on PyPI"}


def service(canary: dict[str, Any], *packages: dict[str, Any]) -> audit.Ask:
    """A service that says this of the known version, and of the requirements."""

    def ask(_service: Sequence[str], requirements: str) -> dict[str, Any]:
        is_known = requirements == audit.KNOWN
        return {"dependencies": [canary] if is_known else list(packages)}

    return ask


KNOWING = package("requests", FLAW)


def test_a_known_vulnerability_fails_and_is_named() -> None:
    ask = service(KNOWING, package("idna"), package("urllib3", FLAW))
    verdict = audit.audit(REQUIREMENTS, ask)

    assert verdict.status == 1
    assert verdict.words == "urllib3 1: CVE-2018-18074, mended in 2.20.0\n"


def test_where_nothing_is_vulnerable_it_says_who_said_so() -> None:
    ask = service(KNOWING, package("idna"), package("urllib3"))
    verdict = audit.audit(REQUIREMENTS, ask)

    assert verdict == audit.Verdict(
        0, "No known vulnerabilities in 2 packages (pypi).\n"
    )


def test_a_package_that_the_service_does_not_know_fails() -> None:
    ask = service(KNOWING, package("idna"), unknown("urllib3"))

    assert audit.audit(REQUIREMENTS, ask).status == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda _service, _requirements: None,
        service(unknown("requests"), unknown("idna"), unknown("urllib3")),
        service(package("requests"), package("idna"), package("urllib3")),
    ],
    ids=["unreachable", "a mirror without its pages", "one that knows no flaw"],
)
def test_a_service_that_cannot_know_is_no_audit_and_that_is_said(
    ask: audit.Ask,
) -> None:
    verdict = audit.audit(REQUIREMENTS, ask)

    assert verdict.status == 0
    assert "NOT AUDITED" in verdict.words


def test_the_second_service_is_asked_where_the_first_does_not_know() -> None:
    knowing, other = service(KNOWING, package("idna")), service(unknown("requests"))

    def ask(name: Sequence[str], requirements: str) -> dict[str, Any] | None:
        return (knowing if name == ("osv",) else other)(name, requirements)

    assert audit.audit("idna==3.20", ask).words.endswith("(osv).\n")


class Osv(BaseHTTPRequestHandler):
    """As much of api.osv.dev as pip-audit asks: one flaw of requests 2.19.1."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        flaws = []
        if (asked["package"]["name"], asked["version"]) == ("requests", "2.19.1"):
            flaws = [{"id": "GHSA-1", "summary": "It tells.", "affected": []}]
        body = json.dumps({"vulns": flaws} if flaws else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def osv() -> Iterator[tuple[str, ...]]:
    if not Path(audit.ENVIRONMENT, ".installed").exists():
        pytest.skip("pip-audit is not installed; `make audit` does that")
    server = HTTPServer(("127.0.0.1", 0), Osv)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "osv", "--osv-url", f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def test_pip_audit_itself_finds_what_the_service_knows(osv: tuple[str, ...]) -> None:
    fine = audit.audit("idna==3.20\n", audit.asked, [osv])
    flawed = audit.audit("idna==3.20\nrequests==2.19.1\n", audit.asked, [osv])

    assert fine.words == "No known vulnerabilities in 1 packages (osv).\n"
    assert (flawed.status, flawed.words[:24]) == (1, "requests 2.19.1: GHSA-1,")
