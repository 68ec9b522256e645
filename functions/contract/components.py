"""The shared schemas, by name; those of the settings are built when needed."""

from functools import cache

from functions.contract.components_cases import CASES
from functions.contract.components_numbers import NUMBERS
from functions.contract.components_people import PEOPLE
from functions.contract.components_settings import of_settings
from functions.contract.examples_cases import CASES as CASE_EXAMPLES
from functions.contract.examples_numbers import NUMBERS as NUMBER_EXAMPLES
from functions.contract.examples_people import PEOPLE as PEOPLE_EXAMPLES
from functions.contract.operation import Schema
from functions.contract.refusals import ERROR, UNAUTHORIZED
from shared.domain.schemas import hours

EXAMPLES = {**CASE_EXAMPLES, **PEOPLE_EXAMPLES, **NUMBER_EXAMPLES}


@cache
def components() -> dict[str, Schema]:
    """All of them, with their examples."""
    known = {
        "Error": ERROR,
        "GatewayError": UNAUTHORIZED,
        "Calendar": hours.calendar(),
        **CASES,
        **PEOPLE,
        **NUMBERS,
        **of_settings(),
    }
    shown = {name: {"examples": [example]} for name, example in EXAMPLES.items()}
    return {name: {**schema, **shown.get(name, {})} for name, schema in known.items()}
