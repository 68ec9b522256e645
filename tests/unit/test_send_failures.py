"""Each refusal of a platform becomes the error that says what to do."""

from typing import Any

import pytest

from shared.adapters.send_failures import of_meta, of_telegram, of_x
from shared.errors import (
    DUPLICATE,
    CareError,
    ChannelBroken,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)

DATE = "Mon, 02 Mar 2026 09:30:00 GMT"
DATE_S = 1772443800


def meta(code: int, subcode: int = 0, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "error_subcode": subcode, **more}}


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (400, meta(10, 2018278), SendRefused, "reply window"),
        (400, meta(100, 2018276), SendRefused, "CARE_HUMAN_AGENT"),
        (400, meta(10, 2018108), SendRefused, "cannot be messaged"),
        (400, meta(10, 1893063), ChannelBroken, "restricts"),
        (400, meta(10), ChannelBroken, "permission"),
        (400, meta(230), ChannelBroken, "permission"),
        (400, meta(200, 1545041), SendRefused, "cannot be messaged"),
        (400, meta(551, 1545041), SendRefused, "cannot be messaged"),
        (400, meta(10, 2534022), SendRefused, "reply window"),
        (400, meta(10, 2018300), SendRefused, "Another app"),
        (400, meta(100, 2534014), SendRefused, "cannot be messaged"),
        (400, meta(100, 2534025), SendRefused, "no private reply"),
        (400, meta(10903), SendRefused, "no private reply"),
        (403, meta(10, 77), SendRefused, "does not allow"),
        (403, meta(200, 2534041), SendRefused, "does not allow"),
        (403, meta(3, 77), SendRefused, "does not allow"),
        (403, meta(3), ChannelBroken, "permission"),
        (401, meta(0), ChannelBroken, "token"),
        (403, meta(368, 77), ChannelBroken, "restricts"),
        (400, meta(551), SendRefused, "cannot be messaged"),
        (400, meta(100), SendRefused, "rejects the message"),
        (400, meta(10900), SendRefused, "one private reply"),
        (400, meta(130429), SendDelayed, "rate limit"),
        (400, meta(131000), SendDelayed, "passing"),
        (400, meta(131026), SendRefused, "cannot be reached"),
        (400, meta(131031), ChannelBroken, "restricts"),
        (400, meta(131047), SendRefused, "template"),
        (400, meta(131048), ChannelBroken, "spam"),
        (400, meta(131049), SendRefused, "another day"),
        (400, meta(131051), SendRefused, "rejects the message"),
        (400, meta(131056), SendDelayed, "this person"),
        (404, meta(132001), SendRefused, "rejects the message"),
        (400, meta(77_777), SendRefused, "rejects the message"),
        (400, meta(77_777, is_transient=True), SendDelayed, "passing"),
        (400, meta(1), SendDelayed, "passing"),
        (400, meta(2), SendDelayed, "passing"),
        (400, meta(1, 1357046), SendUnconfirmed, "sent"),
        (500, meta(1), SendUnconfirmed, "500"),
        (500, meta(2), SendUnconfirmed, "500"),
        (500, meta(190), SendUnconfirmed, "500"),
        (500, meta(131000), SendUnconfirmed, "500"),
        (503, meta(77_777, is_transient=True), SendUnconfirmed, "503"),
        (400, meta(613), SendDelayed, "rate limit"),
        (400, meta(80001), SendDelayed, "rate limit"),
        (400, meta(80002), SendDelayed, "rate limit"),
        (400, meta(80006), SendDelayed, "rate limit"),
        (429, None, SendDelayed, "rate limit"),
        (429, meta(77_777), SendDelayed, "rate limit"),
        (429, meta(131048), ChannelBroken, "spam"),
        (429, meta(131056), SendDelayed, "this person"),
        (429, meta(100), SendDelayed, "rate limit"),
        (400, meta(131042), ChannelBroken, "payment"),
        (400, meta(133010), ChannelBroken, "registered"),
        (401, meta(190, 463), ChannelBroken, "token"),
        (503, None, SendUnconfirmed, "503"),
        (302, None, SendUnconfirmed, "302"),
        (404, "<html>", SendRefused, "404"),
    ],
)
def test_meta(status: int, body: Any, error: type[CareError], words: str) -> None:
    found = of_meta(status, {}, body)

    assert type(found) is error
    assert words in found.message


@pytest.mark.parametrize(
    ("status", "detail", "error", "words"),
    [
        (429, "", SendDelayed, "rate limit"),
        (401, "Unauthorized", ChannelBroken, "token"),
        (402, "CreditsDepleted", ChannelBroken, "credits"),
        (403, "... a Tweet with duplicate content.", SendRefused, "already"),
        (403, "because you have not been mentioned or", SendRefused, "direct message"),
        (403, "have permission to DM one or more", SendRefused, "publicly"),
        (403, "This operation is not permitted.", ChannelBroken, "restricts"),
        (403, "a Tweet that is deleted or not visible", SendRefused, "gone"),
        (403, "Something new.", SendRefused, "rejects"),
        (500, "", SendUnconfirmed, "500"),
    ],
)
def test_x(status: int, detail: str, error: type[CareError], words: str) -> None:
    found = of_x(status, {}, {"detail": detail})

    assert type(found) is error
    assert words in found.message


