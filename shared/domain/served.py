"""Which customers an agent sees: those whom he serves, over all their channels.

Pure: he serves who is on one of his channels with any identity, and whose case he
has or had. An agent who serves all channels sees everybody.
"""

from collections.abc import Iterable

from shared.domain.agents import Agent
from shared.domain.state import Case


def is_limited(agent: Agent) -> bool:
    """Whether there are channels that he does not serve."""
    return agent.channels is not None or bool(agent.except_channels)


def may_see(agent: Agent, channels: Iterable[str], agents: Iterable[str]) -> bool:
    """Whether an agent may see a customer, and all his cases.

    Args:
        agent: who looks.
        channels: of the customer's identities.
        agents: who has, or ever had, a case of his.

    """
    return agent.id in set(agents) or any(map(agent.serves, channels))


def agents_of(case: Case | None) -> set[str]:
    """Who has a case, or had it, as far as its present episode tells."""
    if case is None:
        return set()
    episode = case.episode
    known = {episode.agent, episode.former_agent, episode.given_back_by}
    return {name for name in known if name is not None}
