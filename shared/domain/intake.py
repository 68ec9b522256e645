"""Turn what a platform said into the entry of the log it will be, understood."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.log import PAGE, Entry, EntryKind
from shared.domain.messages import ELSEWHERE, Event
from shared.domain.settings import Rules
from shared.domain.survey_messages import SCALES
from shared.domain.surveys import read_payload
from shared.domain.times import EARLIEST
from shared.text.actionable import why_not_actionable
from shared.text.answers import read_answer
from shared.text.courtesy import is_courtesy
from shared.text.language import guess
from shared.text.moods import MODEL, Sentiment
from shared.text.opt_out import opts_out
from shared.text.sentiment import understand
from shared.text.urgency import judge

WITHOUT_PAGES = ("x",)  # where we have no page: who names us wants us to hear
# A story of ours that a message answers comes as a file of it.
STORY = "story"
SHOWS_NOTHING = {"sticker", STORY}

_KINDS: dict[str, EntryKind] = {
    "edit": "message_edited",
    "deletion": "message_deleted",
    "reaction": "reaction_received",
    "status": "status_received",
    "note": "note_received",
    "unknown": "unknown_received",
}


def to_entry(event: Event, processed_at: datetime, rules: Rules) -> Entry:
    """Turn an event into the entry of the log it will be, understood by ourselves."""
    entry = begin_entry(event, processed_at)
    mood = understand(entry.text, entry.language) if is_read(entry) else None
    return finish_entry(entry, mood, event.channel, rules)


def begin_entry(
    event: Event, processed_at: datetime, *, historic: bool = False
) -> Entry:
    """Turn an event into its entry, of which only the mood is still to be read.

    A time before there were such channels is none: systems write year 1 or
    1970 where they know no better.
    """
    timeless = event.occurred_at < EARLIEST
    kind = _kind(event)
    shown = {a.type for a in event.attachments}
    is_his = kind == "message_received"
    understood = _understood(event.text, shown, event.payload) if is_his else {}
    return Entry(
        **understood,
        at=event.received_at if timeless else event.occurred_at,
        id=event.id,
        kind=kind,
        received_at=event.received_at,
        processed_at=processed_at,
        time_from_receipt=event.time_from_receipt or timeless,
        visibility=event.visibility,
        what=event.what or None,
        account=event.account,
        text=event.text,
        addressed=event.addressed,
        attachments=tuple({"type": a.type, "url": a.url} for a in event.attachments),
        conversation=event.conversation,
        reply_to=event.reply_to,
        target=event.target,
        payload=event.payload,
        send_key=event.send_key,
        status=event.status,
        followers=event.followers,
        social=event.social,
        duration_s=event.duration_s,
        automatic=event.automatic or _is_ours_automatic(event),
        historic=historic,
        agent=event.agent if event.direction == "outbound" else None,
        raw=event.raw,
    )


def is_read(entry: Entry) -> bool:
    """Tell whether its words are understood: a customer's are, ours are not."""
    return entry.kind == "message_received"


def finish_entry(
    entry: Entry, mood: Sentiment | None, channel: str, rules: Rules
) -> Entry:
    """Add the mood that was read in it, and what follows from that.

    Its topics are those of the rules in force when it happened.
    """
    if not is_read(entry):
        return entry
    # In one copy, which costs as much as its topics.
    return replace(entry, **_felt(mood), **_judged(entry, mood, channel, rules))


def begin_comment(
    survey: str, text: str, language: str, at: datetime, processed_at: datetime
) -> Entry:
    """The entry of what was said on a survey's page, its mood still to be read.

    It is in the page's ``language`` unless it tells another by itself.
    """
    begun = Entry(
        **_understood(text, set(), None),
        at=at,
        id=f"{PAGE}:{survey}:comment",
        kind="message_received",
        received_at=at,
        processed_at=processed_at,
        visibility="private",
        what=PAGE,
        text=text,
    )
    if begun.language is not None and not begun.moods:
        return begun
    return replace(begun, language=language, moods=None, moods_model=None)


def begin_again(message: Entry) -> Entry:
    """The entry of what is understood of a message later on, its mood still unread."""
    begun = Entry(
        at=message.at,
        id=message.id,
        kind="understood",
        target=message.id,
        text=message.text,
    )
    return replace(begun, **_spoken(begun.text))