@pytest.mark.parametrize(
    ("code", "description", "error", "words"),
    [
        (400, "Bad Request: chat not found", SendRefused, "never wrote"),
        (400, "Bad Request: message is too long", SendRefused, "rejects"),
        (400, "group chat was upgraded to a supergroup chat", SendRefused, "moved"),
        (400, "not enough rights to send text messages", SendRefused, "admins"),
        (403, "Forbidden: bot was blocked by the user", SendRefused, "blocked"),
        (403, "Forbidden: user is deactivated", SendRefused, "deleted"),
        (403, "bot can't initiate conversation with a user", SendRefused, "begin"),
        (401, "Unauthorized", ChannelBroken, "token"),
        (404, "Not Found", ChannelBroken, "token"),
        (429, "Too Many Requests", SendDelayed, "limit"),
        (502, "Bad Gateway", SendUnconfirmed, "502"),
    ],
)
def test_telegram(
    code: int, description: str, error: type[CareError], words: str
) -> None:
    body = {"ok": False, "error_code": code, "description": description}
    found = of_telegram(code, {}, body)

    assert type(found) is error
    assert words in found.message


def test_a_duplicate_post_on_x_is_told_from_other_refusals() -> None:
    found = of_x(403, {}, {"detail": "a Tweet with duplicate content."})

    assert found.code == DUPLICATE


def test_telegram_says_how_long_to_wait_in_its_body() -> None:
    body = {"ok": False, "error_code": 429, "parameters": {"retry_after": 9}}
    found = of_telegram(429, {}, body)

    assert isinstance(found, SendDelayed)
    assert found.retry_after_s == 9


def test_a_gateways_answer_is_told_by_its_status() -> None:
    assert type(of_telegram(429, {}, None)) is SendDelayed


@pytest.mark.parametrize(
    ("usage", "seconds"),
    [
        ('{"1": [{"estimated_time_to_regain_access": 5}, {}]}', 300),
        ('{"1": [{"estimated_time_to_regain_access": 0}]}', 60),
        ("no JSON", 60),
        ("[]", 60),
    ],
)
def test_meta_announces_a_ban_in_minutes(usage: str, seconds: float) -> None:
    found = of_meta(400, {"X-Business-Use-Case-Usage": usage}, meta(613))

    assert isinstance(found, SendDelayed)
    assert found.retry_after_s == seconds


def test_two_messages_to_one_whatsapp_user_are_six_seconds_apart() -> None:
    found = of_meta(400, {}, meta(131056))

    assert isinstance(found, SendDelayed)
    assert found.retry_after_s == 6


LATER = "Mon, 02 Mar 2026 09:35:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": LATER, "Date": DATE}, 300),
        ({"Retry-After": DATE, "Date": LATER}, 60),
        ({"Retry-After": LATER}, 60),
        ({"Retry-After": "soon", "Date": DATE}, 60),
        ({"Retry-After": LATER, "Date": "now"}, 60),
    ],
)
def test_meta_says_how_long_to_wait_in_seconds_or_by_an_instant(
    headers: dict[str, str], seconds: float
) -> None:
    found = of_meta(400, headers, meta(4))

    assert isinstance(found, SendDelayed)
    assert found.retry_after_s == seconds


def capped(who: str, remaining: str, after_s: int) -> dict[str, str]:
    """What X says of one of its caps of 24 hours."""
    cap = f"x-{who}-limit-24hour"
    return {f"{cap}-remaining": remaining, f"{cap}-reset": str(DATE_S + after_s)}


QUARTER = {"x-rate-limit-reset": str(DATE_S + 300), "Date": DATE}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({**QUARTER, **capped("user", "0", 54_400)}, 54_400),
        ({**QUARTER, **capped("app", "0", 40_000)}, 40_000),
        (
            {**QUARTER, **capped("user", "0", 50_000), **capped("app", "0", 40_000)},
            50_000,
        ),
        ({**QUARTER, **capped("user", "3", 54_400)}, 300),
        ({"Date": DATE, **capped("user", "0", 54_400)}, 54_400),
    ],
)
def test_a_used_up_day_on_x_is_waited_for(
    headers: dict[str, str], seconds: float
) -> None:
    found = of_x(429, headers, None)

    assert isinstance(found, SendDelayed)
    assert found.retry_after_s == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"x-rate-limit-reset": str(DATE_S + 30), "Date": DATE}, 30),
        ({"x-rate-limit-reset": str(DATE_S - 30), "Date": DATE}, 0),
        ({"x-rate-limit-reset": str(DATE_S)}, 900),
        ({"Date": DATE}, 900),
        ({}, 900),
    ],
)
def test_waiting_is_counted_on_the_platforms_clock(
    headers: dict[str, str], seconds: float
) -> None:
    found = of_x(429, headers, None)

    assert isinstance(found, SendDelayed)
    assert found.retry_after_s == seconds
