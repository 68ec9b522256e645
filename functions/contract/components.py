"""The shared schemas of answers, by name."""

from functions.contract.operation import Schema
from functions.contract.refusals import ERROR, UNAUTHORIZED
from functions.contract.values import OBJECT

COMPONENTS: dict[str, Schema] = {
    "Error": ERROR,
    "GatewayError": UNAUTHORIZED,
    **dict.fromkeys(
        (
            "CaseInList",
            "Case",
            "TimelineItem",
            "HistoryItem",
            "Reply",
            "Person",
            "Customer",
            "Export",
            "Erasure",
            "Agent",
            "FormerAgent",
            "Live",
            "KpiRow",
            "HourRow",
            "Recompute",
            "Trial",
            "Promise",
            "Health",
        ),
        OBJECT,
    ),
}
