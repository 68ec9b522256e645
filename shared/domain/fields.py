"""Values in the JSON of settings: each is read, or refused with the field's name.

Every reader takes the value and the path of its field, as in ``rules[2] 'vip':
when.reach``, and raises `BadInput` if the value is not what the field takes.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from shared.errors import BadInput

LONGEST = 64  # characters of a name
MANY = 100  # values of a list
MOST = 1_000_000_000  # of anything counted
NAME = re.compile(rf"[a-z0-9_-]{{1,{LONGEST}}}")
# What nobody sees in a text: control and format characters, spaces but the usual
# one, private use. In escapes that every dialect of patterns has, for the schemas.
UNSEEN = (
    r"\u0000-\u001f\u007f-\u00a0\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891"
    r"\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ue000-\uf8ff"
    r"\ufeff\ufff9-\ufffb"
)
LINE = rf"^ *[^ {UNSEEN}][^{UNSEEN}]*$"
_LINE = re.compile(LINE.replace("$", r"\Z"))
_HALF = re.compile(r"[\ud800-\udfff]")  # half a character, which JSON can spell

T = TypeVar("T")


def read_text(value: Any, field: str) -> str:
    """Read words for people or for comparison, on one line."""
    if isinstance(value, str) and value.strip() and len(value) <= LONGEST:
        if _LINE.search(value) and not _HALF.search(value):
            return value
        raise BadInput(f"{field} must be one line of printable text.")
    raise BadInput(f"{field} must be a text of 1 to {LONGEST} characters.")


def read_name(value: Any, field: str) -> str:
    """Read the name of a queue, a policy, a calendar."""
    if isinstance(value, str) and NAME.fullmatch(value):
        return value
    raise BadInput(f"{field} must be 1 to {LONGEST} of the characters a-z 0-9 - _.")


def read_choice(value: Any, field: str, choices: Sequence[str]) -> str:
    if isinstance(value, str) and value in choices:
        return value
    raise BadInput(f"{field} must be {' or '.join(choices)}.")


def read_flag(value: Any, field: str) -> bool:
    if isinstance(value, bool):
        return value
    raise BadInput(f"{field} must be true or false.")


def read_count(value: Any, field: str) -> int:
    """Read a whole number from 1 on: at least so many."""
    return read_whole(value, field, 1, MOST)


def read_whole(value: Any, field: str, least: int, most: int) -> int:
    """Read a whole number in the range, both ends included; 2.0 is one in JSON."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and least <= value <= most and value == int(value):
        return int(value)
    raise BadInput(f"{field} must be a whole number from {least} to {most}.")


def read_number(value: Any, field: str, least: float, most: float) -> float:
    """Read a number in the range, both ends included."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and least <= value <= most:
        return float(value)
    raise BadInput(f"{field} must be a number from {least} to {most}.")


def read_list(
    value: Any, field: str, read: Callable[[Any, str], T], most: int = MANY
) -> tuple[T, ...]:
    """Read a list, each value with ``read``."""
    if not isinstance(value, list | tuple):
        raise BadInput(f"{field} must be a list.")
    if len(value) > most:
        raise BadInput(f"{field} has more than {most} values.")
    return tuple(read(item, f"{field}[{place}]") for place, item in enumerate(value))
