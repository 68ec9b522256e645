"""One AWS in this process for the tests of a module; each begins with an empty one."""

from collections.abc import Iterator

import pytest

from tests.faults.cloud import Start, clouds


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Start a deployment anew."""
    with clouds() as begin:
        yield begin
