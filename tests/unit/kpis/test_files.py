"""File formats: what spreadsheets, programs and SQL get to read."""

import csv
import gzip
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kpis.files import instant, to_csv, to_json, to_jsonl_gz


@dataclass(frozen=True)
class Cell:
    value: Any
    id: int = 7


def cell(value: Any) -> str:
    """Write one cell and read it back as a CSV reader does."""
    content = to_csv(Cell, [Cell(value)]).decode()
    _, (read, _) = csv.reader(StringIO(content, newline=""))
    return read


@pytest.mark.parametrize(
    "formula",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"),
        *('=cmd|"/C"!A', " =1+1"),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_neutralised(formula: str) -> None:
    assert cell(formula) == f"'{formula}"


def test_so_is_what_would_be_a_cell_of_its_own_where_a_semicolon_parts_them() -> None:
    """As in most of Europe, where Excel writes 1,5."""
    assert cell("Ada;=1+1; -2;b") == "Ada;'=1+1;' -2;b"


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(text=st.one_of(TEXT.filter(bool), st.lists(TEXT, min_size=2).map(";".join)))
def test_text_is_one_cell_whatever_it_holds(text: str) -> None:
    found = cell(text)

    assert found.replace("'", "") == text.replace("'", "")
    for part in found.split(";"):
        assert part.strip(" ")[:1] not in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-1.5, "-1.5"),
        (-3, "-3"),
        (0.1, "0.1"),
        (True, "true"),
        (date(2026, 5, 12), "2026-05-12"),
        (datetime(2026, 5, 12, 8, tzinfo=UTC), "2026-05-12T08:00:00.000Z"),
        ("a;b", "a;b"),
    ],
)
def test_other_cells_are_left_as_they_are(value: object, expected: str) -> None:
    assert cell(value) == expected


def test_nothing_is_an_empty_cell_in_csv_and_null_in_json() -> None:
    pair = [Cell(None), Cell(1)]

    assert to_csv(Cell, pair) == b"value,id\r\n,7\r\n1,7\r\n"
    assert to_json(Cell, pair) == b'[\n{"value":null,"id":7},\n{"value":1,"id":7}\n]\n'


def test_json_of_nothing_is_an_empty_array() -> None:
    assert json.loads(to_json(Cell, [])) == []


def test_times_are_cut_off_to_milliseconds_and_put_in_utc() -> None:
    rome = timezone(timedelta(hours=2))
    late = datetime(2026, 5, 13, 1, 59, 59, 999_999, tzinfo=rome)

    assert instant(late) == "2026-05-12T23:59:59.999Z"


def test_json_lines_are_packed_without_name_and_time() -> None:
    packed = to_jsonl_gz(Cell, [Cell("ż"), Cell(("a", "b"))])
    magic, flags, time = packed[:3], packed[3], packed[4:8]
    lines = '{"value":"ż","id":7}\n{"value":["a","b"],"id":7}\n'

    assert gzip.decompress(packed).decode() == lines
    assert (magic, flags, time) == (b"\x1f\x8b\x08", 0, bytes(4))


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(Cell, [Cell(float("nan"))])
