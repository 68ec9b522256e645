"""The numbers of a day, from what happened to the files: exact, whenever asked."""

import gzip
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from functions import actions, kpis
from functions.daily import compute_days, compute_due_days, compute_kpis
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.errors import BadInput
from tests.fakes.entries import at
from tests.fakes.world import MONDAY, World, contact, envelope

DAY = MONDAY.date()
CASE = case_id("x:1", "m1")


def writes(world: World, *, historic: bool = False, **changes: Any) -> None:
    piece = contact(
        **{"author": {"id": "1"}, "channel": "x", "account": "9", **changes}
    )
    body = envelope(piece, historic=historic)
    ingest_batch([Record(body=body, handle="")], world)


def answers(world: World, minutes: float, **changes: Any) -> None:
    writes(
        world,
        id="a1",
        at=at(minutes),
        direction="outbound",
        customer={"id": "1"},
        **changes,
    )


def asks(**query: str) -> Request:
    return Request(caller="ann", roles=frozenset({"analyst"}), query=query, body={})


def figure(world: World, metric: str, day: date = DAY) -> tuple[Any, Any]:
    """Numerator and denominator of a metric over everything, freshly computed."""
    compute_days([day], world)
    span = {"from": day.isoformat(), "to": day.isoformat()}
    query = asks(**span, dimension="all", metric=metric)
    (row,) = kpis.show_daily(query, world)["items"]
    return row["numerator"], row["denominator"]


@pytest.fixture
def world() -> World:
    """A message on Monday at ten, promised an answer by a quarter past."""
    made = World(at=at(days=1))
    writes(made)
    return made


class TestBreaches:
    def test_a_breach_counts_although_no_timer_ever_ran(self, world: World) -> None:
        assert figure(world, "first_response_sla") == (0, 1)

    def test_a_reply_on_the_next_day_does_not_undo_it(self, world: World) -> None:
        answers(world, 24 * 60 + 1)

        assert figure(world, "first_response_sla") == (0, 1)

    @pytest.mark.parametrize("historic", [False, True])
    def test_it_counts_on_the_day_it_fell_due_not_when_it_began(
        self, historic: bool
    ) -> None:
        world = World(at=at(days=9))
        friday = at(days=4, hours=7, minutes=55)  # five minutes before closing
        writes(world, at=friday, historic=historic)
        answers(world, 8 * 24 * 60, historic=historic)
        days = [figure(world, "first_response_sla", DAY + timedelta(n)) for n in (4, 7)]

        assert days == [(0, 0), (0, 1)]

    @pytest.mark.parametrize("answered", [False, True], ids=["never", "late"])
    def test_a_promise_that_falls_due_on_a_day_without_anything_else_counts_there(
        self, answered: bool
    ) -> None:
        """No timer ran; the day is computed when it is over, and again after that."""
        world = World(at=at(days=4, hours=8))
        friday = at(days=4, hours=7, minutes=55)  # five minutes before closing
        monday = DAY + timedelta(days=7)
        writes(world, at=friday)
        world.clock.at = at(days=8)
        first = figure(world, "first_response_sla", monday)
        world.clock.at = at(days=9)
        if answered:
            answers(world, 9 * 24 * 60)
        again = figure(world, "first_response_sla", monday)

        assert (first, again) == ((0, 1), (0, 1))
        assert figure(world, "first_response_sla", DAY + timedelta(days=8)) == (0, 0)

    def test_so_does_one_of_any_queue(self) -> None:
        world = World(at=at(days=4))
        rule = {"name": "all", "then": {"queue": "vip"}}
        world.put_settings("routing", {"rules": [rule]})
        writes(world, at=at(days=4, hours=7, minutes=55))
        world.clock.at = at(days=9)

        monday = DAY + timedelta(days=7)
        assert figure(world, "first_response_sla", monday) == (0, 1)

    def test_a_case_resolved_unanswered_is_a_breach_when_due(
        self, world: World
    ) -> None:
        world.clock.at = at(5)
        staff = Request(caller="amy", roles=frozenset({"agent"}), query={}, body={})
        actions.resolve(CASE, staff, world)
        world.clock.at = at(days=1)

        assert figure(world, "first_response_sla") == (0, 1)

    @pytest.mark.parametrize(
        ("seconds", "met"), [(0, 1), (0.001, 0), (1, 0)], ids=["due", "1 ms", "1 s"]
    )
    def test_one_second_late_is_late(
        self, world: World, seconds: float, met: int
    ) -> None:
        answers(world, 15 + seconds / 60)

        assert figure(world, "first_response_sla") == (met, 1)

    def test_what_is_not_yet_due_is_in_no_number(self, world: World) -> None:
        world.clock.at = at(14)

        assert figure(world, "first_response_sla") == (0, 0)


