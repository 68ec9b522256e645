"""The JSON Schema of each document of the settings, and what it cannot say.

What a schema refuses is refused; what it takes, the readers may still refuse, for
the reasons in ``beyond`` and no others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.domain.schemas import (
    costs,
    escalation,
    forecast,
    hours,
    integrations,
    metrics,
    retention,
    routing,
    sla,
    surveys,
    topics,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class _Part:
    """How a document's schema is made, and what the document keeps to beyond it."""

    build: Callable[[], dict[str, Any]]
    beyond: tuple[str, ...]


_SCHEMAS = {
    "routing": _Part(routing.build, routing.BEYOND),
    "sla": _Part(sla.build, sla.BEYOND),
    "hours": _Part(hours.build, hours.BEYOND),
    "escalation": _Part(escalation.build, escalation.BEYOND),
    "surveys": _Part(surveys.build, surveys.BEYOND),
    "topics": _Part(topics.build, topics.BEYOND),
    "metrics": _Part(metrics.build, metrics.BEYOND),
    "costs": _Part(costs.build, costs.BEYOND),
    "retention": _Part(retention.build, retention.BEYOND),
    "forecast": _Part(forecast.build, forecast.BEYOND),
    "integrations": _Part(integrations.build, integrations.BEYOND),
}


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of a document, titled, with examples; not to be changed.

    Its ``description`` also has what is ``beyond`` it, for people.
    """
    built = _SCHEMAS[name].build()
    says = " ".join([built["description"], *beyond(name)])
    return {"title": f"The {name} settings", **built, "description": says}


def beyond(name: str) -> tuple[str, ...]:
    """What a document must keep to that its schema cannot say."""
    return _SCHEMAS[name].beyond
