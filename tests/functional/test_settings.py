"""Settings: read, put, looked back at, tried out; and in force from then on."""

import json
from dataclasses import replace
from typing import Any

import pytest

from functions.actions import resolve
from functions.http import Request
from functions.settings import (
    list_versions,
    put_settings,
    show_settings,
    try_settings,
)
from functions.settings_check import MOST_BYTES
from shared.domain.rulebook import NAMES, said
from shared.domain.state import Case
from shared.errors import BadInput, Conflict, NotFound, TooLarge
from tests.fakes.entries import at
from tests.fakes.world import World, contact, envelope

VIP: dict[str, Any] = {
    "rules": [
        {
            "name": "spam",
            "when": {"topic": ["advertising"]},
            "then": {"flush": "spam"},
        },
        {
            "name": "vip",
            "when": {"reach": 5000},
            "then": {"queue": "vip", "priority": "high", "skills": ["de"]},
        },
    ],
    "otherwise": {"queue": "default"},
}


@pytest.fixture
def world() -> World:
    return World()


def asks(body: Any = None, query: dict[str, str] | None = None, **more: Any) -> Request:
    roles = frozenset({"admin"})
    return Request(
        caller="sue", roles=roles, query=query or {}, body=body or {}, **more
    )


def show(world: World, name: str = "routing") -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(show_settings(name, asks(), world).body)
    return shown


def put(
    world: World, document: Any, name: str = "routing", **more: Any
) -> dict[str, Any]:
    answer = put_settings(name, asks(document, **more), world)
    shown: dict[str, Any] = json.loads(answer.body)
    return shown


def tried(world: World, message: dict[str, Any], rules: Any = None) -> dict[str, Any]:
    body = {"message": message, "rules": rules}
    return try_settings("routing", asks(body), world)


def writes(world: World, customer: str, mail_id: str = "m1") -> Case:
    """Let a customer write an e-mail now; returns his case."""
    at_once = world.clock.now()
    author = {"id": customer, "name": customer}
    mail = contact(id=f"{mail_id}-{customer}", at=at_once, author=author)
    world.queue.send([envelope(mail, received_at=at_once)])
    world.drain()
    return case_of(world, customer)


def case_of(world: World, customer: str) -> Case:
    person = f"email:{customer}"
    case = world.log.cards([person])[person].person.case
    assert case is not None
    return case


class TestInForce:
    def test_what_is_put_holds_for_the_next_message_and_not_for_those_before(
        self, world: World
    ) -> None:
        before = writes(world, "ann")
        world.clock.advance(minutes=1)
        put(world, {"otherwise": {"queue": "mail"}})
        after = writes(world, "bob")

        assert (before.queue, after.queue) == ("default", "mail")
        assert case_of(world, "ann").queue == "default"

    def test_a_promise_steps_over_a_holiday_from_when_it_was_put(
        self, world: World
    ) -> None:
        hours = show(world, "hours")["document"]
        hours["calendars"]["default"]["holidays"] = {
            "country": "IT",
            "extra": ["2026-03-02"],
        }
        before = writes(world, "ann")
        world.clock.advance(minutes=1)
        put(world, hours, "hours")
        after = writes(world, "bob")

        assert before.episode.due == at(60)
        assert after.episode.due == at(0, hours=24)

    def test_a_case_is_reopened_as_long_as_the_settings_say(self, world: World) -> None:
        sla = show(world, "sla")["document"]
        put(world, {**sla, "reopen_within": "1h"}, "sla")
        first = writes(world, "ann")
        request = Request(caller="amy", roles=frozenset({"agent"}), query={}, body={})
        resolve(first.id, request, world)
        world.clock.advance(minutes=59)
        again = writes(world, "ann", "m2")
        resolve(again.id, request, world)
        world.clock.advance(minutes=60)
        new = writes(world, "ann", "m3")

        assert (again.id, again.episode.number) == (first.id, 2)
        assert (new.id == first.id, new.episode.number) == (False, 1)


