"""One contract for the counters of a channel's health and their fake."""

import json

import pytest

from infra.alarms import ALARMS
from shared.adapters.health import METRIC, DynamoHealth
from shared.ports_health import RESTARTED, SILENT, TIMER_LATE, UNKNOWN, Health
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

    def test_a_broken_account_is_so_since_the_first_time(self, health: Health) -> None:
        health.mark_broken("x", "9", "The token is invalid.", at(1))
        health.mark_broken("x", "9", "The credits are used up.", at(2))
        health.mark_broken("facebook", "7", "The token is invalid.", at(3))
        health.clear_broken("facebook", "7")
        health.clear_broken("facebook", "never broken")

        assert health.broken() == {
            "x": {
                "9": {
                    "since": "2026-03-02T10:01:00.000Z",
                    "reason": "The credits are used up.",
                    "count": 2,
                }
            }
        }
        assert health.read() == {}


class TestFakeHealth(HealthContract):
    @pytest.fixture
    def health(self) -> Health:
        return FakeHealth()


class TestDynamoHealth(HealthContract):
    @pytest.fixture
    def health(self, table: str) -> Health:
        return DynamoHealth("test")

    def test_it_is_a_metric_of_the_stage_too(
        self, health: Health, capsys: pytest.CaptureFixture[str]
    ) -> None:
        health.mark_broken("x", "9", "The token is invalid.", at(0))
        said = json.loads(capsys.readouterr().out)
        (metrics,) = said["_aws"]["CloudWatchMetrics"]

        assert (said["Stage"], said[METRIC], metrics["Namespace"]) == (
            "test",
            1,
            "care",
        )
        assert metrics["Dimensions"] == [["Stage"]]

    @pytest.mark.parametrize(
        ("what", "alarm"),
        [
            (f"{UNKNOWN} feed.odd", "unknown-kinds"),
            (UNKNOWN, "unknown-kinds"),
            (SILENT, "channel-silent"),
            (TIMER_LATE, "timers-late"),
            (RESTARTED, "timers-late"),
        ],
    )
    def test_what_an_alarm_watches_is_written_when_it_is_counted(
        self, what: str, alarm: str, health: Health, capsys: pytest.CaptureFixture[str]
    ) -> None:
        health.count("x", what, at(0))
        said = json.loads(capsys.readouterr().out)
        (metrics,) = said["_aws"]["CloudWatchMetrics"]
        (metric,) = metrics["Metrics"]
        (watched,) = (one for one in ALARMS if one.name == alarm)

        assert said[watched.metric] == 1
        assert (metrics["Namespace"], metric["Name"]) == ("care", watched.metric)
        assert (metrics["Dimensions"], said["Stage"]) == ([[watched.of[0]]], "test")

    def test_what_no_alarm_watches_is_no_metric(
        self, health: Health, capsys: pytest.CaptureFixture[str]
    ) -> None:
        health.count("x", "rejected", at(0))

        assert capsys.readouterr().out == ""


def test_the_alarm_watches_the_metric_that_is_written() -> None:
    (alarm,) = (alarm for alarm in ALARMS if alarm.name == "channel-broken")

    assert (alarm.namespace, alarm.metric, alarm.of[0]) == ("care", METRIC, "Stage")
