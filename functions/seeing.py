"""Which customers an agent sees, as shared/domain/served.py says it of what is stored.

Supervisors and admins see all, as does who is no agent: he has no channels.
"""

from collections.abc import Collection, Iterable

from functions.linking import find
from functions.roles import LEADS
from functions.surroundings import customers
from shared.domain.agents import Agent
from shared.domain.served import agents_of, is_limited, may_see
from shared.errors import Forbidden
from shared.ports import Card, Ports


def viewer(caller: str, roles: Collection[str], ports: Ports) -> Agent | None:
    """The agent who looks, if there are customers whom he does not see.

    Whoever is no agent by his roles is let in, or not, by those.

    Raises:
        Forbidden: he was taken out of the agents; what he may still sign in with
            is not to show him more than he saw as one.

    """
    if "agent" not in roles or not set(LEADS).isdisjoint(roles):
        return None
    agent = ports.agents.get(caller)
    if agent is None and ports.agents.is_former(caller):
        problem = "You are no agent any more; ask a supervisor to put you back."
        raise Forbidden(problem, code="no_agent")
    return agent if agent is not None and is_limited(agent) else None


def must_see(agent: Agent, customer: str, ports: Ports) -> None:
    """Check that an agent may see a customer, named by his id or by any of his persons.

    Only of whom he does not serve are the logs read, for cases that he had.

    Raises:
        Forbidden: he may not, ``not_served``.
        NotFound: there is no such customer.

    """
    found = find(customer, ports)
    channels = [person.partition(":")[0] for person in found.cards]
    lately = {name for c in found.cards.values() for name in agents_of(c.person.case)}
    if may_see(agent, channels, lately):
        return
    logs = (ports.log.read(person) for person in found.cards)
    ever = {e.agent for log in logs for e in log if e.kind == "assigned" and e.agent}
    if not may_see(agent, (), ever):
        raise Forbidden(
            "This customer is on none of your channels; ask a supervisor.",
            code="not_served",
        )


def seen(cards: Iterable[Card], agent: Agent | None, ports: Ports) -> list[Card]:
    """Those of some persons' cards whom an agent may see; None sees all.

    Linked identities cost one request for all of them, and only of persons who are
    on none of his channels; cases that he had long ago are not looked for.
    """
    known = list(cards)
    if agent is None:
        return known
    own = {c.person.id for c in known if _is_seen(agent, c)}
    linked = [c.customer for c in known if c.customer and c.person.id not in own]
    for customer in customers(linked, ports).values():
        if may_see(agent, (p.partition(":")[0] for p in customer.persons), ()):
            own.update(customer.persons)
    return [card for card in known if card.person.id in own]


def _is_seen(agent: Agent, card: Card) -> bool:
    return may_see(agent, [card.person.channel], agents_of(card.person.case))
