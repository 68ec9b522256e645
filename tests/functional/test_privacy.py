"""Handing out and erasing what is held of somebody, on fakes: no word, every number."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from functions import actions, customers, desk, privacy
from functions.casebook import Fact, Loaded, record
from functions.daily import compute_days
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.linking import put_attributes
from functions.survey_links import survey_link
from shared.domain import commands
from shared.domain.commands import Act
from shared.domain.log import Entry
from shared.errors import Conflict, NotFound, StoreUnavailable
from shared.ports import Stray
from tests.fakes.entries import at, sent
from tests.fakes.identities import ANN, CALL, MAIL, ann, asks, case_of, joins, writes
from tests.fakes.world import MONDAY, World, contact, envelope
from tests.functional.test_any_order import (
    CONTACTS,
    PERSONS,
    Step,
    deliver,
    histories,
)
from tests.functional.test_any_order import numbers as facts
from tests.functional.test_webhooks import post

SECRET = "xylophone"  # what nobody may find afterwards
LONG = f"{SECRET} " * 4_000  # more than an item of the log takes
DAYS = [MONDAY.date() + timedelta(days=n) for n in range(3)]
EXPORTED = ("facts/", "kpis/", "tables/")


def admin() -> Request:
    return Request(caller="ada", roles=frozenset({"admin"}), query={}, body={})


def erase(world: World, customer: str = ANN) -> dict[str, Any]:
    return privacy.erase_customer(customer, admin(), world)


def export(world: World, customer: str = ANN) -> dict[str, Any]:
    return privacy.export_customer(customer, admin(), world)


def kinds(world: World, person: str) -> list[str]:
    return [entry.kind for entry in world.log.read(person)]


def unavailable(_path: str) -> None:
    raise StoreUnavailable("The bucket did not answer.")


def numbers(world: World) -> Mapping[str, bytes]:
    """Every file of facts and KPIs of three days, computed now."""
    compute_days(DAYS, world)
    return {p: b for p, b in world.files.objects.items() if p.startswith(EXPORTED)}


def everything(world: World) -> str:
    """All that the deployment holds, as text."""
    log = world.log
    cards = [(c.name, c.handle) for c in log.cards(log.items).values()]
    strays = [asdict(s) for kept in log.strays.values() for s in kept.values()]
    kept = [log.entries, log.sends, sorted(log.handles), cards, strays]
    exports = {p: str(b) for p, b in world.files.objects.items()}
    found = world.customers.get(f.id for f in _kept(world))
    return str([kept, exports, found])


def _kept(world: World) -> Iterator[Any]:
    for person in (ANN, MAIL, CALL):
        card = world.log.cards([person])[person]
        if card.customer:
            yield from world.customers.get([card.customer]).values()


@pytest.fixture
def world() -> World:
    """Ann has said much under three identities, all of it is resolved and over."""
    made = ann()
    joins(made, MAIL)
    joins(made, CALL)
    put_attributes(ANN, {"tier": f"gold {SECRET}"}, "crm", made)
    writes(made, ANN, f"I am {SECRET}", handle=f"{SECRET}_b")
    writes(made, MAIL, LONG)
    for person in (ANN, MAIL, CALL):
        note = replace(asks({"text": f"She says {SECRET}"}), caller="amy")
        actions.note(case_of(made, person).id, note, made)
        actions.resolve(case_of(made, person).id, asks(), made)
    made.log.claim(ANN, "page:s1", made.clock.now(), {"comment": SECRET})
    made.clock.advance(hours=1)
    return made


class TestErasure:
    def test_no_word_and_no_name_is_left_anywhere(self, world: World) -> None:
        assert SECRET in everything(world)

        found = erase(world)

        assert found["identities"] == [ANN, MAIL, CALL]
        assert SECRET not in everything(world)
        assert customers.show_customer(ANN, asks(), world)["attributes"] == {}

    def test_nobody_finds_him_by_a_handle_he_ever_had(self, world: World) -> None:
        erase(world)

        for handle in ("ann_b", f"{SECRET}_b"):
            query = asks(channel="x", handle=handle)
            assert customers.find_customers(query, world)["items"] == []

    def test_every_file_of_numbers_is_the_same(self, world: World) -> None:
        before = numbers(world)
        erase(world, MAIL)
        world.files.objects.clear()

        assert len(before) > 10
        assert numbers(world) == before

    def test_who_did_it_and_when_stays_known(self, world: World) -> None:
        erase(world)
        (note,) = [e for e in world.log.read(ANN) if e.kind == "erased"]

        assert (note.agent, note.at, note.text) == ("ada", world.clock.now(), None)

    def test_to_erase_twice_is_fine(self, world: World) -> None:
        first = erase(world)
        before = numbers(world)
        again = erase(world)

        assert first["entries"] > 0
        assert again["entries"] == 0
        assert numbers(world) == before

    def test_one_that_broke_off_is_noted_once_however_often_it_is_repeated(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(world.files, "delete", unavailable)
            with pytest.raises(StoreUnavailable):
                erase(world, MAIL)
        for _ in range(2):
            world.clock.advance(minutes=1)
            erase(world, MAIL)

        assert SECRET not in everything(world)
        assert kinds(world, MAIL).count("erased") == 1

    def test_another_who_finishes_it_is_noted_as_well(self, world: World) -> None:
        erase(world)
        privacy.erase_customer(ANN, replace(admin(), caller="bob"), world)

        assert kinds(world, MAIL).count("erased") == 2

    @pytest.mark.parametrize("days", [-3, 3], ids=["late", "new"])
    def test_what_came_after_it_is_another_one_to_erase(
        self, world: World, days: int
    ) -> None:
        erase(world)
        world.clock.advance(minutes=1)
        now = world.clock.now()
        said = contact(id="m9", at=now + timedelta(days=days), text=SECRET)
        said |= {"channel": "email", "author": {"id": "ann@b.example"}}
        world.queue.send([envelope(said, received_at=now)])
        world.drain()
        if case_of(world, MAIL).status == "open":
            actions.resolve(case_of(world, MAIL).id, asks(), world)
        world.clock.advance(minutes=1)
        erase(world, MAIL)

        assert SECRET not in everything(world)
        assert kinds(world, MAIL).count("erased") == 2

    def test_it_goes_on_where_it_broke_off(self, world: World) -> None:
        working = world.log.append

        def broken(*_args: Any, **_more: Any) -> None:
            raise ConnectionError

        world.log.append = broken  # type: ignore[method-assign]
        with pytest.raises(ConnectionError):
            erase(world)
        world.log.append = working  # type: ignore[method-assign]
        erase(world)

        assert SECRET not in everything(world)

    def test_an_open_case_is_ended_first(self, world: World) -> None:
        writes(world, MAIL, "One more thing: where is my parcel?")

        with pytest.raises(Conflict, match="open"):
            erase(world)
        assert SECRET in everything(world)

    def test_nobody_is_not_erased(self, world: World) -> None:
        with pytest.raises(NotFound):
            erase(world, "x:nobody")

    def test_his_link_to_a_survey_leads_nowhere(self, world: World) -> None:
        survey = f"csat-{case_of(world, ANN).id}-1"
        asked = Entry(at=world.clock.now(), id=survey, kind="survey_queued")
        asked = replace(asked, survey=survey, expires_at=at(9_000))
        world.log.append([(ANN, asked)])
        survey_link(survey, ANN, at(9_000), world)
        erase(world)

        assert world.survey_links.links == {}

    def test_copies_that_waited_for_his_post_are_erased(self, world: World) -> None:
        post = next(e for e in world.log.read(ANN) if e.kind == "message_received")
        answer = replace(sent(1, "a9", text=SECRET), reply_to=post.id)
        log, about = f"x:waiting:{post.id}", f"x:{post.id}"
        stray = Stray(log=log, entry=answer, answers=about)
        world.log.append([(ANN, replace(post, visibility="public"))], strays=[stray])
        erase(world)

        assert SECRET not in everything(world)

    def test_the_history_shows_that_something_was_there(self, world: World) -> None:
        erase(world)
        items = customers.show_history(ANN, asks(), world)["items"]
        said = [i for i in items if i["kind"] == "message_received"]

        assert len(said) == 5
        assert {(i["text"], i["erased"]) for i in said} == {(None, True)}

    def test_a_case_can_still_be_looked_at(self, world: World) -> None:
        erase(world)

        shown = desk.show_case(case_of(world, ANN).id, asks(), world)
        assert shown["status"] == "resolved"


class TestWhatComesLater:
    def redelivered(self, world: World, text: str) -> None:
        """The webhook of his first letter, once more."""
        old = next(e for e in world.log.read(MAIL) if e.kind == "message_received")
        author = {"id": "ann@b.example", "name": SECRET, "handle": SECRET}
        said = contact(id=old.id, channel="email", at=old.at, author=author, text=text)
        world.queue.send([envelope(said, received_at=world.clock.now())])
        world.drain()

    @pytest.mark.parametrize("text", [SECRET, LONG], ids=["short", "long"])
    def test_a_redelivery_brings_neither_words_nor_name_back(
        self, world: World, text: str
    ) -> None:
        erase(world)
        before = numbers(world)
        self.redelivered(world, text)

        assert SECRET not in everything(world)
        assert numbers(world) == before

    @pytest.mark.parametrize("text", [SECRET, LONG], ids=["short", "long"])
    def test_nor_does_one_that_is_written_in_the_moment_of_the_erasure(
        self, world: World, text: str
    ) -> None:
        letter = contact(id="m9", channel="email", at=world.clock.now(), text=text)
        letter["author"] = {"id": "ann@b.example", "name": SECRET, "handle": SECRET}
        writing = world.log.append

        def slow(*args: Any, **more: Any) -> None:
            """Another delivery overtakes it, is answered, and all of it erased."""
            world.log.append = writing  # type: ignore[method-assign]
            arrives()
            actions.resolve(case_of(world, MAIL).id, asks(), world)
            erase(world)
            writing(*args, **more)

        def arrives() -> None:
            body = envelope(letter, received_at=world.clock.now())
            ingest_batch([Record(body=body, handle="")], world)

        world.log.append = slow  # type: ignore[method-assign]
        arrives()

        assert SECRET not in everything(world)

    def test_what_he_writes_anew_is_kept_under_his_new_name(self, world: World) -> None:
        erase(world)
        world.clock.advance(days=10)
        writes(world, ANN, "Where is my new order?", handle="ann_new")
        query = asks(channel="x", handle="ann_new")
        (found,) = customers.find_customers(query, world)["items"]

        assert found["handle"] == "ann_new"
        assert case_of(world, ANN).status == "open"
        assert world.log.read(ANN)[-1].text == "Where is my new order?"


class TestExport:
    def test_it_holds_what_he_said_under_all_identities(self, world: World) -> None:
        found = export(world)
        texts = {e.get("text") for i in found["identities"] for e in i["log"]}

        assert [i["person"] for i in found["identities"]] == [ANN, MAIL, CALL]
        assert {f"I am {SECRET}", LONG.strip(), f"She says {SECRET}"} <= {
            (text or "").strip() for text in texts
        }
        assert found["identities"][0]["handles"] == ["x:ann_b", f"x:{SECRET}_b"]
        assert found["identities"][0]["sends"]["page:s1"]["comment"] == SECRET
        assert SECRET in str(found["attributes"])
        assert len(found["links"]) == 2

    def test_what_is_too_large_for_an_answer_is_a_file_with_a_link(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = json.loads(json.dumps(export(world)))
        monkeypatch.setattr(privacy, "LARGEST", 1_000)
        found = export(world)
        (path,) = [p for p in world.files.objects if p.startswith("exports/")]

        assert json.loads(world.files.objects[path]) == whole
        assert found["url"] == f"https://files.example/{path}?for=900"
        assert found.keys() == {"id", "url", "expires_at"}

    def test_erasure_deletes_the_files_of_exports_at_once(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(privacy, "LARGEST", 1_000)
        other = world.files.objects | {"exports/u9/a.json": b"of another"}
        export(world)
        world.files.objects |= other
        erase(world)

        exports = [p for p in world.files.objects if p.startswith("exports/")]
        assert exports == ["exports/u9/a.json"]

    def test_of_whom_is_erased_it_holds_no_word(self, world: World) -> None:
        erase(world)

        assert SECRET not in json.dumps(export(world))


def _over(world: World) -> None:
    """End what is open, so that it can be erased."""

    def ends(found: Loaded) -> Fact | None:
        if found.case is None or found.case.status != "open":
            return None
        return Fact(entry=commands.resolve(found.case, Act(at=world.clock.now())))

    for person in PERSONS:
        record(person_id(person), ends, world)


def person_id(person: str) -> str:
    return f"email:{person}"


@settings(deadline=None, max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(histories(), st.data())
def test_of_any_history_the_numbers_stay_the_same(
    steps: list[Step], data: st.DataObject
) -> None:
    """Erased after any part of it, with repeats of everything afterwards."""
    first = [("inbound", p, 0, 0.0) for p in PERSONS]
    whole = [*first, *steps]
    world = World(at=at(20_000))
    deliver(world, whole)
    _over(world)
    before = facts(world, world.clock.now())
    for person in PERSONS:
        erase(world, person_id(person))
    said = [step for step in whole if step[0] in CONTACTS]
    deliver(world, data.draw(st.lists(st.sampled_from(said))))

    assert facts(world, world.clock.now()) == before
    texts = [e.text for p in PERSONS for e in world.log.read(person_id(p))]
    assert set(texts) == {None}


def parks(world: World, channel: str, user: str) -> str:
    """Somebody writes what is too large for the queue; returns where it lies."""
    before = set(world.files.objects)
    author = {"id": user, "name": user}
    text = f"Where is my order? {SECRET} " * 10_000
    said = contact(id=f"large-{user}", channel=channel, text=text, author=author)
    post(world, json.dumps(said).encode())
    [path] = set(world.files.objects) - before
    return path


def test_what_was_parked_of_him_goes_with_him_and_nothing_of_others(
    world: World,
) -> None:
    channel, _, user = MAIL.partition(":")
    his, others = (parks(world, channel, name) for name in (user, "somebody"))
    again = list(world.queue.bodies.values())
    world.drain()
    erase(world)
    world.queue.send(again)  # a queue may hand out a message twice
    world.drain()

    assert SECRET not in str(world.files.objects[his])
    assert SECRET in str(world.files.objects[others])
    assert SECRET not in str(world.log.read(MAIL))


def test_what_still_waits_for_the_queue_is_not_taken_from_it(world: World) -> None:
    channel, _, user = MAIL.partition(":")
    path = parks(world, channel, user)
    erase(world)
    world.drain()

    assert SECRET in str(world.files.objects[path])
    assert any(e.id == f"large-{user}" for e in world.log.read(MAIL))
