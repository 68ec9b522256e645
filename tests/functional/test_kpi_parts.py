"""Days computed in parts are the days computed at once: every number, every fact."""

import gzip
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from functions import actions
from functions.daily import compute_days, compute_due_days, compute_kpis
from functions.gathering import LIVE_SINCE
from functions.kpi_workflow import perform
from functions.recomputing import show_recompute, start_recompute
from shared.domain.help_views import HelpViews
from shared.domain.shards import shard_of
from shared.errors import StoreUnavailable
from tests.fakes import desk
from tests.fakes.identities import ANN, CALL, MAIL, ann, asks, case_of, joins, writes
from tests.fakes.kpi_machine import KpiMachine
from tests.fakes.world import MONDAY, World

FIRST = MONDAY.date()
DAYS = [FIRST + timedelta(days=n) for n in range(12)]  # more than one stretch
FACTS = "facts/"
ASKED = {"days": [day.isoformat() for day in DAYS], "recompute": None}


def busy(days: int = len(DAYS)) -> World:
    """Days of three customers each, and Ann, who is three more of them."""
    world = ann()
    joins(world, MAIL)
    joins(world, CALL)
    for n in range(days):
        for person in (f"x:{n * 3 + i + 10}" for i in range(3)):
            writes(world, person, "Where is my order?", account="9")
        _is_answered(world, f"x:{n * 3 + 10}")
        actions.resolve(case_of(world, f"x:{n * 3 + 10}").id, asks(), world)
        views = HelpViews(id=f"v{n}", at=world.clock.now(), count=n + 1)
        world.help_views.put(views)
        world.clock.at = MONDAY + timedelta(days=n + 1)
    writes(world, ANN, "Still nothing!", account="9")
    world.clock.at = MONDAY + timedelta(days=len(DAYS))
    return world


def _is_answered(world: World, person: str) -> None:
    customer = {"id": person.partition(":")[2]}
    said = {"direction": "outbound", "customer": customer, "account": "9"}
    writes(world, "x:9", "It is on its way.", **said)


def exported(world: World) -> dict[str, Any]:
    """What every file says, but when it was computed and in which part it is."""
    found: dict[str, Any] = {}
    for path, body in sorted(world.files.objects.items()):
        if path == LIVE_SINCE:  # noted at the first look of all
            continue
        folder, _, name = path.rpartition("/")
        if name == "_manifest.json":
            files = json.loads(body)["files"]
            found[path] = sum(it["rows"] for it in files.values())
        elif folder.startswith(FACTS):
            lines = gzip.decompress(body).splitlines()
            found[folder] = sorted([*found.get(folder, []), *lines])
        else:
            found[path] = _timeless(path, body)
    return found


def _timeless(path: str, body: bytes) -> Any:
    """What must be the same whenever it was computed."""
    text = (gzip.decompress(body) if path.endswith(".gz") else body).decode()
    if path.endswith("kpis.csv"):
        return [line.rpartition(",")[0] for line in text.splitlines()]
    if path.endswith((".json", ".jsonl.gz", ".json.gz")):
        lines = text.splitlines() if path.endswith(".jsonl.gz") else [text]
        return [_without_time(json.loads(line)) for line in lines]
    return re.sub(r"Computed on .*? at \d\d:\d\d\.", "", text)


