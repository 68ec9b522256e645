"""How an episode begins and goes on with a message, and how its case is named."""

from dataclasses import replace

from shared.domain.log import PAGE, Entry
from shared.domain.promises import opened, policy_of
from shared.domain.readings import in_its_talk
from shared.domain.settings import Settings
from shared.domain.state import Case, Episode, Person
from shared.domain.triage import routed


def new_episode(
    person: Person, entry: Entry, rules: Settings, former: Episode | None = None
) -> Episode:
    """The episode that a message opens: a case's first, or the next of ``former``."""
    episode = Episode(
        number=former.number + 1 if former else 1,
        opened_at=entry.at,
        due=None,
        waiting_since=entry.at,
        timed_from=timed_from(entry),
        routing=routed(person, entry, rules),
        last_at=entry.at,
        talk=entry.visibility or "private",
        language=in_its_talk(entry, person.tally.language).language,
        former_agent=(former.agent or former.former_agent) if former else None,
        messages=1,
    )
    policy = policy_of(episode, person.channel, rules)
    return opened(episode, policy, rules, entry.due)


def continued(episode: Episode, entry: Entry) -> Episode:
    """The episode after another message in it; a private one accepts an offer.

    What is said on a survey's page is neither public nor a private talk.
    """
    talk = episode.talk if entry.what == PAGE else entry.visibility or "private"
    accepts = (
        talk == "private"
        and entry.what != PAGE
        and episode.offered_at is not None
        and episode.accepted_at is None
    )
    return replace(
        episode,
        messages=episode.messages + 1,
        last_at=entry.at,
        talk=talk,
        accepted_at=entry.at if accepts else episode.accepted_at,
    )


def timed_from(entry: Entry) -> str | None:
    """The message that starts the live timer; nothing times imported ones."""
    return None if entry.historic else entry.id


def named(case: Case, entry: Entry) -> Case:
    """Give the case the id stored with a message of it, the first one for good."""
    if entry.opens is None or case.answers_to(entry.opens):
        return case
    number = case.episode.number
    alias = (entry.opens, number)
    if case.named:
        return replace(case, aliases=(*case.aliases, alias))
    own = () if number == 1 else (alias,)
    return replace(case, id=entry.opens, named=True, aliases=own)
