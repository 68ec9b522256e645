"""One contract for the store of the settings, its fake, and what keeps either."""

from typing import Any

import pytest

from shared.adapters.rules import KeptSettings
from shared.adapters.settings import DynamoSettings
from shared.domain.rulebook import Version
from shared.domain.settings import default_settings
from shared.errors import Conflict
from shared.ports_settings import SettingsStore
from tests.fakes.entries import at
from tests.fakes.settings import FakeSettings

FIRST = default_settings("UTC")


def put(
    store: SettingsStore, expected: int, name: str = "routing", **document: Any
) -> Version:
    return store.put(name, document, by="ada", at=at(expected), expected=expected)


class Overtaken(DynamoSettings):
    """A store that somebody else writes to between its read and its write."""

    overtaken = False

    def _newest(self, name: str) -> int:
        newest = super()._newest(name)
        if not self.overtaken:
            self.overtaken = True
            put(DynamoSettings(), newest, by="amy")
        return newest


class SettingsContract:
    def test_nothing_is_there_at_first(self, store: SettingsStore) -> None:
        assert (store.load(), store.history("routing", None, 9)) == ([], [])

    def test_a_version_reads_back_as_it_was_put(self, store: SettingsStore) -> None:
        document = {"a": [1, 0.25, None, True], "ä": {"": "日本"}, "b": {}}
        version = store.put("sla", document, by="ada", at=at(0), expected=0)

        assert version == Version(
            name="sla", number=1, document=document, by="ada", at=at(0)
        )
        assert store.load() == store.history("sla", None, 9) == [version]

    def test_a_version_may_say_what_it_restores_and_by_which_request(
        self, store: SettingsStore
    ) -> None:
        version = store.put(
            *("sla", {}),
            by="ada",
            at=at(0),
            expected=0,
            restores=0,
            request="ada:k",
        )

        assert (version.restores, version.request) == (0, "ada:k")
        assert store.load() == store.history("sla", None, 9) == [version]

    def test_all_versions_stay_in_order(self, store: SettingsStore) -> None:
        routing = [put(store, n, otherwise=n) for n in range(11)]
        sla = put(store, 0, "sla")

        assert store.load() == [*routing, sla]
        assert [v.number for v in routing] == list(range(1, 12))

    def test_the_history_is_one_documents_newest_first_by_pages(
        self, store: SettingsStore
    ) -> None:
        routing = [put(store, n) for n in range(5)]
        put(store, 0, "hours")
        put(store, 0, "sla")

        assert store.history("routing", None, 2) == [routing[4], routing[3]]
        assert store.history("routing", 4, 9) == [routing[2], routing[1], routing[0]]
        assert store.history("routing", 1, 9) == []

    @pytest.mark.parametrize("expected", [0, 1, 3, 9])
    def test_who_expects_another_version_is_told_and_nothing_is_stored(
        self, store: SettingsStore, expected: int
    ) -> None:
        stored = [put(store, 0, by="amy"), put(store, 1, by="bob")]

        with pytest.raises(Conflict, match="version 2"):
            put(store, expected, by="cid")
        assert store.load() == stored


class TestFakeSettings(SettingsContract):
    @pytest.fixture
    def store(self) -> SettingsStore:
        return FakeSettings()


class TestDynamoSettings(SettingsContract):
    @pytest.fixture
    def store(self, table: str) -> SettingsStore:
        return DynamoSettings()

    def test_of_two_who_read_the_same_one_is_told(self, table: str) -> None:
        with pytest.raises(Conflict, match="version 1"):
            put(Overtaken(), 0, by="bob")

        assert [v.document for v in DynamoSettings().load()] == [{"by": "amy"}]


class TestKeptSettings(SettingsContract):
    @pytest.fixture
    def store(self) -> SettingsStore:
        return KeptSettings(FakeSettings(), FIRST)

    def test_rules_are_read_once_a_minute(self) -> None:
        fake = FakeSettings()
        kept = KeptSettings(fake, FIRST)
        versions = []
        for seconds in (0, 59, 60, 119):
            versions.append(kept.rules(at(0, seconds=seconds)).newest.routing.version)
            if seconds == 0:
                put(fake, 0)

        assert (versions, fake.loads) == ([0, 0, 1, 1], 2)

    def test_rules_are_read_again_where_the_clock_was_set_back(self) -> None:
        fake = FakeSettings()
        kept = KeptSettings(fake, FIRST)
        kept.rules(at(9))
        put(fake, 0)

        assert kept.rules(at(0)).newest.routing.version == 1

    def test_what_is_put_through_it_holds_at_once(self) -> None:
        kept = KeptSettings(FakeSettings(), FIRST)
        before = kept.rules(at(0))
        put(kept, 0)

        assert before.newest == FIRST
        assert kept.rules(at(0)).newest.routing.version == 1

    def test_rules_that_have_not_changed_are_not_assembled_again(self) -> None:
        kept = KeptSettings(FakeSettings(), FIRST)
        put(kept, 0)

        assert kept.rules(at(0)) is kept.rules(at(2))

    def test_what_cannot_be_used_is_logged_and_the_version_before_holds(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        kept = KeptSettings(FakeSettings(), FIRST)
        put(kept, 0)
        put(kept, 1, rules="all")

        assert kept.rules(at(3)).newest.routing.version == 1
        assert [r.why for r in caplog.records] == ["rules must be a list."]  # type: ignore[attr-defined]
