"""What watches the deployed stack: its logs, the hourly look around, a dashboard."""

import json
from datetime import timedelta
from typing import Any

import pytest

from infra.alarms import ALARMS
from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.stack import Stack
from shared.kpis.forecast import path
from shared.names import Names
from tests.e2e.journey import SCHEDULED, Journey, somebody

pytestmark = pytest.mark.e2e
CHANNEL = "fax"  # on which no test writes
HOUR = timedelta(hours=1)


def test_a_message_is_found_in_the_logs_from_its_webhook_to_the_send(
    stack: Stack,
) -> None:
    journey, user = Journey(stack), somebody()
    at = journey.morning()
    said = say.messenger(user, f"m_{user}", "Where is my parcel?", at)
    journey.post("facebook", say.page(at, messaging=[said]))
    case = journey.api.case_of(f"facebook:{user}")["id"]
    assert journey.reply(case, "We are looking into it.").status == 200
    timeline = journey.api.get(f"/cases/{case}/timeline").json["items"]
    (known,) = {it["correlation_id"] for it in timeline} - {None}

    names = Names(stack.stage)
    ingested = _lines(stack, names.of("ingest"), known)
    sent = [line for line in _lines(stack, names.stack, known) if "Sent." in line]
    assert [line for line in ingested if '"message":"Ingested."' in line]
    assert json.loads(sent[-1][sent[-1].index("{") :])["case"] == case
    assert [line for line in (*ingested, *sent) if user in line] == []


def test_a_channel_that_is_silent_against_its_forecast_is_counted(stack: Stack) -> None:
    journey = Journey(stack)
    now = journey.morning()
    first = now - timedelta(hours=10)
    items = [
        {"channel": CHANNEL, "hour_start": str(first + n * HOUR), "expected": 2}
        for n in range(12)
    ]
    stack.client("s3").put_object(
        Bucket=stack.bucket,
        Key=path((now - timedelta(days=1)).date()),
        Body=json.dumps({"items": items}).encode(),
    )
    journey.invoke("nightly", SCHEDULED)
    health = journey.api.get("/health").json["channels"]

    assert health[CHANNEL]["silent"]["total"] == 1


def test_the_dashboard_and_the_alarms_are_there(stack: Stack) -> None:
    cloudwatch, names = stack.client("cloudwatch"), Names(stack.stage)
    found = cloudwatch.get_dashboard(DashboardName=names.stack)["DashboardBody"]
    alarms = cloudwatch.describe_alarms(AlarmNamePrefix=names.stack)["MetricAlarms"]
    drawn: list[dict[str, Any]] = json.loads(found)["widgets"]

    assert "${" not in found
    assert {it["AlarmName"] for it in alarms} >= {names.of(a.name) for a in ALARMS}
    assert {it["AlarmArn"] for it in alarms} >= set(drawn[0]["properties"]["alarms"])


def _lines(stack: Stack, function: str, known: str) -> list[str]:
    """The lines of a function's log that have an id."""

    def look() -> list[str] | None:
        found = stack.client("logs").filter_log_events(
            logGroupName=f"/aws/lambda/{function}", filterPattern=f'"{known}"'
        )["events"]
        return [event["message"] for event in found if known in event["message"]]

    return wait_for(f"{known} in the log of {function}", look)