class TestFiles:
    def test_a_day_computed_again_is_the_same_but_for_its_time(
        self, world: World
    ) -> None:
        answers(world, 7)
        world.clock.advance(days=8)
        compute_days([DAY], world)
        first = dict(world.files.objects)
        world.clock.advance(days=3)
        compute_days([DAY], world)

        of_day = [path for path in first if str(DAY) in path]

        assert [same(p, first[p]) for p in of_day] == [
            same(p, world.files.objects[p]) for p in of_day
        ]

    def test_the_days_manifest_is_written_last(self, world: World) -> None:
        compute_days([DAY], world)

        of_day = [path for path in world.files.objects if str(DAY) in path]

        assert of_day[-1] == f"kpis/daily/date={DAY}/_manifest.json"

    def test_facts_that_a_run_left_when_it_died_are_not_counted_beside_ours(
        self, world: World
    ) -> None:
        """It had written in parts, of which no manifest tells yet."""
        left = f"facts/messages/date={DAY}/part-5.jsonl.gz"
        compute_days([DAY], world)
        world.files.write(left, b"half a day")
        compute_days([DAY], world)

        found = [p for p in world.files.objects if p.startswith("facts/messages/")]
        assert [p.rpartition("/")[2] for p in sorted(found)] == [
            "_manifest.json",
            "part-0.jsonl.gz",
        ]

    def test_no_file_knows_a_text_or_an_id(self, world: World) -> None:
        writes(world, id="m-private-1", at=at(1), text="My PIN is 4711")
        compute_days([DAY], world)
        written = b"".join(
            gunzip(p, b) for p, b in world.files.objects.items()
        ).decode()

        assert not [s for s in ("4711", "m-private-1", "x:1", CASE) if s in written]

    def test_a_day_without_anything_is_exported_too(self) -> None:
        world = World()

        assert figure(world, "first_response_sla") == (0, 0)


def gunzip(path: str, body: bytes) -> bytes:
    return gzip.decompress(body) if path.endswith(".gz") else body


def same(path: str, body: bytes) -> object:
    """What must not change: everything but the time of computing and checksums."""
    if path.endswith("manifest.json"):
        return sorted(json.loads(body))
    body = gunzip(path, body)
    if path.endswith(".html"):
        return re.sub(rb"Computed on [^<]*", b"", body)
    if path.endswith(".csv"):
        return [line.rpartition(b",")[0] for line in body.splitlines()]
    if path.endswith((".json", ".gz")):
        text = body.decode()
        return [part.partition('"computed_at"')[0] for part in text.split("{")]
    return body


def test_an_answer_that_failed_after_the_end_breaches_on_the_day_it_was_due() -> None:
    """On which nothing else happened."""
    world = World(at=at(7 * 60 + 50))
    writes(world, at=at(7 * 60 + 50))
    answers(world, 7 * 60 + 51)
    world.clock.at = at(7 * 60 + 52)
    actions.resolve(CASE, asks(), world)
    failed = Entry(
        at=at(7 * 60 + 53),
        id="f1",
        kind="status_received",
        target="a1",
        status="failed",
    )
    world.log.append([("x:1", failed)])
    world.clock.at = at(days=2)

    assert figure(world, "first_response_sla", DAY + timedelta(days=1)) == (0, 1)


