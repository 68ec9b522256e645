"""What every log must do, whatever keeps it: the suite of ``shared.ports.Log``.

A subclass gives the fixtures ``log`` (empty) and ``agents`` (of the same
store); tests/contract runs it on the fake and on DynamoDB's adapter.
"""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.domain.agents import Agent
from shared.domain.decisions import Promise
from shared.domain.log import Entry
from shared.domain.shards import SHARDS
from shared.errors import Conflict
from shared.ports import Card, Identity, Log, Stray
from shared.ports_agents import Agents
from shared.ports_workflow import Token
from tests.contract.work_contract import WorkContract
from tests.fakes.cards import card_of, stored
from tests.fakes.entries import MONDAY, action, at, received, sent

ANN = "x:1"
BOB = "x:2"
# What is between the parts of keys, and what keys begin with.
ODD_IDS = ("u", "u#CARD", "u#LOG#", "u:k", "u|k", "../u", "PERSON#email:u", "u~", "U")


class EntriesContract:
    def test_a_person_called_like_where_something_waits_is_somebody_else(
        self, log: Log
    ) -> None:
        odd, aside = "email:waiting:p1", received(0, "s1", reply_to="p1")
        log.append(
            [(odd, received(1, "m1"))],
            strays=[Stray(log=odd, entry=aside, answers="email:p1")],
        )

        assert [e.id for e in log.read(odd)] == ["m1"]
        assert [e.id for e in log.waiting_for({"email:p1"})["email:p1"]] == ["s1"]

    def test_no_id_leads_to_what_is_another_s(self, log: Log) -> None:
        for person in ODD_IDS:
            log.append([(f"email:{person}", received(0, f"of-{person}"))])
            log.claim(f"email:{person}", "k", at(0), {"whose": person})
            log.save(card_of(f"email:{person}"))

        cards = log.cards([f"email:{person}" for person in ODD_IDS])
        for person in ODD_IDS:
            owner = f"email:{person}"
            assert [e.id for e in log.read(owner)] == [f"of-{person}"]
            assert (log.claimed(owner, "k") or {})["whose"] == person
            assert (cards[owner].person.id, cards[owner].version) == (owner, 1)

    def test_a_log_reads_in_order_of_provider_time(self, log: Log) -> None:
        entries = [received(n, f"m{n}") for n in (3, 1, 2)]
        log.append([(ANN, e) for e in entries])

        assert log.read(ANN) == sorted(entries, key=lambda e: e.at)

    def test_an_entry_reads_back_as_it_was(self, log: Log) -> None:
        entry = received(
            0,
            "t_1:ü#2",
            attachments=({"type": "image", "url": "https://a.example/1"},),
            raw={"odd": [1, None, {"a": "ß"}]},
            expires_at=at(5),
            sentiment_score=-0.25,
            opens="c1",
            moods={"it": [0.1, 0.25], "es": [0.0, 0.003]},
        )
        log.append([(ANN, entry)])

        assert log.read(ANN) == [entry]

    def test_half_a_character_that_somebody_spelt_is_kept(self, log: Log) -> None:
        odd = received(1, "m1", raw={"object": "\ud83d"}, text="ü\U0001f642")
        log.append([(ANN, odd)])

        assert log.read(ANN) == [odd]

    def test_appending_twice_changes_nothing(self, log: Log) -> None:
        for _ in range(2):
            log.append([(ANN, received())], posts=[("x:p", ANN)], cases=[("c1", ANN)])

        assert log.read(ANN) == [received()]
        assert log.persons_of_posts(["x:p"]) == {"x:p": ANN}
        assert log.person_of_case("c1") == ANN

    def test_one_batch_may_hold_the_same_twice(self, log: Log) -> None:
        log.append([(ANN, received()), (ANN, received())], cases=[("c1", ANN)] * 2)

        assert log.read(ANN) == [received()]

    def test_a_batch_may_be_larger_than_a_request(self, log: Log) -> None:
        entries = [received(n, f"m{n}") for n in range(60)]
        log.append([(ANN, e) for e in entries])

        assert log.read(ANN) == entries

    def test_appending_nothing_is_fine(self, log: Log) -> None:
        log.append([])

        assert log.read(ANN) == []

    def test_a_log_is_read_from_a_key_on(self, log: Log) -> None:
        entries = [received(n, f"m{n}") for n in range(3)]
        log.append([(ANN, e) for e in entries])

        assert log.read(ANN, entries[1].key) == entries[1:]

    def test_persons_do_not_mix(self, log: Log) -> None:
        log.append([(ANN, received(0, "a")), (f"{ANN}0", received(0, "b"))])

        assert log.read(ANN) == [received(0, "a")]

    def test_pages_go_backwards_without_gap_or_double(self, log: Log) -> None:
        entries = [received(n, f"m{n}") for n in range(7)]
        log.append([(ANN, e) for e in entries])
        seen: list[Entry] = []
        cursor: str | None = None
        for _ in range(4):
            page = log.page(ANN, cursor, 3)
            seen += page.items
            cursor = page.next
            if cursor is None:
                break

        assert seen == entries[::-1]

    def test_a_cursor_stays_valid_while_the_log_grows(self, log: Log) -> None:
        entries = [received(n, f"m{n}") for n in range(4)]
        log.append([(ANN, e) for e in entries])
        first = log.page(ANN, None, 2)
        log.append([(ANN, received(9, "m9"))])

        assert log.page(ANN, first.next, 2).items == entries[1::-1]

    def test_what_follows_a_key_is_read_forwards_and_no_further(self, log: Log) -> None:
        entries = [received(n, f"m{n}") for n in range(5)]
        log.append([(ANN, e) for e in entries])

        assert log.following(ANN, entries[1].key, 2) == entries[1:3]
        assert log.following(ANN, entries[4].key, 2) == entries[4:]

    def test_corrections_are_found_by_their_messages(self, log: Log) -> None:
        about: list[tuple[Any, str, str | None]] = [
            ("message_edited", "m1", None),
            ("message_edited", "m1", None),
            ("message_deleted", "m2", None),
            ("unflushed", "m3", None),
            ("status_received", "m4", "failed"),
            ("status_received", "m5", "delivered"),
            ("reaction_received", "m6", None),
        ]
        entries = [
            replace(received(n, f"e{n}"), kind=kind, target=target, status=status)
            for n, (kind, target, status) in enumerate(about)
        ]
        for entry in [*reversed(entries), entries[0]]:  # any order, and again
            log.append([(ANN, entry)])
        found = log.corrections(ANN, [f"m{n}" for n in range(1, 7)])

        assert sorted(found, key=lambda e: e.at) == entries[:5]
        assert log.corrections(ANN, ["m2", "m9"]) == [entries[2]]
        assert log.corrections("x:2", ["m1"]) == log.corrections(ANN, []) == []

    def test_corrections_of_many_messages_are_found_at_once(self, log: Log) -> None:
        log.append(
            (ANN, replace(received(n), kind="message_deleted", target=f"m{n}"))
            for n in range(150)
        )

        assert len(log.corrections(ANN, (f"m{n}" for n in range(400)))) == 150

    def test_a_page_that_is_just_full_has_no_next(self, log: Log) -> None:
        log.append([(ANN, received(n, f"m{n}")) for n in range(2)])

        assert log.page(ANN, None, 2).next is None


