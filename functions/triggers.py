"""Post the errands by which the system says something itself (interventions.py).

Only where the fold says that one is due after a message; nothing is asked of
AWS for any other message.
"""

from collections.abc import Iterable, Iterator, Sequence

from shared.channels import CHANNELS
from shared.domain import followups, interventions
from shared.domain.interventions import Task
from shared.domain.log import Entry
from shared.domain.state import Person
from shared.errors import StoreUnavailable
from shared.observability import logger
from shared.ports import Ports


def after_messages(
    decided: Iterable[tuple[Person, Sequence[Entry]]], ports: Ports
) -> None:
    """Post what may be due after messages that came in; those are stored by then."""
    for person, arrivals in decided:
        for task in _due(person, arrivals, ports):
            _post(task, person, ports)
        answered = followups.due(person, arrivals, ports.settings)
        if answered is not None:
            ports.outbox.put(followups.to_body(answered), 0)


def after_answer(person: Person, ports: Ports) -> None:
    """Post what may be due after an answer of ours.

    It has left already, so that this must not fail; the next message of either
    side makes up for it.
    """
    try:
        if interventions.way_out(person, ports.settings) is not None:
            _post("offer_way_out", person, ports)
    except StoreUnavailable:
        logger.exception("A long talk was not looked at.")


def _due(person: Person, arrivals: Sequence[Entry], ports: Ports) -> Iterator[Task]:
    now, rules = ports.clock.now(), ports.settings
    longer = any(interventions.lengthens(e) for e in arrivals)
    if longer and interventions.way_out(person, rules) is not None:
        yield "offer_way_out"
    note = interventions.closed_note(person, arrivals, now, rules)
    if note is not None and person.channel in CHANNELS:
        yield "tell_closed"


def _post(task: Task, person: Person, ports: Ports) -> None:
    ports.outbox.put(interventions.to_body(interventions.owed(task, person)), 0)
