"""One contract for the counters of a channel's health and their fake."""

import pytest

from shared.adapters.health import DynamoHealth
from shared.ports import Health
from tests.fakes.entries import at
from tests.fakes.world import FakeHealth


class HealthContract:
    def test_all_is_quiet_at_first(self, health: Health) -> None:
        assert health.read() == {}

    def test_each_channel_counts_each_trouble(self, health: Health) -> None:
        for minutes in (1, 2):
            health.count("x", "rejected", at(minutes))
        health.count("x", "unknown x.odd#kind", at(3))
        health.count("facebook", "rejected", at(4))

        assert health.read() == {
            "x": {
                "rejected": {"total": 2, "last_at": "2026-03-02T10:02:00.000Z"},
                "unknown x.odd#kind": {
                    "total": 1,
                    "last_at": "2026-03-02T10:03:00.000Z",
                },
            },
            "facebook": {
                "rejected": {"total": 1, "last_at": "2026-03-02T10:04:00.000Z"}
            },
        }


class TestFakeHealth(HealthContract):
    @pytest.fixture
    def health(self) -> Health:
        return FakeHealth()


class TestDynamoHealth(HealthContract):
    @pytest.fixture
    def health(self, table: str) -> Health:
        return DynamoHealth()
