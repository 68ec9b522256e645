"""What can never be ingested: dead with its reason, and nothing waits behind it."""

import io
import json
import logging

from infra.local import sample_platforms as say
from shared.domain.times import to_text
from shared.observability import logger
from tests.faults.cloud import Cloud, Start
from tests.faults.journeys import USER, staffed, writes
from tests.faults.settled import settled

POISON = {"channel": "facebook", "parked": "parked/facebook/gone.json"}


def poison(cloud: Cloud) -> None:
    """An event whose file is not in the bucket."""
    said = {**POISON, "received_at": to_text(cloud.clock.now())}
    cloud.queue("inbound").send(json.dumps(said))


def test_it_is_dead_after_five_tries_and_the_others_are_stored_at_once(
    start: Start,
) -> None:
    cloud = start()
    staffed(cloud)
    writes(cloud, USER, 1, "Where is my parcel?")
    poison(cloud)
    writes(cloud, "4000000002", 1, "And mine?")
    cloud.run(1)
    known = settled(cloud)

    assert sorted(known.log) == [f"facebook:{USER}", "facebook:4000000002"]
    assert known.dead == []
    cloud.run(30)
    assert [json.loads(body)["parked"] for body in settled(cloud).dead] == [
        POISON["parked"]
    ]


def test_the_log_names_the_message_and_the_reason(
    start: Start,
) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logger.registered_formatter)
    logger.addHandler(handler)
    cloud = start()
    poison(cloud)
    cloud.run(1)
    logging.getLogger(logger.service).removeHandler(handler)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]

    (said,) = [line for line in lines if line.get("message_id") == "inbound-1"]
    assert said["exception"].endswith(f"FileNotFoundError: {POISON['parked']}")


def test_once_it_is_mended_it_is_ingested_as_if_nothing_had_been(start: Start) -> None:
    cloud = start()
    staffed(cloud)
    poison(cloud)
    cloud.run(30)
    made = say.messenger(USER, "m_1", "Where is my parcel?", cloud.clock.now())
    cloud.put_file(
        POISON["parked"], json.dumps(say.page(cloud.clock.now(), messaging=[made]))
    )
    cloud.queue("inbound").redrive()
    cloud.run(31)
    known = settled(cloud)

    assert (known.dead, sorted(known.log)) == ([], [f"facebook:{USER}"])
