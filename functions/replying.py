"""An agent's answer: read from the request, sent once, recorded, shown."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import uuid4

from chalice.app import Response

from functions import delivery, errands
from functions.casebook import Loaded, load_case, present, reachable
from functions.desk import shown
from functions.http import Request, respond
from functions.views import timeline_view
from shared.domain import asked, outgoing, replies
from shared.domain.joined import joined
from shared.domain.log import Entry
from shared.domain.messages import Outbound
from shared.errors import Conflict, SendDelayed
from shared.ports import Ports


def reply(case_id: str, request: Request, ports: Ports) -> dict[str, Any] | Response:
    """Send an answer on the channel and record it.

    The body is ``text`` or ``template``, with ``visibility``, ``invite`` and
    ``attachments`` as wanted. The same ``Idempotency-Key`` never sends twice: a
    repeat gets the first answer, or a 409 while it is not known what became of it.
    What the platform does not take now is sent later; the status is then 202.
    """
    template = replies.read_template(request.body.get("template"))
    text = request.body["text"] if template is None else replies.words(template)
    loaded = load_case(case_id, ports)
    case = present(loaded)
    if case.episode.timed_from is None:
        raise Conflict("This case was imported; it can be read, not answered.")
    key, log = f"{case_id}:{_key(request)}", reachable(loaded, ports)
    wish = replies.Wish(
        text=text,
        visibility=replies.read_visibility(request.body.get("visibility"), log),
        template=template,
        invite=replies.read_invite(request.body.get("invite")),
        attachments=replies.read_attachments(request.body.get("attachments")),
    )
    fingerprint = asked.fingerprint(request.body)
    out = _addressed(loaded, log, wish, key, fingerprint, ports)
    answer = asked.Answer(out=out, agent=request.caller, asked=fingerprint)
    progress = delivery.send(loaded, answer, ports)
    if isinstance(progress.error, SendDelayed):
        waits = errands.queue_up(progress, ports)
        sent = {"message": timeline_view([waits])[0], "parts": []}
        return respond(202, {**sent, "case": shown(progress.loaded, ports)})
    if progress.error is not None:
        errands.record_failure(progress, ports)
        raise progress.error
    messages = timeline_view(progress.sent)
    case_now = shown(progress.loaded, ports)
    return {"message": messages[0], "parts": messages, "case": case_now}


def _addressed(
    loaded: Loaded,
    log: Sequence[Entry],
    wish: replies.Wish,
    key: str,
    fingerprint: str,
    ports: Ports,
) -> Outbound:
    """Say where an answer goes; a repeat where its first attempt went.

    Raises:
        Conflict: it cannot be addressed now, or the key stands for another one.

    """
    now, granted = ports.clock.now(), ports.settings.newest.human_agent
    first = delivery.first_attempt(loaded, key, ports)
    if first is None:
        return replies.answer(loaded.person, log, wish, key, now, granted)
    out = asked.again(wish, key, delivery.same(first, fingerprint)["to"])
    return outgoing.tagged(out, log, now, granted)


def _key(request: Request) -> str:
    """What a send is reserved under: the caller's own, without a colon, and short."""
    if request.idempotency_key is None:
        return uuid4().hex
    own = joined(request.caller, request.idempotency_key)
    return sha256(own.encode()).hexdigest()[:32]