class DaysContract:
    def between(self, log: Log, start: float, end: float) -> set[str]:
        return log.persons_between(at(start), at(end))

    def test_what_is_understood_again_is_read_and_makes_nobody_active(
        self, log: Log
    ) -> None:
        again = Entry(at=at(), id="m1~care-9", kind="understood", target="m1")
        log.append([(ANN, received()), (ANN, again), (BOB, again)])

        assert log.read(ANN) == [received(), again]
        assert log.persons_between(at(), at(1)) == {ANN}

    def test_the_day_of_the_start_is_in_and_the_end_is_out(self, log: Log) -> None:
        log.append([(ANN, received(0)), (BOB, received(10))])

        assert self.between(log, 0, 10) == {ANN}
        assert self.between(log, 10, 11) == {ANN, BOB}
        assert self.between(log, -5, 0) == set()
        assert self.between(log, 24 * 60, 25 * 60) == set()

    def test_whoever_was_known_on_a_day_is_found_by_the_first_he_said_on_it(
        self, log: Log
    ) -> None:
        first, second, late = received(5), received(8), received(1)
        log.append([(ANN, first)])
        log.append([(ANN, second)], newest={ANN: first.key})
        log.append([(ANN, late)], newest={ANN: second.key})
        log.append([(BOB, received(9))], newest={BOB: received(-24 * 60).key})

        assert self.between(log, 0, 1) == set()
        assert self.between(log, 0, 2) == self.between(log, 6, 8) == {ANN}
        assert self.between(log, 8, 10) == {ANN, BOB}

    @pytest.mark.parametrize("seed", range(8))
    def test_nobody_is_missed_in_whatever_order_his_entries_come(
        self, log: Log, seed: int
    ) -> None:
        chance, newest = Random(seed), ""  # noqa: S311 - no secret
        told = [chance.randrange(-900, 1900) for _ in range(chance.randrange(9))]
        for n, minute in enumerate(told):
            entry = received(minute, f"m{n}")
            log.append([(ANN, entry)], newest={ANN: newest})
            if chance.random() < 0.5:  # another worker does not see the card yet
                newest = max(newest, entry.key)

        for start in range(-900, 1900, 500):
            day = at(start).replace(hour=0, minute=0)
            wrote = any(day <= at(minute) < at(start + 500) for minute in told)
            assert (ANN in self.between(log, start, start + 500)) == wrote

    def test_a_stretch_may_cross_midnight(self, log: Log) -> None:
        log.append([(ANN, received(0)), (BOB, received(24 * 60))])

        assert self.between(log, 0, 24 * 60 + 1) == {ANN, BOB}
        assert self.between(log, 14 * 60, 24 * 60 + 1) == {BOB}

    def test_a_stretch_may_be_given_in_local_time(self, log: Log) -> None:
        log.append([(ANN, received(13 * 60))])  # 23:00 UTC, past midnight in Rome
        rome = ZoneInfo("Europe/Rome")
        start = MONDAY.replace(hour=23).astimezone(rome)
        end = start + timedelta(hours=24)

        assert log.persons_between(start, end) == {ANN}

    def test_each_shard_has_its_persons_and_together_they_are_all(
        self, log: Log
    ) -> None:
        persons = {f"x:{n}" for n in range(20)}
        log.append([(person, received(0)) for person in persons])
        found = [log.persons_between(at(0), at(1), n) for n in range(SHARDS)]

        assert [len(some) < len(persons) for some in found] == [True] * SHARDS
        assert sorted(p for some in found for p in some) == sorted(persons)

    def test_of_whom_an_episode_ended_is_found_by_when_it_did(self, log: Log) -> None:
        log.append([(ANN, received(0)), (ANN, action("resolved", 5, "c1"))])
        log.append([(BOB, received(0)), (BOB, action("flushed", 9, "c2"))])
        log.append([("x:4", received(0)), ("x:4", action("unflushed", 5, "c4"))])
        later = [("x:5", action("resolved", 7, "c5"))]
        log.append([("x:5", received(0)), *later], newest={"x:5": received(0).key})

        assert log.ended_between(at(1), at(9)) == {ANN, "x:5"}
        assert log.ended_between(at(9), at(10)) == {BOB}

    def test_a_promise_finds_its_person_on_the_day_it_falls_due(self, log: Log) -> None:
        promise = Promise(case="c1", episode=1, due=at(24 * 60))
        for _ in range(2):
            log.append([(ANN, received(0))], promises=[(ANN, promise)])

        assert self.between(log, 24 * 60, 24 * 60 + 1) == {ANN}
        assert self.between(log, 14 * 60, 24 * 60) == set()
        assert log.read(ANN) == [received(0)]
        assert log.page(ANN, None, 5).items == [received(0)]


