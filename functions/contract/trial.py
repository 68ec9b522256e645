"""What somebody makes up to try the routing rules on, see shared/domain/trial.py."""

from functions.contract.operation import Schema, closed
from functions.contract.values import FLAG, ONE_LINE, TIME, choice
from shared.domain.conditions import CUSTOMER_TYPES
from shared.domain.fields import MANY, MOST
from shared.domain.routing_json import SENTIMENTS, VISIBILITIES
from shared.domain.trial import LONGEST
from shared.text.judgements import FLUSHES

AMOUNT: Schema = {"type": "integer", "minimum": 0, "maximum": MOST}
SAID: dict[str, Schema] = {
    "text": {"type": "string", "maxLength": LONGEST},
    "at": TIME,
    "visibility": choice(*VISIBILITIES),
    "language": ONE_LINE,
    "topics": {"type": "array", "items": ONE_LINE, "maxItems": MANY},
    "sentiment": choice(*SENTIMENTS),
    "sentiment_score": {"type": "number", "minimum": -1, "maximum": 1},
    "urgency": AMOUNT,
    "flush": choice(*FLUSHES),
    "followers": AMOUNT,
    "customer_type": choice(*CUSTOMER_TYPES),
    "earlier_messages": AMOUNT,
    "complaints": AMOUNT,
    "open_cases": AMOUNT,
    "failed_elsewhere": FLAG,
    "attributes": {"type": "object", "additionalProperties": ONE_LINE},
}


def _or_null(schema: Schema) -> Schema:
    values = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **values}


MESSAGE = closed(
    {"channel": ONE_LINE, **{name: _or_null(schema) for name, schema in SAID.items()}},
    *SAID,
)
