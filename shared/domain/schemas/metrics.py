"""The schema of the ``metrics`` settings."""

from shared.domain.metrics import Metrics
from shared.domain.metrics_json import (
    LONGEST_LOOK,
    LONGEST_PROMISE,
    LONGEST_WAIT,
    MOST_CASES,
    write_metrics,
)
from shared.domain.schemas.pieces import Schema, number, record, whole

BEYOND = (
    "`recovery.recovered` is less than `recovery.unresolved`, given or by default.",
)
_DEFAULT = Metrics()


def build() -> Schema:
    return record(
        {
            "recovery": _recovery(),
            "first_contact_days": whole(
                *(1, LONGEST_WAIT),
                "For how many days after its end nothing more may come for a case "
                "to count as resolved at first contact.",
                default=_DEFAULT.first_contact_days,
            ),
            "deflection_days": whole(
                *(1, LONGEST_WAIT),
                "For how many days after its end nobody may call for a case to "
                "count as a call saved.",
                default=_DEFAULT.deflection_days,
            ),
            "review_days": whole(
                *(1, LONGEST_WAIT),
                "Within how many days a supervisor's review counts.",
                default=_DEFAULT.review_days,
            ),
            "lookback_days": whole(
                *(1, LONGEST_LOOK),
                "Who used a channel that is not social within so many days before "
                "is a cross-channel customer.",
                default=_DEFAULT.lookback_days,
            ),
            "promise": _promise(),
        },
        "What the numbers count by. What is left out is as in a new deployment.",
        default=write_metrics(_DEFAULT),
        examples=[
            {
                "recovery": {"started": 0.7, "low_n": 50},
                "first_contact_days": 14,
                "lookback_days": 30,
                "promise": {"least": 50},
            }
        ],
    )


def _recovery() -> Schema:
    of = _DEFAULT.recovery
    fields = {
        "started": number(
            *(0, 1, "A talk began badly from this probability of a bad mood on."),
            default=of.started,
        ),
        "recovered": number(
            *(0, 1, "It ended well with at most this probability of a bad mood."),
            default=of.recovered,
        ),
        "advocate": number(
            *(0, 1, "Of those, from this probability of a good mood on, an advocate."),
            default=of.advocate,
        ),
        "unresolved": number(
            *(0, 1, "It ended badly from this probability of a bad mood on."),
            default=of.unresolved,
        ),
        "low_n": whole(
            *(1, MOST_CASES, "A share of fewer episodes than this is marked."),
            default=of.low_n,
        ),
    }
    return record(fields, "From which mood on a customer counts as won back.")


def _promise() -> Schema:
    of = _DEFAULT.promise
    fields = {
        "days": whole(
            *(1, LONGEST_PROMISE, "Of how many local days the promise is."),
            default=of.days,
        ),
        "least": whole(
            *(1, MOST_CASES, "From how many responses on a number is published."),
            default=of.least,
        ),
    }
    return record(fields, "Of what the published response times are made.")
