"""CSAT by direct message: asked once, answered by button or digit, or not asked."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.stack import Stack
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e
DELAY = timedelta(minutes=10)  # between resolution and question


def test_a_pressed_button_is_a_score(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    at = journey.morning()
    case = _answered_and_resolved(journey, "facebook", user, at)
    journey.api.simulator("/configure", _way_back(stack))
    journey.platforms(answer_survey=4)

    journey.move_to(at + DELAY + timedelta(minutes=1))
    journey.api.wait_for_entry(case, "survey_sent")
    pressed = _wait_for_score(journey, case)
    journey.platforms(answer_survey=None)

    question = journey.sent(user)[-1]
    titles = [button["title"] for button in question["quick_replies"]]
    assert titles == ["1", "2", "3", "4", "5"]
    assert pressed["score"] == 4
    assert journey.case(case)["status"] == "resolved"
    assert _csat(journey, at) == (4, 1)
    assert journey.kpis(at.date())["inbound_messages"]["value"] == 1


def test_a_button_pressed_on_telegram_is_told_that_it_has_arrived(
    stack: Stack,
) -> None:
    journey, user = Journey(stack), somebody()
    at = journey.morning()
    case = _answered_and_resolved(journey, "telegram", user, at)
    journey.api.simulator("/configure", _way_back(stack))
    journey.platforms(answer_survey=2)

    journey.move_to(at + DELAY + timedelta(minutes=1))
    pressed = _wait_for_score(journey, case)
    journey.platforms(answer_survey=None)
    told = wait_for("the acknowledgement", lambda: _told(journey) or None)

    assert (pressed["score"], len(told)) == (2, 1)
    assert told[0]["channel"] == "telegram"
    assert _csat(journey, at) == (2, 1)


@pytest.mark.parametrize("typed", ["3", "3/5", "⭐⭐⭐"])
def test_a_typed_digit_is_a_score(stack: Stack, typed: str) -> None:
    journey, user = Journey(stack), somebody()
    at = journey.morning()
    case = _answered_and_resolved(journey, "x", user, at)
    journey.move_to(at + DELAY + timedelta(minutes=1))
    journey.api.wait_for_entry(case, "survey_sent")

    now = journey.now()
    reply = say.direct_message(user, "eva", f"{user}2", typed, now)
    journey.post("x", reply)
    journey.post("x", reply)

    assert _csat(journey, at) == (3, 1)
    assert journey.kpis(at.date())["inbound_messages"]["value"] == 1
    assert journey.case(case)["status"] == "resolved"


def test_words_after_the_question_are_a_message(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    at = journey.morning()
    case = _answered_and_resolved(journey, "x", user, at)
    journey.move_to(at + DELAY + timedelta(minutes=1))
    journey.api.wait_for_entry(case, "survey_sent")

    again = say.direct_message(user, "eva", f"{user}2", "It broke again", journey.now())
    journey.post("x", again)

    assert journey.case(case)["status"] == "open"
    numbers = journey.kpis(at.date())
    assert numbers["csat_mean"]["value"] is None
    assert numbers["episodes_reopened"]["value"] == 1
    assert len(journey.executions(case)) == 2


def test_who_cannot_be_asked_is_not_and_the_log_says_why(stack: Stack) -> None:
    journey = Journey(stack)
    public, mail = somebody(), somebody()
    at = journey.morning()
    comment = say.comment(public, "Kim", f"1_{public}", "Open today?", at)
    journey.post("facebook", say.page(at, changes=[comment]))
    journey.post("custom", say.contact("email", mail, mail, "Cancel it.", at))
    cases = [
        journey.api.case_of(customer)["id"]
        for customer in (f"facebook:{public}", f"email:{mail}")
    ]
    for case in cases:
        journey.resolve(case)

    journey.move_to(at + DELAY + timedelta(minutes=1))
    journey.api.wait_for_entry(cases[0], "survey_sent")
    comment_id = f"1_{public}"
    (linked,) = (m for m in journey.all_sent() if m.get("privately") == comment_id)
    found = journey.api.wait_for_entry(cases[1], "survey_suppressed")

    assert "/surveys/" in linked["text"]
    assert found["reason"] == "no_private_way"
    assert journey.kpis(at.date())["csat_mean"]["value"] is None


def test_the_question_waits_ten_minutes_and_is_not_put_to_who_came_back(
    stack: Stack,
) -> None:
    journey, user = Journey(stack), somebody()
    at = journey.morning()
    case = _answered_and_resolved(journey, "x", user, at)
    journey.move_to(at + timedelta(minutes=9))
    assert [one["text"] for one in journey.sent(user)] == ["Done."]

    back = say.direct_message(user, "eva", f"{user}2", "Still broken", journey.now())
    journey.post("x", back)
    journey.move_to(at + timedelta(minutes=13))

    assert [one["text"] for one in journey.sent(user)] == ["Done."]
    assert "survey_sent" not in journey.kinds(case)
    assert journey.case(case)["episode"] == 2


def _answered_and_resolved(
    journey: Journey, channel: str, user: str, at: datetime
) -> str:
    item = say.messenger(user, f"m_{user}", "It is broken", at)
    body: dict[str, Any] = {
        "facebook": say.page(at, messaging=[item]),
        "telegram": _to_the_bot(user, at),
        "x": say.direct_message(user, "eva", user, "It is broken", at),
    }[channel]
    journey.post(channel, body)
    case = str(journey.api.case_of(f"{channel}:{user}")["id"])
    journey.reply(case, "Done.")
    journey.resolve(case)
    return case


def _to_the_bot(user: str, at: datetime) -> dict[str, Any]:
    person = {"id": int(user), "is_bot": False, "first_name": "Eva"}
    chat = {"id": int(user), "type": "private", "first_name": "Eva"}
    parties = {"message_id": 1, "from": person, "chat": chat}
    said = {**parties, "date": int(at.timestamp()), "text": "It is broken"}
    return {"update_id": 1, "message": said}


def _told(journey: Journey) -> list[dict[str, Any]]:
    return [one for one in journey.all_sent() if one["kind"] == "acknowledgement"]


def _way_back(stack: Stack) -> dict[str, Any]:
    return {
        "api_url": stack.api_url,
        "webhook_secrets": stack.webhook_secrets,
        "clock_url": stack.clock_url,
    }


def _wait_for_score(journey: Journey, case: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        return next((e for e in journey.api.timeline(case) if e["score"]), None)

    return wait_for("the customer's score", look)


def _csat(journey: Journey, at: datetime) -> tuple[float, float]:
    """The mean of the day's scores, and how many there are."""
    row = journey.kpis(at.date())["csat_mean"]
    return row["value"], row["denominator"]