class TestNightly:
    @pytest.mark.parametrize(
        ("timezone", "ends"),
        [
            ("UTC", "2026-03-03T00:10"),
            ("Asia/Kathmandu", "2026-03-02T19:10"),
            ("America/St_Johns", "2026-03-02T04:10"),
        ],
    )
    def test_the_last_days_are_computed_in_the_hour_after_midnight_only(
        self, timezone: str, ends: str
    ) -> None:
        world = World(timezone, at=MONDAY.replace(hour=0, minute=10))
        compute_due_days(world)
        done: list[tuple[str, int]] = []
        for _ in range(24):
            world.clock.advance(hours=1)
            if days := compute_due_days(world):
                done.append((f"{world.clock.now():%Y-%m-%dT%H:%M}", len(days)))

        assert done == [(ends, 8)]

    def test_a_night_that_was_missed_is_made_up_for(self) -> None:
        """With all its days: the first of them becomes known in it alone."""
        world = World(at=MONDAY.replace(hour=0, minute=10))
        compute_due_days(world)
        world.clock.advance(hours=25)
        found = [d["date"] for d in compute_due_days(world)]

        assert (len(found), found[-1]) == (8, "2026-03-02")
        assert compute_due_days(world) == []

    def test_what_is_left_of_a_night_that_broke_off_is_done_in_the_next_hour(
        self,
    ) -> None:
        world = World(at=MONDAY.replace(hour=0, minute=10))
        compute_days([DAY - timedelta(days=n) for n in (8, 7, 6)], world)
        world.clock.advance(hours=1)

        assert len(compute_due_days(world)) == 5

    def test_a_day_computed_while_it_went_on_is_not_done(self, world: World) -> None:
        """It was asked for at noon, and its night was missed."""
        world.clock.at = at(120)
        compute_days([DAY], world)
        world.clock.at = at(days=1)

        assert DAY.isoformat() in [d["date"] for d in compute_due_days(world)]
        assert compute_due_days(world) == []

    def test_what_arrives_after_midnight_is_in_the_numbers_a_night_later(self) -> None:
        world = World(at=MONDAY.replace(hour=0, minute=10) + timedelta(days=1))
        compute_due_days(world)
        writes(world, at=MONDAY.replace(hour=23, minute=58))
        world.clock.advance(days=1)
        compute_due_days(world)
        day = {"from": DAY.isoformat(), "to": DAY.isoformat()}
        query = asks(**day, dimension="all", metric="inbound_messages")

        assert [r["value"] for r in kpis.show_daily(query, world)["items"]] == [1]

    def test_a_day_that_is_not_over_is_not_mature(self, world: World) -> None:
        today = (DAY + timedelta(days=1)).isoformat()
        compute_days([DAY + timedelta(days=1)], world)
        query = asks(**{"from": today, "to": today}, dimension="all")

        assert {r["mature"] for r in kpis.show_daily(query, world)["items"]} == {False}

    def test_a_day_that_has_not_begun_is_refused(self, world: World) -> None:
        with pytest.raises(BadInput, match="has not begun"):
            compute_kpis({"from": "2026-03-04", "to": "2026-03-04"}, world)


