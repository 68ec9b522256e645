"""Numbers: the live counters, what was exported, days computed again."""

from functions.contract.operation import (
    Answer,
    Body,
    Operation,
    Schema,
    closed,
    ok,
    page_of,
    ref,
)
from functions.contract.values import (
    AMOUNT,
    COUNT,
    DATE,
    NAME,
    NO_DATE,
    NO_STRING,
    NO_TIME,
    STRING,
    TIME,
    WHOLE_OR_PAGED,
    no_words,
)
from functions.roles import LEADS, READERS, STAFF

TAG = "numbers"
LONGEST = 200  # characters of an id

SHOW_LIVE = Operation(
    id="show_live",
    method="GET",
    path="/live",
    summary="How the open cases stand, at most five seconds old.",
    tag=TAG,
    roles=STAFF,
    answers=ok("The live counters.", ref("Live")),
)
SHOW_DAILY = Operation(
    id="show_daily",
    method="GET",
    path="/kpis/daily",
    summary="The exported rows of a range of days; days not computed are left out.",
    tag=TAG,
    roles=READERS,
    query={
        "from": DATE,
        "to": DATE,
        "dimension": STRING,
        "metric": STRING,
        **WHOLE_OR_PAGED,
    },
    needed=("from", "to"),
    answers=ok("Some rows.", page_of("KpiRow")),
)
SHOW_HOURLY = Operation(
    id="show_hourly",
    method="GET",
    path="/kpis/hourly",
    summary="The exported hourly table of a day; empty if the day is not computed.",
    tag=TAG,
    roles=READERS,
    query={"date": DATE, **WHOLE_OR_PAGED},
    needed=("date",),
    answers=ok("The rows of the day.", page_of("HourRow")),
)
SHOW_FORECAST = Operation(
    id="show_forecast",
    method="GET",
    path="/forecast",
    summary="What is expected of each hour, and how many people it takes.",
    tag=TAG,
    roles=READERS,
    query={
        "days": {
            "type": "integer",
            "minimum": 1,
            "maximum": 14,
            "default": 14,
            "description": "Of how many local days, from today on.",
        },
        "channel": {
            **STRING,
            "default": "all",
            "description": "Of which channel; `all`: of all together.",
        },
        **WHOLE_OR_PAGED,
    },
    answers=ok("The newest forecast.", ref("Forecast")),
)
RECOMPUTE_EXAMPLE = {"from": "2026-03-01", "to": "2026-03-31"}
START_RECOMPUTE = Operation(
    id="start_recompute",
    method="POST",
    path="/kpis/recompute",
    summary="Have days computed again; the answer says what to look at.",
    tag=TAG,
    roles=LEADS,
    body=Body(
        schema=closed({"from": DATE, "to": DATE}),
        examples={"usual": RECOMPUTE_EXAMPLE},
    ),
    answers={202: Answer(says="It is begun.", schema=ref("Recompute"))},
    refusals=(409,),
)
SHOW_RECOMPUTE = Operation(
    id="show_recompute",
    method="GET",
    path="/kpis/recompute/{recompute}",
    summary="How many of its days are done.",
    tag=TAG,
    roles=LEADS,
    answers=ok("How far it has come.", ref("Recompute")),
    refusals=(404,),
)
HELP_BODY: Schema = {
    **closed(
        {
            "date": {**NO_DATE, "description": "A local day."},
            "occurred_at": NO_TIME,
            "count": AMOUNT,
            "topic": {**NAME, "type": ["string", "null"]},
            "id": no_words(LONGEST),
        },
        "date",
        "occurred_at",
        "topic",
        "id",
    ),
    "oneOf": [
        {"required": [name], "properties": {name: {"type": "string"}}}
        for name in ("date", "occurred_at")
    ],
    "x-error": "Give either 'date' or 'occurred_at'.",
}
PUT_HELP_VIEWS = Operation(
    id="put_help_views",
    method="POST",
    path="/help-views",
    summary="Keep a report of views of help pages, once however often it is sent.",
    tag=TAG,
    roles=LEADS,
    body=Body(
        schema=HELP_BODY,
        examples={
            "usual": {
                "id": "help-2026-03-02",
                "date": "2026-03-02",
                "count": 812,
                "topic": "delivery",
            }
        },
    ),
    answers={
        201: Answer(
            says="It is kept.",
            schema=closed(
                {
                    "id": STRING,
                    "occurred_at": TIME,
                    "count": COUNT,
                    "topic": NO_STRING,
                }
            ),
            examples={
                "usual": {
                    "id": "5f70bf18a0860070",
                    "occurred_at": "2026-03-02T12:00:00.000Z",
                    "count": 812,
                    "topic": "delivery",
                }
            },
        )
    },
)

OPERATIONS = (
    SHOW_LIVE,
    SHOW_DAILY,
    SHOW_HOURLY,
    SHOW_FORECAST,
    START_RECOMPUTE,
    SHOW_RECOMPUTE,
    PUT_HELP_VIEWS,
)