def _without_time(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_time(v) for k, v in value.items() if k != "computed_at"}
    return [_without_time(v) for v in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def at_once() -> dict[str, Any]:
    world = busy()
    compute_days(DAYS, world)
    return exported(world)


class TestTheSame:
    def test_the_world_is_spread_over_all_shards(self) -> None:
        persons = busy().log.entries

        assert {shard_of(person) for person in persons} == set(range(8))
        assert len({shard_of(person) for person in (ANN, MAIL, CALL)}) > 1

    @pytest.mark.parametrize("times", [1, 2], ids=["once", "every task twice"])
    def test_parts_come_to_the_same_files(
        self, at_once: dict[str, Any], times: int
    ) -> None:
        world = busy()
        KpiMachine(world, times).run("night", ASKED)
        found = exported(world)

        assert found.keys() == at_once.keys()
        assert [p for p in found if found[p] != at_once[p]] == []

    def test_facts_are_in_a_file_a_shard_and_nothing_is_left_aside(self) -> None:
        world = busy()
        KpiMachine(world).run("night", ASKED)
        folder = f"facts/messages/date={FIRST}"
        files = {p for p in world.files.objects if p.startswith(folder)}

        assert files == {
            f"{folder}/_manifest.json",
            *(f"{folder}/part-{n}.jsonl.gz" for n in range(8)),
        }
        assert not [p for p in world.files.objects if p.startswith("kpis/parts/")]

    def test_one_way_leaves_nothing_of_the_other(self, at_once: dict[str, Any]) -> None:
        world = busy()
        KpiMachine(world).run("night", ASKED)
        compute_days(DAYS, world)
        both = exported(world)
        KpiMachine(world).run("next night", ASKED)

        assert both == at_once
        assert exported(world) == at_once

    def test_days_with_others_between_are_as_in_a_row(
        self, at_once: dict[str, Any]
    ) -> None:
        """A case opened between them is open at the end of the last one."""
        some = [DAYS[0], DAYS[2], DAYS[11]]
        world = busy()
        compute_days(some, world)
        found = exported(world)
        facts = {p: it for p, it in found.items() if p.startswith(FACTS)}

        assert facts == {p: at_once[p] for p in facts}
        assert len(facts) == 3 * 5 * 2


class TestOrder:
    def test_days_are_exported_in_order_after_all_their_parts(self) -> None:
        machine = KpiMachine(busy())
        machine.run("night", ASKED)
        names = [
            (t["task"], len(t.get("days", "")) or t.get("day")) for t in machine.tasks
        ]

        assert names == [
            ("plan", None),
            *[("gather", 10)] * 8,
            *(("export", day.isoformat()) for day in DAYS[:10]),
            ("clean", 10),
            *[("gather", 2)] * 8,
            *(("export", day.isoformat()) for day in DAYS[10:]),
            ("clean", 2),
        ]
        assert {t["plan"]["now"] for t in machine.tasks[1:]} == {
            "2026-03-14T10:00:00.000Z"
        }

    def test_nobody_sees_a_day_before_it_is_whole(self) -> None:
        world = busy()
        task = {"task": "plan", "run": "r", "asked": ASKED}
        found = perform(task, world)
        before = set(world.files.objects)
        shard = {"plan": found["plan"], **found["stretches"][0], "shard": 3}
        perform({"task": "gather", **shard}, world)

        new = set(world.files.objects) - before - {LIVE_SINCE}
        assert len(new) == 10 * 6
        assert not [path for path in new if not path.startswith("kpis/parts/r/")]

    def test_a_day_of_which_a_part_is_missing_is_not_exported(self) -> None:
        world = busy()
        found = perform({"task": "plan", "run": "r", "asked": ASKED}, world)
        day = found["stretches"][0]["days"][0]
        with pytest.raises(StoreUnavailable, match="missing"):
            perform({"task": "export", "plan": found["plan"], **day}, world)

        assert not [p for p in world.files.objects if p.startswith("kpis/daily")]


class TestChoice:
    """Above so many persons on the days a run of its own is started."""

    def asked(self, **more: str) -> dict[str, str]:
        return {"from": FIRST.isoformat(), "to": DAYS[1].isoformat(), **more}

    @pytest.mark.parametrize(("above", "here"), [(9, 2), (8, 0)])
    def test_it_is_by_how_many_persons_the_days_have(
        self, above: int, here: int
    ) -> None:
        """Two days of three customers each, Ann's three identities."""
        world = busy(2)
        world.kpi_runs.above = above
        done = compute_kpis(self.asked(), world)["days"]

        assert (len(done), len(world.kpi_runs.started)) == (here, not here)

    def test_who_only_waits_on_those_days_has_a_log_to_be_read_too(self) -> None:
        world = busy(2)
        world.kpi_runs.above = 0
        day = DAYS[7].isoformat()
        compute_kpis({"from": day, "to": day}, world)

        assert len(world.kpi_runs.started) == 1

    def test_the_night_starts_one_run_however_often_it_is_woken(self) -> None:
        world = busy(6)
        world.kpi_runs.above = 0
        world.clock.at = MONDAY.replace(hour=0, minute=10) + timedelta(days=12)
        for _ in range(2):
            assert compute_due_days(world) == []
            world.clock.advance(minutes=5)

        assert world.kpi_runs.started == {
            "2026-03-06_2026-03-13_2026-03-14T00": {
                "days": [f"2026-03-{n:02}" for n in range(6, 14)],
                "recompute": None,
            }
        }

    def test_what_somebody_follows_is_followed_in_parts_as_well(self) -> None:
        world = busy(2)
        world.kpi_runs.above = 0
        start_recompute(desk.asks(body=self.asked()), world)
        (request,) = world.recomputes.asked
        for _ in range(2):  # as Lambda may hand it over
            compute_kpis(dict(request), world)
        ((name, run),) = world.kpi_runs.started.items()
        KpiMachine(world).run(name, run)

        assert name == run["recompute"] == request["id"]
        found = show_recompute(name, desk.asks(), world)
        assert (found["done"], found["total"], found["status"]) == (2, 2, "done")

    def test_each_task_of_its_run_lets_know_that_it_goes_on(self) -> None:
        """Gathering may be tried again for longer than nothing may be heard."""
        world = busy(2)
        world.kpi_runs.above = 0
        start_recompute(desk.asks(body=self.asked()), world)
        compute_kpis(world.recomputes.asked[0], world)
        ((name, run),) = world.kpi_runs.started.items()
        found = perform({"task": "plan", "run": name, "asked": run}, world)
        world.clock.advance(minutes=40)
        before = show_recompute(name, desk.asks(), world)["status"]
        shard = {"plan": found["plan"], **found["stretches"][0], "shard": 7}
        perform({"task": "gather", **shard}, world)

        assert before == "failed"
        assert show_recompute(name, desk.asks(), world)["status"] == "running"

    def test_and_where_one_function_does_it(self) -> None:
        world = busy(2)
        start_recompute(desk.asks(body=self.asked()), world)
        (request,) = world.recomputes.asked
        compute_kpis(dict(request), world)

        found = show_recompute(request["id"], desk.asks(), world)
        assert (found["done"], found["total"], found["status"]) == (2, 2, "done")

    def test_two_who_ask_for_the_same_days_by_hand_are_two_runs(self) -> None:
        world = busy(2)
        world.kpi_runs.above = 0
        for _ in range(2):
            compute_kpis(self.asked(), world)
            world.clock.advance(seconds=1)

        assert len(world.kpi_runs.started) == 2


def test_an_empty_day_has_all_its_files_in_parts_too() -> None:
    worlds = [World(at=MONDAY + timedelta(days=1)) for _ in range(2)]
    day = date(2026, 3, 2)
    compute_days([day], worlds[0])
    KpiMachine(worlds[1]).run("r", {"days": [day.isoformat()]})

    assert exported(worlds[0]) == exported(worlds[1])
