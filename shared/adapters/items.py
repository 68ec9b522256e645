"""The items of the one table: a parent model and a child class per item.

Keys and indexes are described in infra/access_patterns.md; what an item costs
is counted there too. The table's name is bound once, in ``bind``.

Each item says in ``v`` which schema its kind had when it was written; one without
is of before they did. What is older is read by whoever reads that kind; what is
newer is refused, and stays as it is until newer code reads it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Self

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.connection import Connection
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from shared.domain import versions
from shared.errors import Outdated

# PynamoDB filters every query by kind, and what an index does not hold DynamoDB
# takes for missing: without it a query of an index finds nothing.
FILTERED = ["kind"]
LISTED = [*FILTERED, "case_id", "agent", "channel", "priority", "waiting", "risk"]


_HALF = re.compile(r"[\ud800-\udfff]")  # of a character: it has no UTF-8


class CompactJSONAttribute(JSONAttribute):
    """JSON without what readers do not need: DynamoDB charges by the kilobyte."""

    def serialize(self, value: Any) -> str | None:
        if value is None:
            return None
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        return json.dumps(value, separators=(",", ":")) if _HALF.search(text) else text


class DayIndex(GlobalSecondaryIndex["LogItem"]):  # type: ignore[no-untyped-call] # PynamoDB
    """Whose log has an entry on a UTC day: ``day#shard`` → time; see also cards."""

    class Meta:
        index_name = "day"
        projection = IncludeProjection(FILTERED)

    day = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class WorkIndex(GlobalSecondaryIndex["CardItem"]):  # type: ignore[no-untyped-call] # PynamoDB
    """The work list: ``status#queue`` → due; sparse, only persons with a case."""

    class Meta:
        index_name = "work"
        projection = IncludeProjection(LISTED)

    work = UnicodeAttribute(hash_key=True)
    due = UnicodeAttribute(range_key=True)


class Item(Model):
    """What every item has: its keys, its kind and the schema of its kind."""

    class Meta:
        table_name = "unbound"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    v = NumberAttribute(null=True, default_for_new=1)
    expires = NumberAttribute(null=True)  # time to live, epoch seconds

    @classmethod
    def connect(cls) -> Connection:
        """The connection to the table, whose client is made with its first request."""
        return cls._get_connection().connection

    @classmethod
    def from_raw_data(cls, data: Mapping[str, Any]) -> Self:
        """Read an item.

        Raises:
            Outdated: newer code wrote it; this code would lose what is new in it.

        """
        item = super().from_raw_data(dict(data))
        known: Any = type(item).v.default_for_new
        if item.v is not None and item.v > known:
            raise Outdated(
                f"{type(item).__name__} of schema {item.v:g} was read, and this code "
                f"knows those up to {known}: deploy the code that wrote it."
            )
        return item


class LogItem(Item, discriminator="log"):
    """One entry of a person's log; ``PERSON#channel:user`` / ``LOG#time#id``."""

    v = NumberAttribute(null=True, default_for_new=versions.ENTRY)
    day = UnicodeAttribute(null=True)
    body = CompactJSONAttribute()
    day_index = DayIndex()


class CorrectionsItem(Item, discriminator="corrections"):
    """``PERSON#…`` / ``CORRECTIONS#content_id`` → keys of what corrects it."""

    entries = UnicodeSetAttribute()


class DueItem(Item, discriminator="due"):
    """A promise falls due for a person; ``PERSON#…`` / ``DUE#time#case#episode``.

    It has the day index find him for the numbers of that day although nothing
    need happen on it, not even a timer.
    """

    day = UnicodeAttribute()
    day_index = DayIndex()


class CardItem(Item, discriminator="card"):
    """The cached fold of a person; ``PERSON#channel:user`` / ``CARD``.

    ``fold`` says which fold's it is: of any but ours the log is folded anew.
    """

    fold = NumberAttribute(null=True, default_for_new=versions.FOLD)
    version = NumberAttribute(default=0)
    state = CompactJSONAttribute()
    generation = NumberAttribute(default=0)
    name = UnicodeAttribute(null=True)
    handle = UnicodeAttribute(null=True)
    work = UnicodeAttribute(null=True)
    due = UnicodeAttribute(null=True)
    case_id = UnicodeAttribute(null=True)
    agent = UnicodeAttribute(null=True)
    channel = UnicodeAttribute(null=True)
    priority = UnicodeAttribute(null=True)
    waiting = UnicodeAttribute(null=True)  # since when
    risk = UnicodeAttribute(null=True)  # from when on
    customer = UnicodeAttribute(null=True)
    heard = UnicodeAttribute(null=True)  # month in which it was last written
    day = UnicodeAttribute(null=True)  # heard#month#shard, unless an entry is of then
    work_index = WorkIndex()
    day_index = DayIndex()