class CardsContract:
    def test_a_person_never_seen_has_an_empty_card(self, log: Log) -> None:
        assert log.cards([ANN]) == {ANN: Card.empty(ANN)}
        assert log.cards([]) == {}

    def test_a_card_reads_back_as_it_was_one_version_on(self, log: Log) -> None:
        card = card_of(ANN, received(), name="Ann", handle="@ann", generation=2)
        log.save(card)

        assert stored(log, ANN) == replace(card, version=1)

    def test_only_the_first_of_two_workers_saves(self, log: Log) -> None:
        log.save(card_of(ANN, received()))
        mine = theirs = stored(log, ANN)
        log.save(replace(mine, name="mine"))
        with pytest.raises(Conflict):
            log.save(replace(theirs, name="theirs"))

        assert stored(log, ANN).name == "mine"

    def test_a_first_card_is_stored_once(self, log: Log) -> None:
        log.save(card_of(ANN, received()))
        with pytest.raises(Conflict):
            log.save(card_of(ANN, received()))

    def test_many_cards_are_read_at_once(self, log: Log) -> None:
        persons = [f"x:{n}" for n in range(120)]
        for person in persons[:3]:
            log.save(card_of(person, received()))
        found = log.cards([*persons, *persons[:2]])

        assert {p for p, c in found.items() if c.version == 1} == set(persons[:3])
        assert set(found) == set(persons)


