"""Whoever cannot sign leaves nothing behind but a counter."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.send import call, sign
from infra.local.stack import Stack
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e
CHANNELS = ("facebook", "x", "custom")


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_forged_webhook_is_401_and_only_counted(stack: Stack, channel: str) -> None:
    journey = Journey(stack)
    body = _body(journey, channel)
    good = sign(channel, body, stack.webhook_secrets[channel])
    assert stack.settle()  # earlier tests' workflows have written what they will
    stored, rejected = _stored(stack), _rejected(journey, channel)

    tampered = body.replace(b"parcel", b"money!")
    attempts: list[tuple[bytes, Mapping[str, str]]] = [
        (body, {}),
        (body, dict.fromkeys(good, "sha256=")),
        (body, sign(channel, body, "somebody else's secret")),
        (tampered, good),
        (body + b" ", good),
        (b"", good),
        (b"{not json", sign(channel, b"{not json", "")),
    ]
    answers = [_post(stack, channel, *attempt) for attempt in attempts]

    assert [status for status, _ in answers] == [401] * len(attempts)
    assert {code for _, code in answers} == {"unverified"}
    assert _stored(stack) == stored
    assert journey.queued() == 0
    assert _rejected(journey, channel) == rejected + len(attempts)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_same_body_signed_is_taken(stack: Stack, channel: str) -> None:
    journey = Journey(stack)
    body = _body(journey, channel)
    good = sign(channel, body, stack.webhook_secrets[channel])
    rejected = _rejected(journey, channel)

    status, _ = _post(stack, channel, body, good)
    journey.settle()

    assert status == 200
    assert _rejected(journey, channel) == rejected


def test_one_channels_secret_does_not_open_another(stack: Stack) -> None:
    journey = Journey(stack)
    body = _body(journey, "custom")
    borrowed = sign("custom", body, stack.webhook_secrets["facebook"])

    assert _post(stack, "custom", body, borrowed) == (401, "unverified")


def _body(journey: Journey, channel: str) -> bytes:
    at, user = journey.now(), somebody()
    text = "Where is my parcel?"
    body: Any = {
        "facebook": say.page(at, messaging=[say.messenger(user, user, text, at)]),
        "x": say.direct_message(user, "eva", user, text, at),
        "custom": say.contact("email", user, user, text, at),
    }[channel]
    return json.dumps(body).encode()


def _post(
    stack: Stack, channel: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str | None]:
    """Post raw bytes; the status and the error's code."""
    url = f"{stack.api_url}/webhooks/{channel}"
    answer = call(url, body, {"Content-Type": "application/json", **headers})
    return answer.status, (answer.json.get("error") or {}).get("code")


def _stored(stack: Stack) -> tuple[int, int]:
    """How many items the table holds beside the counters, and files the bucket."""
    pages = (
        stack.client("dynamodb")
        .get_paginator("scan")
        .paginate(TableName=stack.table, ProjectionExpression="pk")
    )
    keys = [item["pk"]["S"] for page in pages for item in page["Items"]]
    files = stack.client("s3").list_objects_v2(Bucket=stack.bucket)["KeyCount"]
    return len([key for key in keys if key != "HEALTH"]), files


def _rejected(journey: Journey, channel: str) -> int:
    answer = call(f"{journey.stack.api_url}/health", None, {})
    return int(answer.json["channels"][channel].get("rejected", {}).get("total", 0))
