"""What became of a question that was queued: sent, not sent, or nobody knows.

An attempt is known by the key it was made under; the log has its outcome once.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from functions.casebook import Fact, Loaded, record
from functions.delivery import make_known
from shared.domain import outgoing, surveys
from shared.domain.log import PREFIX, Entry, instant_of
from shared.domain.state import Case, Survey
from shared.domain.survey_rules import kind_of
from shared.domain.survey_state import OUTCOME_UNKNOWN
from shared.domain.times import from_text, to_text
from shared.errors import SendDelayed
from shared.ports import Ports

LOOK_S = 60.0  # until it is looked again what an attempt without an answer came to


def was_told(survey: str, loaded: Loaded, ports: Ports) -> bool:
    """Whether the log has an outcome of a survey already.

    Of one that is begun again also from before a newer case: it spoke within hours
    before it was lost, and is begun again within its time to be answered.
    """
    person, entries = loaded.person, loaded.entries
    expires = ports.settings.newest.surveys.of(kind_of(survey)).expires
    bound = f"{PREFIX}{to_text(ports.clock.now() - 2 * expires)}"
    if person.since and bound < instant_of(person.since):
        entries = ports.log.read(person.id, bound)
    outcomes = ("survey_sent", "survey_suppressed")
    return any(e.kind in outcomes and e.survey == survey for e in entries)


def leave_off(survey: str, loaded: Loaded, ports: Ports) -> None:
    """Say what became of a question that was queued before the customer wrote again.

    Without that it would count as asked.
    """
    own = own_survey(loaded, survey)
    if own is None or own.state != "queued":
        return
    person, now = loaded.person.id, ports.clock.now()
    claimed = ports.log.claimed(person, surveys.key_of(survey))
    if claimed is None:
        entry = surveys.suppressed(survey, None, now, "case_open")
    else:
        entry = came_of(loaded, survey, claimed, now, ports)
    since = ports.log.read(person, f"{PREFIX}{to_text(own.sent_at)}")
    first = next((e for e in since if e.id == surveys.queued_id(survey)), entry)
    told = replace(entry, case=first.case, episode=first.episode, agent=first.agent)
    keep(loaded, told, ports)


def came_of(
    loaded: Loaded,
    survey: str,
    claimed: Mapping[str, Any],
    now: datetime,
    ports: Ports,
) -> Entry:
    """What became of an earlier attempt: never ask twice.

    Raises:
        SendDelayed: it may still be under way; look again later.

    """
    case, at = case_of(loaded, survey), claimed.get("at") or claimed["claimed_at"]
    asked_at, sent_id = from_text(str(at)), claimed.get("id")
    if sent_id is not None:
        make_known(loaded.person.id, claimed, ports)
    elif now < asked_at + outgoing.UNDER_WAY:
        raise SendDelayed("The survey is being sent.", retry_after_s=LOOK_S)
    else:
        sent_id = _echo(loaded, survey, asked_at, claimed)
    if sent_id is None:
        return surveys.suppressed(survey, case, now, OUTCOME_UNKNOWN)
    own = own_survey(loaded, survey)
    expires = ports.settings.newest.surveys.of(kind_of(survey)).expires
    until = own.expires_at if own is not None else asked_at + expires
    reply_to = claimed.get("reply_to")
    return surveys.sent(survey, case, asked_at, until, str(sent_id), reply_to)


def _echo(
    loaded: Loaded, survey: str, at: datetime, claimed: Mapping[str, Any]
) -> str | None:
    """The id of the question, if the platform tells of it by itself."""
    if "text" not in claimed:
        return None  # erased since
    attempt = Entry(
        at=at,
        id=survey,
        kind="send_unconfirmed",
        send_key=surveys.key_of(survey),
        visibility="private",
        text=claimed["text"],
    )
    return outgoing.proof(attempt, loaded.entries)


def keep(loaded: Loaded, entry: Entry, ports: Ports) -> None:
    """Record that the customer was asked, or was not.

    A question that has left must be known, to read its answer, also where the
    customer wrote again meanwhile. That none was sent concerns the episode only,
    or the question that was queued.
    """
    person = loaded.person.id
    since = ports.log.read(person, f"{PREFIX}{to_text(entry.at)}")
    if any((e.kind, e.id) == (entry.kind, entry.id) for e in since):
        return

    def unless_over(found: Loaded) -> Fact | None:
        own = own_survey(found, entry.survey or "")
        is_queued = own is not None and own.state == "queued"
        is_told = entry.kind == "survey_sent" or is_queued or is_due(found, entry)
        return Fact(entry=entry) if is_told and not _is_known(found, entry) else None

    record(person, unless_over, ports)


def _is_known(found: Loaded, entry: Entry) -> bool:
    return any((e.kind, e.id) == (entry.kind, entry.id) for e in found.entries)


def is_due(found: Loaded, entry: Entry) -> bool:
    """Whether the episode that a survey is about, if any, still waits for it."""
    if entry.case is None:
        return True
    case = found.case
    if case is None or not case.is_present(entry.case, entry.episode or 0):
        return False
    return case.status != "open" and not case.episode.asked


def own_survey(loaded: Loaded, survey: str) -> Survey | None:
    """The survey in his log, if it is the last one there."""
    known = loaded.person.survey
    return known if known is not None and known.id == survey else None


def case_of(loaded: Loaded, survey: str) -> Case | None:
    return loaded.case if kind_of(survey) == "csat" else None