class RecordContract:
    """One transaction: the entry, the card and the loads, or nothing."""

    @pytest.fixture
    def case(self, log: Log, agents: Agents) -> Card:
        agents.put(Agent(id="amy", name="Amy", capacity=1))
        agents.set_available("amy", True)
        log.append([(ANN, received())])
        log.save(card_of(ANN, received()))
        return stored(log, ANN)

    def assigned(self, card: Card, minutes: float = 1) -> Entry:
        case = card.person.case
        assert case is not None
        return action("assigned", minutes, case.id, agent="amy")

    def load(self, agents: Agents) -> int:
        amy = agents.get("amy")
        assert amy is not None
        return amy.load

    def test_all_of_it_is_written(self, log: Log, agents: Agents, case: Card) -> None:
        entry = self.assigned(case)
        log.record(entry, replace(case, name="Ann"), load={"amy": 1})

        assert log.read(ANN) == [received(), entry]
        assert stored(log, ANN).name == "Ann"
        assert self.load(agents) == 1

    def test_several_entries_are_written_together_or_not_at_all(
        self, log: Log, case: Card
    ) -> None:
        entries = [self.assigned(case), action("noted", 1, "c1")]
        log.record(entries[0], case, more=entries[1:])
        with pytest.raises(Conflict):
            log.record(
                action("noted", 2, "c1", id="n2"), stored(log, ANN), more=entries[1:]
            )

        assert log.read(ANN) == [received(), *entries]

    def test_a_first_card_is_written_too(self, log: Log) -> None:
        log.record(received(), card_of(ANN, received()))

        assert stored(log, ANN).version == 1

    @pytest.mark.parametrize("lost", ["card", "entry", "agent", "unknown agent"])
    def test_a_lost_race_writes_nothing(
        self, log: Log, agents: Agents, case: Card, lost: str
    ) -> None:
        entry, load = self.assigned(case), {"amy": 1}
        if lost == "card":
            log.save(case)
        elif lost == "entry":
            entry = received()
        elif lost == "agent":
            agents.set_available("amy", False)
        else:
            load = {"amy": 1, "zoe": 1}
        with pytest.raises(Conflict):
            log.record(entry, replace(case, name="late"), load=load)

        assert (log.read(ANN), stored(log, ANN).name) == ([received()], None)
        assert self.load(agents) == 0

    def test_nobody_is_loaded_over_capacity(
        self, log: Log, agents: Agents, case: Card
    ) -> None:
        log.record(self.assigned(case), case, load={"amy": 1})
        with pytest.raises(Conflict):
            log.record(self.assigned(case, 2), stored(log, ANN), load={"amy": 1})

        assert self.load(agents) == 1

    def test_by_hand_a_load_is_given_also_to_who_has_gone_home(
        self, log: Log, agents: Agents, case: Card
    ) -> None:
        agents.set_available("amy", False)
        log.record(self.assigned(case), case, load={"amy": 1}, by_hand=True)
        more = self.assigned(case, 2)
        with pytest.raises(Conflict):
            log.record(more, stored(log, ANN), load={"amy": 1}, by_hand=True)

        assert self.load(agents) == 1

    def test_a_load_is_taken_off_who_has_gone_home(
        self, log: Log, agents: Agents, case: Card
    ) -> None:
        log.record(self.assigned(case), case, load={"amy": 1})
        agents.set_available("amy", False)
        log.record(self.assigned(case, 2), stored(log, ANN), load={"amy": -1})

        assert self.load(agents) == 0

    def test_a_load_never_falls_below_nothing(
        self, log: Log, agents: Agents, case: Card
    ) -> None:
        with pytest.raises(Conflict):
            log.record(self.assigned(case), case, load={"amy": -1})

        assert self.load(agents) == 0


class PointersContract:
    def test_a_case_nobody_opened_is_nobodys(self, log: Log) -> None:
        assert log.person_of_case("c0") is None

    def test_only_known_posts_have_an_author(self, log: Log) -> None:
        posts = [(f"x:p{n}", ANN) for n in range(3)]
        log.append([], posts=posts)
        asked = [f"x:p{n}" for n in range(120)]

        assert log.persons_of_posts([*asked, "x:p0"]) == dict(posts)
        assert log.persons_of_posts([]) == {}


