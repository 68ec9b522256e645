"""Every POST honours its Idempotency-Key: once done, told again, never mixed up."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions import queues, recomputing, subscribers
from functions.contract.operations import OPERATIONS
from functions.repeats import LONGEST_S
from shared.domain.agents import Agent
from tests.fakes.api import Api, deployed
from tests.fakes.contract import published
from tests.fakes.world import World, contact, envelope

POSTS = {o.id: o for o in OPERATIONS if o.method == "POST" and o.roles}
CRM = {"subscribers": {"crm": {"url": "https://crm.example/events"}}}
MESSAGE = {"message": {"channel": "x", "text": "Where is my order?"}}
# What is asked with a key, and what else with the same one.
ASKED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "reply": ({"text": "On its way."}, {"text": "Lost."}),
    "assign": ({}, {"priority": "high"}),
    "unassign": ({"reason": "lunch"}, {"reason": "ill"}),
    "note": ({"text": "Calls back."}, {"text": "Writes back."}),
    "add_time": ({"seconds": 90}, {"seconds": 91}),
    "escalate": ({"kind": "supervisor"}, {"kind": "call"}),
    "move_to_private": ({}, {"text": "Write to us."}),
    "snooze": (
        {"until": "2026-03-02T15:00:00Z"},
        {"until": "2026-03-02T16:00:00Z"},
    ),
    "flush": ({"reason": "spam"}, {"reason": "other"}),
    "resolve": ({}, {}),
    "reopen": ({}, {}),
    "review": ({"score": 80}, {"score": 20}),
    "take_next": ({}, {}),
    "link_identity": (
        {"channel": "x", "user": "u2"},
        {"channel": "x", "user": "u3"},
    ),
    "unflush": ({"message": "praise"}, {"message": "post:1"}),
    "report_event": (
        {"id": "o1", "kind": "purchase", "occurred_at": "2026-03-02T09:00:00Z"},
        {"id": "o2", "kind": "purchase", "occurred_at": "2026-03-02T09:00:00Z"},
    ),
    "set_availability": ({"available": False}, {"available": True}),
    "roll_back": ({"version": 0}, {"version": 1}),
    "try_settings": (MESSAGE, {"message": {"channel": "email"}}),
    "redeliver": ({}, {}),
    "start_recompute": (
        {"from": "2026-03-01", "to": "2026-03-01"},
        {"from": "2026-02-28", "to": "2026-03-01"},
    ),
    "put_help_views": (
        {"date": "2026-03-01", "count": 5},
        {"date": "2026-03-01", "count": 6},
    ),
}
# What must have been done before.
BEFORE = {
    "unassign": ("assign",),
    "reopen": ("resolve",),
    "review": ("resolve",),
}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    for made in deployed(monkeypatch):
        prepare(made.world)
        yield made


def prepare(world: World) -> None:
    """Amy is there; three customers wait, and one has only said something kind."""
    for name in ("amy", "bob"):
        world.agents.put(Agent(id=name, name=name.title(), capacity=9))
        world.agents.set_available(name, available=name == "amy")
    world.put_settings("integrations", CRM)
    writes = [("u1", "post:1", "Where is it?"), ("u2", "m2", "Where is mine?")]
    writes += [("u3", "m3", "And mine?"), ("u4", "praise", "I love you guys!")]
    for user, name, text in writes:
        said = contact(
            id=name,
            channel="x",
            account="9",
            visibility="public",
            author={"id": user, "name": user},
            text=text,
        )
        world.queue.send([envelope(said)])
    world.drain()
    world.posts.waiting.clear()


def post(
    api: Api, name: str, body: dict[str, Any], key: str | None = "k1", who: str = "amy"
) -> tuple[int, Any]:
    operation = POSTS[name]
    user = "u4" if name == "unflush" else "u1"
    case = api.world.log.cards(["x:u1"])["x:u1"].person.case
    return api.call(
        f"POST {operation.path}",
        "admin",
        body=json.dumps(body),
        headers={} if key is None else {"Idempotency-Key": key},
        claims={"username": who, "cognito:groups": "admin"},
        case_id=case.id if case else "none",
        customer=f"x:{user}",
        agent="amy",
        queue="default",
        subscriber="crm",
        name="integrations" if name == "roll_back" else "routing",
    )


def effects(world: World) -> dict[str, Any]:
    """All that anybody could notice."""
    return {
        "log": {person: dict(log) for person, log in world.log.entries.items()},
        "agents": dict(world.log.agents),
        "sent": list(world.sender.sent),
        "posts": list(world.posts.waiting),
        "computed": list(world.recomputes.asked),
        "settings": len(world.settings_store.load()),
        "views": dict(world.help_views.reports),
        "surveys": dict(world.workflow.surveys),
        "customers": repr(world.customers.__dict__),
    }


def test_every_post_of_people_and_machines_is_tried_here() -> None:
    assert set(ASKED) == set(POSTS)


def test_the_contract_says_so_of_each() -> None:
    for path, methods in published()["paths"].items():
        post = methods.get("post", {"security": []})
        if post["security"]:
            names = {p["name"] for p in post["parameters"]}
            assert "Idempotency-Key" in names, path
            assert "409" in post["responses"], path


@pytest.mark.parametrize("name", ASKED)
def test_a_repeat_does_nothing_more_and_is_told_the_same(api: Api, name: str) -> None:
    for before in BEFORE.get(name, ()):
        post(api, before, ASKED[before][0], key=None)
    body, _ = ASKED[name]
    first = post(api, name, body)
    after = effects(api.world)
    again = post(api, name, body)

    assert first[0] in {200, 201, 202}, first
    assert again == first
    assert effects(api.world) == after


@pytest.mark.parametrize("name", [n for n, (a, b) in ASKED.items() if a != b])
def test_a_key_stands_for_one_thing(api: Api, name: str) -> None:
    for before in BEFORE.get(name, ()):
        post(api, before, ASKED[before][0], key=None)
    body, other = ASKED[name]
    post(api, name, body)
    after = effects(api.world)
    status, said = post(api, name, other)

    assert (status, said["error"]["code"]) == (409, "key_reused")
    assert effects(api.world) == after


@pytest.mark.parametrize("name", ["note", "reply"])
@pytest.mark.parametrize("theirs", ["Yours.", "Mine."], ids=["other", "same"])
def test_two_callers_may_have_the_same_key(api: Api, name: str, theirs: str) -> None:
    first = post(api, name, {"text": "Mine."})
    api.world.clock.advance(seconds=5)
    second = post(api, name, {"text": theirs}, who="bob")
    said = [e for e in api.world.log.read("x:u1") if e.agent in {"amy", "bob"}]

    assert (first[0], second[0]) == (200, 200)
    assert [(e.agent, e.text) for e in said] == [("amy", "Mine."), ("bob", theirs)]
    assert len(api.world.sender.sent) == (2 if name == "reply" else 0)


def test_what_was_refused_may_be_tried_again_with_another_body(api: Api) -> None:
    refused = post(api, "assign", {"policy": "none"})
    taken = post(api, "assign", {"policy": "standard"})

    assert (refused[0], taken[0]) == (400, 200)


def test_a_repeat_does_not_undo_what_somebody_did_since(api: Api) -> None:
    post(api, "set_availability", {"available": True})
    post(api, "set_availability", {"available": False}, key="k2")
    status, amy = post(api, "set_availability", {"available": True})

    assert (status, amy["available"]) == (200, False)


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("take_next", queues),
        ("start_recompute", recomputing),
        ("redeliver", subscribers),
    ],
)
def test_what_may_have_been_done_is_not_done_again(
    api: Api, name: str, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = getattr(module, name)

    def cut_off(*given: Any) -> Any:
        done(*given)
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(module, name, cut_off)
        broken = post(api, name, ASKED[name][0])
    after = effects(api.world)
    at_once = post(api, name, ASKED[name][0])
    api.world.clock.advance(seconds=LONGEST_S)
    later = post(api, name, ASKED[name][0])

    assert broken[0] == 500
    assert (at_once[0], at_once[1]["error"]["code"]) == (409, "in_progress")
    assert (later[0], later[1]["error"]["code"]) == (409, "unconfirmed")
    assert effects(api.world) == after


def test_nothing_that_a_customer_said_is_kept_with_a_key(api: Api) -> None:
    for name in ("take_next", "link_identity", "unflush", "note"):
        post(api, name, ASKED[name][0])

    kept = json.dumps(list(api.world.log.sends.values()))
    assert "u1" not in kept
    assert "Where is" not in kept
