"""The schemas of the settings documents, and what is said of their versions."""

from collections.abc import Mapping
from typing import Any

from functions.contract.operation import Schema, closed, ref
from functions.contract.values import NO_STRING, NO_TIME, NO_WHOLE, WHOLE
from shared.domain.rulebook import NAMES
from shared.domain.settings_schemas import schema

_PUT: dict[str, Schema] = {
    "by": NO_STRING,
    "at": NO_TIME,
    "restores": {
        **NO_WHOLE,
        "minimum": 0,
        "description": "The version that was put again with it; 0: a new deployment's.",
    },
}
_LISTED: Schema = {
    **closed(
        {
            "name": {"type": "string", "enum": list(NAMES)},
            "version": {**WHOLE, "minimum": 0},
            **_PUT,
        }
    ),
    "examples": [
        {
            "name": "routing",
            "version": 3,
            "by": "sue",
            "at": "2026-03-02T10:00:00.000Z",
            "restores": None,
        }
    ],
}


def of_settings() -> dict[str, Schema]:
    """Of each document its schema, and that of its versions; what lists them."""
    found = {"SettingsListed": _LISTED}
    for name in NAMES:
        document, version = f"{name}_settings", f"{name}_version"
        found[document] = schema(name)
        found[version] = {
            **_version(name, ref(document)),
            "examples": [_example(name, found[document])],
        }
    return found


def _version(name: str, document: Schema) -> Schema:
    return closed(
        {
            "name": {"const": name},
            "version": {**WHOLE, "minimum": 0},
            "document": document,
            **_PUT,
        }
    )


def _example(name: str, document: Schema) -> dict[str, Any]:
    return {
        "name": name,
        "version": 3,
        "document": document["examples"][0],
        "by": "sue",
        "at": "2026-03-02T10:00:00.000Z",
        "restores": None,
    }


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
