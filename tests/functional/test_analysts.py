"""Analysts read numbers: nothing that they are answered says who a customer is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.daily import compute_days
from tests.fakes.api import Api, deployed
from tests.fakes.world import MONDAY, contact, envelope

PERSON = "x:9981726354"
PERSONAL = ("9981726354", "quidnunc", "zq_handle", "flibbertigibbet", "px_message")
MESSAGE = {
    "id": "px_message",
    "channel": "x",
    "social": True,
    "author": {"id": "9981726354", "name": "Zora Quidnunc", "handle": "zq_handle"},
    "text": "Where is my flibbertigibbet?",
}
DAY = MONDAY.date().isoformat()
QUERIES = {
    "GET /customers": {"channel": "x", "handle": "zq_handle"},
    "GET /kpis/daily": {"from": DAY, "to": DAY},
    "GET /kpis/hourly": {"date": DAY},
}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Somebody has written, and the numbers of the day are there."""
    for made in deployed(monkeypatch):
        world = made.world
        world.queue.send([envelope(contact(**MESSAGE))])
        world.drain()
        world.clock.advance(days=1)
        compute_days([MONDAY.date()], world)
        yield made


def asked(api: Api, role: str) -> dict[str, tuple[int, Any]]:
    """What every route answers of this customer."""
    case = api.world.log.cards([PERSON])[PERSON].person.case
    assert case is not None
    named = {"customer": PERSON, "case_id": case.id, "channel": "x", "queue": "default"}
    return {
        route: api.call(
            route, role, query=QUERIES.get(route), body=_body(route), **named
        )
        for route, entry in api.routes().items()
        if entry.authorizer is not None
    }


def test_no_answer_to_an_analyst_says_who_a_customer_is(api: Api) -> None:
    answers = asked(api, "analyst")
    readable = {route for route, (status, _) in answers.items() if status == 200}

    assert readable >= {"GET /kpis/daily", "GET /kpis/hourly"}
    for route, (_, body) in answers.items():
        told = json.dumps(body, ensure_ascii=False).lower()
        assert not [word for word in PERSONAL if word in told], route


def test_the_same_questions_tell_an_agent(api: Api) -> None:
    told = json.dumps(asked(api, "agent"), ensure_ascii=False).lower()

    assert not [word for word in PERSONAL if word not in told]


def _body(route: str) -> str | None:
    return None if route.startswith("GET ") else "{}"
