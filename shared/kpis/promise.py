"""The published promise: how soon customers have lately been answered, by channel."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shared.domain.routing import Routed
from shared.domain.settings import Settings
from shared.kpis.percentiles import percentile

PATH = "kpis/promise.json"


def promise(
    first_responses: Mapping[str, Iterable[float]],
    kept: Mapping[str, tuple[int, int]],
    hours: Mapping[str, Mapping[str, Any]],
    days: int,
    least: int,
    until: date | None = None,
) -> dict[str, Any]:
    """Return the document that is published; it says nothing of how many there were.

    Args:
        first_responses: by channel, how long each first response took in seconds.
        kept: by channel, the clocks of first responses that were met, and all.
        hours: by channel, when the desk is open (``opening_hours``).
        days: of how many local days these are.
        least: with fewer responses than that a channel's numbers are null.
        until: the last of the days; None: no day is known yet.

    """
    channels = sorted({*first_responses, *kept, *hours})
    return {
        "days": days,
        "until": until.isoformat() if until else None,
        "channels": {
            channel: {
                **_lately(
                    sorted(first_responses.get(channel, ())),
                    *kept.get(channel, (0, 0)),
                    least,
                ),
                "hours": hours.get(channel),
            }
            for channel in channels
        },
    }


def opening_hours(channels: Iterable[str], rules: Settings) -> dict[str, Any]:
    """When the desk is open for each channel, as the ``hours`` settings say it.

    A channel has the calendar of the policy that a case of no distinction gets.
    """
    usual = Routed()
    found: dict[str, Any] = {}
    for channel in channels:
        policy = rules.sla.policy_for(channel, usual.queue, usual.priority)
        calendar = rules.calendars.get(policy.calendar, rules.calendar)
        found[channel] = calendar.to_json()
    return found


def _lately(
    responses: list[float], met: int, ended: int, least: int
) -> dict[str, float | None]:
    enough = len(responses) >= least
    return {
        "first_response_p50_s": percentile(responses, 0.5) if enough else None,
        "first_response_p90_s": percentile(responses, 0.9) if enough else None,
        "within_target": met / ended if enough and ended else None,
    }
