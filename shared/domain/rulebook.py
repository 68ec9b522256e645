"""From the documents that were put, version by version, to the rules in force.

A document is the JSON of one part of the settings; it holds from the instant it
was put until its next version.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.domain.costs_json import read_costs, write_costs
from shared.domain.escalation_json import read_escalation, write_escalation
from shared.domain.forecast_json import read_forecast, write_forecast
from shared.domain.hours_json import read_calendars, write_calendars
from shared.domain.integrations_json import read_integrations, write_integrations
from shared.domain.metrics_json import read_metrics, write_metrics
from shared.domain.policies_json import check_calendars, read_sla, write_sla
from shared.domain.retention_json import read_retention, write_retention
from shared.domain.routing_json import check_names, read_routing, write_routing
from shared.domain.settings import Rulebook, Settings
from shared.domain.survey_rules_json import read_surveys, write_surveys
from shared.domain.topics_json import read_topics, write_topics
from shared.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a document, numbered from 1: who put it, and when.

    ``restores`` is the version that was put again with it, 0 that of a new
    deployment; ``request`` names the request, where a repeat is to be known.
    """

    name: str
    number: int
    document: Mapping[str, Any]
    by: str
    at: datetime
    restores: int | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the settings: its field, and how its document is read and said."""

    field: str
    read: Callable[[Any], Any]
    write: Callable[[Any], dict[str, Any]]


_PARTS = {
    "routing": _Part("routing", read_routing, write_routing),
    "sla": _Part("sla", read_sla, write_sla),
    "hours": _Part("calendars", read_calendars, write_calendars),
    "escalation": _Part("escalation", read_escalation, write_escalation),
    "surveys": _Part("surveys", read_surveys, write_surveys),
    "topics": _Part("topics", read_topics, write_topics),
    "metrics": _Part("metrics", read_metrics, write_metrics),
    "costs": _Part("costs", read_costs, write_costs),
    "retention": _Part("retention", read_retention, write_retention),
    "forecast": _Part("forecast", read_forecast, write_forecast),
    "integrations": _Part("integrations", read_integrations, write_integrations),
}
NAMES = tuple(_PARTS)


def changed(
    rules: Settings, name: str, document: Mapping[str, Any], number: int
) -> Settings:
    """The rules with this version of a document in place of the one before.

    Raises:
        BadInput: names the field; or the document that needs what this one has
            no longer.

    """
    new = _with(rules, name, document, number)
    _check_names(new, name)
    return new


def said(rules: Settings, name: str) -> dict[str, Any]:
    """Say a part of the rules as the document that would put it."""
    part = _PARTS[name]
    return part.write(getattr(rules, part.field))


def assemble(
    first: Settings, versions: Iterable[Version]
) -> tuple[Rulebook, list[tuple[Version, str]]]:
    """Lay out which rules held when, and which versions are of no use, and why.

    ``first`` are the rules of a new deployment, in force until the first
    version. In place of one that is of no use the version before holds on.
    """
    rules = first
    pages: list[tuple[datetime, Settings]] = []
    useless: list[tuple[Version, str]] = []
    newest = dict.fromkeys(NAMES, 0)
    known = (v for v in versions if v.name in newest)
    for version in sorted(known, key=lambda v: (v.at, v.name, v.number)):
        # Clocks differ: what was put earlier never comes back by a later time.
        if version.number < newest[version.name]:
            continue
        try:
            # What one names and another lacks is no reason: by clocks that differ
            # the one may come first, and whoever reads it can do without.
            rules = _with(rules, version.name, version.document, version.number)
        except BadInput as error:
            useless.append((version, error.message))
        else:
            newest[version.name] = version.number
            pages.append((version.at, rules))
    return Rulebook(first, pages), useless


def _with(
    rules: Settings, name: str, document: Mapping[str, Any], number: int
) -> Settings:
    part = _PARTS[name]
    new = replace(rules, **{part.field: part.read(document)})
    if name == "routing":
        new = replace(new, routing=replace(new.routing, version=number))
    return new


def _check_names(rules: Settings, put: str) -> None:
    """Refuse rules of which one document names what another does not have."""
    calendars, policies = rules.calendars, rules.sla.policies
    try:
        check_calendars(rules.sla, calendars)
    except BadInput as error:
        raise _needed("sla", put, error) from error
    try:
        check_names(rules.routing, calendars=calendars, policies=policies)
    except BadInput as error:
        raise _needed("routing", put, error) from error


def _needed(name: str, put: str, error: BadInput) -> BadInput:
    """Say which document needs it, unless it is the one that is put."""
    if name == put:
        return error
    return BadInput(f"The {name} settings need it: {error.message}")
