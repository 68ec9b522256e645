"""What a function loads before it works: a new container pays for each module."""

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, begins
from tests.fakes.api import SETTINGS

OURS = ("app", "functions", "shared")
# A signed webhook as API Gateway hands it over, to an application whose ports load
# nothing; what is printed are the bodies queued and the modules loaded by then.
WEBHOOK = """
import hashlib, hmac, json, sys
from datetime import UTC, datetime
from types import SimpleNamespace as Fake

import app
from functions import wiring

queued = []
wiring._wiring.append(Fake(
    clock=Fake(now=lambda: datetime(2026, 3, 2, tzinfo=UTC)),
    secrets=Fake(channel=lambda _: {"app_secrets": ["key"]}),
    queue=Fake(send=queued.extend),
))
body = '{"object": "page", "entry": [{"id": "1", "messaging": [{}]}]}'
signature = hmac.new(b"key", body.encode(), hashlib.sha256).hexdigest()
answer = app.app({
    "requestContext": {"httpMethod": "POST", "resourcePath": "/webhooks/{channel}"},
    "headers": {
        "Content-Type": "application/json",
        "X-Hub-Signature-256": f"sha256={signature}",
    },
    "multiValueHeaders": {},
    "pathParameters": {"channel": "facebook"},
    "multiValueQueryStringParameters": None,
    "stageVariables": None,
    "body": body,
    "isBase64Encoded": False,
}, None)
assert (answer["statusCode"], len(queued)) == (200, 1), answer
print(*sys.modules)
"""
CLIENTS = ("boto3", "botocore.session", "pynamodb", "requests", "urllib3")
CONTRACT = ("functions.contract", "fastjsonschema")
WORDS = ("vaderSentiment", "shared.text.lexicons", "shared.text.sentiment")
NUMBERS = ("shared.kpis", "shared.pages")
CHANNELS = tuple(f"shared.channels.{of}" for of in ("telegram", "whatsapp", "x"))
LEAN = (*CLIENTS, *CONTRACT, *NUMBERS, *CHANNELS, "holidays")
# The module that a function's body imports, and what it has no use for at its start.
NEEDLESS = {
    "ingest": LEAN,
    "outbound": (*LEAN, *WORDS),
    "case_workflow": (*LEAN, *WORDS),
    "publishing": (*LEAN, *WORDS),
    "posting": (*LEAN, *WORDS),
    "customer_events": (*LEAN, *WORDS),
    "health": (*LEAN, *WORDS),
    "survey_page": (*CLIENTS, *CONTRACT, *CHANNELS, *WORDS, "shared.kpis", "holidays"),
    "daily": (*CLIENTS, *CONTRACT, *CHANNELS, *WORDS, "holidays"),
}


def loaded(program: str) -> set[str]:
    """The modules in a fresh process after a program that prints them."""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **SETTINGS, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.split())


def test_a_webhook_is_queued_without_what_reads_stores_or_counts_it() -> None:
    modules = loaded(WEBHOOK)
    needless = (*LEAN, "shared.text", "shared.adapters", "shared.ports")
    ours = {name for name in modules if begins(name, *OURS)}
    logger = {name for name in modules if begins(name, "aws_lambda_powertools")}

    assert {name for name in modules if begins(name, *needless)} == set()
    assert len(ours) <= 50
    assert len(logger) <= 45


@pytest.mark.parametrize("function", NEEDLESS)
def test_a_function_loads_nothing_of_the_others(function: str) -> None:
    program = f"import sys, app, functions.{function}; print(*sys.modules)"
    needless = NEEDLESS[function]

    assert {name for name in loaded(program) if begins(name, *needless)} == set()
