"""Where the tables lie: one folder each, found again under its date."""

from typing import get_args

import pytest

from shared.kpis.columns import TABLES
from shared.kpis.facts import EpisodeEvent, SurveyEvent
from shared.kpis.tables import FOLDERS, table_folder
from tests.unit.kpis.samples import DAY


def test_every_table_has_a_folder() -> None:
    assert set(FOLDERS) == set(TABLES)


def test_no_table_lies_in_another_or_beside_files_for_people() -> None:
    for_people = ("kpis/daily", "kpis/hourly", "reports")
    folders = [*FOLDERS.values(), *for_people]

    assert not [
        (one, other)
        for one in folders
        for other in folders
        if one is not other and f"{one}/".startswith(f"{other}/")
    ]


def test_the_folder_of_a_day_is_named_by_its_date() -> None:
    assert table_folder("kpis", DAY) == "tables/kpis/date=2026-05-12"


@pytest.mark.parametrize(
    ("table", "events"),
    [("episodes", get_args(EpisodeEvent)), ("surveys", get_args(SurveyEvent))],
)
def test_a_column_of_events_names_each_of_them(
    table: str, events: tuple[str, ...]
) -> None:
    (meaning,) = (c.meaning for c in TABLES[table] if c.name == "event")

    assert [event for event in events if event not in meaning] == []
