"""Ask the CRM who a customer is, when his case is about to be routed.

What it says in time becomes his attributes, as if it had put them itself, and so
routing sees it. Too late, wrong or not at all, and routing goes on without: a
message never waits longer than this, and is never lost for it.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from functions.linking import put_attributes
from functions.surroundings import customers
from shared.domain.customers import Customer, read_attributes
from shared.domain.decisions import Decision
from shared.domain.integrations import CardSource
from shared.domain.triage import is_flushed
from shared.errors import BadInput, CareError, Conflict
from shared.observability import logger
from shared.ports import Card, Ports
from shared.ports_outside import Answer, Call, OutsideFailed

DEADLINE_S = 0.8  # for all customers of a batch together
CRM = "crm"
_FRESH = timedelta(hours=1)  # what it said so lately is not asked again
_OK, _NOT_FOUND = 200, 404


def look_up(
    decisions: Mapping[str, Decision], cards: Mapping[str, Card], ports: Ports
) -> Mapping[str, Card]:
    """The cards of those of whom the CRM has just told something, read again."""
    source = ports.settings.newest.integrations.card
    wanted = [p for p, d in decisions.items() if source and _is_to_route(d)]
    if source is None or not wanted:
        return {}
    try:
        wanted = _unknown(wanted, cards, ports)
        found = _ask(wanted, source, ports)
    except CareError as error:
        _note(error.code, ports)
        return {}
    told = [person for person, values in found.items() if _keep(person, values, ports)]
    return ports.log.cards(told) if told else {}


def _is_to_route(decision: Decision) -> bool:
    """Whether it opens something live that no rule flushes."""
    return any(
        e.routing is not None and not e.historic and not is_flushed(e)
        for e in decision.entries
    )


def _unknown(
    persons: Iterable[str], cards: Mapping[str, Card], ports: Ports
) -> list[str]:
    """Those of whom the CRM has not told anything for a while."""
    ids = {p: one for p in persons if (one := cards[p].customer) is not None}
    known, now = customers(ids.values(), ports), ports.clock.now()
    return [p for p in persons if not _is_fresh(known.get(ids.get(p, "")), now)]


def _is_fresh(customer: Customer | None, now: datetime) -> bool:
    puts = customer.attributes.values() if customer else ()
    return any(put.by == CRM and now - put.at < _FRESH for put in puts)


def _ask(
    persons: list[str], source: CardSource, ports: Ports
) -> dict[str, Mapping[str, str]]:
    token = str(ports.secrets.events().get("card") or "")
    headers = {"accept": "application/json", "user-agent": "care"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    calls = [Call(method="GET", url=source.of(p), headers=headers) for p in persons]
    answers = ports.outside.make(calls, DEADLINE_S)
    found: dict[str, Mapping[str, str]] = {}
    for person, answer in zip(persons, answers, strict=True):
        try:
            values = _read(answer, source)
        except CareError as error:
            _note(error.code, ports)
        else:
            if values:
                found[person] = values
    return found


def _read(answer: Answer | OutsideFailed, source: CardSource) -> dict[str, str]:
    """The attributes of an answer; none of a customer whom the CRM does not know.

    Raises:
        CareError: it is no such answer.

    """
    if isinstance(answer, OutsideFailed):
        raise answer
    if answer.status == _NOT_FOUND:
        return {}
    try:
        body = json.loads(answer.body) if answer.status == _OK else None
    except (ValueError, RecursionError):
        body = None
    given = body.get("attributes") if isinstance(body, dict) else None
    if not isinstance(given, dict):
        raise OutsideFailed("It is no card.", code="bad_answer")
    names = source.attributes
    wanted = {k: v for k, v in given.items() if names is None or k in names}
    try:
        return read_attributes(wanted)
    except BadInput:
        raise OutsideFailed("It has other attributes.", code="bad_answer") from None


def _keep(person: str, values: Mapping[str, str], ports: Ports) -> bool:
    """Put them as his attributes; who writes for the first time gets a card for it."""
    try:
        if ports.log.cards([person])[person].version == 0:
            ports.log.save(Card.empty(person))
        put_attributes(person, values, CRM, ports)
    except Conflict:
        # Somebody else has just written of him: he may be known with the next message.
        _note("conflict", ports)
        return False
    return True


def _note(why: str, ports: Ports) -> None:
    logger.warning("Routed without the customer card.", extra={"why": why})
    ports.subscribers.card_failed(why, ports.clock.now())