class StraysContract:
    ANSWER = sent(3, reply_to="p1", visibility="public")

    def keep(self, log: Log) -> None:
        stray = Stray(log="x:waiting:p1", entry=self.ANSWER, answers="x:p1")
        note = Stray(log="x:account:9:2026-03-02", entry=received(4, "n1"))
        for _ in range(2):
            log.append([], strays=[stray, note])

    def test_a_stray_waits_for_the_post_it_is_about(self, log: Log) -> None:
        self.keep(log)

        assert log.waiting_for(["x:p1", "x:p2"]) == {"x:p1": [self.ANSWER]}
        assert log.waiting_for([]) == {}

    def test_other_ids_of_a_person_are_known_and_until_when(self, log: Log) -> None:
        now, past = Identity(person=ANN), Identity(person=ANN, until=at(5))
        for _ in range(2):
            log.append([], identities={"x:other": now, "x:former": past})

        assert log.identities(["x:other", "x:former", "x:nobody"]) == {
            "x:other": now,
            "x:former": past,
        }
        assert log.identities([]) == {}

    def test_a_stray_is_in_nobodys_log_and_in_no_number(self, log: Log) -> None:
        self.keep(log)

        assert log.read(ANN) == []
        assert log.persons_between(at(-9), at(99)) == set()


class SendsContract:
    def test_the_first_claim_wins(self, log: Log) -> None:
        assert log.claim(ANN, "k", MONDAY, {"asked": "hello"}) is None
        assert log.claim(ANN, "k", at(1), {"asked": "bye"}) == {
            "claimed_at": "2026-03-02T10:00:00.000Z",
            "asked": "hello",
        }
        assert log.claim(ANN, "other", MONDAY) is None
        assert log.claim(BOB, "k", MONDAY) is None

    def test_a_settled_claim_says_what_became_of_it(self, log: Log) -> None:
        log.claim(ANN, "k", MONDAY)
        log.settle(ANN, "k", {"id": "p1", "at": "t"})

        assert log.claim(ANN, "k", MONDAY) == {"id": "p1", "at": "t"}

    def test_a_claim_can_be_looked_at_without_taking_it(self, log: Log) -> None:
        free = log.claimed(ANN, "k")
        log.claim(ANN, "k", MONDAY, {"asked": "hello", "to": {"person": "1"}})

        assert free is None
        assert log.claimed(ANN, "k") == {
            "claimed_at": "2026-03-02T10:00:00.000Z",
            "asked": "hello",
            "to": {"person": "1"},
        }

    def test_a_freed_claim_can_be_had_again(self, log: Log) -> None:
        log.claim(ANN, "k", MONDAY)
        log.settle(ANN, "k", None)

        assert log.claim(ANN, "k", MONDAY) is None


class TokensContract:
    def test_the_latest_token_is_kept_until_dropped(self, log: Log) -> None:
        name = ("c1", 1)
        kept = [Token(token="t1", until=at(5)), Token(token="t2"), None, None]
        found = []
        for token in kept:
            log.keep_token(*name, token)
            found.append(log.tokens([name]).get(name))

        assert found == kept

    def test_one_whose_wait_began_earlier_comes_too_late(self, log: Log) -> None:
        first, later = (Token(token=t, entered=f"12:0{t}") for t in "12")
        other = Token(token="3")
        said = [log.keep_token("c1", 1, t) for t in (first, later, first, later)]

        assert said == [True, True, False, True]
        assert log.tokens([("c1", 1)]) == {("c1", 1): later}
        assert log.keep_token("c1", 1, other)  # of a workflow of older code
        assert log.tokens([("c1", 1)]) == {("c1", 1): other}

    def test_each_episode_has_its_own(self, log: Log) -> None:
        first, other = Token(token="t1"), Token(token="t2", until=at(5))
        log.keep_token("c1", 1, first)
        log.keep_token("c2", 1, other)
        names = [("c1", 1), ("c1", 2), ("c2", 1)]

        assert log.tokens(names) == {("c1", 1): first, ("c2", 1): other}
        assert log.tokens([]) == {}


class LogContract(
    EntriesContract,
    DaysContract,
    CardsContract,
    RecordContract,
    PointersContract,
    StraysContract,
    WorkContract,
    SendsContract,
    TokensContract,
):
    """All of it."""