class TestPages:
    def test_more_rows_than_an_answer_holds_go_on_under_next(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        compute_days([DAY, DAY + timedelta(days=1)], world)
        span = {"from": "2026-03-02", "to": "2026-03-03"}
        whole = kpis.show_daily(asks(**span), world)["items"]
        monkeypatch.setattr(kpis, "MAX_ROWS", 70)
        pages = [kpis.show_daily(asks(**span), world)]
        while pages[-1]["next"]:
            query = asks(**span, cursor=pages[-1]["next"])
            pages.append(kpis.show_daily(query, world))
        found = [row for page in pages for row in page["items"]]

        assert found == whole
        assert {len(page["items"]) for page in pages[:-1]} == {70}

    @pytest.mark.parametrize("cursor", ["x", "2026-03-02", "2026-13-02.5"])
    def test_a_cursor_that_is_none_is_refused(self, world: World, cursor: str) -> None:
        span = {"from": "2026-03-02", "to": "2026-03-03"}

        with pytest.raises(BadInput, match="cursor"):
            kpis.show_daily(asks(**span, cursor=cursor), world)


class TestAnyDays:
    def test_what_is_resolved_while_a_day_is_computed_was_open_at_its_end(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.clock.advance(days=1)
        listed = world.log.open_persons

        def meanwhile(queues: Any) -> set[str]:
            world.clock.advance(seconds=5)
            actions.resolve(CASE, asks(), world)
            return listed(queues)

        monkeypatch.setattr(world.log, "open_persons", meanwhile)
        day = DAY + timedelta(days=1)
        compute_days([day], world)
        span = {"from": day.isoformat(), "to": day.isoformat()}
        query = asks(**span, dimension="all", metric="backlog")

        assert [row["value"] for row in kpis.show_daily(query, world)["items"]] == [1]

    def test_of_imported_days_only_what_ended_since_the_deployment_is_read(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An import of years ago would else read every day since."""
        compute_days([DAY], world)
        asked: list[Any] = []

        def ended(start: Any, *_: Any) -> set[str]:
            asked.append(start)
            return set()

        monkeypatch.setattr(world.log, "ended_between", ended)
        writes(world, id="old", at=at(days=-3000), historic=True)
        compute_days([DAY - timedelta(days=3000)], world)

        assert asked
        assert min(asked) == world.clock.now() - timedelta(days=14)

    def test_what_was_written_long_before_it_came_waits_on_every_day_since(
        self,
    ) -> None:
        """Each day has the same backlog, computed alone or with others."""
        world = World(at=at())
        compute_days([DAY], world)
        writes(world, at=at(days=-40))
        days = [DAY - timedelta(days=n) for n in range(40, 20, -1)]

        def backlog() -> list[int]:
            span = {"from": days[0].isoformat(), "to": days[-1].isoformat()}
            query = asks(**span, dimension="all", metric="backlog")
            return [row["value"] for row in kpis.show_daily(query, world)["items"]]

        compute_days(days, world)
        at_once = backlog()
        for day in days:
            compute_days([day], world)
        alone = backlog()
        world.clock.advance(hours=1)
        actions.resolve(CASE, asks(), world)
        compute_days(days[5:], world)

        assert at_once == alone == backlog() == [1] * len(days)

    def test_days_are_computed_on_demand(self, world: World) -> None:
        asked = {"from": DAY.isoformat(), "to": (DAY + timedelta(1)).isoformat()}

        assert [d["date"] for d in compute_kpis(asked, world)["days"]] == [
            "2026-03-02",
            "2026-03-03",
        ]

    @pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "9999-12-31"])
    def test_days_that_no_calendar_of_ours_has_are_refused(self, day: str) -> None:
        with pytest.raises(BadInput):
            compute_kpis({"from": day, "to": day}, World("Europe/Rome"))

    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"from": "2026-03-02"},
            {"from": "yesterday", "to": "2026-03-02"},
            {"from": "2026-03-02", "to": "2026-03-01"},
            {"from": "2024-03-02", "to": "2026-03-01"},
        ],
        ids=str,
    )
    def test_bad_input_is_refused(self, world: World, asked: dict[str, str]) -> None:
        with pytest.raises(BadInput):
            compute_kpis(asked, world)
        with pytest.raises(BadInput):
            kpis.show_daily(asks(**asked), world)

    def test_days_not_computed_are_left_out(self, world: World) -> None:
        query = asks(**{"from": "2026-02-01", "to": "2026-03-02"})

        assert kpis.show_daily(query, world) == {"items": [], "next": None}


def test_the_hourly_table_of_a_day_is_served_as_it_was_exported(world: World) -> None:
    before = kpis.show_hourly(asks(date=DAY.isoformat()), world)["items"]
    compute_days([DAY], world)
    found = kpis.show_hourly(asks(date=DAY.isoformat()), world)["items"]
    busy = [row for row in found if row["inbound"]]

    assert (before, len(found)) == ([], 24)
    assert [(r["hour_start"], r["channel"], r["inbound"]) for r in busy] == [
        ("2026-03-02T10:00:00.000Z", "x", 1)
    ]


def test_the_hourly_table_is_of_a_date() -> None:
    for query in ({}, {"date": "yesterday"}):
        with pytest.raises(BadInput, match="date"):
            kpis.show_hourly(asks(**query), World())
