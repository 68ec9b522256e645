"""Give cases to agents: choose, then assign in one atomic step."""

from functions.casebook import Fact, Loaded, moment, record
from shared.domain.agents import choose
from shared.domain.log import Entry
from shared.domain.settings import DEFAULT_QUEUE
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
        entry = Entry(
            at=moment(loaded, ports),
            id=f"assigned-{case.id}-{case.episode.number}",
            kind="assigned",
            case=case.id,
            episode=case.episode.number,
            agent=choice.agent.id,
            raw={"queue": case.queue, "reasons": choice.reasons},
        )
        return Fact(entry=entry, load={choice.agent.id: 1})

    case = record(person, decide, ports).case
    return case is not None and case.episode.agent is not None


def drain(ports: Ports) -> None:
    """Assign waiting cases, the most urgent first, as far as agents can take them."""
    full: set[str] = set()  # channels on which nobody can take more
    for person in ports.log.unassigned(DEFAULT_QUEUE):
        channel = person.partition(":")[0]
        if channel not in full and not assign(person, ports):
            full.add(channel)
