"""The schemas of the settings documents, and what is said of their versions."""

from collections.abc import Mapping
from typing import Any

from functions.contract.operation import Schema, closed, ref
from functions.contract.values import NO_STRING, NO_TIME, WHOLE
from shared.domain.rulebook import NAMES
from shared.domain.settings_schemas import schema


def of_settings() -> dict[str, Schema]:
    """Of each document its schema, and that of its versions."""
    found: dict[str, Schema] = {}
    for name in NAMES:
        document, version = f"{name}_settings", f"{name}_version"
        found[document] = schema(name)
        found[version] = _version(name, ref(document))
    return found


def _version(name: str, document: Schema) -> Schema:
    return closed(
        {
            "name": {"const": name},
            "version": {**WHOLE, "minimum": 0},
            "document": document,
            "by": NO_STRING,
            "at": NO_TIME,
        }
    )


def named_for(name: str, shown: Any) -> Any:
    """What is said of settings in general, said of one document."""
    if isinstance(shown, Mapping):
        if shown == ref("SettingsVersion"):
            return ref(f"{name}_version")
        if shown == ref("Settings"):
            return ref(f"{name}_settings")
        return {key: named_for(name, value) for key, value in shown.items()}
    if isinstance(shown, list):
        return [named_for(name, value) for value in shown]
    return shown
