"""What the API shows: records of the core as JSON, mapped by hand at the border."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from shared.domain import outgoing
from shared.domain.agents import Agent
from shared.domain.agents_json import write_profile
from shared.domain.cases import Step
from shared.domain.clocks import Clock, business_time, clocks, next_deadline
from shared.domain.customers import Link
from shared.domain.deliveries import standing
from shared.domain.habits import Habits
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.domain.state import Case, Person
from shared.domain.times import to_text
from shared.ports import Card


def agent_view(agent: Agent) -> dict[str, Any]:
    return {
        "id": agent.id,
        "name": agent.name,
        "capacity": agent.capacity,
        **write_profile(agent),
        "available": agent.available,
        "open_cases": agent.load,
    }


def card_view(card: Card, case: Case) -> dict[str, Any]:
    """A case as the work list shows it."""
    episode = case.episode
    return {
        "id": case.id,
        "status": case.status,
        "queue": case.queue,
        "priority": case.priority,
        "policy": episode.routing.policy,
        "skills": list(episode.routing.skills),
        "channel": card.person.channel,
        "visibility": case.visibility,
        "customer": customer_view(card),
        "agent": episode.agent,
        "episode": episode.number,
        "opened_at": to_text(episode.opened_at),
        "waiting_since": _instant(episode.waiting_since),
        "next_due": _instant(next_deadline(case)),
        "first_responded_at": _instant(episode.responded_at),
        "resolved_at": _instant(episode.resolved_at),
        "flushed": episode.flushed,
        "snoozed_until": _instant(episode.snoozed_until),
        "private_offered_at": _instant(episode.offered_at),
        "private_accepted_at": _instant(episode.accepted_at),
        "escalated": list(episode.escalated),
        "review": episode.reviewed,
        "messages": episode.messages,
    }


def customer_view(card: Card) -> dict[str, Any]:
    return {
        "id": card.person.id,
        "channel": card.person.channel,
        "name": card.name,
        "handle": card.handle,
    }


def contacts_view(cards: Iterable[Card]) -> dict[str, int]:
    """How many messages a customer has written on each channel."""
    contacts = Counter[str]()
    for card in cards:
        contacts[card.person.channel] += card.person.tally.messages
    return dict(contacts)


def habits_view(found: Habits) -> dict[str, Any]:
    return {
        "preferred_channel": found.preferred_channel,
        "last_sentiment": found.last_sentiment,
        "last_contact_at": _instant(found.last_contact_at),
    }


def identity_view(card: Card, link: Link | None) -> dict[str, Any]:
    """One of a customer's identities; the first is linked to nobody."""
    channel, _, user = card.person.id.partition(":")
    return {
        "person": card.person.id,
        "channel": channel,
        "user": user,
        "name": card.name,
        "handle": card.handle,
        "linked_at": to_text(link.at) if link else None,
        "how": link.how if link else None,
        "by": link.by if link else None,
    }