def finish_again(
    begun: Entry, mood: Sentiment, now: datetime, rules: Rules, *, counts: bool
) -> Entry:
    """Add the mood and the topics; the words stay with the message alone.

    Its id names the model, so that there is one of each.
    """
    counted = "~counts" if counts else ""
    return replace(
        begun,
        **_felt(mood),
        id=f"{begun.target}~{mood.model}{counted}",
        processed_at=now,
        text=None,
        topics=rules.at(begun.at).topics.of(begun.text, *_languages(begun)),
        counts=counts,
    )


def _kind(event: Event) -> EntryKind:
    """What it is by itself: without an earlier version an edit is the message."""
    if event.direction == "inbound" and event.kind in ("message", "edit"):
        return "message_received"
    if event.kind == "message":
        return "message_sent"
    return _KINDS[event.kind]


def _is_ours_automatic(event: Event) -> bool:
    """An echo of what the system sent carries our key, which says so."""
    return (event.send_key or "").startswith("auto:")


def _judged(
    entry: Entry, mood: Sentiment | None, channel: str, rules: Rules
) -> dict[str, Any]:
    """Say what it is about, how urgent it is, and whether it asks for anything.

    By itself alone: what came before it may still be on its way.
    """
    languages, shown = _languages(entry), _shown(entry)
    urgency = judge(
        entry.text,
        *languages,
        sentiment_score=mood.score if mood is not None else None,
        followers=entry.followers,
    )
    elsewhere = (entry.conversation or "").startswith(ELSEWHERE)
    # What is said to a story is said as under a post, though nobody else hears it.
    is_public = entry.visibility == "public" or STORY in shown
    flush = why_not_actionable(
        entry.text,
        [it for it in shown if it != STORY],
        visibility="public" if is_public else "private",
        is_ours=not elsewhere and channel not in WITHOUT_PAGES,
        languages=languages,
    )
    return {
        "topics": rules.at(entry.at).topics.of(entry.text, *languages),
        "urgency": urgency.score,
        "urgency_reasons": urgency.reasons,
        # Whoever presses a button of ours answers us, whatever it says.
        "flush": None if entry.payload else flush,
    }


def _languages(entry: Entry) -> tuple[str, ...]:
    """The languages that a message may be in by its own words; none: not known."""
    if entry.language is None:
        return ()
    return (entry.language, *(entry.moods or ()))


def _shown(entry: Entry) -> list[str]:
    return [str(it["type"]) for it in entry.attachments]


def _understood(
    text: str | None, shown: set[str], payload: str | None
) -> dict[str, Any]:
    """Say what a customer's message says by itself, but for its mood.

    As fields of its entry: a copy of that would cost as much as its topics.
    """
    shows = not shown <= SHOWS_NOTHING
    is_polite = is_courtesy(text) or (not text and shown == {"sticker"})
    # Whoever sends a photo, or presses a button of ours, has not only thanked.
    courtesy = is_polite and not shows and not payload
    found = {"courtesy": courtesy, **_spoken(text)}
    pressed = read_payload(payload)
    if pressed is not None:
        return {**found, "survey": pressed[0], "score": pressed[1]}
    said = text or ""
    # Which survey is open, if any, only the log can tell.
    csat, nps = (read_answer(said, SCALES[kind]) for kind in ("csat", "nps"))
    answers = [answer for answer in (csat, nps) if answer is not None]
    return {
        **found,
        "score": csat.score if csat is not None else None,
        "nps": nps.score if nps is not None else None,
        "says_more": any(answer.rest or shows for answer in answers),
        "opt_out": opts_out(said),
    }


def _felt(mood: Sentiment | None) -> dict[str, Any]:
    if mood is None:
        return {}
    return {
        "sentiment": mood.label,
        "sentiment_score": mood.score,
        "sentiment_model": mood.model,
        "p_negative": mood.negative,
        "p_neutral": mood.neutral,
        "p_positive": mood.positive,
    }


def _spoken(text: str | None) -> dict[str, Any]:
    """Say in which language it is by its own words, and in which it may be as well.

    Its moods in the others are read by ourselves, whoever reads that in its own:
    only the talk will tell whether one of them is wanted.
    """
    found = guess(text or "")
    if not found.others:
        return {"language": found.language}
    moods = {
        language: [mood.negative or 0.0, mood.positive or 0.0]
        for language in found.others
        if (mood := understand(text, language)) is not None
    }
    return {"language": found.language, "moods": moods, "moods_model": MODEL}
