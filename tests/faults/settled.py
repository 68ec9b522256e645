"""What is left of a journey when everything has settled, and how two of them differ.

The times of what we did ourselves may be later where something was tried again;
nothing else may differ.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from shared.adapters.rules import KeptSettings
from shared.adapters.settings import DynamoSettings
from shared.domain.cases import fold
from shared.domain.log import Entry, from_json
from shared.domain.settings import Rulebook, default_settings
from shared.domain.snapshots import to_json
from shared.domain.state import Person
from shared.domain.survey_state import OUTCOME_UNKNOWN
from shared.kpis.collect import Window, collect
from shared.kpis.days import bounds
from shared.kpis.exports import export
from shared.kpis.facts import join
from tests.fakes.world import MONDAY
from tests.faults.cloud import Cloud

UTC_ZONE = ZoneInfo("UTC")
DAYS = [MONDAY.date() + timedelta(days=n) for n in range(2)]
COMPUTED = MONDAY + timedelta(days=3)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|\b1772\d{6}(\.\d{1,3})?\b")
_LOAD = re.compile(r"load \d+ of \d+")
# What a send leaves behind whose outcome was open for a while.
_OPEN = frozenset({"send_unconfirmed", "send_queued"})
# Items that only say how the work goes on: buckets of rates, counters, tokens.
_WORKING = frozenset({"rate", "counter", "token", "broken", "audit"})
# Items that may differ: promises and sends, of which the log and the platform tell.
_VARYING = frozenset({"due", "send"})
GZIP = b"\x1f\x8b"
SLACK_S = 900.0  # by which what we did may be later


@dataclass(frozen=True)
class Settled:
    """The end of a journey, as plain data."""

    log: dict[str, list[tuple[str, str]]]  # of each person: key and body
    cards: dict[str, dict[str, Any]]
    folds: dict[str, bool]  # whether a card is what its log says
    others: dict[str, list[str]]  # all other items: kind -> keys with what they hold
    sent: list[tuple[str, Any]]
    answered: list[tuple[str, int]]
    alive: list[str]
    failed: list[str]
    lost: list[str]
    dead: list[str]
    files: dict[str, str]  # path -> digest, but for the times of what we did
    told: list[str]  # events that a subscriber was told of, each once


def settled(cloud: Cloud) -> Settled:
    """Read all that a journey has left."""
    rules = KeptSettings(DynamoSettings(), default_settings("UTC")).rules(MONDAY)
    now = cloud.clock.now().timestamp()
    items = [it for it in cloud.items() if not (it.get("expires") or now) < now]
    logs: dict[str, list[Entry]] = {}
    others: dict[str, list[str]] = {}
    for item in items:
        if item["kind"] == "log":
            entry = from_json(item["sk"], json.loads(item["body"]))
            logs.setdefault(item["pk"].removeprefix("PERSON#"), []).append(entry)
        elif item["kind"] not in {*_WORKING, "card"}:
            others.setdefault(item["kind"], []).append(_other(item))
    cards = {i["pk"].removeprefix("PERSON#"): i for i in items if i["kind"] == "card"}
    executions = cloud.machines.executions.items()
    return Settled(
        log={p: [_entry(e) for e in _sorted(log)] for p, log in logs.items()},
        cards={p: _card(card) for p, card in cards.items()},
        folds={p: _is_fold(c, logs.get(p, []), rules) for p, c in cards.items()},
        others={kind: sorted(found) for kind, found in others.items()},
        sent=[(path, given) for path, given in cloud.platform.sent],
        answered=list(cloud.answered),
        alive=cloud.machines.alive(),
        failed=[n for n, e in executions if e.status == "FAILED"],
        lost=[*cloud.lost, *("stream" for _ in cloud.stream.stuck)],
        dead=[m.body for q in cloud.queues.values() for m in q.dead],
        files={path: _digest(body) for path, body in cloud.files().items()},
        told=sorted(cloud.hosts.taken.values()),
    )


def _sorted(log: Iterable[Entry]) -> list[Entry]:
    return sorted(log, key=lambda e: e.key)


def _digest(body: bytes) -> str:
    body = gzip.decompress(body) if body.startswith(GZIP) else body
    return sha256(_timeless(body.decode()).encode()).hexdigest()[:16]


def _entry(entry: Entry) -> tuple[str, str]:
    from shared.domain.log import to_json as said  # noqa: PLC0415

    known = replace(entry, processed_at=None)
    return entry.key, json.dumps(said(known), sort_keys=True)


def _card(item: Mapping[str, Any]) -> dict[str, Any]:
    without = {"version", "generation", "pk", "sk", "kind"}
    return {n: str(v) for n, v in item.items() if n not in without}


def _is_fold(item: Mapping[str, Any], log: list[Entry], rules: Rulebook) -> bool:
    """Whether the cached state is what the whole log says."""
    person = item["pk"].removeprefix("PERSON#")
    whole = to_json(fold(Person(id=person), log, rules))
    cached = json.loads(item["state"])
    return bool(cached == json.loads(json.dumps(whole)))


def _other(item: Mapping[str, Any]) -> str:
    known = {n: v for n, v in item.items() if n not in {"expires", "version"}}
    if known["kind"] == "send":
        outcome = json.loads(known.pop("outcome", None) or "{}")
        known["outcome"] = {n: v for n, v in outcome.items() if n in {"id", "asked"}}
    if known["kind"] == "subscriber":
        known.pop("reason", None)  # of the last failure, which may be the fault
    return json.dumps(known, sort_keys=True, default=str)


def numbers(end: Settled) -> dict[str, bytes]:
    """The exported files of these days: a function of the log and nothing else."""
    rules = Rulebook(default_settings("UTC"))
    logs = {
        person: [from_json(key, json.loads(body)) for key, body in log]
        for person, log in end.log.items()
        if person in end.cards
    }
    found: dict[str, bytes] = {}
    for day in DAYS:
        start, until = bounds(day, UTC_ZONE)
        window = Window(start=start, end=until, now=COMPUTED, day_ends=(until,))
        facts = join(
            collect(p, logs[p], rules, lambda it: it, window) for p in sorted(logs)
        )
        found |= export(day, UTC_ZONE, facts, rules, COMPUTED)
    return found


def differences(one: Settled, other: Settled) -> list[str]:
    """Say in words how another end of a journey differs; nothing: it does not."""
    return list(_differences(one, other))


def is_left_open(end: Settled) -> bool:
    """Whether it was left to people whether something was sent.

    That is how it has to end where a process died between reserving a send and
    noting what came of it, and the platform tells nothing by itself.
    """
    bodies = [json.loads(body) for log in end.log.values() for _, body in log]
    said = {(b["kind"], b.get("reason")) for b in bodies}
    is_open = said & {
        ("send_unconfirmed", None),
        ("send_failed", "send_unconfirmed"),
        ("survey_suppressed", OUTCOME_UNKNOWN),
    }
    broken = end.lost or end.dead or end.failed or not all(end.folds.values())
    is_repeated = max(Counter(map(str, end.sent)).values(), default=0) > 1
    return bool(is_open) and not broken and not is_repeated


def is_exact(one: Settled, other: Settled) -> bool:
    """Whether both ends are the same to the millisecond and the byte."""
    return (one.log, one.cards) == (other.log, other.cards)


def _differences(one: Settled, other: Settled) -> Iterator[str]:
    for what in ("lost", "dead", "failed"):
        yield from (f"{what}: {str(it)[:100]}" for it in getattr(other, what))
    yield from _lists("sent", map(str, one.sent), map(str, other.sent))
    yield from _lists("alive", one.alive, other.alive)
    yield from _lists("answered", _classes(one), _classes(other))
    for person in sorted({*one.log, *other.log}):
        yield from _lists("log", _told(one, person), _told(other, person))
    wrong = (person for person, is_fold in other.folds.items() if not is_fold)
    yield from (f"card: {person} is not what his log says" for person in wrong)
    for kind in sorted({*one.others, *other.others} - _VARYING):
        before, after = one.others.get(kind, ()), other.others.get(kind, ())
        yield from _lists(kind, map(_timeless, before), map(_timeless, after))
    promises = (map(_timeless, end.others.get("due", ())) for end in (one, other))
    yield from (it for it in _lists("promises", *promises) if "lacks" in it)
    yield from _lists("told", one.told, other.told)
    yield from _lists("files", list(one.files), list(other.files))
    if one.log == other.log:
        changed = (p for p, it in one.files.items() if other.files.get(p, it) != it)
        yield from (f"file: {path} is another" for path in changed)
    yield from numbers_differ(one, other)


def _classes(end: Settled) -> list[str]:
    """What callers were told: done, refused or failed."""
    return [f"{route} {status // 100}xx" for route, status in end.answered]


def _told(end: Settled, person: str) -> list[str]:
    """A person's log without the times of what we did, and without what was open."""
    told: dict[str, str] = {}
    for key, body in end.log.get(person, []):
        content, said = key.split("#", 2)[2], json.loads(body)
        said.pop("time_from_receipt", None)  # by how far our clock is ahead
        if said["kind"] == "message_sent":
            # Ours and the platform's copy are one; whose it was the numbers tell.
            said = {name: said.get(name) for name in ("kind", "text", "visibility")}
            told[content] = f"{content} {said}"
        elif said["kind"] not in _OPEN:
            told[key] = f"{content} {json.dumps(said, sort_keys=True)}"
    return [_timeless(text) for text in told.values()]