def related_view(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """The open cases of some of a customer's identities."""
    return [
        {
            "id": case.id,
            "channel": card.person.channel,
            "status": case.status,
            "agent": case.episode.agent,
        }
        for card in cards
        if (case := card.person.case) and case.status == "open"
    ]


def case_view(
    card: Card, person: Person, entries: Iterable[Entry], now: datetime, rules: Rules
) -> dict[str, Any]:
    """A person's case with its clocks and how it was routed and assigned."""
    case = person.case
    assert case is not None  # noqa: S101 - there is one to be shown
    entries = list(entries)
    found = [e for e in entries if _is_of(e, case, "assigned")]
    return {
        **card_view(card, case),
        "clocks": [clock_view(c, now, person, rules) for c in clocks(case, now)],
        **_understanding(entries, person),
        "rule": case.episode.routing.rule,
        "reasons": list(case.episode.routing.reasons),
        "routing": [_routing(e) for e in found],
    }


def _understanding(entries: Iterable[Entry], person: Person) -> dict[str, Any]:
    """What the message that opened the case is about, and the most urgent since."""
    received = [e for e in entries if e.kind == "message_received"]
    opener = next((e for e in received if e.key == person.since), None)
    urgent = max(received, key=lambda e: e.urgency, default=None)
    return {
        "language": opener.language if opener else None,
        "topics": list(opener.topics) if opener else [],
        "urgency": urgent.urgency if urgent else 0,
        "urgency_reasons": list(urgent.urgency_reasons) if urgent else [],
    }


def clock_view(
    clock: Clock, now: datetime, person: Person, rules: Rules
) -> dict[str, Any]:
    """One promise: ``outcome`` is null while it runs, ``due_at`` while it stands."""
    return {
        "clock": clock.kind,
        "episode": clock.episode,
        "started_at": to_text(clock.started_at),
        "due_at": _instant(clock.due_at),
        "ended_at": _instant(clock.ended_at),
        "outcome": clock.outcome,
        "business_s": business_time(clock, now, person, rules).total_seconds(),
    }


UNSETTLED = ("send_queued", "send_unconfirmed")
_HIDDEN = frozenset(
    {
        "opens",
        "historic",
        "raw",
        "send_key",
        "request",
        "case",
        "episode",
        "flush",
        "unflushed",
        "moods",
        "moods_model",
        "counts",
    }
)
_SHOWN = [f.name for f in fields(Entry) if f.name not in _HIDDEN]


def timeline_view(
    entries: Iterable[Entry],
    known: Iterable[Entry] | None = None,
    flushed: Mapping[str, str] | None = None,
    readings: Mapping[str, list[dict[str, Any]]] | None = None,
) -> list[dict[str, Any]]:
    """Entries as the timeline shows them.

    An edited message shows its latest text, a deleted one none; both keep
    their place in time. ``known`` is the log in order where ``entries`` are
    only a page of it; ``flushed`` tells by key why a message was passed over,
    ``readings`` how it was understood, if more than once.
    """
    shown = list(entries)
    log = shown if known is None else list(known)
    by_time = sorted(log, key=lambda e: e.at)
    edits = {
        e.target: e.text for e in by_time if e.kind == "message_edited" and e.target
    }
    deleted = {e.target for e in log if e.kind == "message_deleted"}
    sent = [e for e in log if e.kind in ("status_received", "message_sent")]
    views = [_entry_view(e, edits, deleted) for e in shown]
    for entry, view in zip(shown, views, strict=True):
        view["flushed"] = (flushed or {}).get(entry.key)
        view["readings"] = (readings or {}).get(entry.key, [])
        if entry.kind == "message_sent":
            found = standing(entry, sent)
            view |= {
                "status": found.status if found else "sent",
                "reason": found.reason if found else None,
            }
        elif entry.kind in UNSETTLED:
            view["status"] = outgoing.standing(entry, log)
    return views


def readings_view(steps: Iterable[Step]) -> dict[str, list[dict[str, Any]]]:
    """How messages understood more than once were, by key; the first as it came in."""
    return {
        step.entry.key: [
            {
                "language": e.language,
                "sentiment": e.sentiment,
                "sentiment_score": e.sentiment_score,
                "sentiment_model": e.sentiment_model,
                "topics": list(e.topics),
                "understood_at": _instant(e.processed_at),
                "counts": e.counts,
            }
            for e in (step.heard, *step.again)
        ]
        for step in steps
        if step.again
    }


def _entry_view(
    entry: Entry, edits: Mapping[str, str | None], deleted: set[str | None]
) -> dict[str, Any]:
    view: dict[str, Any] = {}
    for name in _SHOWN:
        value = getattr(entry, name)
        view[name] = to_text(value) if isinstance(value, datetime) else value
    view["occurred_at"] = view.pop("at")
    for name in ("addressed", "topics", "urgency_reasons"):
        view[name] = list(view[name])
    if entry.kind in {"assigned", "unassigned"}:
        # Who decided it, and who had the case before.
        said = entry.raw or {}
        by = said.get("by") if entry.kind == "assigned" else entry.agent
        view |= {"by": by, "from": said.get("from")}
    view["attachments"] = [dict(a) for a in entry.attachments]
    # Where an edit is all we know of a message, both its names mean it.
    is_version = entry.kind == "message_received" and entry.target is not None
    names = (entry.id, entry.target) if is_version else (entry.id,)
    for name in edits.keys() & names:
        view |= {"text": edits[name], "edited": True}
    if entry.kind == "message_deleted" or (
        entry.kind == "message_edited" and entry.target in deleted
    ):
        view["text"] = None
    if not deleted.isdisjoint(names):
        view |= {"text": None, "attachments": [], "deleted": True}
    return view


def _is_of(entry: Entry, case: Case, kind: str) -> bool:
    return entry.kind == kind and entry.case is not None and case.answers_to(entry.case)


def _routing(entry: Entry) -> dict[str, Any]:
    return {
        "occurred_at": to_text(entry.at),
        "agent": entry.agent,
        **dict(entry.raw or {}),
    }


def _instant(instant: datetime | None) -> str | None:
    return to_text(instant) if instant else None
