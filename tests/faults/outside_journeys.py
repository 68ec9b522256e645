"""Journeys beyond Facebook: another channel, and another system that is told."""

from http import HTTPStatus
from typing import Any

from shared.domain.cases import case_id
from shared.domain.surveys import payload, survey_id
from tests.faults.cloud import CRM, Cloud
from tests.faults.journeys import CASE, USER, act, comments, settle, staffed, writes
from tests.faults.platform import whatsapp

PHONE = "39000000004"  # a customer's
FIRST = "wamid.1"
TOLD = ("case.opened", "case.resolved", "message.received", "message.sent")


def texts(cloud: Cloud, message_id: str, **said: Any) -> None:
    """He writes on WhatsApp."""
    at = str(int(cloud.clock.now().timestamp()))
    message = {"from": PHONE, "id": message_id, "timestamp": at, **said}
    contact = {"profile": {"name": "Bruna"}, "wa_id": PHONE}
    cloud.webhook(whatsapp(contacts=[contact], messages=[message]), "whatsapp")


def phoned(cloud: Cloud) -> None:
    """WhatsApp: no echo but statuses, busy at first; resolved, asked by buttons."""
    staffed(cloud)
    case = case_id(f"whatsapp:{PHONE}", FIRST)
    texts(cloud, FIRST, type="text", text={"body": "The kettle leaks. Help!"})
    cloud.run(10)
    cloud.platform.busy = 1
    act(cloud, "reply", case, text="Sorry! Which one is it?", visibility="private")
    cloud.run(40)
    act(cloud, "resolve", case)
    cloud.run(70)
    pressed = {"id": payload(survey_id(case, 1), 4), "title": "4"}
    texts(
        cloud,
        "wamid.2",
        type="interactive",
        interactive={"type": "button_reply", "button_reply": pressed},
    )
    cloud.run(90)
    settle(cloud)


def told(cloud: Cloud) -> None:
    """A subscriber who is busy, then gone, then told again of what he missed."""
    staffed(cloud)
    cloud.counts = False
    crm = {"url": "https://crm.example/events", "events": TOLD}
    body = {"subscribers": {CRM: crm}}
    cloud.ask("PUT /settings/{name}", body, "boss", name="integrations")
    cloud.counts = True
    cloud.listen()
    cloud.hosts.answers = [HTTPStatus.SERVICE_UNAVAILABLE] * 3
    comments(cloud)
    cloud.run(20)
    act(cloud, "reply", CASE, text="Sorry! Here is where.", visibility="public")
    cloud.run(40)
    cloud.hosts.answers = [HTTPStatus.GONE]
    act(cloud, "resolve", CASE)
    cloud.run(60)
    again = "POST /subscribers/{subscriber}/redeliver"
    cloud.ask(again, {}, "boss", subscriber=CRM)
    writes(cloud, USER, 1, "Thanks!")
    settle(cloud)
