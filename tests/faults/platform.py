"""A platform that keeps what it is sent and tells of it by its echo, or by statuses.

Stands where ``requests.Session`` does; answers as Meta's Graph API, for Facebook
and for WhatsApp.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any

from infra.local import sample_platforms as say
from tests.faults.agenda import Agenda

Webhook = Callable[[Mapping[str, Any], str], object]  # a body, and its channel
PHONE = "7000000001"  # our number on WhatsApp
STATUSES = ("sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answers."""

    body: Mapping[str, Any]
    status_code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Mapping[str, Any]:
        return self.body


@dataclass
class Platform:
    """``sent`` are the calls it took: where to, and what was said.

    ``busy`` so often it says first that it takes no more now.
    """

    agenda: Agenda
    webhook: Webhook
    sent: list[tuple[str, Any]] = field(default_factory=list)
    busy: int = 0

    def take(self, path: str, given: Mapping[str, Any]) -> Answer:
        """Take a call to ``/{target}/{edge}``, and tell of it a second later."""
        if self.busy:
            self.busy -= 1
            limit = {"code": 613, "message": "Calls have exceeded the rate limit."}
            return Answer({"error": limit}, 400)
        target, edge = path.split("/")[-2:]
        content = sha256(f"{path}|{given}|{len(self.sent)}".encode()).hexdigest()[:16]
        self.sent.append((path, given))
        if given.get("messaging_product") == "whatsapp":
            return self._whatsapp(f"wamid.{content}", given)
        if edge == "comments":
            return self._comment(target, f"{say.PAGE}_{content}", given["message"])
        return self._message(f"m_{content}", given)

    def _comment(self, target: str, content: str, text: str) -> Answer:
        def echo() -> None:
            made = say.comment(say.PAGE, "Us", content, text, self.agenda.now())
            made["value"]["parent_id"] = target
            self.webhook(say.page(self.agenda.now(), changes=[made]), "facebook")

        self.agenda.add(self.agenda.after(1), echo)
        return Answer({"id": content})

    def _message(self, content: str, given: Mapping[str, Any]) -> Answer:
        recipient = given["recipient"]
        person = recipient.get("id") or private_id(recipient["comment_id"])
        message = given["message"]

        def echo() -> None:
            said = say.echo(person, content, message["text"], self.agenda.now())
            said["message"]["metadata"] = message["metadata"]
            self.webhook(say.page(self.agenda.now(), messaging=[said]), "facebook")

        self.agenda.add(self.agenda.after(1), echo)
        return Answer({"recipient_id": person, "message_id": content})

    def _whatsapp(self, content: str, given: Mapping[str, Any]) -> Answer:
        """Say what became of a message, each a second later."""
        user = given["to"]

        def tell(word: str) -> None:
            status = {
                "id": content,
                "status": word,
                "timestamp": str(int(self.agenda.now().timestamp())),
                "recipient_id": user,
                "biz_opaque_callback_data": given["biz_opaque_callback_data"],
            }
            self.webhook(whatsapp(statuses=[status]), "whatsapp")

        for seconds, word in enumerate(STATUSES, 1):
            self.agenda.add(self.agenda.after(seconds), partial(tell, word))
        contact = {"input": user, "wa_id": user}
        return Answer({"contacts": [contact], "messages": [{"id": content}]})


def whatsapp(**value: Any) -> dict[str, Any]:
    """A webhook of WhatsApp's."""
    number = {"display_phone_number": "39000000001", "phone_number_id": PHONE}
    told = {"messaging_product": "whatsapp", "metadata": number, **value}
    change = {"field": "messages", "value": told}
    entry = {"id": "7000000009", "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def private_id(comment: str) -> str:
    """By which id the author of a comment goes in private."""
    return f"9{int(sha256(comment.encode()).hexdigest()[:12], 16)}"
