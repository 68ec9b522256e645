"""Post an event to a subscriber, put it off, or give it up.

Each message is one event for one subscriber and an invocation of its own, so that
nobody waits for another's slowness. It is put off as answers are (errands.py): a
new message with a delay, since a queue counts receptions and forgets reasons.
"""

from dataclasses import replace
from datetime import timedelta

from chalice.app import SQSEvent

from functions.payloads import payload
from shared.domain.integrations import Subscriber
from shared.domain.posts import Post, from_body, keys, peace_after, signed, to_body
from shared.observability import logger
from shared.ports import Ports
from shared.ports_events import Standing
from shared.ports_outside import Answer, Call, OutsideFailed

DEADLINE_S = 10.0
_EARLY = timedelta(seconds=1)
_FRESH = timedelta(minutes=1)  # a success is noted so often at most
_GONE = 410


def post_event(event: SQSEvent, ports: Ports) -> None:
    """Post the events of a batch, which is of one."""
    for record in event:
        post(record.body, ports)


def post(body: str, ports: Ports) -> None:
    """Post one event, unless it is early or its subscriber is not to be tried."""
    asked, now = from_body(body), ports.clock.now()
    name = asked.subscriber
    subscriber = ports.settings.newest.integrations.subscribers.get(name)
    if subscriber is None:
        logger.info("There is no such subscriber any more.", extra={"subscriber": name})
        return
    if asked.due - now > _EARLY:
        ports.posts.put(to_body(asked), asked.delay_s(now))
        return
    standing = ports.subscribers.standing(name)
    if not subscriber.active:
        _bury(asked, "inactive", ports)
    elif standing.gone == subscriber.url:
        _bury(asked, "gone", ports)
    elif standing.peace_until is not None and now < standing.peace_until:
        _again(asked.put_off(standing.peace_until), standing.reason or "", ports)
    else:
        _try(asked, subscriber, standing, ports)


def _try(asked: Post, subscriber: Subscriber, known: Standing, ports: Ports) -> None:
    reason, now = _attempt(asked, subscriber, ports), ports.clock.now()
    name = asked.subscriber
    if reason is None:
        noted = known.delivered_at
        if known.failures or noted is None or now - noted >= _FRESH:
            ports.subscribers.delivered(name, now)
        return
    logger.warning("Not delivered.", extra={"subscriber": name, "why": reason})
    if reason == f"answered {_GONE}":
        ports.subscribers.failed(name, reason, now, gone=subscriber.url)
        _bury(asked, "gone", ports)
        return
    peace = peace_after(known.failures + 1)
    until = None if peace is None else now + peace
    ports.subscribers.failed(name, reason, now, peace_until=until)
    _again(asked.failed(now), reason, ports)


def _attempt(asked: Post, subscriber: Subscriber, ports: Ports) -> str | None:
    """Post it once; returns why that failed, in a word or two."""
    known = _keys(asked.subscriber, ports)
    if not known:
        return "no_secret"
    event, now = asked.event, ports.clock.now()
    body = payload(event, ports)
    headers = signed(event.id, body, now, known)
    call = Call(
        method="POST",
        url=subscriber.url,
        headers={"content-type": "application/json", "user-agent": "care", **headers},
        body=body,
    )
    (found,) = ports.outside.make([call], DEADLINE_S)
    if isinstance(found, OutsideFailed):
        return found.code
    return None if _is_taken(found) else f"answered {found.status}"


def _keys(subscriber: str, ports: Ports) -> list[bytes]:
    """The keys that a subscriber's events are signed with; none if put otherwise."""
    secrets = ports.secrets.events().get("secrets")
    own = secrets.get(subscriber) if isinstance(secrets, dict) else None
    return keys([str(secret) for secret in own] if isinstance(own, list) else [])


def _is_taken(answer: Answer) -> bool:
    return answer.status in range(200, 300)


def _again(asked: Post, reason: str, ports: Ports) -> None:
    """Have it come back when it is due, or give it up if that is too late."""
    if asked.due >= asked.is_too_old_at:
        _bury(asked, reason, ports)
    else:
        ports.posts.put(to_body(asked), asked.delay_s(ports.clock.now()))


def _bury(asked: Post, why: str, ports: Ports) -> None:
    now = ports.clock.now()
    body = to_body(replace(asked, due=now))
    ports.subscribers.bury(asked.subscriber, asked.event.id, body, why, now)
