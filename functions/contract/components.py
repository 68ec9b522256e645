"""The shared schemas, by name; those of the settings are built when needed."""

from functools import cache

from functions.contract.components_cases import CASES
from functions.contract.components_numbers import NUMBERS
from functions.contract.components_people import PEOPLE
from functions.contract.components_settings import of_settings
from functions.contract.operation import Schema
from functions.contract.refusals import ERROR, UNAUTHORIZED
from shared.domain.schemas import hours


@cache
def components() -> dict[str, Schema]:
    """All of them."""
    return {
        "Error": ERROR,
        "GatewayError": UNAUTHORIZED,
        "Calendar": hours.calendar(),
        **CASES,
        **PEOPLE,
        **NUMBERS,
        **of_settings(),
    }
