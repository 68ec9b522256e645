"""``make cost``: the bill is right by hand, and nothing on it is without a price."""

import json
import re
from collections import Counter, defaultdict
from dataclasses import fields, replace

import pytest
from botocore import xform_name

from bench import cost, steps
from bench.expenses import ASSUMED, Lambdas, memory_of, resources, units_of
from bench.imports import PATHS
from bench.metered import Counted
from bench.prices import CALLS, NoPrice, Prices, load, priced_calls
from bench.steps import Measured
from infra import functions
from infra.functions import ROLES

NONE = Lambdas(call_s=0, cold_s=dict.fromkeys(PATHS, 0.0))
NOT_IN_THE_BILL = {"lambda", "comprehend"}
CALLED = re.compile(r"client\.([a-z_]+)\(")
NO_CALLS = {"get_paginator", "generate_presigned_url"}  # nothing goes out by them
STEPS = (
    steps.FIRST_MESSAGE,
    steps.FURTHER_MESSAGE,
    steps.REPLY,
    steps.RESOLVED,
    steps.RATED,
    steps.LATE,
    steps.DAY,
    steps.NIGHT,
    steps.HOUR,
    steps.SAMPLE,
    steps.SWEEP,
)


def measured(**counted: Counted) -> Measured:
    """Steps that use nothing, but for those given by the first word of their name."""
    return Measured(
        steps={step: counted.get(step.split()[0], Counted()) for step in STEPS},
        times=dict.fromkeys(STEPS, 2),
        case_bytes=0,
        file_bytes=0,
        metrics=0,
    )


@pytest.fixture(scope="module")
def prices() -> Prices:
    return load()


def test_the_bill_of_a_volume_is_right_by_hand(prices: Prices) -> None:
    first = Counted(
        calls=Counter({("dynamodb", "PutItem"): 2, ("sqs", "SendMessageBatch"): 2}),
        invocations=Counter({"api_handler": 2, "ingest": 2}),
        requests=2,
        write_units=10,
        read_units=4,
        transitions=6,
    )
    of = cost.volume(messages=1_000_000, cases=200_000, replies=0)

    units = cost.used(replace(measured(first=first), case_bytes=5_000), NONE, of)
    bill = prices.bill(units, with_free=False)

    # 200,000 cases, each half of what was counted in two.
    assert bill["API Gateway"] == pytest.approx(0.2 * 3.5)
    assert bill["SQS"] == pytest.approx(0.2 * (1 + 2) * 0.4)  # sent, received, deleted
    gb = 200_000 * 5_000 * 12 / 1e9
    assert bill["DynamoDB"] == pytest.approx(
        1.0 * 0.625 + 0.4 * 0.125 + gb * (0.25 + 0.2)
    )
    assert bill["Step Functions"] == pytest.approx(600_000 / 1000 * 0.025)
    assert bill["Lambda"] == pytest.approx(0.4 * 0.2)
    logs = 400_000 * 300 / 1e9
    assert bill["CloudWatch"] == pytest.approx(logs * (0.5 + 0.03 * 12))


def test_a_function_takes_its_cpu_at_the_share_of_its_memory_and_waits() -> None:
    counted = Counted(
        invocations=Counter({"ask": 1}),
        cpu_s=defaultdict(float, ask=0.010),
        calls_of=Counter({("ask", "dynamodb"): 4}),
    )
    lambdas = Lambdas(call_s=0.0005, cold_s={"ask": 1.0})

    gb_s = lambdas.gb_s(counted, cold_share=0.01)

    seconds = (0.010 + 0.01 * 1.0 + 4 * 0.0005) * 1769 / 256 + 4 * 0.005
    assert memory_of("ask") == 256
    assert gb_s == pytest.approx(seconds * 256 / 1024)


def test_what_aws_gives_is_taken_off_only_if_asked(prices: Prices) -> None:
    units = {"lambda_request": 1_500_000.0, "transition": 3_000.0}

    assert prices.bill(units, with_free=False) == pytest.approx(
        {"Lambda": 0.3, "Step Functions": 0.075}
    )
    assert prices.bill(units, with_free=True) == pytest.approx(
        {"Lambda": 0.1, "Step Functions": 0}
    )


def test_every_price_is_used_and_every_count_has_one(prices: Prices) -> None:
    calls: Counter[tuple[str, str]] = Counter(dict.fromkeys(CALLS, 1))
    everything = measured(first=Counted(calls=calls, log_bytes=1))
    bill = cost.report(everything, NONE, cost.volume(10, 5, 5), prices)

    assert {*bill.by_volume, *bill.anyway} == {*prices.by_name}


def test_every_field_of_a_count_reaches_the_bill() -> None:
    empty = units_of(Counted(), NONE)
    plain = [f.name for f in fields(Counted) if f.type in {int, float, "int", "float"}]

    assert plain
    for name in plain:
        counted = Counted()
        setattr(counted, name, 7)
        assert units_of(counted, NONE) != empty, name


def test_a_call_whose_price_nobody_has_said_is_an_error() -> None:
    with pytest.raises(NoPrice, match="sns Publish"):
        priced_calls([(("sns", "Publish"), 1)])


def test_a_unit_without_a_price_is_an_error(prices: Prices) -> None:
    with pytest.raises(NoPrice, match="tape_month"):
        prices.bill({"tape_month": 1}, with_free=False)


def test_every_price_has_its_source(prices: Prices) -> None:
    assert prices.date.startswith("20")
    assert prices.region
    for name, price in prices.by_name.items():
        assert price.source.startswith("https://"), name
        assert price.per > 0, name


def test_every_function_has_a_cold_start() -> None:
    rare = {"compute_kpis", "kpi_parts", "understand_again"}  # asked for by hand

    assert {*PATHS} == {*ROLES, "api_handler"} - rare


def test_every_call_of_an_adapter_has_a_price() -> None:
    adapters = (functions.ROOT / "shared" / "adapters").glob("*.py")
    called = {name for file in adapters for name in CALLED.findall(file.read_text())}

    assert len(called) > 10
    priced = {xform_name(operation) for _, operation in CALLS}
    assert called - NO_CALLS - priced == set()


def test_every_service_that_is_called_has_a_wait() -> None:
    called = {service for service, _ in CALLS} - NOT_IN_THE_BILL

    assert called | {"dynamodb"} == {*ASSUMED.wait_ms}


def test_a_quiet_month_costs_what_is_kept_and_looked_at(prices: Prices) -> None:
    bill = cost.report(measured(), NONE, cost.volume(10, 5, 5), prices)
    quiet = bill.quiet(with_free=False)

    kept = resources("AWS::SecretsManager::Secret") * 0.4
    calls = 2 * 720 * 0.05 / 10_000
    assert quiet["Secrets Manager"] == pytest.approx(kept + calls)
    assert quiet["SQS"] == pytest.approx(3 * 5 * 3 * 60 * 720 * 0.4 / 1e6)


def test_the_same_bill_is_told_to_people_and_to_machines(prices: Prices) -> None:
    first = Counted(requests=2, invocations=Counter({"api_handler": 2}))
    bill = cost.report(measured(first=first), NONE, cost.volume(100, 50, 5), prices)

    told = json.loads(cost.as_json(bill, with_free=False))
    lines = list(bill.lines(with_free=False))

    [last] = [line for line in lines if line.startswith("all ")]
    assert last.split()[1] == f"{told['usd']:.2f}"
    assert told["usd"] == pytest.approx(sum(told["usd_by_service"].values()))
    assert {*told["units"]} == {*prices.by_name}
