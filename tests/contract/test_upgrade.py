"""What older code has stored is read, and what newer code has stored is left alone."""

from typing import Any

import boto3
import pytest

from shared.adapters import items
from shared.adapters.cards import to_item
from shared.adapters.changes import StreamChanges
from shared.adapters.settings import DynamoSettings
from shared.adapters.table import DynamoLog
from shared.adapters.writes import log_item
from shared.domain import versions
from shared.domain.cases import fold
from shared.domain.events import of_card
from shared.domain.log import Entry, from_json
from shared.domain.rulebook import assemble
from shared.domain.state import Person
from shared.errors import Conflict, Outdated
from shared.ports import Card
from tests.fakes.entries import RULES, at, received
from tests.fakes.stored import CARDS, CASE, ENTRIES, PERSON, SETTINGS

PK = f"PERSON#{PERSON}"


@pytest.fixture
def log(table: str) -> DynamoLog:
    """A log that older code has written, without a word of schemas."""
    for sk, body in ENTRIES.items():
        unversioned(items.LogItem(PK, sk, day="2026-03-02#0", body=body))
    return DynamoLog(lambda: RULES)


def unversioned(item: items.Item) -> None:
    item.v = None
    item.save()


def old_card(state: dict[str, Any]) -> None:
    unversioned(
        items.CardItem(PK, "CARD", version=7, state=state, fold=None, name="Kim")
    )


def stored(sk: str) -> dict[str, Any]:
    key = {"pk": {"S": PK}, "sk": {"S": sk}}
    found = boto3.client("dynamodb").get_item(
        TableName=items.Item.Meta.table_name, Key=key
    )
    item: dict[str, Any] = found["Item"]
    return item


def test_entries_without_a_schema_are_read(log: DynamoLog) -> None:
    entries = log.read(PERSON)
    case = fold(Person(id=PERSON), entries, RULES).case

    assert [e.key for e in entries] == list(ENTRIES)
    assert entries[0].due == at(60)
    assert entries[0].p_negative is None  # nobody knew, so nobody says
    assert case is not None
    assert (case.id, case.episode.number, case.status) == (CASE, 2, "open")


@pytest.mark.parametrize("name", CARDS)
def test_a_card_of_another_fold_is_folded_anew(log: DynamoLog, name: str) -> None:
    old_card(CARDS[name])

    card = log.cards([PERSON])[PERSON]

    assert card.stale
    assert card.person == fold(Person(id=PERSON), log.read(PERSON), RULES)
    assert (card.version, card.name) == (7, "Kim")


def test_a_card_of_a_newer_fold_is_folded_anew_as_well(log: DynamoLog) -> None:
    log.save(log.cards([PERSON])[PERSON])
    newer = items.CardItem.get(PK, "CARD")
    newer.fold, newer.state = versions.FOLD + 1, {"id": PERSON, "tally": "seven"}
    newer.save()

    card = log.cards([PERSON])[PERSON]

    assert card.person == fold(Person(id=PERSON), log.read(PERSON), RULES)


def test_saved_once_a_card_is_ours(log: DynamoLog) -> None:
    old_card(CARDS["unreadable"])
    before = log.cards([PERSON])[PERSON]

    log.save(before)

    after = log.cards([PERSON])[PERSON]
    assert (after.stale, after.person) == (False, before.person)
    assert after.version == 8


def test_who_read_an_old_card_does_not_win_over_who_wrote_since(
    log: DynamoLog,
) -> None:
    old_card(CARDS["without a tally"])
    card = log.cards([PERSON])[PERSON]
    log.save(card)

    with pytest.raises(Conflict):
        log.save(card)


def test_an_entry_of_newer_code_is_refused_and_stays_as_it_is(log: DynamoLog) -> None:
    entry = received(99, "m9")
    item = log_item(PERSON, entry)
    item.v = versions.ENTRY + 1
    item.save()
    before = stored(entry.key)

    said = f"LogItem of schema {versions.ENTRY + 1} .* deploy the code"
    with pytest.raises(Outdated, match=said):
        log.read(PERSON)
    with pytest.raises(Outdated):
        log.page(PERSON, None, 10)
    assert stored(entry.key) == before


def test_all_that_is_written_says_its_schema(log: DynamoLog) -> None:
    log.append(
        [(PERSON, received(99, "m9"))],
        posts=[("x:m9", PERSON)],
        handles=[("x:kim", PERSON)],
    )
    log.save(log.cards([PERSON])[PERSON])
    log.claim(PERSON, "key", at(1))

    [entry] = [e for e in log.read(PERSON) if e.id == "m9"]
    assert stored(entry.key)["v"] == {"N": str(versions.ENTRY)}
    assert stored("CARD")["fold"] == {"N": str(versions.FOLD)}
    for sk in ("CARD", "SEND#key", "HANDLE#x:kim"):
        assert stored(sk)["v"] == {"N": "1"}


def test_a_reserved_send_of_older_code_is_still_taken(log: DynamoLog) -> None:
    then = {"claimed_at": "2026-03-02T10:00:00.000Z", "message_id": "mid.1"}
    unversioned(items.SendItem(PK, "SEND#key", outcome=then))

    assert log.claim(PERSON, "key", at(1)) == then
    assert log.claimed(PERSON, "key") == then


def test_a_send_of_before_it_said_anything_is_still_taken(log: DynamoLog) -> None:
    unversioned(items.SendItem(PK, "SEND#key"))

    assert log.claim(PERSON, "key", at(1)) == {}


def test_settings_of_older_code_hold(table: str) -> None:
    for name, document in SETTINGS.items():
        item = items.SettingItem("SETTINGS", f"{name}#0000001", body=document)
        item.by, item.at = "ada", "2026-03-02T10:00:00.000Z"
        unversioned(item)

    book, useless = assemble(RULES.first, DynamoSettings().load())

    assert useless == []
    assert set(book.newest.sla.policies) == {"fast"}
    assert book.newest.routing.otherwise.queue == "default"


def test_newer_settings_are_refused(table: str) -> None:
    item = items.SettingItem("SETTINGS", "sla#0000001", body=SETTINGS["sla"])
    item.by, item.at, item.v = "ada", "2026-03-02T10:00:00.000Z", 2
    item.save()

    with pytest.raises(Outdated):
        DynamoSettings().load()


@pytest.mark.parametrize("name", CARDS)
def test_the_stream_tells_of_a_card_that_older_code_has_left(name: str) -> None:
    """What a record holds is read without the log: both images come from it."""
    old = items.CardItem(PK, "CARD", version=7, state=CARDS[name], fold=None)
    new = to_item(Card(person=fold(Person(id=PERSON), life(), RULES), version=7))
    images = [item.to_dynamodb_dict() for item in (old, new)]

    change = StreamChanges().read(*images)

    assert change is not None
    assert change.cards is not None
    before, after = change.cards
    assert (change.person, after.stale) == (PERSON, False)
    assert before is not None
    assert (before.stale, before.person.id) == (True, PERSON)
    told = list(of_card(before.person, after.person))
    known = list(of_card(None, after.person))
    # Told again at worst, under the id that it was told by.
    assert {e.id for e in told} <= {e.id for e in known}


def life() -> list[Entry]:
    return [from_json(sk, body) for sk, body in ENTRIES.items()]
