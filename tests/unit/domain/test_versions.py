"""What is stored says of which version it is; who changes that raises the version.

Entries: the names of their fields. Fold: what it makes of the very same logs.
Facts: the columns of their tables.
"""

import json
from dataclasses import fields
from hashlib import sha256
from random import Random

from shared.domain import versions
from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.snapshots import to_json
from shared.domain.state import Person
from shared.kpis import columns
from tests.fakes.entries import RULES, action, at, received, sent

ENTRY = (2, "ca81d1eefad5")
FOLD = (1, "71fca3f8bde3")
FACTS = (3, "68f833da9ed8")
HOW = "raise it in shared/domain/versions.py, and put it here with this digest"

ANN = "x:1"
CASE = case_id(ANN, "m1")
DAY = 24 * 60
HAPPENED = (
    received(opens=CASE, followers=20_000, sentiment="negative", language="it"),
    received(1, "m2", visibility="public", courtesy=True),
    received(2, "m3", opens="c8", sentiment_score=-0.9, p_negative=0.9),
    action("assigned", 3, CASE, agent="amy"),
    sent(4, agent="amy"),
    sent(5, "a2", automatic=True, what="closed"),
    received(6, "m4", historic=True),
    action("unassigned", 7, CASE, agent="amy", reason="given_back"),
    action("escalated", 8, CASE, what="supervisor"),
    action("routed", 9, CASE, routing={"queue": "second", "priority": "high"}),
    action("private_offered", 10, CASE),
    action("snoozed", 11, CASE, expires_at=at(60)),
    action("breached", 15, CASE, clock="first_response"),
    action("flushed", 18, CASE, reason="spam"),
    action("resolved", 20, CASE, agent="amy"),
    action("survey_queued", 29, CASE, survey=f"{CASE}-1", expires_at=at(90)),
    action("survey_sent", 30, CASE, survey=f"{CASE}-1", expires_at=at(90), target="q"),
    received(31, "s1", score=5, nps=9),
    received(32, "s2", score=1, says_more=True),
    received(33, "s3", opt_out="word"),
    action("reviewed", 40, CASE, score=80),
    action("message_edited", 41, CASE, id="e1", target="m2", text="Where is it?"),
    action("message_deleted", 42, CASE, id="d1", target="m3"),
    received(99, "m5", social=False),
    action("resolved", 120, CASE, episode=2, agent="bo"),
    action("reopened", 130, CASE, episode=3, agent="bo"),
    received(20 * DAY, "m6", flush="praise"),
    received(21 * DAY, "m7", urgency=80),
)


def test_a_field_of_an_entry_more_or_less_is_another_version() -> None:
    names = sorted(field.name for field in fields(Entry))

    assert (versions.ENTRY, digest(names)) == ENTRY, HOW


def test_another_state_of_the_same_log_is_another_version() -> None:
    random = Random(20)  # noqa: S311 - a test
    logs = [[e for e in HAPPENED if random.random() < 0.6] for _ in range(200)]
    folded = [to_json(fold(Person(id=ANN), log, RULES)) for log in logs]

    assert (versions.FOLD, digest(folded)) == FOLD, HOW


def test_another_column_of_what_is_exported_is_another_version() -> None:
    tables = {name: [c[:2] for c in found] for name, found in columns.TABLES.items()}

    assert (columns.SCHEMA, digest(tables)) == FACTS, "raise it in columns.py"


def digest(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