class PointerItem(Item, discriminator="pointer"):
    """``CASE#id``, ``POST#channel:content_id``, … / ``PERSON`` → the person."""

    person = UnicodeAttribute()


class IdentityItem(Item, discriminator="identity"):
    """``IDENTITY#channel:id`` / ``PERSON`` → whose log that id means, until when."""

    person = UnicodeAttribute()
    until = UnicodeAttribute(null=True)


class CustomerItem(Item, discriminator="customer"):
    """``CUSTOMER#id`` / ``CUSTOMER`` → whose id it is, and the customer he leads."""

    person = UnicodeAttribute()
    body = CompactJSONAttribute(null=True)
    version = NumberAttribute(default=0)


class HandleItem(Item, discriminator="handle"):
    """``HANDLE#channel:handle`` / ``PERSON#channel:user``, and the other way round."""


class TokenItem(Item, discriminator="token"):
    """The task token an episode's workflow waits on; ``CASE#id`` / ``TOKEN#n``."""

    token = UnicodeAttribute()
    until = UnicodeAttribute(null=True)
    entered = UnicodeAttribute(null=True)


class SendItem(Item, discriminator="send"):
    """A reserved send; ``PERSON#…`` / ``SEND#key``; empty outcome: under way."""

    outcome = JSONAttribute(null=True)


class AgentItem(Item, discriminator="agent"):
    """An agent; ``AGENTS`` / ``AGENT#id``."""

    name = UnicodeAttribute()
    capacity = NumberAttribute()
    profile = CompactJSONAttribute(null=True)  # what he serves and when
    available = BooleanAttribute(default=False)
    open_cases = NumberAttribute(default=0)


class FormerAgentItem(Item, discriminator="former"):
    """Somebody who was deleted as an agent; ``FORMER`` / ``AGENT#id``."""


class CounterItem(Item, discriminator="counter"):
    """Counters of a channel's health; ``HEALTH`` / ``channel#what``."""

    total = NumberAttribute(default=0)
    last_at = UnicodeAttribute(null=True)


class BrokenItem(Item, discriminator="broken"):
    """An account nothing can be sent from; ``BROKEN`` / ``channel#account``."""

    since = UnicodeAttribute()
    reason = UnicodeAttribute()
    total = NumberAttribute(default=0)


class MarkItem(Item, discriminator="mark"):
    """How far a nightly task has come; ``MARKS`` / its name."""

    at = UnicodeAttribute()


class SettingItem(Item, discriminator="setting"):
    """One version of a settings document; ``SETTINGS`` / ``name#version``."""

    body = CompactJSONAttribute()
    by = UnicodeAttribute()
    at = UnicodeAttribute()
    restores = NumberAttribute(null=True)
    request = UnicodeAttribute(null=True)


class SubscriberItem(Item, discriminator="subscriber"):
    """How a subscriber of events has been; ``SUBSCRIBERS`` / ``name``."""

    delivered_at = UnicodeAttribute(null=True)
    failed_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    failures = NumberAttribute(default=0)
    peace_until = UnicodeAttribute(null=True)
    gone = UnicodeAttribute(null=True)


class DeadEventItem(Item, discriminator="dead"):
    """A dead letter; ``DEAD#subscriber`` / ``event``."""

    body = UnicodeAttribute()
    why = UnicodeAttribute()


class HelpViewsItem(Item, discriminator="views"):
    """A report of views of help pages; ``VIEWS#day`` / ``time#id``."""

    views = NumberAttribute()
    topic = UnicodeAttribute(null=True)


class AuditItem(Item, discriminator="audit"):
    """Somebody read personal data; ``AUDIT#day`` / ``time#id``."""

    who = UnicodeAttribute()
    route = UnicodeAttribute()
    customers = CompactJSONAttribute(null=True)
    case_id = UnicodeAttribute(null=True)


class RateItem(Item, discriminator="rate"):
    """A token bucket; ``RATE#channel:account:kind`` / ``BUCKET``."""

    full_at = NumberAttribute()  # milliseconds since the epoch


def bind(table: str) -> None:
    """Name the table, before the first request; every child shares this Meta.

    And the connection, as long as none has been asked for before its parent: then
    PynamoDB makes a client for it alone, 85 ms of CPU and a TLS handshake more.
    """
    Item.Meta.table_name = table
    Item.connect()
