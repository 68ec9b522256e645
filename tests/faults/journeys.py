"""What happens to a customer in a few hours, each as one function of a cloud.

The same at every time: what goes wrong is the cloud's. Between two steps is time
enough for all that is tried again.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from infra.local import sample_platforms as say
from shared.domain.cases import case_id
from shared.domain.surveys import nps_id, payload, survey_id
from shared.domain.times import to_text
from tests.fakes.world import MONDAY
from tests.faults.cloud import Cloud
from tests.faults.platform import private_id

Journey = Callable[[Cloud], None]
COMMENT = f"{say.PAGE}_1_7"
USER = "4000000001"
PERSON = f"facebook:{USER}"
CASE = case_id(PERSON, f"comment:{COMMENT}")
PRIVATE = private_id(COMMENT)
# Hours in which nobody is told that the desk is closed.
QUIET = {"out_of_hours": {"send": False}}


def staffed(cloud: Cloud, *, available: bool = True) -> None:
    """Have one agent there, before anything can go wrong."""
    cloud.counts = False
    cloud.ask("PUT /settings/{name}", QUIET, "boss", name="escalation")
    body = {"name": "Amy", "capacity": 5}
    cloud.ask("PUT /agents/{agent}", body, "boss", agent="amy")
    if available:
        here = {"available": True}
        cloud.ask("POST /agents/{agent}/availability", here, agent="amy")
    cloud.counts = True


def comments(cloud: Cloud, text: str = "My parcel is late. Where is it?") -> None:
    made = say.comment(USER, "Ann", COMMENT, text, cloud.clock.now())
    cloud.webhook(say.page(cloud.clock.now(), changes=[made]))


def writes(cloud: Cloud, user: str, number: int, text: str, **message: Any) -> None:
    now = cloud.clock.now()
    made = say.messenger(user, f"m_{user}_{number}", text, now, **message)
    cloud.webhook(say.page(now, messaging=[made]))


def act(cloud: Cloud, action: str, case: str, **body: Any) -> None:
    cloud.ask(f"POST /cases/{{case_id}}/{action}", body, case_id=case)


def public_to_private(cloud: Cloud) -> None:
    """A comment, answered in private, resolved, asked about, badly rated."""
    staffed(cloud)
    comments(cloud)
    cloud.run(20)
    act(cloud, "reply", CASE, text="Sorry! What is its number?", visibility="private")
    cloud.run(40)
    writes(cloud, PRIVATE, 1, "It is 4711.")
    cloud.run(60)
    act(cloud, "resolve", CASE)
    cloud.run(90)
    survey = survey_id(CASE, 1)
    tapped = {"quick_reply": {"payload": payload(survey, 2)}}
    writes(cloud, PRIVATE, 2, "2", **tapped)
    cloud.run(110)
    settle(cloud)


def breached(cloud: Cloud) -> None:
    """A private message that nobody answers in time, then somebody comes; reopened."""
    staffed(cloud, available=False)
    writes(cloud, USER, 1, "My parcel is late. Where is it?")
    cloud.run(80)
    case = case_id(PERSON, f"m_{USER}_1")
    cloud.ask("POST /agents/{agent}/availability", {"available": True}, agent="amy")
    cloud.run(100)
    act(cloud, "reply", case, text="On its way.", visibility="private")
    cloud.run(115)
    act(cloud, "resolve", case)
    cloud.run(150)
    writes(cloud, USER, 2, "It has still not come! Where is it?")
    cloud.run(170)
    act(cloud, "resolve", case)
    settle(cloud)


def limited(cloud: Cloud) -> None:
    """The platform takes nothing for a while: the answer waits in the queue."""
    staffed(cloud)
    comments(cloud)
    cloud.run(10)
    cloud.platform.busy = 3
    act(cloud, "reply", CASE, text="Sorry! Here is where.", visibility="public")
    cloud.run(40)
    act(cloud, "note", CASE, text="He called as well.")
    cloud.run(50)
    act(cloud, "unassign", CASE)
    cloud.run(60)
    settle(cloud)


def recommended(cloud: Cloud) -> None:
    """A purchase, the settings changed, the NPS asked and answered, then erased."""
    staffed(cloud)
    writes(cloud, USER, 1, "Do you have it in red?")
    case = case_id(PERSON, f"m_{USER}_1")
    cloud.run(10)
    act(cloud, "reply", case, text="We do.", visibility="private")
    cloud.run(20)
    act(cloud, "flush", case, reason="answered")
    cloud.run(30)
    soon = {"nps": {"delay": "1h"}}
    cloud.ask("PUT /settings/{name}", soon, "boss", name="surveys")
    cloud.run(40)
    event = {"id": "o1", "kind": "purchase", "occurred_at": to_text(MONDAY)}
    cloud.ask("POST /customers/{customer}/events", event, "boss", customer=PERSON)
    cloud.run(80)
    tapped = {
        "quick_reply": {"payload": payload(nps_id(PERSON, "purchase|event-o1"), 10)}
    }
    writes(cloud, USER, 2, "10", **tapped)
    cloud.run(100)
    cloud.ask("DELETE /customers/{customer}", {}, "boss", customer=PERSON)
    settle(cloud)


def large(cloud: Cloud) -> None:
    """A message too large for the queue, one of several in a delivery."""
    staffed(cloud)
    now = cloud.clock.now()
    long = "My parcel is late. " * 12_000
    made = [
        say.messenger(USER, "m_1", "Hello", now - timedelta(seconds=1)),
        say.messenger(USER, "m_2", long, now),
        say.messenger("4000000002", "m_3", "Where is mine?", now),
    ]
    cloud.webhook(say.page(now, messaging=made))
    settle(cloud)


def settle(cloud: Cloud) -> None:
    """Let everything end, and sweep."""
    minutes = (cloud.clock.now() - MONDAY).total_seconds() / 60
    cloud.run(minutes + 120)
    cloud.counts = False
    cloud.scheduled("sweep_cases")
    cloud.counts = True
    cloud.run(minutes + 300)
