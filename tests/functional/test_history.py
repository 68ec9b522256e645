"""The history of somebody who has written for years: pages, and what they may cost."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions import actions, customers
from functions.casebook import passed_over
from functions.unflushing import unflush
from functions.views import readings_view, timeline_view
from shared.domain.cases import replay
from shared.domain.log import Entry, in_order
from shared.domain.state import Person
from shared.ports import Page
from tests.fakes.entries import received
from tests.fakes.identities import MAIL, asks, case_of, writes
from tests.fakes.log import FakeLog
from tests.fakes.world import World, contact, envelope

PRAISE = "I love you guys!"
AROUND = 20
FAR = 3 * AROUND


class CountedLog:
    """A log that counts the entries it gives, and whose pages alone may be read."""

    def __init__(self, log: FakeLog) -> None:
        self.log = log
        self.read: list[int] = []

    def page(self, *which: Any) -> Page:
        found = self.log.page(*which)
        self.read.append(len(found.items))
        return found

    def following(self, *which: Any) -> list[Entry]:
        return self._counted(self.log.following(*which))

    def corrections(self, *which: Any) -> list[Entry]:
        return self._counted(self.log.corrections(*which))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)

    def _counted(self, found: list[Entry]) -> list[Entry]:
        self.read.append(len(found))
        return found


@pytest.fixture(autouse=True)
def _little_is_looked_at_around_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customers, "AROUND", AROUND)


def pages(world: World, limit: int = 50) -> list[list[dict[str, Any]]]:
    found, query = [], {"limit": str(limit)}
    while True:
        page = customers.show_history(MAIL, asks(**query), world)
        found.append(page["items"])
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]


def shown(world: World, limit: int = 50) -> dict[str, dict[str, Any]]:
    """Everything on all pages, by id."""
    return {item["id"]: item for page in pages(world, limit) for item in page}


def talks(world: World, messages: int) -> None:
    """Append messages of one open talk, from a minute after now on."""
    start = world.clock.now()
    entries = [
        replace(received(0, f"t{n}"), at=start + timedelta(minutes=n))
        for n in range(1, messages + 1)
    ]
    world.log.append([(MAIL, entry) for entry in entries])


def corrects(world: World, kind: str, text: str | None = None) -> None:
    """Take back or change the first message long after it."""
    world.clock.advance(days=300)
    piece = contact(
        id="late",
        kind=kind,
        target="m0",
        at=world.clock.now(),
        author={"id": MAIL.partition(":")[2]},
        text=text,
    )
    world.queue.send([envelope(piece, received_at=world.clock.now())])
    world.drain()


def years(world: World) -> None:
    """Case after case: asked, answered, resolved, thanked, praised."""
    user = {"id": MAIL.partition(":")[2]}
    for number in range(16):
        writes(world, MAIL, "Where is my order?" if number % 3 else "Dov'è il pacco?")
        writes(world, MAIL, "ok grazie")
        now = world.clock.now()
        answer = contact(
            id=f"a{number}",
            at=now,
            direction="outbound",
            author={"id": "amy"},
            customer=user,
        )
        world.queue.send([envelope(answer, received_at=now)])
        world.drain()
        world.clock.advance(minutes=1)
        writes(world, MAIL, PRAISE)
        actions.resolve(case_of(world, MAIL).id, asks(), world)
        world.clock.advance(minutes=1)
        writes(world, MAIL, "Thank you!")
        writes(world, MAIL, PRAISE)
        world.clock.advance(days=4 + number % 5)


def replayed(world: World, shown: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same history, told from the whole log."""
    log = in_order(world.log.read(MAIL))
    steps = list(replay(Person(id=MAIL), log, world.settings))
    views = timeline_view(
        [s.read for s in steps], log, passed_over(steps, world), readings_view(steps)
    )
    by_id = {v["id"]: v for v in views}
    return [{"person": MAIL, **by_id[item["id"]]} for item in shown]


@pytest.mark.parametrize("limit", [7, 50])
def test_pages_of_years_say_what_the_whole_log_says(limit: int) -> None:
    world = World()
    years(world)
    seen = [item for page in pages(world, limit) for item in page]

    assert len(seen) == len(world.log.read(MAIL)) > FAR
    assert seen == replayed(world, seen)
    assert {i["flushed"] for i in seen} == {None, "courtesy", "praise"}


