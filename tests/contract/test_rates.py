"""One contract for the token buckets and their fake."""

from datetime import timedelta

import pytest

from shared.adapters.rates import DynamoRates
from shared.channels.rates import Rate
from shared.ports_outbound import Rates
from tests.fakes.entries import at
from tests.fakes.world import FakeRates

THREE = Rate(3, 30.0)
ONE = Rate(1, 6.0)
NOW = at(0)


class RatesContract:
    def test_a_full_bucket_gives_its_tokens_at_once(self, rates: Rates) -> None:
        waits = [rates.take("a", THREE, NOW) for _ in range(4)]

        assert waits == [0, 0, 0, 10]

    def test_it_fills_evenly(self, rates: Rates) -> None:
        for _ in range(3):
            rates.take("a", THREE, NOW)
        waits = [
            rates.take("a", THREE, NOW + timedelta(seconds=s)) for s in (4, 10, 11)
        ]

        assert waits == [6, 0, 9]

    def test_one_token_at_a_time(self, rates: Rates) -> None:
        times = (0, 2, 6, 11)
        waits = [rates.take("a", ONE, NOW + timedelta(seconds=s)) for s in times]

        assert waits == [0, 4, 0, 1]

    def test_after_a_pause_it_is_full_and_no_fuller(self, rates: Rates) -> None:
        rates.take("a", THREE, NOW)
        later = NOW + timedelta(hours=5)

        assert [rates.take("a", THREE, later) for _ in range(4)] == [0, 0, 0, 10]

    def test_buckets_do_not_share(self, rates: Rates) -> None:
        assert [rates.take(name, ONE, NOW) for name in "ab"] == [0, 0]

    @pytest.mark.parametrize("rate", [ONE, THREE], ids=["one", "three"])
    def test_a_closed_one_gives_nothing_until_then(
        self, rates: Rates, rate: Rate
    ) -> None:
        until = NOW + timedelta(seconds=60)
        rates.close("a", rate, NOW, until)
        rates.close("a", rate, NOW, NOW + timedelta(seconds=5))
        early = until - timedelta(seconds=1)

        assert [rates.take("a", rate, t) for t in (NOW, early, until)] == [60, 1, 0]


class TestFakeRates(RatesContract):
    @pytest.fixture
    def rates(self) -> FakeRates:
        return FakeRates()


class TestDynamoRates(RatesContract):
    @pytest.fixture
    def rates(self, table: str) -> DynamoRates:
        return DynamoRates()
