"""Export, erasure and retention on a deployed stack, and what its logs give away.

A customer with two identities says something secret in every way there is; one
stack for all tests, in this order, since each goes on where the one before ended.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.report import compute
from infra.local.send import call
from infra.local.stack import Stack
from shared.kpis.exports import daily_folder
from tests.e2e.journey import SCHEDULED, Journey, somebody

pytestmark = pytest.mark.e2e
SECRET = f"zebra{token_hex(6)}"  # in every text, name and handle
EVA, CALLER = somebody(), f"+39061{somebody()[:8]}"
PERSON, CALLS = f"x:{EVA}", f"phone:{CALLER}"
LARGE = f"Where is my order {SECRET}? " + "word " * 50_000  # 250 KB: parked, and a file
LARGE_ONES = 18  # so that an export of them is a file of its own
ASKED = {"survey_sent", "survey_suppressed"}
EXPORTED = ("facts/", "tables/", "kpis/daily/")
COMPUTED = ("kpis.csv", "kpis.json", "manifest.json", ".html")  # carry the time of it


@pytest.fixture(scope="module")
def journey(own_stack: Stack) -> Journey:
    """Let her say it all, and end her cases."""
    made = Journey(own_stack)
    at = made.morning()
    made.api.send("PUT", "/settings/escalation", {"out_of_hours": {"send": False}})
    made.post("x", _first(at))
    made.post("x", say.post(EVA, f"eva_{SECRET}", f"{EVA}2", f"Help {SECRET}", at))
    letters = [_letter(n, at + timedelta(seconds=n)) for n in range(LARGE_ONES)]
    for half in (letters[::2], letters[1::2]):  # 3 MB is the most of a webhook
        made.post("custom", half)
    for person in (PERSON, CALLS):
        made.api.case_of(person)
    link = {"channel": "phone", "user": CALLER}
    made.api.send("POST", f"/customers/{PERSON}/identities", link)
    made.api.send("PUT", f"/customers/{PERSON}/attributes", {"tier": f"gold {SECRET}"})
    _answered(made, f"On its way, {SECRET}.")
    return made


def _first(at: datetime) -> dict[str, Any]:
    return say.direct_message(
        EVA, f"eva_{SECRET}", f"{EVA}1", f"Where is my {SECRET}?", at
    )


def _letter(number: int, at: datetime) -> dict[str, Any]:
    return say.contact(
        "phone", CALLER, f"call-{CALLER}-{number}", f"{number} {LARGE}", at
    )


def _answered(journey: Journey, text: str) -> None:
    for person in (PERSON, CALLS):
        case = journey.api.case_of(person)["id"]
        journey.api.wait_for_entry(case, "assigned")
        journey.act(case, "note", text=f"She says {SECRET}")
        if person == PERSON:
            journey.reply(case, text, visibility="private")
        journey.resolve(case)


def numbers(journey: Journey, day: datetime) -> dict[str, bytes]:
    """Every file of facts and numbers of a day, computed now, but for its time."""
    compute(journey.api, day.date(), day.date())
    paths = [p for p in _paths(journey) if p.startswith(EXPORTED)]
    of_day = [p for p in paths if day.date().isoformat() in p]
    kept = [p for p in of_day if not p.endswith(COMPUTED) and "tables/kpis/" not in p]
    rows = json.loads(journey.file(f"{daily_folder(day.date())}/kpis.json"))
    told = json.dumps([{**row, "computed_at": None} for row in rows], sort_keys=True)
    return {"rows": told.encode(), **{path: journey.file(path) for path in kept}}


def _paths(journey: Journey) -> list[str]:
    pages = journey.stack.client("s3").get_paginator("list_objects_v2")
    found = pages.paginate(Bucket=journey.stack.bucket)
    return [one["Key"] for page in found for one in page.get("Contents", ())]


def items(journey: Journey) -> Iterator[str]:
    """Every item of the table, as text, but for what expires at once."""
    pages = journey.stack.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=journey.stack.table):
        yield from map(json.dumps, page["Items"])


def held(journey: Journey) -> list[str]:
    """Where the secret is, in the table and in the bucket."""
    found = [item[:120] for item in items(journey) if SECRET in item]
    return found + [p for p in _paths(journey) if SECRET.encode() in journey.file(p)]


def test_an_export_has_all_that_was_said_under_every_identity(
    journey: Journey,
) -> None:
    found = journey.api.get(f"/customers/{PERSON}/export").json
    whole = call(found["url"], None, {}).json

    texts = [e.get("text") or "" for i in whole["identities"] for e in i["log"]]
    assert {i["person"] for i in whole["identities"]} == {PERSON, CALLS}
    assert len([text for text in texts if len(text) > 200_000]) == LARGE_ONES
    for said in (f"Where is my {SECRET}?", f"Help {SECRET}", f"She says {SECRET}"):
        assert said in texts
    assert any(text.startswith(f"On its way, {SECRET}") for text in texts)
    assert f"gold {SECRET}" in json.dumps(whole["attributes"])
    assert [p for p in _paths(journey) if p.startswith("exports/")]


def test_erasure_takes_all_of_it_and_moves_no_number(journey: Journey) -> None:
    day = journey.now()
    before = numbers(journey, day)
    assert held(journey)

    answer = journey.api.send("DELETE", f"/customers/{PERSON}", {}, "admin")

    assert (answer.status, set(answer.json["identities"])) == (200, {PERSON, CALLS})
    assert held(journey) == []
    assert [p for p in _paths(journey) if p.startswith(("exports/", "oversize/"))] == []
    found = journey.api.get("/customers", channel="x", handle=f"eva_{SECRET}").json
    assert found["items"] == []
    assert len(before) > 3
    assert numbers(journey, day) == before


def test_a_redelivery_brings_nothing_back(journey: Journey) -> None:
    at = journey.now().replace(hour=10, minute=0, second=0, microsecond=0)
    before = numbers(journey, at)
    journey.post("x", _first(at))
    journey.post("custom", _letter(0, at))
    journey.post("x", say.post(EVA, f"eva_{SECRET}", f"{EVA}2", f"Help {SECRET}", at))

    # What was sent again is parked again: whose it is, its name does not tell.
    assert [one for one in held(journey) if not one.startswith("parked/")] == []
    assert numbers(journey, at) == before


def test_whoever_fails_is_told_nothing_that_the_logs_keep(journey: Journey) -> None:
    """What is refused, or fails behind the queue; the next test reads the logs."""
    stack, api = journey.stack, journey.api
    at = journey.now()
    forged = json.dumps(_first(at)).encode()
    headers = {"Content-Type": "application/json", "Authorization": SECRET}
    url = f"{stack.api_url}/webhooks"
    refused = [
        call(f"{url}/x", forged, {**headers, "x-twitter-webhooks-signature": SECRET}),
        call(f"{url}/custom", f'{{"{SECRET}'.encode(), headers),
        call(f"{stack.api_url}/cases?{SECRET}={SECRET}", None, headers),
        api.send("POST", f"/cases/{SECRET}/reply", {"text": SECRET}),
        api.send("POST", f"/customers/{PERSON}/identities", {"channel": SECRET}),
        api.send("PUT", "/settings/routing", {"rules": SECRET}),
        api.get(f"/customers/phone:{SECRET}"),
    ]
    odd = [{"id": SECRET, "channel": SECRET, "text": SECRET}, {SECRET: [SECRET]}, []]
    taken = [journey.post("custom", body).status for body in odd]

    journey.post("x", say.direct_message(EVA, SECRET, f"{EVA}9", "Where is it?", at))
    case = api.case_of(PERSON)["id"]
    journey.platforms(channel="x", mode="refuse", times=1)
    api.send("POST", f"/cases/{case}/reply", {"text": SECRET, "visibility": "private"})
    journey.resolve(case)

    assert all(400 <= answer.status < 500 for answer in refused)
    assert all(status in (200, 400) for status in taken)


def test_the_logs_have_no_text_no_name_no_handle_and_no_token(
    journey: Journey,
) -> None:
    stack = journey.stack
    logs = stack.client("logs")
    names = [g["logGroupName"] for g in logs.describe_log_groups()["logGroups"]]
    said = [
        event["message"]
        for name in names
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=name)
        for event in page["events"]
    ]
    hidden = {
        SECRET,
        CALLER,
        EVA,
        *stack.tokens.values(),
        *stack.webhook_secrets.values(),
        *stack.webhook_verify_tokens.values(),
        stack.machine["client_secret"],
        *_secrets(stack),
    }

    assert len(names) > 3
    assert len(said) > 50
    assert [line for line in said if any(one in line for one in hidden)] == []


def _secrets(stack: Stack) -> Iterator[str]:
    """Every value that a platform's secret holds, its tokens too."""
    manager = stack.client("secretsmanager")
    for secret in manager.list_secrets()["SecretList"]:
        found = manager.get_secret_value(SecretId=secret["ARN"])["SecretString"]
        yield from (text for text in _texts(json.loads(found)) if len(text) > 8)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def test_who_is_silent_for_the_period_is_forgotten_by_the_night(
    journey: Journey,
) -> None:
    day, period = journey.now(), {"customers": "90d", "words": "90d", "audit": "90d"}
    journey.invoke("sweep", SCHEDULED)  # the first one begins to look at days
    _is_asked(journey)
    put = journey.api.send("PUT", "/settings/retention", period)
    journey.move_to(day + timedelta(days=124))
    journey.invoke("sweep", SCHEDULED)
    asked = {"from": day.date().isoformat(), "to": day.date().isoformat()}
    announced = journey.api.send("POST", "/kpis/recompute", asked)
    still = journey.api.get(f"/customers/{PERSON}").status
    journey.move_to(journey.now() + timedelta(days=1))
    journey.invoke("sweep", SCHEDULED)

    assert put.status == 200
    assert announced.json["error"]["code"] == "beyond_retention"
    assert (announced.status, still) == (409, 200)
    assert journey.api.get(f"/customers/{PERSON}/history").json.get("items", []) == []
    wait_for("the table to delete it", lambda: _is_gone(journey) or None)


def _is_asked(journey: Journey) -> None:
    """Let the workflows of her cases end: a jump of months would ask her then."""
    journey.move_to(journey.now() + timedelta(hours=2))
    cases = [journey.api.case_of(person)["id"] for person in (PERSON, CALLS)]
    wait_for(
        "the end of her cases",
        lambda: all(ASKED & set(journey.kinds(case)) for case in cases) or None,
    )


def _is_gone(journey: Journey) -> bool:
    """Whether nothing of her log is left but what expires."""
    of_hers = [json.loads(item) for item in items(journey) if EVA in item]
    return all("expires" in item for item in of_hers)
