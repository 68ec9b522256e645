"""Hold the packages that the functions run on to what is known to be vulnerable.

pip-audit asks PyPI, or else OSV. Where it reaches neither it may still end well:
an index that mirrors PyPI knows no version's page, so that every package counts as
unknown, and unknown as fine. So a version known to be vulnerable is asked about
first: a service that does not know it says nothing about the others either.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local import bootstrap

ENVIRONMENT = Path(".venv-audit")
TOOL = ("infra/requirements-audit.txt",)
REQUIREMENTS = Path("requirements.txt")
# CVE-2018-18074: it sent the password on to whoever it was redirected to.
KNOWN = "requests==2.19.1"
SERVICES = (("pypi",), ("osv",))
LONGEST_S = 120
SKIPPED = """
****************************************************************************
 NOT AUDITED: no vulnerability service answered (pypi.org, api.osv.dev).
 Nobody has looked whether requirements.txt has known vulnerabilities.
 Run `make audit` where there is a network.
****************************************************************************
"""

Ask = Callable[[Sequence[str], str], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an audit: the exit status, and what to say."""

    status: int
    words: str


def main() -> int:
    """Audit; 1 if something is vulnerable, 0 also where nobody could be asked."""
    verdict = audit(REQUIREMENTS.read_text(), asked)
    sys.stdout.write(verdict.words)
    return verdict.status


def audit(
    requirements: str, ask: Ask, services: Sequence[Sequence[str]] = SERVICES
) -> Verdict:
    """Judge pinned requirements by the first service that knows what it should."""
    for service in services:
        if not _vulnerable(ask(service, KNOWN)):
            continue
        report = ask(service, requirements)
        if report is not None:
            return _judged(report, service[0])
    return Verdict(0, SKIPPED)


def _judged(report: dict[str, Any], service: str) -> Verdict:
    found, unknown = _vulnerable(report), _unknown(report)
    if found or unknown:
        lines = [*found, *(f"{name}: {service} does not know it" for name in unknown)]
        return Verdict(1, "\n".join(lines) + "\n")
    names = len(report["dependencies"])
    return Verdict(0, f"No known vulnerabilities in {names} packages ({service}).\n")


def _vulnerable(report: dict[str, Any] | None) -> list[str]:
    """A line for each vulnerability of a report."""
    return [
        f"{package['name']} {package['version']}: {flaw['id']}, "
        f"mended in {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for package in (report or {}).get("dependencies", ())
        for flaw in package.get("vulns", ())
    ]


def _unknown(report: dict[str, Any]) -> list[str]:
    return [p["name"] for p in report["dependencies"] if "skip_reason" in p]


def asked(service: Sequence[str], requirements: str) -> dict[str, Any] | None:
    """Ask a service (its name, and options of pip-audit's); None: no answer."""
    if not _installed():
        return None
    sys.stderr.write(f"Asking {service[0]} ...\n")
    command = [str(ENVIRONMENT / "bin" / "pip-audit"), "--requirement", "/dev/stdin"]
    command += ["--no-deps", "--disable-pip", "--progress-spinner", "off"]
    command += ["--format", "json", "--vulnerability-service", *service]
    try:
        done = subprocess.run(
            command,
            input=requirements,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_S,
        )
        report: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return report


def _installed() -> bool:
    """Make the environment if what it is made of has changed; False: it cannot be."""
    stamp, wanted = ENVIRONMENT / ".installed", bootstrap.fingerprint(TOOL)
    if stamp.exists() and stamp.read_text() == wanted:
        return True
    try:
        bootstrap.create(ENVIRONMENT)
        bootstrap.install(ENVIRONMENT, TOOL)
    except SystemExit:
        return False
    stamp.write_text(wanted)
    return True


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    sys.exit(main())
