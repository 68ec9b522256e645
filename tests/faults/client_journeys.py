"""What a client of the API does, each request repeated with its Idempotency-Key."""

from datetime import timedelta

from shared.domain.cases import case_id
from shared.domain.times import to_text
from tests.faults.cloud import Cloud
from tests.faults.journeys import PERSON, USER, act, settle, staffed, writes

OTHER = "4000000002"


def worked(cloud: Cloud) -> None:
    """Linked, taken from the queue, put off, ended, reviewed, reopened."""
    staffed(cloud, available=False)
    writes(cloud, USER, 1, "My parcel is late. Where is it?")
    writes(cloud, OTHER, 1, "It is me again, from work.")
    cloud.run(10)
    here = {"available": True}
    cloud.ask("POST /agents/{agent}/availability", here, agent="amy")
    cloud.run(30)
    case = case_id(PERSON, f"m_{USER}_1")
    linked = {"channel": "facebook", "user": OTHER}
    cloud.ask("POST /customers/{customer}/identities", linked, customer=PERSON)
    cloud.run(50)
    act(cloud, "unassign", case, reason="lunch")
    cloud.run(70)
    cloud.ask("POST /queues/{queue}/next", {}, queue="default")
    cloud.run(90)
    act(cloud, "time", case, seconds=90)
    cloud.run(110)
    later = cloud.clock.now() + timedelta(minutes=15)
    act(cloud, "snooze", case, until=to_text(later))
    cloud.run(140)
    act(cloud, "resolve", case)
    cloud.run(160)
    review = {"score": 80, "text": "Kind."}
    cloud.ask("POST /cases/{case_id}/review", review, "boss", case_id=case)
    cloud.ask("PUT /customers/{customer}/attributes", {"tier": "gold"}, customer=PERSON)
    cloud.run(180)
    act(cloud, "reopen", case)
    settle(cloud)