def _timeless(text: str) -> str:
    """Without times, and without what hangs on who came first by a moment."""
    return _LOAD.sub("load", _TIME.sub("T", text))


def _lists(what: str, one: Iterable[str], other: Iterable[str]) -> Iterator[str]:
    before, after = Counter(one), Counter(other)
    for missing, times in (before - after).items():
        yield f"{what} lacks {times}x {missing[:300]}"
    for surplus, times in (after - before).items():
        yield f"{what} has {times}x more {surplus[:300]}"


def numbers_differ(one: Settled, other: Settled) -> Iterator[str]:
    """Whether the same is counted; what takes time may take a little longer."""
    if one.log == other.log:
        return
    files, others = numbers(one), numbers(other)
    for path in sorted({*files, *others}):
        if not path.startswith("kpis/daily/") or not path.endswith("/kpis.json"):
            continue
        before, after = _rows(files.get(path, b"[]")), _rows(others.get(path, b"[]"))
        for key in sorted({*before, *after}):
            old, new = before.get(key), after.get(key)
            if old is None or new is None or not _close(old, new):
                yield f"kpi {key}: {new} instead of {old}"


def _rows(body: bytes) -> dict[str, dict[str, Any]]:
    return {
        f"{r['date']} {r['dimension']}={r['key']} {r['metric']}": r
        for r in json.loads(body)
    }


def _close(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    if old["denominator"] != new["denominator"]:
        return False
    slack = SLACK_S * (old["denominator"] or 1) if _is_time(old["unit"]) else 0.0
    pairs = [(old[n], new[n]) for n in ("value", "numerator")]
    return all(
        (a is None) == (b is None) and abs((a or 0) - (b or 0)) <= slack
        for a, b in pairs
    )


def _is_time(unit: str) -> bool:
    return unit in {"s", "seconds", "minutes", "hours", "h"}
