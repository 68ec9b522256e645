"""The ``forecast`` settings: what is read is said the same, what is wrong is named."""

from datetime import date
from typing import Any

import pytest

from shared.domain.forecast import Campaign, Forecasting, Staffing
from shared.domain.forecast_json import read_forecast, write_forecast
from shared.errors import BadInput

SALE = {"name": "sale", "from": "2026-11-27", "to": "2026-11-30"}


def test_what_is_left_out_is_as_in_a_new_deployment() -> None:
    assert read_forecast({}) == Forecasting()
    assert read_forecast({"staffing": {"shrinkage": 0}}).staffing == Staffing(
        shrinkage=0.0
    )


def test_it_is_said_as_it_was_read() -> None:
    document = {
        "campaigns": [{**SALE, "channels": ["instagram", "x"], "factor": 1.8}],
        "staffing": {
            "occupancy": 0.8,
            "shrinkage": 0.35,
            "service_level": 0.95,
            "handle_time_s": 240,
        },
    }

    assert write_forecast(read_forecast(document)) == document


@pytest.mark.parametrize(
    ("day", "channel", "touches"),
    [
        ("2026-11-27", "x", True),
        ("2026-11-30", "x", True),
        ("2026-11-26", "x", False),
        ("2026-12-01", "x", False),
        ("2026-11-28", "email", False),
    ],
)
def test_a_campaign_is_on_its_channels_from_its_first_day_to_its_last(
    day: str, channel: str, touches: bool
) -> None:
    campaign = Campaign(
        name="sale",
        first=date(2026, 11, 27),
        last=date(2026, 11, 30),
        channels=frozenset({"x"}),
    )

    assert campaign.touches(date.fromisoformat(day), channel) is touches


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"weather": 1}, "forecast has no field 'weather'"),
        ({"campaigns": {}}, "campaigns must be a list"),
        ({"campaigns": [{**SALE, "name": ""}]}, r"campaigns\[0\].name must be"),
        ({"campaigns": [{**SALE, "from": "27.11."}]}, r"campaigns\[0\].from needs"),
        ({"campaigns": [{**SALE, "to": "2026-11-26"}]}, r"campaigns\[0\].to must be"),
        ({"campaigns": [{**SALE, "to": "2027-11-29"}]}, r"campaigns\[0\].to must be"),
        ({"campaigns": [{**SALE, "factor": -1}]}, r"campaigns\[0\].factor must be"),
        ({"campaigns": [{**SALE, "channels": "x"}]}, r"\[0\].channels must be a list"),
        ({"staffing": {"shrinkage": 1}}, "staffing.shrinkage must be"),
        ({"staffing": {"occupancy": 0}}, "staffing.occupancy must be"),
        ({"staffing": {"service_level": 1}}, "staffing.service_level must be"),
        ({"staffing": {"handle_time_s": 1.5}}, "staffing.handle_time_s must be"),
    ],
)
def test_what_is_wrong_is_named(document: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_forecast(document)
