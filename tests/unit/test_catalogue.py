"""The catalogue: what Athena finds is what the exports write, and no more."""

import json
import re
from datetime import date, datetime
from typing import Any, get_args, get_type_hints

import pytest
from cfnlint.decode import cfn_yaml

from infra import catalogue, stack
from shared.kpis.columns import TABLES
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    HelpViewFact,
    MessageFact,
    SurveyFact,
)
from shared.kpis.hourly import Volume
from shared.kpis.rows import Row
from shared.kpis.tables import table_folder

RECORDS = {
    "kpis": Row,
    "volume": Volume,
    "messages": MessageFact,
    "clocks": ClockFact,
    "episodes": EpisodeFact,
    "surveys": SurveyFact,
    "help_views": HelpViewFact,
}
READ_AS = {
    str: "string",
    datetime: "string",
    float: "double",
    int: "bigint",
    bool: "boolean",
    tuple[str, ...]: "array<string>",
}
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
TEMPLATE_LIMIT = 51_200


@pytest.mark.parametrize("table", TABLES)
def test_a_column_of_the_catalogue_is_a_field_of_the_record(table: str) -> None:
    """In this order, of a type that holds its values; the folder says the date."""
    fields = get_type_hints(RECORDS[table])
    fields.pop("date", None)

    assert [(one["Name"], one["Type"]) for one in storage(table)["Columns"]] == [
        (name, READ_AS[kind(hint)]) for name, hint in fields.items()
    ]


@pytest.mark.parametrize("table", TABLES)
def test_athena_looks_for_a_day_where_the_export_puts_it(table: str) -> None:
    location = storage(table)["Location"]["Fn::Sub"]

    found = f"{location}{catalogue.PARTITION}=2026-05-12"
    assert found == f"s3://${{Bucket}}/{table_folder(table, date(2026, 5, 12))}"


def test_every_day_since_the_first_platform_until_now_is_a_partition() -> None:
    parameters = made("kpis")["Parameters"]
    first, last = parameters["projection.date.range"].split(",")

    assert parameters["projection.enabled"] == "true"
    assert parameters["projection.date.type"] == "date"
    assert parameters["projection.date.format"] == "yyyy-MM-dd"
    assert date.fromisoformat(first) <= date(2006, 7, 15)  # Twitter, open to all
    assert last == "NOW"


def test_the_stack_has_every_table_in_one_database() -> None:
    found = re.findall(
        r"^  \w+: (\{.*AWS::Glue::Table.*\})$",
        stack.template(stack.CATALOGUE),
        re.MULTILINE,
    )
    tables = [json.loads(one)["Properties"] for one in found]

    assert {table["TableInput"]["Name"] for table in tables} == set(TABLES)
    assert {table["DatabaseName"]["Ref"] for table in tables} == {"Catalogue"}


def test_no_function_may_query() -> None:
    assert not re.search(r"\b(athena|glue):", stack.template())


@pytest.mark.parametrize("file", [stack.STACK, stack.CATALOGUE])
def test_what_is_sent_is_the_template_and_small_enough_to_be_sent(file: str) -> None:
    read = json.dumps(cfn_yaml.loads(stack.template(file)))

    assert json.loads(stack.body(file)) == json.loads(read)
    assert len(stack.body(file).encode()) <= TEMPLATE_LIMIT


def made(table: str) -> dict[str, Any]:
    properties = json.loads(catalogue.resource(table))["Properties"]
    found: dict[str, Any] = properties["TableInput"]
    return found


def storage(table: str) -> dict[str, Any]:
    found: dict[str, Any] = made(table)["StorageDescriptor"]
    return found


def kind(hint: Any) -> Any:
    """Tell what a value of the annotation is, where it is not None."""
    if hint in READ_AS:
        return hint
    inner = [one for one in get_args(hint) if one is not type(None)]
    if all(isinstance(one, str) for one in inner):  # a Literal
        return str
    return kind(inner[0])
