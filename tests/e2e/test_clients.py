"""Clients of the API: one generated from the contract, and the session of README."""

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from secrets import token_hex
from types import ModuleType
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.emulator_process import ROOT
from infra.local.report import compute
from infra.local.stack import Stack
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e
GENERATOR = Path(sys.executable).with_name("openapi-python-client")
# Zones like GMT0, GMT+0 and GMT-0 would be one name among Python's enums.
OPTIONS = {"literal_enums": True, "post_hooks": [], "package_name_override": "care"}
WRITES = "Where is my order?"
LINES = 10
SHOW = "import json; print(json.dumps([case, kpis, str(yesterday)]))"


@pytest.fixture(scope="module")
def journey(own_stack: Stack) -> Journey:
    """Yesterday somebody wrote and was answered; the day is computed."""
    made = Journey(own_stack)
    made.api.send("PUT", "/settings/escalation", {"out_of_hours": {"send": False}})
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - as README's reader
    at = datetime.combine(yesterday, clock(12), UTC)
    one = say.contact("email", "eve", "e1", WRITES, at)
    answer = say.contact("email", "ada", "e2", "There.", at, direction="outbound")
    made.api.webhook("custom", [one, {**answer, "customer": {"id": "eve"}}])
    own_stack.settle()
    compute(made.api, yesterday, yesterday)
    return made


@pytest.fixture(scope="module")
def care(journey: Journey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client that is made from nothing but the served document."""
    folder = tmp_path_factory.mktemp("client")
    contract = folder / "openapi.json"
    contract.write_text(json.dumps(journey.api.get("/openapi.json").json))
    options = folder / "options.json"
    options.write_text(json.dumps(OPTIONS))
    made = subprocess.run(
        [
            *(str(GENERATOR), "generate", "--path", str(contract)),
            *("--config", str(options), "--output-path", str(folder / "care")),
            *("--meta", "none", "--fail-on-warning"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        made_care = Care(journey.stack)
        yield made_care
        made_care.client.get_httpx_client().close()


class Care:
    """The generated package: its functions by tag and name, signed in."""

    def __init__(self, stack: Stack) -> None:
        signed_in = importlib.import_module("care").AuthenticatedClient
        token = stack.tokens["supervisor"]
        self.client = signed_in(
            base_url=stack.api_url, token=token, raise_on_unexpected_status=True
        )

    def ask(self, name: str, *path: str, **more: Any) -> Any:
        """Call ``tag.operation``; its whole answer."""
        module = importlib.import_module(f"care.api.{name}")
        return module.sync_detailed(*path, client=self.client, **more)

    def models(self) -> ModuleType:
        return importlib.import_module("care.models")


def _writes(journey: Journey) -> str:
    user = somebody()
    at = journey.now()
    message = say.direct_message(user, "kim", f"{user}1", WRITES, at)
    journey.post("x", message)
    journey.api.case_of(f"x:{user}")
    return user


def test_a_generated_client_does_a_days_work(journey: Journey, care: Care) -> None:
    user = _writes(journey)
    listed = care.ask("cases.list_cases", channel="x", limit=200).parsed
    (mine,) = [it for it in listed.items if it.customer.id == f"x:{user}"]
    case = care.ask("cases.show_case", mine.id).parsed
    said = {"text": "On its way.", "visibility": "private"}
    key = token_hex(8)
    answers = [
        care.ask("cases.reply", mine.id, body=said, idempotency_key=key)
        for _ in range(2)
    ]
    resolved = care.ask("cases.resolve", mine.id).parsed

    assert isinstance(case, care.models().CaseWithCard)
    assert [one.user for one in case.customer.identities] == [user]
    assert isinstance(case.opened_at, datetime)
    assert [int(answer.status_code) for answer in answers] == [200, 200]
    assert answers[0].parsed == answers[1].parsed
    assert [sent["text"] for sent in journey.sent(user)] == ["On its way."]
    assert (case.status, resolved.status) == ("open", "resolved")


def test_a_generated_client_puts_settings_that_nobody_has_changed(care: Care) -> None:
    found = care.ask("settings.show_settings_retention")
    tag = found.headers["ETag"]
    document = found.parsed.document
    document.words = "500d"
    put = care.ask("settings.put_settings_retention", body=document, if_match=tag)
    late = care.ask("settings.put_settings_retention", body=document, if_match=tag)

    assert (int(put.status_code), int(late.status_code)) == (200, 409)
    assert put.parsed.document.words == "500d"
    assert put.headers["ETag"] != tag


def test_a_generated_client_reads_the_numbers(care: Care) -> None:
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - as above
    rows = care.ask("numbers.show_daily", from_=yesterday, to=yesterday).parsed.items

    answered = [r for r in rows if (r.metric, r.key) == ("received", "email")]
    assert [row.date for row in rows[:1]] == [yesterday]
    assert answered or {r.metric for r in rows}


def test_the_session_of_readme_does_what_it_says(journey: Journey) -> None:
    _writes(journey)
    first = journey.api.get("/cases", channel="x").json["items"][0]["customer"]["id"]
    block = _block()
    environment = _environment(journey.stack, f"{token_hex(12)}aA1")
    run = subprocess.run(
        [sys.executable, "-c", f"{block}{SHOW}"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    case, kpis, yesterday = json.loads(run.stdout)

    assert len(block.strip().splitlines()) <= LINES
    assert case["customer"]["id"] == first
    assert len(journey.sent(first.removeprefix("x:"))) == 1
    assert kpis[0]["date"] == yesterday


def _environment(stack: Stack, password: str) -> dict[str, str]:
    """A supervisor's password, and what his computer knows of the deployment."""
    cognito, pool = stack.client("cognito-idp"), stack.user_pool_id
    who = {"UserPoolId": pool, "Username": "sofia"}
    cognito.admin_set_user_password(**who, Password=password, Permanent=True)
    clients = cognito.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"]
    people = next(c["ClientId"] for c in clients if c["ClientName"] == "people")
    return {
        "API": stack.api_url,
        "CLIENT_ID": people,
        "PASSWORD": password,
        "AWS_ENDPOINT_URL": stack.aws_endpoint,
        "AWS_DEFAULT_REGION": stack.region,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }


def _block() -> str:
    """The code block of README that signs in."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    (found,) = [block for block in blocks if "initiate_auth" in block]
    return str(found)
