"""Give cases to agents: choose, then assign in one atomic step."""

from functions.casebook import Fact, Loaded, moment, record
from shared.domain import commands
from shared.domain.agents import choose
from shared.domain.commands import Act
from shared.ports import Ports


def assign(person: str, ports: Ports) -> bool:
    """Assign a person's open case to the least-loaded agent who can take it.

    Returns:
        Whether the case has an agent now.

    """

    def decide(loaded: Loaded) -> Fact | None:
        case = loaded.case
        if case is None or case.status == "resolved" or case.episode.agent:
            return None
        choice = choose(ports.agents.all(), loaded.person.channel)
        if choice.agent is None:
            return None
        act = Act(at=moment(loaded, ports))
        entry = commands.assign(case, act, choice.agent.id, choice.reasons)
        return Fact(entry=entry, load={choice.agent.id: 1})

    case = record(person, decide, ports).case
    return case is not None and case.episode.agent is not None


def drain(ports: Ports) -> None:
    """Assign waiting cases, the most urgent first, as far as agents can take them."""
    full: set[str] = set()  # channels on which nobody can take more
    for queue in sorted(ports.settings.queues):
        for person in ports.log.unassigned(queue):
            channel = person.partition(":")[0]
            if channel not in full and not assign(person, ports):
                full.add(channel)
