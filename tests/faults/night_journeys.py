"""What the nights do: numbers and exports, what was lost mended, words let go."""

from datetime import timedelta

from functions.retention import LOOKED_AT, WORDLESS
from infra.local import sample_platforms as say
from shared.domain.cases import case_id
from tests.fakes.world import MONDAY
from tests.faults.cloud import Cloud
from tests.faults.journeys import PERSON, USER, act, settle, staffed, writes

DAY = 24 * 60  # minutes
MIDNIGHT = 14 * 60  # of the first day, from its 10:00 on
OTHER, THIRD = "4000000002", "4000000003"
CASE = case_id(PERSON, f"m_{USER}_1")
# No number looks further ahead than a day, so a night has two to compute.
SOON = {"first_contact_days": 1, "deflection_days": 1, "review_days": 1}
NEVER_ASKED = {"csat": {"share": 0, "expires": "1h"}, "nps": {"expires": "1h"}}
KEPT = {"words": "124d", "customers": "90d"}


def answered(cloud: Cloud) -> None:
    """A case of the first day, over in half an hour, before anything goes wrong."""
    staffed(cloud)
    cloud.counts = False
    for name, body in (("metrics", SOON), ("surveys", NEVER_ASKED)):
        cloud.ask("PUT /settings/{name}", body, "boss", name=name)
    writes(cloud, USER, 1, "My parcel is late. Where is it?")
    cloud.run(20)
    act(cloud, "reply", CASE, text="On its way.", visibility="private")
    cloud.run(30)
    act(cloud, "resolve", CASE)
    cloud.run(MIDNIGHT)
    cloud.counts = True


def counted(cloud: Cloud) -> None:
    """The numbers of a night with all that is made of them, scheduled twice."""
    answered(cloud)
    cloud.run(MIDNIGHT + 10)
    cloud.scheduled("nightly")
    cloud.scheduled("nightly")
    cloud.run(MIDNIGHT + 70)
    cloud.scheduled("nightly")
    settle(cloud)


def mended(cloud: Cloud) -> None:
    """The night after a token, a workflow and a queue's message were lost."""
    staffed(cloud)
    cloud.counts = False
    for user in (USER, OTHER):
        writes(cloud, user, 1, "My parcel is late. Where is it?")
    cloud.run(10)
    act(cloud, "reply", CASE, text="On its way.", visibility="private")
    cloud.run(100)
    cloud.lose_tokens()
    act(cloud, "resolve", CASE)
    for execution in cloud.machines.executions.values():
        if OTHER in execution.given:
            execution.status = "ABORTED"
    inbound, now = cloud.queue("inbound"), cloud.clock.now()
    inbound.held = True
    long = say.messenger(THIRD, "m_3", "My parcel is late. " * 12_000, now)
    cloud.webhook(say.page(now, messaging=[long]))
    inbound.messages.clear()
    inbound.held = False
    cloud.run(2 * DAY)
    cloud.counts = True
    cloud.scheduled("sweep_cases")
    settle(cloud)


def let_go(cloud: Cloud) -> None:
    """Months later a night takes the words and announces him; the next lets him go."""
    answered(cloud)
    cloud.counts = False
    cloud.ask("PUT /settings/{name}", KEPT, "boss", name="retention")
    for name in (LOOKED_AT, WORDLESS):
        cloud.mark(name, MONDAY - timedelta(hours=10))
    cloud.counts = True
    for day in (125, 126):
        cloud.run(MIDNIGHT + day * DAY + 160)
        cloud.scheduled("sweep_cases")
    settle(cloud)
