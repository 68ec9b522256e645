"""What the page of a day says first: what of it is out of the ordinary."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.kpis.report_rows import a_page, full_day, rate, row

DAYS = range(1, 29)


def messages(many: int, **where: str) -> Any:
    return row("inbound_messages", many, "messages", **where)


def about(topic: str, many: int) -> Any:
    return messages(many, dimension="topic", key=topic)


def on(channel: str, many: int) -> Any:
    return messages(many, dimension="channel", key=channel)


def in_time(queue: str, met: int, of: int) -> Any:
    return rate("first_response_sla", met, of, dimension="queue", key=queue)


def said(day: list[Any], before: list[Any], days: range = DAYS) -> str:
    text = a_page([messages(1000), *day], before={n: _all(before) for n in days}).text
    return text.partition("Worth a look | ")[2].partition(" | Messages")[0]


def _all(rows: list[Any]) -> list[Any]:
    return [messages(1000), *rows]


def test_a_headline_worse_than_on_nine_in_ten_days_is_worth_a_look() -> None:
    day, before = ([rate("first_response_sla", n, 100)] for n in (70, 90))

    assert said(day, before) == "First responses in time:  | 70 % | , usually 90 %."


def test_one_that_is_better_is_not() -> None:
    day, before = ([rate("first_response_sla", n, 100)] for n in (99, 90))

    assert said(day, before).startswith("Nothing of this day is out of the ordinary.")


def test_a_topic_that_breaks_out_is_named() -> None:
    found = said([about("outage", 144)], [about("outage", 20)])

    assert found == "144 messages |  about  | outage | , usually 20."


def test_a_topic_that_nobody_has_had_is_named_too() -> None:
    found = said([about("recall", 60)], [about("bill", 20)])

    assert found == "60 messages |  about  | recall | , usually 0."


def test_a_topic_that_grew_with_everything_else_is_not() -> None:
    text = a_page(
        [messages(3000), about("outage", 60)],
        before={n: [messages(1000), about("outage", 20)] for n in DAYS},
    ).text

    assert "messages |  about " not in text


def test_a_topic_as_large_as_on_some_day_before_is_not() -> None:
    """Every fourth week the bills are sent."""
    before = {n: _all([about("bill", 90 if n == 28 else 20)]) for n in DAYS}
    text = a_page(_all([about("bill", 88)]), before=before).text

    assert "Nothing of this day is out of the ordinary." in text


def test_a_queue_later_than_ever_is_named() -> None:
    found = said([in_time("vip", 20, 40)], [in_time("vip", 36, 40)])

    assert found == (
        "Only  | 50 % |  of first responses in time in queue  | vip | , usually 90 %."
    )


def test_a_few_late_answers_say_nothing_of_a_queue() -> None:
    assert "vip" not in said([in_time("vip", 1, 19)], [in_time("vip", 18, 19)])


def test_a_channel_that_has_gone_silent_is_asked_about() -> None:
    found = said([on("x", 990)], [on("x", 990), on("whatsapp", 300)])

    assert found == (
        "No messages |  on  | whatsapp | , usually 300. Is the channel still connected?"
    )


def test_a_channel_that_rests_every_week_is_not() -> None:
    before = {n: _all([on("x", 9), *([on("phone", 300)] * (n % 7 > 0))]) for n in DAYS}

    assert "phone" not in a_page(_all([on("x", 9)]), before=before).text


def test_while_a_week_is_not_known_nothing_is_said() -> None:
    worse = [rate("first_response_sla", 1, 100)], [rate("first_response_sla", 99, 100)]

    assert said(*worse, days=range(1, 7)) == ""
    assert said(*worse, days=range(1, 8)) != ""


def test_of_a_day_that_is_not_over_nothing_is_said() -> None:
    running = row("inbound_messages", 1, "messages", mature=False)
    page = a_page([running], before={n: [messages(1000)] for n in DAYS})

    assert "Worth a look" not in page.text


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=29, max_size=29))
def test_it_does_with_whatever_numbers_there_are(numbers: list[int]) -> None:
    days = {
        n: [r if r["dimension"] == "all" else r | {"value": many} for r in full_day()]
        for n, many in enumerate(numbers)
    }

    assert a_page(days.pop(0), before=days).balanced
