"""One message followed through the logs, from the webhook to what is sent."""

import hashlib
import hmac
import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from chalice.app import Request

from functions import replying, webhooks
from functions.acquaintance import settle
from functions.correlation import correlate, of_body
from functions.http import Request as Asked
from functions.ingest import Record, ingest_batch
from functions.views import timeline_view
from shared.domain.cases import case_id
from shared.errors import Conflict, SendRefused
from shared.observability import logger
from shared.ports import Card
from tests.fakes.world import World, contact

WEBHOOK = "8f5b6c1e-0d2a-4c6b-9a51-2f6f3f0c9d10"
OTHER = "11111111-0d2a-4c6b-9a51-2f6f3f0c9d10"
WORDS = "My parcel 4711 is late"
NAMES = ("Kim Known", "u-391234567")


class Context:
    def __init__(self, aws_request_id: str) -> None:
        self.aws_request_id = aws_request_id


class Lines:
    """The lines of the log as they are in Lambda, parsed."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def about(self, webhook: str) -> list[str]:
        """What is said in each line that has the id of a webhook."""
        return [line["message"] for line in self.all if webhook in json.dumps(line)]


@pytest.fixture
def lines() -> Iterator[Lines]:
    found = Lines()
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(logger.registered_formatter)
    under = logging.getLogger(logger.service)
    under.addHandler(handler)
    yield found
    under.removeHandler(handler)
    logger.set_correlation_id(None)


@pytest.fixture
def world() -> World:
    return World()


def request(context: Any, body: str = "", **headers: str) -> Request:
    """A request as Chalice makes it of what API Gateway gives."""
    event = {
        "requestContext": {"httpMethod": "POST", "resourcePath": "/"},
        "headers": headers,
        "multiValueQueryStringParameters": None,
        "pathParameters": {},
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": False,
    }
    return Request(event, context)


def posted(world: World, webhook: str, *pieces: dict[str, Any]) -> None:
    """Take a webhook of the custom channel, in an invocation of that id."""
    body = json.dumps(pieces)
    digest = hmac.new(b"custom-secret", body.encode(), hashlib.sha256).hexdigest()
    taken = request(Context(webhook), body, **{"X-Signature-256": f"sha256={digest}"})
    correlate(taken, lambda r: webhooks.receive_request("custom", r, world))


def piece(**changes: Any) -> dict[str, Any]:
    author = {"id": NAMES[1], "name": NAMES[0]}
    where = {"channel": "x", "account": "9", "social": True, "visibility": "private"}
    return contact(author=author, text=WORDS, **where, **changes)


def answered(world: World, person: str = f"x:{NAMES[1]}", first: str = "m1") -> None:
    body = {"text": "We are looking into it."}
    asked = Asked(caller="amy", roles=frozenset({"agent"}), query={}, body=body)
    replying.reply(case_id(person, first), asked, world)


def test_a_message_is_followed_from_the_webhook_to_the_send(
    world: World, lines: Lines
) -> None:
    posted(world, WEBHOOK, piece())
    posted(world, OTHER, {**piece(id="m9"), "author": {"id": "2"}})
    world.drain()
    answered(world)
    log = world.log.read(f"x:{NAMES[1]}")
    (shown,) = timeline_view([e for e in log if e.kind == "message_received"])

    assert shown["correlation_id"] == WEBHOOK
    assert lines.about(WEBHOOK) == ["Ingested.", "Sent."]
    assert lines.about(OTHER) == ["Ingested."]


def test_what_the_system_says_by_itself_has_the_id_too(
    world: World, lines: Lines
) -> None:
    world.clock.at = datetime(2026, 3, 2, 21, tzinfo=UTC)
    posted(world, WEBHOOK, piece(at=world.clock.now()))
    world.drain()
    while world.outbox.errands:
        world.deliver()

    assert lines.about(WEBHOOK) == ["Ingested.", "Sent."]


def test_an_answer_that_is_refused_says_why(world: World, lines: Lines) -> None:
    posted(world, WEBHOOK, piece())
    world.drain()
    world.sender.mode = "refuse"
    with pytest.raises(SendRefused):
        answered(world)
    (line,) = (one for one in lines.all if one["message"] == "Not sent.")

    assert line["correlation_id"] == WEBHOOK
    assert line["case"] == case_id(f"x:{NAMES[1]}", "m1")
    assert line["why"]


def test_a_message_that_fails_is_found_by_the_id_of_its_webhook(
    world: World, lines: Lines
) -> None:
    posted(world, WEBHOOK, piece())
    (body,) = world.queue.bodies.values()
    broken = json.dumps({**json.loads(body), "channel": "of no kind"})
    with pytest.raises(KeyError):
        ingest_batch([Record(body=broken, handle="h", id="q1")], world)
    line = lines.all[-1]

    assert (line["message_id"], line["correlation_id"]) == ("q1", WEBHOOK)


def test_a_batch_is_told_once_with_each_webhook_of_it(
    world: World, lines: Lines
) -> None:
    posted(world, WEBHOOK, piece(), piece(id="m2"))
    posted(world, OTHER, piece(id="m3"))
    world.drain()

    assert [line["correlation_ids"] for line in lines.all] == [[WEBHOOK, OTHER]]


def test_no_line_has_words_names_or_whoever_it_is(world: World, lines: Lines) -> None:
    posted(world, WEBHOOK, piece())
    world.drain()
    answered(world)
    said = lines.stream.getvalue()

    assert said
    assert [word for word in (WORDS, "looking into", *NAMES) if word in said] == []


def test_an_error_about_somebody_does_not_say_who_it_is(world: World) -> None:
    """It is logged as it is, and names of persons are of phone numbers."""
    world.log.save = always_lost  # type: ignore[method-assign,assignment]
    with pytest.raises(Conflict) as failed:
        settle(Card.empty("whatsapp:391234567"), world)

    assert "391234567" not in str(failed.value)


def always_lost(_card: Card) -> None:
    raise Conflict("Somebody else was first.")


def test_a_request_outside_lambda_has_none(lines: Lines) -> None:
    correlate(request(None), lambda _: logger.info("Something."))

    assert "correlation_id" not in lines.all[0]


BODIES = ["", "[]", "{}", "5", '{"correlation_id": 5}', "[" * 9999]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_without_one_has_none(body: str) -> None:
    assert of_body(body) is None
