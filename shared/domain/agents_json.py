"""The JSON of agents: read with errors that name the field, and written."""

import re
from collections.abc import Mapping
from typing import Any

from shared.domain.agents import CAPACITY, Agent
from shared.domain.calendar_json import read_fields
from shared.domain.calendars import Calendar
from shared.domain.fields import read_list, read_name, read_text
from shared.errors import BadInput

MAX_CAPACITY = 1000
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, the usual part
_LISTS = ("channels", "except_channels", "skills", "languages")
# What `GET` shows beside these is not for `PUT` to change, and is passed over.
_FIELDS = ("name", "capacity", *_LISTS, "shifts", "id", "available", "open_cases")


def read_agent(agent_id: str, value: Any) -> Agent:
    """Read an agent; what is left out is as in a new one.

    Without ``channels``, or with null, he serves all; ``shifts`` is a calendar,
    null means whenever he is available.

    Raises:
        BadInput: names the field.

    """
    known = read_fields(value, "agent", _FIELDS)
    return Agent(
        id=agent_id,
        name=read_text(known.get("name"), "name"),
        capacity=_read_capacity(known.get("capacity", CAPACITY)),
        **read_profile(known),
    )


def read_profile(known: Mapping[str, Any]) -> dict[str, Any]:
    """Read what an agent serves and when, as fields of an agent."""
    channels = known.get("channels")
    if channels is not None:
        channels = read_list(channels, "channels", read_name)
    shifts = known.get("shifts")
    return {
        "channels": channels,
        "except_channels": read_list(
            known.get("except_channels", []), "except_channels", read_name
        ),
        "skills": read_list(known.get("skills", []), "skills", read_text),
        "languages": read_list(known.get("languages", []), "languages", _read_language),
        "shifts": None if shifts is None else _read_shifts(shifts),
    }


def write_profile(agent: Agent) -> dict[str, Any]:
    """Say what an agent serves and when, as `read_profile` reads it."""
    return {
        "channels": None if agent.channels is None else list(agent.channels),
        "except_channels": list(agent.except_channels),
        "skills": list(agent.skills),
        "languages": list(agent.languages),
        "shifts": None if agent.shifts is None else agent.shifts.to_json(),
    }


def _read_capacity(value: Any) -> int:
    if type(value) is int and 1 <= value <= MAX_CAPACITY:
        return value
    raise BadInput(f"capacity must be a whole number from 1 to {MAX_CAPACITY}.")


def _read_language(value: Any, field: str) -> str:
    if isinstance(value, str) and LANGUAGE.fullmatch(value):
        return value
    raise BadInput(f"{field} must be a language such as de or pt-BR.")


def _read_shifts(value: Any) -> Calendar:
    try:
        return Calendar.parse(value)
    except BadInput as error:
        raise BadInput(f"shifts: {error.message}") from error
