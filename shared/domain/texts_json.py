"""Automatic texts in the JSON of settings, by language: read, or refused."""

import re
from collections.abc import Mapping
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.escalation import Texts
from shared.domain.fields import UNSEEN
from shared.errors import BadInput

LANGUAGE = re.compile(r"[a-z]{2,3}")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_SEEN = re.compile(rf"[^ {UNSEEN}]")


def read_texts(
    part: Mapping[str, Any], name: str, path: str, otherwise: Texts, *allowed: str
) -> Texts:
    """Read the texts of a field; languages left out keep theirs of ``otherwise``.

    A text may have the placeholders ``allowed``.

    Raises:
        BadInput: names the field.

    """
    given = read_fields(part.get(name, {}), path)
    for language, text in given.items():
        read_language(language, path)
        _check_text(text, f"{path}.{language}", allowed)
    return Texts({**otherwise.by_language, **given})


def read_language(value: Any, field: str) -> str:
    """Read a language by its ISO 639 code."""
    if isinstance(value, str) and LANGUAGE.fullmatch(value):
        return value
    raise BadInput(f"{field} has a language {value!r}; give codes as en, it.")


def _check_text(text: Any, path: str, allowed: tuple[str, ...]) -> None:
    if not isinstance(text, str) or not _SEEN.search(text):
        raise BadInput(f"{path} must be a text that is not empty.")
    unknown = [p for p in PLACEHOLDER.findall(text) if p not in allowed]
    if unknown:
        known = " and ".join(allowed) or "none"
        raise BadInput(f"{path} has a placeholder {unknown[0]}; known here: {known}.")
