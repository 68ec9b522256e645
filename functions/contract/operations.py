"""All operations, found by method and path as API Gateway says them."""

from functions.contract import (
    audit,
    cases,
    customers,
    numbers,
    people,
    public,
    settings,
    subscribers,
)
from functions.contract.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *cases.OPERATIONS,
    *customers.OPERATIONS,
    *people.OPERATIONS,
    *settings.OPERATIONS,
    *audit.OPERATIONS,
    *subscribers.OPERATIONS,
    *numbers.OPERATIONS,
    *public.OPERATIONS,
)
_BY_ROUTE = {operation.route: operation for operation in OPERATIONS}


def find(method: str, path: str) -> Operation:
    """The operation of a route; the path with its parameters' names in it.

    Raises:
        KeyError: there is no such route.

    """
    return _BY_ROUTE[method, path]
