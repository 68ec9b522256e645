"""When the desk is back, as people write days and times."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.text.dates import LONGEST, WORDS, in_words

FRIDAY = datetime(2026, 3, 6, 21, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo("Europe/Rome"))
JANUARY = datetime(2027, 1, 1, 14, 30, tzinfo=ZoneInfo("Europe/Rome"))


@pytest.mark.parametrize(
    ("language", "soon", "later"),
    [
        ("en", "Monday 9:00 (CET)", "Friday 1 January 14:30 (CET)"),
        ("it", "lunedì 9:00 (CET)", "venerdì 1 gennaio 14:30 (CET)"),
        ("pt", "segunda-feira 9:00 (CET)", "sexta-feira, 1 de janeiro, 14:30 (CET)"),
        ("pl", "poniedziałek 9:00 (CET)", "piątek 1 stycznia 14:30 (CET)"),
        ("ru", "понедельник 9:00 (CET)", "пятница 1 января 14:30 (CET)"),
        ("ro", "luni 9:00 (CET)", "vineri 1 ianuarie 14:30 (CET)"),
        ("es", "lunes 9:00 (CET)", "viernes 1 de enero 14:30 (CET)"),
        ("fr", "lundi 9:00 (CET)", "vendredi 1er janvier 14:30 (CET)"),
        ("de", "Montag 9:00 Uhr (CET)", "Freitag, 1. Januar, 14:30 Uhr (CET)"),
        ("nl", "2026-03-09 9:00 (CET)", "2027-01-01 14:30 (CET)"),
    ],
)
def test_a_time_is_said_in_the_language_asked_for(
    language: str, soon: str, later: str
) -> None:
    said = [in_words(at, FRIDAY, language) for at in (MONDAY, JANUARY)]

    assert said == [soon, later]


def test_the_date_is_added_from_the_same_weekday_of_next_week_on() -> None:
    rome = ZoneInfo("Europe/Rome")
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # Tuesday already in Rome
    tuesday = datetime(2026, 3, 10, 9, 0, tzinfo=rome)

    assert in_words(tuesday, late, "en") == "Tuesday 10 March 9:00 (CET)"
    assert in_words(tuesday - timedelta(days=1), late, "en") == "Monday 9:00 (CET)"


@pytest.mark.parametrize(
    ("zone", "named"),
    [("Asia/Kathmandu", "UTC+0545"), ("America/Sao_Paulo", "UTC-03"), ("UTC", "UTC")],
)
def test_a_zone_without_a_name_is_told_by_its_distance(zone: str, named: str) -> None:
    at = datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo(zone))

    assert in_words(at, FRIDAY, "en") == f"Monday 9:00 ({named})"


def test_no_time_is_longer_than_what_the_texts_are_checked_with() -> None:
    start = datetime(2027, 1, 1, 10, 0, tzinfo=ZoneInfo("Asia/Kathmandu"))
    year = [start + timedelta(days=day) for day in range(365)]
    said = {in_words(at, FRIDAY, language) for at in year for language in WORDS}

    assert max(map(len, said)) <= LONGEST
