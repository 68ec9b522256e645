"""What AWS charges for, and the bill of so much of it.

Prices are those of ``prices.json``, each with its source; what is counted and has
no price there is an error, and so is a call that nobody said the price of.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("prices.json")
# What a call costs, by service and operation; None: it is free, or charged for
# otherwise (the table by units, workflows by transitions, a platform not by AWS).
CALLS: dict[tuple[str, str], str | None] = {
    ("sqs", "SendMessage"): "sqs_request",
    ("sqs", "SendMessageBatch"): "sqs_request",
    ("sqs", "DeleteMessageBatch"): "sqs_request",
    ("sqs", "GetQueueAttributes"): "sqs_request",
    ("s3", "PutObject"): "s3_put",
    ("s3", "ListObjectsV2"): "s3_put",
    ("s3", "GetObject"): "s3_get",
    ("s3", "HeadObject"): "s3_get",
    ("s3", "DeleteObject"): None,
    ("s3", "DeleteObjects"): None,
    ("stepfunctions", "StartExecution"): None,
    ("stepfunctions", "DescribeExecution"): None,
    ("stepfunctions", "ListExecutions"): None,
    ("stepfunctions", "SendTaskSuccess"): None,
    ("stepfunctions", "SendTaskFailure"): None,
    # Cached for five minutes in a container: counted by the month (bench/cost.py).
    ("secretsmanager", "GetSecretValue"): None,
    # By hand only, or by who has chosen it: not in the bill.
    ("lambda", "Invoke"): None,
    ("comprehend", "BatchDetectSentiment"): None,
    ("platform", "POST"): None,
}
BY_UNITS = "dynamodb"
Units = dict[str, float]  # how much of what, by the names in prices.json


class NoPrice(Exception):
    """Something is counted whose price nobody has said."""


@dataclass(frozen=True)
class Price:
    """``usd`` for ``per`` of ``what``; ``free`` are given each month for good."""

    usd: float
    per: float
    free: float
    service: str
    what: str
    source: str
    read: str = ""

    def of(self, amount: float, *, with_free: bool) -> float:
        """US$ for so much in a month."""
        charged = max(0.0, amount - (self.free if with_free else 0))
        return charged / self.per * self.usd


@dataclass(frozen=True)
class Prices:
    """All prices of a region on a day."""

    date: str
    region: str
    by_name: Mapping[str, Price]

    def bill(self, units: Mapping[str, float], *, with_free: bool) -> dict[str, float]:
        """US$ by service.

        Raises:
            NoPrice: one of the units is not in the price file.

        """
        services: dict[str, float] = {}
        for name, amount in units.items():
            if name not in self.by_name:
                raise NoPrice(f"{FILE.name} has no price of {name}.")
            price = self.by_name[name]
            usd = price.of(amount, with_free=with_free)
            services[price.service] = services.get(price.service, 0) + usd
        return services


def load(file: Path = FILE) -> Prices:
    """Read the price file."""
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    prices = {name: Price(**price) for name, price in read["prices"].items()}
    return Prices(date=read["date"], region=read["region"], by_name=prices)


def add(units: Units, more: Mapping[str, float], times: float = 1) -> None:
    """Add so many times more to units."""
    for name, amount in more.items():
        units[name] = units.get(name, 0) + amount * times


def priced_calls(calls: Iterable[tuple[tuple[str, str], float]]) -> Units:
    """Units of calls that are charged for one by one.

    Raises:
        NoPrice: nobody has said what such a call costs.

    """
    units: Units = {}
    for call, times in calls:
        if call[0] == BY_UNITS:
            continue
        if call not in CALLS:
            raise NoPrice(f"Say in bench/prices.py what {' '.join(call)} costs.")
        name = CALLS[call]
        if name is not None:
            units[name] = units.get(name, 0) + times
    return units
