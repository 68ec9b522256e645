"""Athena: JSON is read by the columns of the catalogue, guessed as shipped.

Guessed, a time that is declared as text was a timestamp, and a column in which
every row is empty was of no type, so that queries passed here and failed on AWS.
Days are found by the names of their folders, as shipped; AWS computes them
(partition projection), which comes to the same while the folders are in range.
"""

from typing import Any

from ministack.services import athena as service

_shipped = service._table_relation


def fix() -> None:
    """Wrap the function that makes a relation of a table's files."""
    service._table_relation = _table_relation


def _table_relation(table: dict[str, Any], files: list[str]) -> str:
    """Make the expression that DuckDB reads the table's files with."""
    if service._data_format(table) != "json":
        relation: str = _shipped(table, files)
        return relation
    columns = ", ".join(
        f"{_quote(column['Name'])}: {_quote(_type(column))}"
        for column in table["StorageDescriptor"]["Columns"]
    )
    partitions = service._path_partition_keys(table, files)
    return (
        f"read_json({service._sql_list(files)}, format = 'newline_delimited', "
        f"columns = {{{columns}}}, {service._hive_options(partitions)})"
    )


def _type(column: dict[str, Any]) -> str:
    inner = column["Type"].removeprefix("array<").removesuffix(">")
    one: str = service._duckdb_type({"Type": inner})
    return one if inner == column["Type"] else f"{one}[]"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
