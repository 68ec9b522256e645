"""Events for other systems, found in what changes in the table.

Each has an id made of what it is about, so that a change that is told twice, or
folded again, is the same event with the same id. Words and names are not in it:
they are read when it is posted, and gone by then if somebody was erased.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from shared.domain.customers import Customer, customer_id
from shared.domain.integrations import EventType
from shared.domain.joined import joined
from shared.domain.log import PREFIX, Entry, instant_of
from shared.domain.state import Case, Episode, Person, Survey
from shared.domain.times import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something other systems may want to know.

    ``about`` is what its type tells, without anybody's words or name. ``entry`` is
    the key in the log of ``person`` of what carries them; ``case`` whose case it is.
    """

    id: str
    type: EventType
    at: datetime
    person: str
    about: Mapping[str, Any] = field(default_factory=dict)
    entry: str | None = None
    case: str | None = None


_MESSAGES: Mapping[str, EventType] = {
    "message_received": "message.received",
    "message_sent": "message.sent",
}
_ACTS: Mapping[str, EventType] = {
    "escalated": "case.escalated",
    "breached": "case.breached",
}
_CHANGES = {"linked": "linked", "unlinked": "unlinked", "erased": "erased"}


def of_entry(person: str, entry: Entry) -> Iterator[Event]:
    """What a new entry of a log tells; an imported one nothing.

    A message of ours and its echo are two entries and one event.
    """
    if entry.historic:
        return
    if entry.kind in _MESSAGES:
        what = _MESSAGES[entry.kind]
        yield _event(what, entry.at, person, (entry.id,), {}, entry=entry.key)
    elif entry.kind in _ACTS:
        yield _event(
            _ACTS[entry.kind],
            entry.at,
            person,
            (entry.key,),
            _told(entry),
            case=entry.case,
        )
    elif entry.kind in _CHANGES and _is_first(person, entry):
        about = {"change": _CHANGES[entry.kind], "by": entry.agent}
        key = (entry.id, to_text(entry.at))
        yield _event("customer.updated", entry.at, person, key, about)


def of_card(old: Person | None, new: Person) -> Iterator[Event]:
    """What has become of a person's case and survey from one card to the next."""
    case, before = new.case, old.case if old else None
    if case is not None and case.episode.timed_from is not None:
        yield from _of_case(new.id, before, case)
    yield from _of_survey(new, old.survey if old else None)


def of_customer(old: Customer | None, new: Customer) -> Iterator[Event]:
    """What the attributes of a customer have become, unless they are the same."""
    known = old.known() if old else {}
    if new.known() == known:
        return
    puts = sorted(new.attributes.values(), key=lambda put: put.at)
    about = {"change": "attributes", "by": puts[-1].by if puts else None}
    # Taken away, they tell no time; then it is the time of what there was.
    last = puts or sorted((old or new).attributes.values(), key=lambda put: put.at)
    at = last[-1].at
    key = (to_text(at), *(f"{k}={v}" for k, v in sorted(new.known().items())))
    yield _event("customer.updated", at, new.persons[0], key, about)


def _of_case(person: str, before: Case | None, case: Case) -> Iterator[Event]:
    episode = case.episode
    same = before is not None and _is_same(before, case)
    former = before.episode if before and same else None
    is_next = former is not None and former.number < episode.number
    was = None if former is None or is_next else former
    key = (case.id, str(episode.number))

    def event(
        what: EventType, at: datetime, *more: str, **about: str | int | None
    ) -> Event:
        return _event(what, at, person, (*key, *more), about, case=case.id)

    if former is None and episode.number == 1:
        yield event("case.opened", episode.opened_at)
    elif was is None:
        yield event("case.reopened", episode.opened_at)
    elif was.resolved_at is not None and episode.resolved_at is None:
        # What was flushed is the same episode when that is taken back.
        yield event("case.reopened", was.resolved_at, to_text(was.resolved_at))
    if _has_new_agent(was, episode):
        at = episode.assigned_at or episode.opened_at
        yield event("case.assigned", at, to_text(at), agent=episode.agent)
    ended = episode.resolved_at
    if ended is not None and (was is None or was.resolved_at is None):
        flushed = episode.flushed is not None
        what: EventType = "case.flushed" if flushed else "case.resolved"
        yield event(what, ended, to_text(ended), reason=episode.flushed)


def _of_survey(person: Person, before: Survey | None) -> Iterator[Event]:
    now = person.survey
    if now is None or now.score is None:
        return
    was = before if before is not None and before.id == now.id else None
    if was is not None and (was.score, was.answer) == (now.score, now.answer):
        return
    about = {
        "survey": now.id,
        "kind": now.kind,
        "score": now.score,
        "asked_at": to_text(now.sent_at),
    }
    key = (now.id, str(now.score), now.answer or "")
    # The answer is what came last, unless it came late.
    at = from_text(instant_of(person.last).removeprefix(PREFIX))
    yield _event("survey.answered", at, person.id, key, about)


def _is_same(before: Case, case: Case) -> bool:
    return before.answers_to(case.id) or case.answers_to(before.id)


def _has_new_agent(was: Episode | None, now: Episode) -> bool:
    if now.agent is None:
        return False
    return was is None or (was.agent, was.assigned_at) != (now.agent, now.assigned_at)


def _is_first(person: str, entry: Entry) -> bool:
    """Whether it is told from this log: a link is in the logs of both its ends."""
    joined = (entry.raw or {}).get("person")
    return joined is None or joined == customer_id(person)


def _told(entry: Entry) -> dict[str, Any]:
    about = {
        "clock": entry.clock,
        "due_at": to_text(entry.due) if entry.due else None,
        "to": entry.what,
        "reason": entry.reason,
        "agent": entry.agent,
    }
    return {name: value for name, value in about.items() if value is not None}


def _event(
    what: EventType,
    at: datetime,
    person: str,
    key: tuple[str, ...],
    about: Mapping[str, Any],
    *,
    entry: str | None = None,
    case: str | None = None,
) -> Event:
    digest = sha256(joined(what, person, *key).encode()).hexdigest()
    return Event(
        id="e" + digest[:23],
        type=what,
        at=at,
        person=person,
        about=about,
        entry=entry,
        case=case,
    )


def to_json(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "at": to_text(event.at),
        "person": event.person,
        "about": dict(event.about),
        "entry": event.entry,
        "case": event.case,
    }


def from_json(body: Mapping[str, Any]) -> Event:
    return Event(**{**body, "at": from_text(body["at"])})
