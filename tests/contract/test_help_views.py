"""One contract for the reports of help views and their fake."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.help_views import DynamoHelpViews
from shared.domain.help_views import HelpViews
from shared.ports_numbers import HelpViewsStore
from tests.fakes.world import FakeHelpViews

START = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)  # of a local day in Rome
END = START + timedelta(days=1)
TICK = timedelta(milliseconds=1)


def views(at: datetime, name: str = "a", count: int = 3, **more: str) -> HelpViews:
    return HelpViews(id=name, at=at, count=count, **more)


class HelpViewsContract:
    def test_a_stretch_is_read_from_its_start_to_before_its_end(
        self, store: HelpViewsStore
    ) -> None:
        inside = [START, START + timedelta(hours=1), START + timedelta(hours=9)]
        inside.append(END - TICK)
        for at in (START - TICK, *reversed(inside), END):
            store.put(views(at))

        assert [found.at for found in store.between(START, END)] == inside

    def test_a_report_reads_back_whole(self, store: HelpViewsStore) -> None:
        known = [views(START, "a"), views(START, "b", 10**9, topic="delivery")]
        for report in reversed(known):
            store.put(report)

        assert store.between(START, END) == known

    def test_the_same_report_again_takes_the_place_of_the_first(
        self, store: HelpViewsStore
    ) -> None:
        for count in (3, 3, 5):
            store.put(views(START, count=count))

        assert [found.count for found in store.between(START, END)] == [5]

    def test_of_no_stretch_there_is_nothing(self, store: HelpViewsStore) -> None:
        store.put(views(START))

        assert store.between(START, START) == []
        assert store.between(END, START) == []


class TestFakeHelpViews(HelpViewsContract):
    @pytest.fixture
    def store(self) -> HelpViewsStore:
        return FakeHelpViews()


class TestDynamoHelpViews(HelpViewsContract):
    @pytest.fixture
    def store(self, table: str) -> HelpViewsStore:
        return DynamoHelpViews()