class TestReadAndPut:
    @pytest.mark.parametrize("name", NAMES)
    def test_what_was_never_put_is_as_of_a_new_deployment_and_can_be_put(
        self, world: World, name: str
    ) -> None:
        shown, rules = show(world, name), world.settings.newest
        again = put(world, shown["document"], name)
        now = world.settings.newest

        assert (shown["version"], shown["by"], shown["at"]) == (0, None, None)
        assert (again["version"], again["document"]) == (1, shown["document"])
        assert replace(now, routing=replace(now.routing, version=0)) == rules
        assert [repr(said(now, it)) for it in NAMES] == [
            repr(said(rules, it)) for it in NAMES
        ]

    def test_a_document_reads_back_as_it_was_put(self, world: World) -> None:
        expected = {
            "name": "routing",
            "version": 1,
            "document": VIP,
            "by": "sue",
            "at": "2026-03-02T10:00:00.000Z",
            "restores": None,
        }

        assert put(world, VIP) == expected
        assert show(world) == expected

    def test_public_holidays_stay_a_country(self, world: World) -> None:
        calendar = {
            "timezone": "Europe/Rome",
            "weekly": {"mon": [["09:00", "18:00"]]},
            "holidays": {"country": "IT", "region": "BZ"},
        }
        document = {"calendars": {"default": calendar}}
        put(world, document, "hours")

        assert show(world, "hours")["document"] == document

    @pytest.mark.parametrize(
        "hours",
        [
            {"weekly": {}},
            {"weekly": {}, "exceptions": {"2020-01-07": [["09:00", "12:00"]]}},
        ],
    )
    def test_hours_that_never_come_are_refused_by_name(
        self, world: World, hours: dict[str, Any]
    ) -> None:
        calendars = show(world, "hours")["document"]["calendars"]
        closed = {"calendars": {**calendars, "night": {"timezone": "UTC", **hours}}}

        with pytest.raises(BadInput, match="night never opens"):
            put(world, closed, "hours")
        assert show(world, "hours")["version"] == 0

    def test_the_version_is_the_etag_of_both_answers(self, world: World) -> None:
        answers = [
            show_settings("sla", asks(), world),
            put_settings("sla", asks(show(world, "sla")["document"]), world),
            show_settings("sla", asks(), world),
        ]

        assert [a.headers["ETag"] for a in answers] == ['"0"', '"1"', '"1"']

    @pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "1", "*", None, '"0", W/"1" ,"x"'])
    def test_who_has_read_the_newest_version_may_put(
        self, world: World, tag: str | None
    ) -> None:
        put(world, VIP)

        assert put(world, {}, if_match=tag)["version"] == 2

    @pytest.mark.parametrize(
        "tag", ['"0"', '"2"', '"9999999"', '"12345678"', '"one"', '""', '"0", "2"']
    )
    def test_who_has_read_another_version_is_told(self, world: World, tag: str) -> None:
        put(world, VIP)

        with pytest.raises(Conflict, match="version 1"):
            put(world, {}, if_match=tag)
        assert show(world)["document"] == VIP

    @pytest.mark.parametrize("tag", ["", "one", '"1', "-1", '"1" "0"', "1, 2"])
    def test_what_is_no_etag_is_refused(self, world: World, tag: str) -> None:
        with pytest.raises(BadInput, match="If-Match"):
            put(world, VIP, if_match=tag)

    @pytest.mark.parametrize(
        ("name", "document", "message"),
        [
            (
                "routing",
                {"rules": [{"name": "vip", "when": {"reach": "wide"}, "then": {}}]},
                r"rules\[0\] 'vip': when.reach must be",
            ),
            ("routing", {"otherwise": {"policy": "gold"}}, "no policy 'gold'"),
            ("hours", {"calendars": {}}, "must have one named 'default'"),
            ("sla", {}, "policies must be an object"),
            (
                "escalation",
                {"invitation": {"it": "a" * 257}},
                "invitation.it is too long. A post may have 256",
            ),
            (
                "escalation",
                {"out_of_hours": {"texts": {"it": "a" * 250 + "{back}"}}},
                "out_of_hours.texts.it is too long. A post may",
            ),
            (
                "surveys",
                {"texts": {"csat": {"it": "a" * 250}}},
                "texts.csat.it is too long. A post may",
            ),
            ("routing", {"raise": {"sentiment_below": float("nan")}}, "as JSON"),
            ("routing", {"rules": "\ud800"}, "whole characters"),
        ],
    )
    def test_a_wrong_document_is_refused_with_the_field_and_not_stored(
        self, world: World, name: str, document: Any, message: str
    ) -> None:
        with pytest.raises(BadInput, match=message):
            put(world, document, name)

        assert show(world, name)["version"] == 0

    def test_a_document_has_a_size(self, world: World) -> None:
        with pytest.raises(TooLarge, match="65536 bytes"):
            put(world, {"rules": "ä" * (MOST_BYTES // 2)})

    def test_what_another_document_needs_is_not_taken_away(self, world: World) -> None:
        fast = {"policies": {"gold": {}}, "otherwise": "gold"}
        before = show(world, "sla")["document"]
        put(world, fast, "sla")
        put(world, {"otherwise": {"policy": "gold"}})

        with pytest.raises(BadInput, match="The routing settings need it"):
            put(world, before, "sla")

    def test_what_somebody_else_put_this_minute_counts(self, world: World) -> None:
        assert world.settings.newest.routing.version == 0
        fast = {"policies": {"gold": {}}, "otherwise": "gold"}
        store = world.settings_store._store
        store.put("sla", fast, by="bob", at=at(0), expected=0)

        assert put(world, {"otherwise": {"policy": "gold"}})["version"] == 1

    @pytest.mark.parametrize("name", ["colours", "", "routing#1", "Routing"])
    def test_unknown_settings_are_not_found(self, world: World, name: str) -> None:
        with pytest.raises(NotFound, match="routing, sla, hours, escalation"):
            show_settings(name, asks(), world)
        with pytest.raises(NotFound):
            put_settings(name, asks(), world)
        with pytest.raises(NotFound):
            list_versions(name, asks(), world)
        with pytest.raises(NotFound):
            try_settings(name, asks({"message": {"channel": "x"}}), world)


class TestHistory:
    def test_who_put_what_and_when_newest_first_by_pages(self, world: World) -> None:
        for number in range(5):
            put(world, {"otherwise": {"queue": f"q{number}"}})
            world.clock.advance(minutes=1)
        put(world, {}, "escalation")
        pages = []
        cursor: str | None = ""
        while cursor is not None:
            query = {"limit": "2", "cursor": cursor}
            page = list_versions("routing", asks(query=query), world)
            pages.append([item["version"] for item in page["items"]])
            cursor = page["next"]

        assert pages == [[5, 4], [3, 2], [1]]
        assert page["items"][0] == {
            "name": "routing",
            "version": 1,
            "document": {"otherwise": {"queue": "q0"}},
            "by": "sue",
            "at": "2026-03-02T10:00:00.000Z",
            "restores": None,
        }

    def test_a_last_page_that_is_full_has_no_next(self, world: World) -> None:
        for _ in range(2):
            put(world, VIP)

        assert (
            list_versions("routing", asks(query={"limit": "2"}), world)["next"] is None
        )

    def test_what_was_never_put_has_no_history(self, world: World) -> None:
        assert list_versions("sla", asks(), world) == {"items": [], "next": None}

    @pytest.mark.parametrize("cursor", ["x", "-1", "1" * 9, "1.5"])
    def test_a_cursor_is_one_of_ours(self, world: World, cursor: str) -> None:
        with pytest.raises(BadInput, match="cursor"):
            list_versions("routing", asks(query={"cursor": cursor}), world)


class TestTry:
    def test_it_tells_what_a_message_would_get_and_why(self, world: World) -> None:
        put(world, VIP)
        found = tried(
            world,
            {"channel": "x", "text": "I hate this, worst service", "followers": 9000},
        )

        assert found["given"] == {
            "queue": "vip",
            "priority": "urgent",
            "policy": "fast",
            "skills": ("de",),
            "flush": None,
            "rule": "vip",
            "reasons": (f"sentiment {found['message']['sentiment_score']:g}",),
            "version": 1,
        }
        assert found["rules"] == [
            {"rule": "spam", "matched": False, "why_not": "topic is not known"},
            {"rule": "vip", "matched": True, "why_not": None},
        ]

    def test_the_answer_is_json(self, world: World) -> None:
        found = tried(world, {"channel": "x", "attributes": {"tier": "gold"}})

        assert json.loads(json.dumps(found))["message"]["at"].endswith("10:00:00.000Z")

    def test_the_text_is_understood_as_that_of_a_message(self, world: World) -> None:
        message = tried(world, {"channel": "x", "text": "I love it"})["message"]

        assert message["sentiment"] == "positive"
        assert message["sentiment_score"] > 0

    def test_what_is_said_of_a_message_wins_over_its_text(self, world: World) -> None:
        said = {
            "visibility": "public",
            "at": "2026-03-07T03:00:00.000Z",
            "language": "it",
            "topics": ["advertising"],
            "sentiment": "neutral",
            "sentiment_score": 0.0,
            "followers": 7,
            "customer_type": "cross_channel",
            "earlier_messages": 3,
            "complaints": 2,
            "open_cases": 1,
            "failed_elsewhere": True,
            "attributes": {"tier": "gold"},
            "urgency": 70,
            "flush": None,
        }
        put(world, VIP)
        found = tried(world, {"channel": "x", "text": "I saw it", **said})
        message = {**found["message"], "topics": list(found["message"]["topics"])}

        assert message == {"channel": "x", **said}
        assert (found["given"]["flush"], found["given"]["rule"]) == ("spam", "spam")

    def test_what_asks_for_nothing_is_flushed_whatever_the_rules(
        self, world: World
    ) -> None:
        put(world, VIP)
        praise = {"channel": "telegram", "text": "I love you guys!"}
        flushed = tried(world, praise)["given"]
        kept = tried(world, praise, {"flush": ["spam"]})["given"]

        assert (flushed["flush"], flushed["rule"]) == ("praise", None)
        assert kept["flush"] is None

    def test_it_tells_topics_and_urgency(self, world: World) -> None:
        text = "My parcel is broken, my lawyer will call. Third time I write!"
        found = tried(world, {"channel": "telegram", "text": text})

        assert found["message"]["topics"] == ("delivery", "product")
        urgency = found["message"]["urgency"]
        assert urgency >= 65  # a lawyer, for the third time, and perhaps the mood
        assert f"urgency {urgency}" in found["given"]["reasons"]
        assert found["given"]["priority"] in {"high", "urgent"}

    def test_rules_that_are_not_in_force_can_be_tried(self, world: World) -> None:
        rules = {"otherwise": {"queue": "night", "policy": "standard"}}
        given = tried(world, {"channel": "x"}, rules)["given"]

        assert (given["queue"], given["policy"]) == ("night", "standard")
        assert tried(world, {"channel": "x"})["given"]["queue"] == "default"

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ({}, "'message' as an object"),
            ({"message": {}}, "Give 'message.channel'"),
            ({"message": {"channel": 1}}, "Give 'message.channel'"),
            ({"message": {"channel": "x", "reach": 1}}, "Leave out 'message.reach'"),
            ({"message": {"channel": "x", "text": 5}}, "'message.text' as a text"),
            ({"message": {"channel": "x", "at": "noon"}}, "'message.at' as a time"),
            ({"message": {"channel": "x", "at": 5}}, "'message.at' as a time"),
            (
                {"message": {"channel": "x", "followers": -1}},
                "'message.followers' as a whole",
            ),
            ({"message": {"channel": "x", "complaints": 1.5}}, "message.complaints"),
            ({"message": {"channel": "x", "open_cases": True}}, "message.open_cases"),
            (
                {"message": {"channel": "x", "attributes": {"a": 1}}},
                "'message.attributes.a' as a text",
            ),
            ({"message": {"channel": "x"}, "rules": []}, "routing must be an object"),
            (
                {"message": {"channel": "x"}, "rules": {"otherwise": {"policy": "no"}}},
                "no policy 'no'",
            ),
            ({"message": {"channel": "x"}, "text": "Hi"}, "Leave out 'text'"),
        ],
        ids=str,
    )
    def test_an_error_names_the_field(
        self, world: World, body: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(BadInput, match=message):
            try_settings("routing", asks(body), world)

    def test_only_routing_can_be_tried(self, world: World) -> None:
        with pytest.raises(NotFound, match="only routing"):
            try_settings("sla", asks({"message": {"channel": "x"}}), world)
