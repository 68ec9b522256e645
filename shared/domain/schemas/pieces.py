"""The schemas of which those of the documents are made: a text, a name, a duration.

Every piece takes what is said of the field, ``says``, and further words of JSON
Schema such as ``default``. Patterns are anchored and in the part that Python,
ECMA-262 and Rust read alike.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from shared.domain.fields import LINE, LONGEST, MANY, MOST, NAME, UNSEEN

Schema = dict[str, Any]

LANGUAGE = "^[a-z]{2,3}$"
DATE = (
    "^(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))$"
)
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
OPENS, CLOSES = f"^{CLOCK}$", f"^(?:{CLOCK}|24:00)$"
# Nothing is longer than this in bytes wherever a customer writes (Instagram).
LONGEST_MESSAGE = 1_000


def record(
    fields: Mapping[str, Schema], says: str, required: Sequence[str] = (), **more: Any
) -> Schema:
    """Make an object of these fields and no others."""
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "description": says,
        "properties": dict(fields),
        **needed,
        "additionalProperties": False,
        **more,
    }


def by_name(pattern: str, values: Schema, says: str, **more: Any) -> Schema:
    """Make an object whose fields are names that somebody chose."""
    return {
        "type": "object",
        "description": says,
        "propertyNames": {"pattern": pattern},
        "additionalProperties": values,
        **more,
    }


def several(values: Schema, says: str, most: int = MANY, **more: Any) -> Schema:
    return {
        "type": "array",
        "description": says,
        "items": values,
        "maxItems": most,
        **more,
    }


def line(says: str, **more: Any) -> Schema:
    """Words on one line, as `read_text` takes them."""
    return _text(LINE, says, maxLength=LONGEST, **more)


def name(says: str, **more: Any) -> Schema:
    """The name of something, as `read_name` takes it."""
    return _text(NAMED, says, **more)


def choice(choices: Sequence[str], says: str, **more: Any) -> Schema:
    return {"type": "string", "description": says, "enum": list(choices), **more}


def flag(says: str, **more: Any) -> Schema:
    return {"type": "boolean", "description": says, **more}


def whole(least: int, most: int, says: str, **more: Any) -> Schema:
    return _number("integer", least, most, says, **more)


def count(says: str, **more: Any) -> Schema:
    """At least so many, as `read_count` takes it."""
    return whole(1, MOST, says, **more)


def number(least: float, most: float, says: str, **more: Any) -> Schema:
    return _number("number", least, most, says, **more)


def date(says: str) -> Schema:
    return _text(DATE, says, format="date", examples=["2026-12-24"])


def duration(most: timedelta, says: str, **more: Any) -> Schema:
    """Make a text such as 2h30m, of days, hours and minutes, none above ``most``.

    What they come to together a pattern cannot say.
    """
    minutes = most // timedelta(minutes=1)
    units = (("d", 3, 24 * 60), ("h", 4, 60), ("m", 5, 1))
    parts = "".join(
        f"(?:{_up_to(minutes // each, digits)}{unit})?" for unit, digits, each in units
    )
    return _text(f"^(?=[^1-9]*[1-9]){parts}$", says, **more)


def texts(
    says: str,
    *known: str,
    needs: str = "",
    most: int | None = LONGEST_MESSAGE,
    **more: Any,
) -> Schema:
    """Make texts by language; ``known`` are the placeholders each may have."""
    others = "".join(rf"(?!{place[1:-1]}\}})" for place in known)
    no_other = rf"(?![\s\S]*\{{{others}[^{{}}]*\}})"
    has = rf"(?=[\s\S]*\{{{needs[1:-1]}\}})" if needs else ""
    longest = {} if most is None else {"maxLength": most}
    text = _text(f"^{no_other}{has}[\\s\\S]*[^ {UNSEEN}]", "The text.", **longest)
    return by_name(
        LANGUAGE,
        text,
        f"{says} By ISO 639 codes; a language that is left out keeps its text.",
        **more,
    )


def nullable(schema: Schema, says: str, **more: Any) -> Schema:
    """Make it null or that; ``says`` is said of both."""
    return {"description": says, "anyOf": [{"type": "null"}, schema], **more}


def _text(pattern: str, says: str, **more: Any) -> Schema:
    return {"type": "string", "description": says, "pattern": pattern, **more}


def _number(kind: str, least: float, most: float, says: str, **more: Any) -> Schema:
    bounds = {"minimum": least, "maximum": most}
    return {"type": kind, "description": says, **bounds, **more}


def _up_to(most: int, digits: int) -> str:
    """Write the pattern of whole numbers to ``most``, of so many digits at most."""
    if most >= 10**digits - 1:
        return f"[0-9]{{1,{digits}}}"
    said = str(most)
    shorter = [f"[0-9]{{1,{len(said) - 1}}}"] if len(said) > 1 else []
    lower = [
        f"{said[:place]}[0-{int(digit) - 1}]" + "[0-9]" * (len(said) - place - 1)
        for place, digit in enumerate(said)
        if digit != "0"
    ]
    zeros = f"0{{0,{digits - len(said)}}}" if digits > len(said) else ""
    return f"{zeros}(?:{'|'.join([*shorter, *lower, said])})"


NAMED = f"^{NAME.pattern}$"
