"""Tables: where each of them lies in the bucket, for who writes and who reads it.

A table is a folder with a folder a day, in it gzipped JSON lines and a manifest.
``kpis`` and ``volume`` are written so beside the CSV and JSON meant for people:
Athena takes every file of a folder for rows, unless its name begins with ``_``.
"""

from collections.abc import Mapping
from datetime import date

FILE = "part-0.jsonl.gz"
FOLDERS: Mapping[str, str] = {
    "kpis": "tables/kpis",
    "volume": "tables/volume",
    "messages": "facts/messages",
    "episodes": "facts/episodes",
    "clocks": "facts/clocks",
    "surveys": "facts/surveys",
    "help_views": "facts/help_views",
}


def table_folder(table: str, day: date) -> str:
    """Name the folder of one day of a table: ``tables/kpis/date=2026-05-12``.

    ``to_jsonl_gz`` of files.py makes its ``FILE``, the day's rows in their order.
    """
    return f"{FOLDERS[table]}/date={day.isoformat()}"
