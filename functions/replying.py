"""An agent's answer: read from the request, sent once, recorded, shown."""

from typing import Any
from uuid import uuid4

from chalice.app import Response

from functions import delivery, errands
from functions.casebook import Loaded, load_case, present
from functions.http import Request, respond
from functions.views import case_view, timeline_view
from shared.domain import replies
from shared.domain.log import Entry, in_order
from shared.errors import BadInput, Conflict, SendDelayed
from shared.ports import Ports

MAX_KEY = 200  # bytes; with the case it is part of a sort key


def reply(case_id: str, request: Request, ports: Ports) -> dict[str, Any] | Response:
    """Send an answer on the channel and record it.

    The body is ``text`` or ``template``, with ``visibility`` and ``invite`` as
    wanted. The same ``Idempotency-Key`` never sends twice: a repeat gets the
    first answer, or a 409 while it is not known what became of it. What the
    platform does not take now is sent later; the status is then 202.
    """
    if request.body.get("attachments"):
        raise BadInput("Leave out 'attachments'; only text can be sent yet.")
    template = replies.read_template(request.body.get("template"))
    text = request.text("text") if template is None else replies.words(template)
    loaded = load_case(case_id, ports)
    case = present(loaded)
    if case.episode.timed_from is None:
        raise Conflict("This case was imported; it can be read, not answered.")
    key = f"{case.id}:{_key(request)}"
    earlier = _earlier(loaded, key)
    if earlier is not None and earlier.text == text:
        messages = timeline_view([earlier])
        view = _view(loaded, ports)
        return {"message": messages[0], "parts": messages, "case": view}
    wish = replies.Wish(
        text=text,
        visibility=replies.read_visibility(
            request.body.get("visibility"), loaded.entries
        ),
        template=template,
        invite=replies.read_invite(request.body.get("invite")),
    )
    now = ports.clock.now()
    granted = ports.settings.human_agent
    out = replies.answer(loaded.person, loaded.entries, wish, key, now, granted)
    progress = delivery.send(loaded, out, request.caller, ports)
    if isinstance(progress.error, SendDelayed):
        waits = errands.queue_up(progress, out, request.caller, ports)
        shown = {"message": timeline_view([waits])[0], "parts": []}
        return respond(202, {**shown, "case": _view(progress.loaded, ports)})
    if progress.error is not None:
        errands.record_failure(progress, out, request.caller, ports)
        raise progress.error
    messages = timeline_view(progress.sent)
    case_now = _view(progress.loaded, ports)
    return {"message": messages[0], "parts": messages, "case": case_now}


def _earlier(loaded: Loaded, key: str) -> Entry | None:
    """What was sent under this key: a repeat gets it, whatever came since.

    The customer may have written elsewhere and a window may have closed: what
    would be sent now is not what was asked.
    """
    sent = (e for e in in_order(loaded.entries) if e.kind == "message_sent")
    return next((e for e in sent if e.send_key == key and e.agent), None)


def _key(request: Request) -> str:
    key = request.idempotency_key or uuid4().hex
    if len(key.encode()) > MAX_KEY:
        raise BadInput(f"Give 'Idempotency-Key' in at most {MAX_KEY} bytes.")
    return key


def _view(loaded: Loaded, ports: Ports) -> dict[str, Any]:
    now, case = ports.clock.now(), present(loaded)
    return case_view(loaded.card, case, loaded.entries, now, ports.settings)
