"""The columns of every exported table: name, type and meaning, for people and BI.

Names and order are those of the records; a test holds the two together. Types
are SQL's as DuckDB reads the files. A change of a column is a new ``SCHEMA``.
"""

from collections.abc import Mapping
from typing import NamedTuple

SCHEMA = 3


class Column(NamedTuple):
    name: str
    type: str
    meaning: str


KPIS = (
    Column("date", "DATE", "local day"),
    Column("timezone", "VARCHAR", "the reporting zone, an IANA name"),
    Column("dimension", "VARCHAR", "all, channel, queue, agent, topic, ..."),
    Column("key", "VARCHAR", "which channel, queue, ...; all; (none) if unknown"),
    Column("metric", "VARCHAR", "what is measured: see registry.py, with its part"),
    Column("numerator", "DOUBLE", "of a rate or mean; sum over days, then divide"),
    Column("denominator", "BIGINT", "of a rate or mean"),
    Column("value", "DOUBLE", "the number; empty if there was nothing to measure"),
    Column("unit", "VARCHAR", "messages, cases, ratio, s (seconds), score, ..."),
    Column("mature", "BOOLEAN", "false while the number may still change"),
    Column("computed_at", "TIMESTAMPTZ", "when this row was computed"),
)
VOLUME = (
    Column("date", "DATE", "local day"),
    Column("timezone", "VARCHAR", "the reporting zone, an IANA name"),
    Column("hour_start", "TIMESTAMPTZ", "start of the hour, UTC"),
    Column("hour", "VARCHAR", "local time and offset at its start: 02:00+02:00"),
    Column("channel", "VARCHAR", "(none) on the one row of an empty hour"),
    Column("topic", "VARCHAR", "(none) if unlabelled; two labels are two rows"),
    Column("inbound", "BIGINT", "messages by customers"),
    Column("actionable", "BIGINT", "of those, the ones that deserve an answer"),
    Column("public", "BIGINT", "of those inbound, visible to anyone"),
    Column("private", "BIGINT", "the rest of those inbound"),
    Column("negative", "BIGINT", "of those inbound, negative in sentiment"),
)
_FACT = (
    Column("id", "VARCHAR", "unique within the table"),
    Column("at", "TIMESTAMPTZ", "when it happened; decides its local day"),
    Column("person", "VARCHAR", "pseudonym of the customer"),
    Column("case", "VARCHAR", "pseudonym of the case"),
    Column("channel", "VARCHAR", "where it happened; phone: calls"),
    Column("social", "BOOLEAN", "false for phone, e-mail and the like"),
    Column("queue", "VARCHAR", "of the case at the time"),
    Column("agent", "VARCHAR", "who is credited"),
    Column("language", "VARCHAR", "of the customer's words"),
    Column("topics", "VARCHAR[]", "labels, none to many"),
    Column("customer_type", "VARCHAR", "social_only or cross_channel"),
)
MESSAGES = (
    *_FACT,
    Column("direction", "VARCHAR", "inbound by the customer, outbound by the brand"),
    Column("visibility", "VARCHAR", "public or private"),
    Column("automatic", "BOOLEAN", "sent by the system, not by a person"),
    Column("actionable", "BOOLEAN", "deserves an answer"),
    Column("flush_reason", "VARCHAR", "why it does not"),
    Column("sentiment", "VARCHAR", "negative, neutral or positive"),
    Column("sentiment_score", "DOUBLE", "P(positive) - P(negative), -1 to 1"),
    Column("p_negative", "DOUBLE", "how likely the mood is negative, 0 to 1"),
    Column("p_neutral", "DOUBLE", "the same, neutral"),
    Column("p_positive", "DOUBLE", "the same, positive"),
    Column("response", "VARCHAR", "first or next: the wait this message ended"),
    Column("response_s", "DOUBLE", "how long that wait was, seconds"),
    Column("response_business_s", "DOUBLE", "the same in hours of calendar default"),
)
CLOCKS = (
    *_FACT,
    Column("clock", "VARCHAR", "first_response, next_response or resolution"),
    Column("episode", "BIGINT", "which opened-to-resolved stretch of the case"),
    Column("outcome", "VARCHAR", "met or breached; at is when"),
    Column("started_at", "TIMESTAMPTZ", "when the clock started"),
    Column("due_at", "TIMESTAMPTZ", "when it came, or would have come, due"),
)
_MOODS = (
    Column("start_p_negative", "DOUBLE", "highest before the first human response"),
    Column("end_p_negative", "DOUBLE", "mean of the last two after the last wait"),
    Column("end_p_positive", "DOUBLE", "the same; empty if nothing was said then"),
    Column("reversed_start_p_negative", "DOUBLE", "the control: highest after"),
    Column("reversed_end_p_negative", "DOUBLE", "the control: mean of the first two"),
    Column("reversed_end_p_positive", "DOUBLE", "the same, positive"),
)
_STAGES = (
    Column("queue_s", "DOUBLE", "opened to first assigned, seconds"),
    Column("queue_business_s", "DOUBLE", "the same in hours of calendar default"),
    Column("pickup_s", "DOUBLE", "first assigned to first human response, seconds"),
    Column("pickup_business_s", "DOUBLE", "the same in hours of calendar default"),
    Column("work_s", "DOUBLE", "first human response to resolved, seconds"),
    Column("work_business_s", "DOUBLE", "the same in hours of calendar default"),
    Column("end_to_end_s", "DOUBLE", "opened to resolved, seconds"),
    Column("end_to_end_business_s", "DOUBLE", "the same in hours of calendar default"),
)
EPISODES = (
    *_FACT,
    Column(
        "event",
        "VARCHAR",
        "opened, reopened, resolved, flushed, private_offered, escalated, reviewed; "
        "open: at the end of the day",
    ),
    Column("episode", "BIGINT", "which opened-to-resolved stretch of the case"),
    Column("opened_at", "TIMESTAMPTZ", "when the episode opened"),
    *_MOODS,
    *_STAGES,
    Column("messages", "BIGINT", "not automatic, both directions, at resolution"),
    Column("over_threshold", "BOOLEAN", "more messages than are escalated after"),
    Column("answered", "BOOLEAN", "a person answered before it was resolved"),
    Column("first_resolution", "BOOLEAN", "the first one of its case"),
    Column("reopened_within", "BOOLEAN", "within first_contact_days after it"),
    Column("contacted_within", "BOOLEAN", "on a channel not social, likewise"),
    Column("called_within", "BOOLEAN", "within deflection_days after it"),
    Column("reviewed_within", "BOOLEAN", "within review_days after it"),
    Column("handle_s", "DOUBLE", "what it took the desk, seconds"),
    Column("handle_business_s", "DOUBLE", "the same in hours of calendar default"),
    Column("handle_estimated", "BOOLEAN", "estimated from when the answers came"),
    Column("age_s", "DOUBLE", "of an open one at the end of the day, seconds"),
    Column("age_business_s", "DOUBLE", "the same in hours of calendar default"),
    Column("waiting", "BOOLEAN", "an open one's last message is the customer's"),
    Column("accepted_s", "DOUBLE", "private talk offered to accepted, seconds"),
    Column("accepted_business_s", "DOUBLE", "the same in hours of calendar default"),
    Column("escalation", "VARCHAR", "private, call or supervisor"),
    Column("cause", "VARCHAR", "message_count, breach, low_score or manual"),
    Column("score", "BIGINT", "of a review, 0 to 100"),
)
SURVEYS = (
    *_FACT,
    Column("survey", "VARCHAR", "csat or nps"),
    Column(
        "event",
        "VARCHAR",
        "eligible, suppressed, queued, sent, delivered, answered or expired",
    ),
    Column("score", "BIGINT", "csat 1..5, nps 0..10"),
    Column("reason", "VARCHAR", "of suppression"),
    Column("in_time", "BOOLEAN", "a delivered one was answered before it expired"),
    Column("followed_up", "BOOLEAN", "a low answer: the customer was asked why"),
)
HELP_VIEWS = (
    Column("id", "VARCHAR", "unique within the table"),
    Column("at", "TIMESTAMPTZ", "when; decides its local day"),
    Column("views", "BIGINT", "pages of help that were read"),
    Column("topics", "VARCHAR[]", "labels, none to many"),
)
TABLES: Mapping[str, tuple[Column, ...]] = {
    "kpis": KPIS,
    "volume": VOLUME,
    "messages": MESSAGES,
    "clocks": CLOCKS,
    "episodes": EPISODES,
    "surveys": SURVEYS,
    "help_views": HELP_VIEWS,
}
