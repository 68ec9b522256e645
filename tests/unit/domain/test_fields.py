"""Values of settings: what each reader takes, and where it stops."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from shared.domain.fields import (
    read_choice,
    read_count,
    read_flag,
    read_list,
    read_name,
    read_number,
    read_text,
)
from shared.errors import BadInput

one_of = partial(read_choice, choices=("open", "closed"))
score = partial(read_number, least=-1, most=1)
names = partial(read_list, read=read_name, most=2)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (read_text, "Großkunden, 2. Stufe", "Großkunden, 2. Stufe"),
        (read_text, "a" * 64, "a" * 64),
        (read_name, "vip-2_de", "vip-2_de"),
        (one_of, "open", "open"),
        (read_flag, False, False),
        (read_text, "é 日本 👍🏽", "é 日本 👍🏽"),
        (read_count, 1, 1),
        (read_count, 2.0, 2),
        (read_count, 1_000_000_000, 1_000_000_000),
        (score, -1, -1.0),
        (score, 1, 1.0),
        (names, [], ()),
        (names, ["a", "b"], ("a", "b")),
    ],
)
def test_a_value_is_read(
    read: Callable[[Any, str], Any], value: Any, expected: Any
) -> None:
    assert read(value, "when.field") == expected


@pytest.mark.parametrize(
    ("read", "values", "message"),
    [
        (read_text, [None, 7, "", "  ", "a" * 65], "must be a text of 1 to 64"),
        (
            read_text,
            ["a\nb", "a\n", "a\x00", "a\u200b", "a\ue000", "\ud800"],
            "must be one line of printable",
        ),
        (read_name, [None, "", "VIP", "a b", "è", "a" * 65, "a\n"], "must be 1 to 64"),
        (one_of, [None, True, "Open", ""], "must be open or closed"),
        (read_flag, [None, 0, 1, "true"], "must be true or false"),
        (
            read_count,
            [None, True, 0, -1, 1.5, "1", 10**9 + 1, float("nan")],
            "must be a whole",
        ),
        (score, [None, False, "0", 1.01, -2, float("nan")], "must be a number from -1"),
        (names, [None, "ab", {"a": 1}], "must be a list"),
        (names, [["a", "b", "c"]], "has more than 2 values"),
        (names, [["a", 7]], r"\[1\] must be 1 to 64"),
    ],
)
def test_any_other_value_is_refused_by_name(
    read: Callable[[Any, str], Any], values: list[Any], message: str
) -> None:
    for value in values:
        with pytest.raises(BadInput, match=rf"^when\.field ?{message}"):
            read(value, "when.field")
