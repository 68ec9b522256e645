"""What is done about answers later, by way of the outbound queue.

A message of the queue holds ids and when it is due; SQS delays by 15 minutes at
most, so one that comes early is put back. Whether something is sent is decided
by the claim under its key: an errand that runs twice does no harm.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from functions import delivery, turns
from functions.casebook import Loaded, load, present
from functions.delivery import Progress, UnderWay, WasCutOff
from shared.channels import parts
from shared.domain import outgoing, replies
from shared.domain.asked import Answer
from shared.domain.log import Entry
from shared.domain.outgoing import FEW, Errand
from shared.domain.times import to_text
from shared.errors import (
    BEHIND,
    PASSING,
    ChannelBroken,
    Misconfigured,
    SendDelayed,
    SendUnconfirmed,
)
from shared.observability import logger
from shared.ports import Ports

_EARLY = timedelta(seconds=1)
BROKEN_RETRY = timedelta(hours=1)


def run(errand: Errand, ports: Ports) -> None:
    """Run an errand, or put it back if it is not due yet."""
    if errand.due - ports.clock.now() > _EARLY:
        _post(errand, ports)
    else:
        _TASKS[errand.task](errand, ports)


def queue_up(progress: Progress, ports: Ports) -> Entry:
    """Have an answer sent later that the platform does not take now.

    The errand first: an entry without one would wait for ever, an errand
    without an entry does nothing.
    """
    loaded, error, key = progress.loaded, progress.error, progress.answer.out.key
    known = outgoing.waiting(loaded.entries, key)
    if known is not None and ports.clock.now() < known.at + outgoing.GIVE_UP:
        return known
    case = present(loaded)
    wait = error.retry_after_s if isinstance(error, SendDelayed) else 0.0
    _post_about("send", progress, outgoing.backoff(0, wait), ports)
    entry = outgoing.queued(progress.answer, case, _after(loaded, ports))
    delivery.keep(loaded.person.id, entry, ports)
    return entry


def record_failure(progress: Progress, ports: Ports) -> None:
    """Record why a part was not sent, or that it is open whether it was.

    What is open is looked for later, and never repeated by itself.
    """
    error = progress.error
    if isinstance(error, SendUnconfirmed):
        _leave_open(progress, ports)
    elif error is not None and not isinstance(error, UnderWay):
        stopped = replace(progress.answer, out=progress.stopped)
        _fail(progress.loaded, stopped, error.code, ports, progress.number)


def _leave_open(progress: Progress, ports: Ports) -> None:
    """Have it looked for; the errand first, as with what waits."""
    loaded, key = progress.loaded, progress.answer.out.key
    case = present(loaded)
    rest = progress.part < len(progress.outs)
    _post_about("check", progress, outgoing.CHECKS[0], ports)
    if rest and outgoing.waiting(loaded.entries, key) is None:
        entry = outgoing.queued(progress.answer, case, _after(loaded, ports))
        loaded = delivery.keep(loaded.person.id, entry, ports)
    error = progress.error
    entry = outgoing.held(
        "send_unconfirmed",
        progress.stopped,
        case,
        # The echo that may prove it came when it was made.
        error.since if isinstance(error, WasCutOff) else _after(loaded, ports),
        progress.answer.agent,
        progress.number,
    )
    delivery.keep(loaded.person.id, entry, ports)


def _post_about(
    task: Literal["send", "check"], progress: Progress, wait: timedelta, ports: Ports
) -> None:
    """Post the first errand about the part that was stopped."""
    errand = Errand(
        task=task,
        person=progress.loaded.person.id,
        case=present(progress.loaded).id,
        key=progress.answer.out.key,
        part=progress.part,
        due=ports.clock.now() + wait,
    )
    _post(errand, ports)


def _check(errand: Errand, ports: Ports) -> None:
    """Look whether an attempt without an answer was taken, by its echo or status."""
    loaded = load(errand.person, ports)
    key = parts.key_of(errand.key, errand.part)
    log: Sequence[Entry] = loaded.entries
    if outgoing.attempted(log, key) is None:
        log = ports.log.read(errand.person)
    attempt = outgoing.attempted(log, key)
    if attempt is None or loaded.case is None:
        # It was cut off before the entry, but what follows it may wait.
        _send(errand, ports)
        return
    found = outgoing.proof(attempt, log)
    if found is not None:
        _settle(loaded, attempt, found, ports)
        _send(errand, ports)  # the parts behind it
    elif errand.attempt + 1 < len(outgoing.CHECKS):
        due = attempt.at + outgoing.CHECKS[errand.attempt + 1]
        _post(errand.again(due, errand.part), ports)
    else:
        _give_up_rest(loaded, errand, log, ports)


def _settle(loaded: Loaded, attempt: Entry, content: str, ports: Ports) -> None:
    """Record that the attempt was taken: by whom it was said is known here only.

    The time of an echo counts, if there is one; ours must differ from it, as
    two entries of one message have one key but for the time.
    """
    at = attempt.at + timedelta(milliseconds=1)
    out = outgoing.to_outbound(loaded.person.channel, attempt)
    delivery.settle(loaded.person.id, out, content, to_text(at), ports)
    case, agent = present(loaded), attempt.agent or ""
    entry = replies.sent(out, case, at, content, agent, attempt.part)
    delivery.keep(loaded.person.id, entry, ports)


def _give_up_rest(
    loaded: Loaded, errand: Errand, log: Sequence[Entry], ports: Ports
) -> None:
    """Nobody says that it was taken: the agent decides; what follows is not sent."""
    rest = outgoing.waiting(log, errand.key)
    if rest is not None:
        answer = outgoing.to_answer(loaded.person.channel, rest)
        _fail(loaded, answer, SendUnconfirmed.code, ports)


def _send(errand: Errand, ports: Ports) -> None:
    """Try an answer that waits once more."""
    errand = replace(errand, task="send")
    loaded = load(errand.person, ports)
    log = _log_with(loaded, errand, ports)
    entry = outgoing.waiting(log, errand.key)
    if entry is None or loaded.case is None:
        logger.info("Nothing waits under this key any more.")
        return
    answer = outgoing.to_answer(loaded.person.channel, entry)
    out = answer.out
    if outgoing.has_left(parts.split(out), log):
        return
    now, granted = ports.clock.now(), ports.settings.newest.human_agent
    why_not = outgoing.why_not(out, entry, log, now, granted)
    if why_not is not None:
        _fail(loaded, answer, why_not, ports)
        return
    answer = replace(answer, out=outgoing.tagged(out, log, now, granted))
    _go_on(errand, delivery.send(loaded, answer, ports), ports)


def _go_on(errand: Errand, progress: Progress, ports: Ports) -> None:
    error, now = progress.error, ports.clock.now()
    if error is not None and error.code == BEHIND:
        # Not tried in vain: what it waits for may go at any moment.
        _post(replace(errand, due=now + turns.LOOK_AGAIN), ports)
    elif error is not None and error.code == PASSING and errand.faults + 1 >= FEW:
        _fail(progress.loaded, progress.answer, "gave_up", ports)
    elif isinstance(error, SendDelayed):
        errand = replace(errand, faults=errand.faults + (error.code == PASSING))
        wait = outgoing.backoff(errand.attempt + 1, error.retry_after_s)
        _post(errand.again(now + wait, progress.part), ports)
    elif isinstance(error, (ChannelBroken, Misconfigured)):
        _post(errand.again(now + BROKEN_RETRY, progress.part), ports)
    elif isinstance(error, UnderWay):
        _come_back(errand, progress, ports)
    else:
        record_failure(progress, ports)


def _come_back(errand: Errand, progress: Progress, ports: Ports) -> None:
    """Look again when the other attempt must have ended, unless it is being checked."""
    if outgoing.attempted(progress.loaded.entries, progress.stopped.key) is None:
        due = ports.clock.now() + outgoing.UNDER_WAY
        _post(errand.again(due, progress.part), ports)


def _log_with(loaded: Loaded, errand: Errand, ports: Ports) -> list[Entry]:
    """The log of the present case, or all of it where the answer is older."""
    if outgoing.waiting(loaded.entries, errand.key) is not None:
        return loaded.entries
    return ports.log.read(errand.person)


def _fail(
    loaded: Loaded, answer: Answer, reason: str, ports: Ports, part: int | None = None
) -> None:
    case, at = present(loaded), _after(loaded, ports)
    entry = replies.failed(answer.out, case, at, answer.agent, reason, part)
    delivery.keep(loaded.person.id, entry, ports)


def _after(loaded: Loaded, ports: Ports) -> datetime:
    """The time of how an answer stands now: after how it stood before."""
    newest = max((e.at for e in loaded.entries), default=ports.clock.now())
    return max(newest + delivery.TICK, ports.clock.now())


def _post(errand: Errand, ports: Ports) -> None:
    delay = outgoing.delay_s(errand, ports.clock.now())
    ports.outbox.put(outgoing.to_body(errand), delay)


_TASKS = {"send": _send, "check": _check}
