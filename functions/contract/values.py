"""The values that requests and answers are made of, as JSON Schema.

Patterns are of what Python, ECMAScript and Rust understand alike.
"""

from functions.contract.operation import Schema
from shared.domain.cursors import PATTERN
from shared.domain.fields import LINE, LONGEST, MOST, UNSEEN

SEEN = f"[^ {UNSEEN}]"  # at least one character that anybody sees

STRING: Schema = {"type": "string"}
NO_STRING: Schema = {"type": ["string", "null"]}
WHOLE: Schema = {"type": "integer"}
NO_WHOLE: Schema = {"type": ["integer", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
NO_NUMBER: Schema = {"type": ["number", "null"]}
FLAG: Schema = {"type": "boolean"}
TIME: Schema = {"type": "string", "format": "date-time"}
NO_TIME: Schema = {"type": ["string", "null"], "format": "date-time"}
DATE: Schema = {"type": "string", "format": "date"}
NO_DATE: Schema = {"type": ["string", "null"], "format": "date"}
OBJECT: Schema = {"type": "object"}
STRINGS: Schema = {"type": "array", "items": {"type": "string"}}
NAME: Schema = {"type": "string", "pattern": f"^[a-z0-9_-]{{1,{LONGEST}}}$"}
ONE_LINE: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST,
    "pattern": LINE,
}
LIMIT: Schema = {
    "type": "integer",
    "minimum": 1,
    "maximum": 200,
    "default": 50,
    "description": "How many items at most.",
}
CURSOR: Schema = {
    "type": "string",
    "pattern": PATTERN,
    "description": "`next` of the page before.",
}
PAGED = {"limit": LIMIT, "cursor": CURSOR}
# Of numbers, which are read whole as a rule.
WHOLE_OR_PAGED = {
    "limit": {
        **{name: said for name, said in LIMIT.items() if name != "default"},
        "description": "How many items at most; unless said, all.",
    },
    "cursor": CURSOR,
}
AMOUNT: Schema = {"type": "integer", "minimum": 1, "maximum": MOST}


def words(most: int) -> Schema:
    """A text that is not empty, of so many characters at most."""
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": SEEN}


def no_words(most: int) -> Schema:
    """The same, or null."""
    return {**words(most), "type": ["string", "null"]}


def choice(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}
