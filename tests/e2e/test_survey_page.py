"""Who has only commented gets a link, and answers on the page behind it, once."""

import re
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from infra.local import sample_platforms as say
from infra.local.stack import Stack
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e
ASKED = timedelta(minutes=11)  # after the resolution
PATIENCE_S = 30


def test_a_survey_is_answered_on_its_page_once(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    at = journey.morning()
    comment = say.comment(user, "Kim", f"1_{user}", "Mein Paket ist kaputt", at)
    journey.post("facebook", say.page(at, changes=[comment]))
    case = str(journey.api.case_of(f"facebook:{user}")["id"])
    journey.resolve(case)
    journey.move_to(at + ASKED)
    journey.api.wait_for_entry(case, "survey_sent")
    (question,) = (m for m in journey.all_sent() if m.get("privately") == f"1_{user}")
    (address,) = re.findall(r"https?://\S+", question["text"])

    looked = [visit(address) for _ in range(2)]
    empty = visit(address, comment="Zu spät")
    first = visit(address, score="2", comment="Zu spät\r\nund kaputt")
    second = visit(address, score="5")

    answer = journey.api.wait_for_entry(case, "survey_answered")
    assert [status for status, _, _ in (*looked, empty, first, second)] == [
        *(200, 200, 400, 200, 200)
    ]
    assert "Zu spät</textarea>" in empty[2]
    assert first[2] != second[2]
    assert (answer["score"], answer["says_more"]) == (2, True)
    said = [m for m in journey.api.timeline(case) if m["what"] == "page"]
    assert [m["text"] for m in said if m["text"]] == ["Zu spät\nund kaputt"]
    row = journey.kpis(at.date())["csat_mean"]
    assert (row["value"], row["denominator"]) == (2, 1)


def test_a_link_that_was_made_up_is_a_page_that_keeps_nothing(stack: Stack) -> None:
    address = f"{stack.api_url}/surveys/{'A' * 48}"
    for answer in ({}, {"score": "5"}):
        status, headers, page = visit(address, **answer)

        assert status == 404
        assert page.startswith("<!doctype html>")
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def visit(address: str, **form: str) -> tuple[int, Any, str]:
    """Open a page as a browser does, or send its form."""
    body = urlencode(form).encode() if form else None
    request = Request(address, body, {"Accept": "text/html"})  # noqa: S310 - our own
    try:
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - our own
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()
