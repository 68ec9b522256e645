"""Where the tables lie: one folder each, found again under its date."""

from shared.kpis.columns import TABLES
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
