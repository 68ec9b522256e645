"""SQS: every answered change of a queue is in the journal, and none gets lost.

As shipped the poller's threads rebuild a queue's list while a request appends to
it, so that a message sent in that moment is gone: one lock serves them all.
"""

import functools
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from ministack.services import sqs as service

from infra.local.emulator.journal import Journal

Data = dict[str, Any]
Queue = dict[str, Any]

_shipped_send = service._act_send_message
_shipped_sweep = service._dlq_sweep
_shipped_poll_delete = service._delete_messages_for_esm
_LOCK = threading.RLock()
_LOCKED = ("_collect_msgs", "_expire_retained", "_act_change_visibility")


def fix(journal: Journal) -> None:
    """Wrap the few functions through which messages come and go."""
    service._queues_lock = _LOCK
    for name in _LOCKED:
        _replace(name, _locked(getattr(service, name)))
    _replace("_act_send_message", _locked(functools.partial(_send, journal)))
    _replace("_dlq_sweep", _locked(functools.partial(_sweep, journal)))
    for name in ("_act_delete_message", "_act_delete_message_batch"):
        delete = functools.partial(_delete, journal, getattr(service, name))
        _replace(name, _locked(delete))
    purge = functools.partial(_purge, journal, service._act_purge_queue)
    _replace("_act_purge_queue", _locked(purge))
    poll_delete = functools.partial(_poll_delete, journal)
    _replace("_delete_messages_for_esm", _locked(poll_delete))


def replay(address: list[str], id_: str, message: Any) -> None:
    """Put the message, or drop it if it is None; a queue since deleted has none."""
    url = service._queue_name_to_url.get_scoped(*address)
    queue = service._queues.get_scoped(*address[:2], url) if url else None
    if queue is None:
        return
    queue["messages"] = [m for m in queue["messages"] if m["id"] != id_]
    if message is not None:
        queue["messages"].append(message)


def restore() -> None:
    """Make received messages visible: who held them died with the emulator.

    And move the queues to this port: their URLs, which are their keys, have the
    port of the time they were created.
    """
    for (account, region, old), queue in list(service._queues.all_items()):
        for message in queue["messages"]:
            if message["receive_count"]:
                message["visible_at"] = message["sent_at"]
                message["receipt_handle"] = None
        queue["url"] = old.replace(urlsplit(old).netloc, service._CANONICAL_NETLOC)
        del service._queues._data[account, region, old]
        service._queues.set_scoped(account, region, queue["url"], queue)
    service._queue_name_to_url.clear()
    service._rebuild_queue_name_index()


def _replace(name: str, function: Callable[..., Any]) -> None:
    shipped = getattr(service, name)
    setattr(service, name, function)
    for action, handler in service._HANDLERS.items():
        if handler is shipped:
            service._HANDLERS[action] = function


def _locked(function: Callable[..., Any]) -> Callable[..., Any]:
    def act(*arguments: Any) -> Any:
        with _LOCK:
            return function(*arguments)

    return act


def _send(journal: Journal, data: Data, url: str) -> Any:
    answer = _shipped_send(data, url)
    queue = _queue(data, url)
    sent = queue["messages"][-1]
    if sent["id"] == answer["MessageId"]:  # not so for a FIFO queue's duplicate
        journal.record("message", _address(queue), sent["id"], sent)
    return answer


def _delete(journal: Journal, shipped: Any, data: Data, url: str) -> Any:
    handles = {entry.get("ReceiptHandle") for entry in data.get("Entries", [data])}
    queue = _queue(data, url)
    held = _held(queue, handles)
    answer = shipped(data, url)
    _drop(journal, queue, held)
    return answer


def _poll_delete(journal: Journal, url: str, handles: set[str]) -> None:
    queue = service._get_q(url)
    held = _held(queue, handles)
    _shipped_poll_delete(url, handles)
    _drop(journal, queue, held)


def _purge(journal: Journal, shipped: Any, data: Data, url: str) -> Any:
    queue = _queue(data, url)
    _drop(journal, queue, [message["id"] for message in queue["messages"]])
    return shipped(data, url)


def _sweep(journal: Journal, queue: Queue) -> None:
    before = queue["messages"]
    _shipped_sweep(queue)
    if len(before) == len(queue["messages"]):
        return
    left = {message["id"] for message in queue["messages"]}
    moved = {message["id"] for message in before} - left
    _drop(journal, queue, moved)
    for other in service._queues.all_values():
        for message in other["messages"]:
            if message["id"] in moved:
                journal.record("message", _address(other), message["id"], message)


def _held(queue: Queue, handles: set[Any]) -> list[str]:
    return [
        message["id"]
        for message in queue["messages"]
        if message["receipt_handle"] is not None
        and message["receipt_handle"] in handles
    ]


def _drop(journal: Journal, queue: Queue, ids: Iterable[str]) -> None:
    for id_ in ids:
        journal.record("message", _address(queue), id_, None)


def _queue(data: Data, url: str) -> Queue:
    queue: Queue = service._get_q(data.get("QueueUrl", url))
    return queue


def _address(queue: Queue) -> list[str]:
    _, _, _, region, account, name = queue["attributes"]["QueueArn"].split(":", 5)
    return [account, region, name]
