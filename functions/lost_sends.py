"""Answers whose end nobody has seen to: cut off, or their errand was lost.

Each is given back to the errands (functions/errands.py), which send nothing that
may have left, and say in the case what became of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from functions.delivery import keep
from shared.channels import parts
from shared.domain import outgoing
from shared.domain.invitations import case_of
from shared.domain.log import Entry, instant_of
from shared.domain.messages import Outbound
from shared.domain.outgoing import Errand
from shared.domain.times import from_text
from shared.ports import Card, Ports

# Every errand has looked by then, and what was under way has ended.
SETTLED = outgoing.CHECKS[-1] + timedelta(minutes=30)
LAST_LOOK = len(outgoing.CHECKS) - 1


def mend(card: Card, ports: Ports) -> int:
    """See to the answers of the person's present case; returns how many there were.

    What has been mended is not found again.
    """
    case, person = card.person.case, card.person.id
    if case is None:
        return 0
    cut_off = list(_cut_off(person, ports))
    # An answer to an earlier case may have been cut off too.
    log = ports.log.read(person, "" if cut_off else instant_of(card.person.since))
    lost = [*_overdue(person, log, ports), *_proven(person, log, ports)]
    for key, claimed in cut_off:
        if not any(e.send_key == key for e in log):
            lost.append(_told(person, key, claimed, log, ports))
    for errand in lost:
        ports.outbox.put(
            outgoing.to_body(errand), outgoing.delay_s(errand, ports.clock.now())
        )
    return len(lost)


def _overdue(person: str, log: list[Entry], ports: Ports) -> Iterator[Errand]:
    """Answers that still wait after the day in which they were to go."""
    now = ports.clock.now()
    for key in {e.send_key for e in log if e.kind == "send_queued"}:
        entry = outgoing.waiting(log, key or "")
        if (
            entry is None
            or entry.automatic
            or now < entry.at + outgoing.GIVE_UP + SETTLED
        ):
            continue
        out = outgoing.to_answer(person.partition(":")[0], entry).out
        if not outgoing.is_over(parts.split(out), log):
            yield _errand("send", person, entry, ports)


def _proven(person: str, log: list[Entry], ports: Ports) -> Iterator[Errand]:
    """Attempts that have left, as the platform says, and nobody has noted it."""
    for entry in log:
        is_open = outgoing.standing(entry, log) == "unconfirmed"
        if entry.kind != "send_unconfirmed" or not is_open:
            continue
        if ports.clock.now() < entry.at + SETTLED:
            continue
        if outgoing.proof(entry, log) is not None:
            yield _errand("check", person, entry, ports)


def _cut_off(person: str, ports: Ports) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Agents' answers that were begun and have no outcome.

    What goes out by itself comes again with its errand, or with its workflow.
    """
    for key, claimed in ports.personal.sends(person).items():
        if key.startswith("auto:") or "id" in claimed:
            continue
        if "to" not in claimed or "claimed_at" not in claimed:
            continue  # erased, or of older code
        since = from_text(str(claimed["claimed_at"]))
        if ports.clock.now() >= since + SETTLED:
            yield key, claimed


def _told(
    person: str, key: str, claimed: Mapping[str, Any], log: list[Entry], ports: Ports
) -> Errand:
    """Say in the case that it may have left; its words are not known any more."""
    _, part = _parted(key)
    at = from_text(str(claimed["claimed_at"]))
    entry = replace(
        outgoing.held(
            "send_unconfirmed",
            Outbound(**claimed["to"], key=key, text=""),
            None,
            at,
            str(claimed.get("agent", "")),
            part,
        ),
        text=None,
        case=case_of(key),
        episode=_episode(case_of(key), log, at),
    )
    keep(person, entry, ports)
    return _errand("check", person, entry, ports)


def _episode(case: str, log: list[Entry], at: datetime) -> int | None:
    """The episode in which the last was done of a case before an instant."""
    known = [e.episode for e in log if e.case == case and e.at <= at and e.episode]
    return known[-1] if known else 1


def _errand(
    task: Literal["send", "check"], person: str, entry: Entry, ports: Ports
) -> Errand:
    whole, part = _parted(entry.send_key or "")
    return Errand(
        task=task,
        person=person,
        case=entry.case or "",
        key=whole,
        part=part or 1,
        due=ports.clock.now(),
        attempt=LAST_LOOK if task == "check" else 0,
    )


def _parted(key: str) -> tuple[str, int | None]:
    """The key of the whole answer (``case:key``), and which part of it this one is."""
    case, _, rest = key.partition(":")
    of_caller, _, part = rest.partition(":")
    return f"{case}:{of_caller}", int(part) if part else None
