"""Glue's tables, made of the columns that the exports have, so they cannot differ.

Athena finds the days by their dates (partition projection), without a crawler:
https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
"""

import json
from typing import Any

from shared.kpis.columns import TABLES
from shared.kpis.tables import FOLDERS

PARTITION = "date"
# Days before the first would be missing without a word, those that are empty only
# cost a query that names no dates. No platform of ours was there before 2006.
# NOW is UTC's day: a day is exported after its end, which is on it or before.
DAYS = "2006-01-01,NOW"
# Times are text: RFC 3339 in UTC sorts as it is and reads in every engine, while
# Athena parses it in a timestamp only by ways that differ with serde and version.
TYPES = {
    "VARCHAR": "string",
    "VARCHAR[]": "array<string>",
    "TIMESTAMPTZ": "string",
    "DOUBLE": "double",
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
}
# Not OpenX's, which may give more, fewer or other rows, as AWS warns:
# https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html
_SERDE = "org.apache.hive.hcatalog.data.JsonSerDe"
_INPUT = "org.apache.hadoop.mapred.TextInputFormat"
_OUTPUT = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"


def resource(table: str) -> str:
    """Write the resource ``AWS::Glue::Table`` as JSON; it names Catalogue and Bucket.

    Raises:
        KeyError: there is no such table, or a column of a type not known here.

    """
    return json.dumps(
        {
            "Type": "AWS::Glue::Table",
            "Properties": {
                "CatalogId": {"Ref": "AWS::AccountId"},
                "DatabaseName": {"Ref": "Catalogue"},
                "TableInput": {
                    "Name": table,
                    "TableType": "EXTERNAL_TABLE",
                    "Parameters": _parameters(),
                    "PartitionKeys": [{"Name": PARTITION, "Type": "string"}],
                    "StorageDescriptor": _storage(table),
                },
            },
        }
    )


def _parameters() -> dict[str, str]:
    return {
        "EXTERNAL": "TRUE",
        "classification": "json",
        "projection.enabled": "true",
        f"projection.{PARTITION}.type": "date",
        f"projection.{PARTITION}.format": "yyyy-MM-dd",
        f"projection.{PARTITION}.range": DAYS,
    }


def _storage(table: str) -> dict[str, Any]:
    return {
        # Athena adds date=YYYY-MM-DD by itself.
        "Location": {"Fn::Sub": f"s3://${{Bucket}}/{FOLDERS[table]}/"},
        "InputFormat": _INPUT,
        "OutputFormat": _OUTPUT,
        "SerdeInfo": {"SerializationLibrary": _SERDE},
        "Columns": [
            {"Name": name, "Type": TYPES[kind], "Comment": meaning}
            for name, kind, meaning in TABLES[table]
            if name != PARTITION  # the folder says it
        ],
    }
