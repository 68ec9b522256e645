"""The JSON of the ``forecast`` settings: read with errors that name the field."""

from dataclasses import asdict
from typing import Any

from shared.domain.calendar_json import read_date, read_fields
from shared.domain.fields import (
    read_list,
    read_name,
    read_number,
    read_text,
    read_whole,
)
from shared.domain.forecast import Campaign, Forecasting, Staffing
from shared.errors import BadInput

LONGEST_CAMPAIGN = 366  # days
MOST_FACTOR = 100
_CAMPAIGN = ("name", "from", "to", "channels", "factor")
# Nobody is busy without a break, and somebody is always away.
SHARES = {
    "occupancy": (0.1, 1.0),
    "shrinkage": (0.0, 0.9),
    "service_level": (0.1, 0.99),
}
LONGEST_S = 86_400
_DEFAULT = Staffing()


def read_forecast(value: Any) -> Forecasting:
    """Read campaigns and staffing; what is left out is as in a new deployment.

    ``{"campaigns": [{"name": "sale", "from": "2026-11-27", "to": "2026-11-30",
    "channels": ["x"], "factor": 1.8}], "staffing": {"occupancy": 0.85,
    "shrinkage": 0.3, "service_level": 0.9, "handle_time_s": 300}}``.

    Raises:
        BadInput: names the field.

    """
    known = read_fields(value, "forecast", ("campaigns", "staffing"))
    return Forecasting(
        campaigns=read_list(known.get("campaigns", []), "campaigns", _read_campaign),
        staffing=_read_staffing(known.get("staffing", {})),
    )


def write_forecast(forecast: Forecasting) -> dict[str, Any]:
    """Say them in full, the way `read_forecast` reads them."""
    return {
        "campaigns": [_write_campaign(campaign) for campaign in forecast.campaigns],
        "staffing": asdict(forecast.staffing),
    }


def _read_campaign(value: Any, field: str) -> Campaign:
    known = read_fields(value, field, _CAMPAIGN)
    first = read_date(known.get("from"), f"{field}.from")
    last = read_date(known.get("to"), f"{field}.to")
    if not 0 <= (last - first).days <= LONGEST_CAMPAIGN:
        raise BadInput(
            f"{field}.to must be from {field}.from to {LONGEST_CAMPAIGN} days on."
        )
    channels, factor = known.get("channels"), known.get("factor")
    return Campaign(
        name=read_text(known.get("name"), f"{field}.name"),
        first=first,
        last=last,
        channels=None
        if channels is None
        else frozenset(read_list(channels, f"{field}.channels", read_name)),
        factor=None
        if factor is None
        else read_number(factor, f"{field}.factor", 0, MOST_FACTOR),
    )


def _write_campaign(campaign: Campaign) -> dict[str, Any]:
    channels = campaign.channels
    return {
        "name": campaign.name,
        "from": campaign.first.isoformat(),
        "to": campaign.last.isoformat(),
        "channels": None if channels is None else sorted(channels),
        "factor": campaign.factor,
    }


def _read_staffing(value: Any) -> Staffing:
    given = read_fields(value, "staffing", (*SHARES, "handle_time_s"))
    said = {**asdict(_DEFAULT), **given}
    shares = {
        name: read_number(said[name], f"staffing.{name}", least, most)
        for name, (least, most) in SHARES.items()
    }
    took = read_whole(said["handle_time_s"], "staffing.handle_time_s", 1, LONGEST_S)
    return Staffing(**shares, handle_time_s=took)