@pytest.mark.parametrize("limit", [1, 50])
def test_no_page_of_a_long_log_reads_more_than_what_stands_around_it(
    limit: int,
) -> None:
    world = World()
    writes(world, MAIL, "Where is my order?")
    talks(world, 2 * FAR)
    counted: Any = CountedLog(world.log)
    world.log = counted
    query, costs = {"limit": str(limit)}, []
    for _ in range(5):
        counted.read = []
        page = customers.show_history(MAIL, asks(**query), world)
        query["cursor"] = page["next"] or ""
        costs.append((len(counted.read), sum(counted.read)))

    most = limit + 2 + 2 * AROUND
    assert all(requests <= 3 and read <= most for requests, read in costs)


def test_what_is_deleted_years_later_is_not_shown() -> None:
    world = World()
    writes(world, MAIL, "My card number is")
    talks(world, FAR)
    corrects(world, "deletion")
    first = shown(world)["m0"]

    assert (first["text"], first["deleted"]) == (None, True)


def test_what_is_edited_years_later_is_shown_as_it_was_edited() -> None:
    world = World()
    writes(world, MAIL, "Where is it?")
    talks(world, FAR)
    corrects(world, "edit", "Where is order 4711?")
    first = shown(world)["m0"]

    assert (first["text"], first["edited"]) == ("Where is order 4711?", True)


def test_the_text_of_an_edit_is_gone_with_its_message() -> None:
    world = World()
    writes(world, MAIL, "Where is it?")
    edit = replace(received(1, "e1"), kind="message_edited", target="m0", text="Secret")
    world.log.append([(MAIL, edit)])
    talks(world, FAR)
    corrects(world, "deletion")

    assert shown(world)["e1"]["text"] is None


def test_what_is_unflushed_long_after_is_no_longer_flushed() -> None:
    world = World()
    writes(world, MAIL, PRAISE)
    talks(world, FAR)
    before = shown(world)["m0"]["flushed"]
    world.clock.advance(days=300)
    unflush(MAIL, asks({"message": "m0"}), world)

    assert (before, shown(world)["m0"]["flushed"]) == ("praise", None)


def test_praise_in_a_talk_that_began_out_of_sight_was_heard() -> None:
    world = World()
    writes(world, MAIL, "Where is my order?")
    talks(world, FAR)
    world.clock.advance(days=1)
    praise = f"m{world.queue.sent}"
    writes(world, MAIL, PRAISE)

    assert shown(world)[praise]["flushed"] is None


def test_what_is_said_in_a_case_whose_beginning_is_out_of_sight() -> None:
    world = World()
    writes(world, MAIL, "Where is my order?")
    talks(world, FAR)
    world.clock.advance(days=1)
    actions.resolve(case_of(world, MAIL).id, asks(), world)
    world.clock.advance(minutes=1)
    number = world.queue.sent
    for text in (PRAISE, "Where is it now?", PRAISE):
        writes(world, MAIL, text)
    seen = shown(world, 2)

    assert [seen[f"m{number + n}"]["flushed"] for n in range(3)] == [
        "praise",
        None,
        None,
    ]


def test_who_only_ever_praises_is_shown_so_on_every_page() -> None:
    world = World()
    for _ in range(FAR):
        writes(world, MAIL, PRAISE)

    assert {i["flushed"] for i in shown(world).values()} == {"praise"}


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_an_echo_and_our_own_record_are_one_on_any_page(limit: int) -> None:
    world = World()
    writes(world, MAIL, "Where is my order?")
    moments = (2, 2.01)
    ours, echo = (
        replace(received(n, "a1"), kind="message_sent", received_at=None)
        for n in moments
    )
    echo = replace(echo, received_at=echo.at)
    world.log.append([(MAIL, replace(ours, agent="amy")), (MAIL, echo)])
    seen = [i for page in pages(world, limit) for i in page if i["id"] == "a1"]

    assert [(i["agent"], i["occurred_at"]) for i in seen] == [
        ("amy", "2026-03-02T10:02:00.600Z")
    ]
