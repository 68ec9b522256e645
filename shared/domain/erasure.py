"""What is left of a person's log when his words are erased: what numbers are made of.

The facts read who, when, what kind, mood, topics, language, reasons and scores;
none of them reads a word. So an entry keeps these, under the same key, and loses
all else. The key holds the platform's ids of the person and of the message: they
stay, or a redelivery would be news and bring the words back.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from shared.domain.log import Entry

# What the fold, the facts and a redelivery need. A field that is not named here is
# erased: to forget one too many shows in the numbers, one too few would nowhere.
KEPT = frozenset(
    {
        "at",
        "id",
        "kind",
        "received_at",
        "processed_at",
        "time_from_receipt",
        "visibility",
        "what",
        "account",
        "reply_to",
        "target",
        "send_key",
        "request",
        "part",
        "status",
        "followers",
        "social",
        "duration_s",
        "automatic",
        "historic",
        "opens",
        "case",
        "episode",
        "agent",
        "sentiment",
        "sentiment_score",
        "sentiment_model",
        "p_negative",
        "p_neutral",
        "p_positive",
        "language",
        "moods",
        "moods_model",
        "topics",
        "counts",
        "courtesy",
        "flush",
        "unflushed",
        "urgency",
        "urgency_reasons",
        "routing",
        "score",
        "nps",
        "says_more",
        "opt_out",
        "survey",
        "expires_at",
        "due",
        "clock",
        "reason",
    }
)
# Kinds that keep in ``raw`` only who of the desk did it, and opaque customer ids.
_OURS = frozenset({"assigned", "unassigned", "linked", "unlinked"})
_WORDS: dict[str, Any] = {
    f.name: f.default for f in fields(Entry) if f.name not in KEPT | {"erased"}
}
# Of what is reserved under a send key: what keeps it from being sent twice.
_OUTCOME = ("claimed_at", "answered_at", "id", "at", "asked", "score")


def left_of(entry: Entry) -> Entry:
    """Return the entry without words; of what is erased already, the same."""
    if entry.kind == "erased":
        return entry
    ours = {"raw": entry.raw} if entry.kind in _OURS else {}
    return replace(entry, **{**_WORDS, **ours}, erased=True)


def left_of_send(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stays under a send key: that and when it was sent, not to whom."""
    return {name: outcome[name] for name in _OUTCOME if name in outcome}


def kept_file(entry: Entry) -> str | None:
    """Where the whole of an entry is, if that was too large for the table."""
    path = (entry.raw or {}).get("kept_in")
    return str(path) if path else None
