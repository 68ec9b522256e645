"""Schemathesis with all its checks against the deployed stack, after a sample day."""

from itertools import chain
from pathlib import Path

import pytest

from infra.local import sample_day
from infra.local.api import Api
from infra.local.stack import Stack
from tests.fakes.probing import Probe, own, probe

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def cases(own_stack: Stack) -> list[tuple[str, str]]:
    """The cases of the sample day with their customers, on many channels."""
    assert sample_day.play(own_stack, print).wrong == {}
    api = Api(own_stack)
    found = chain(api.cases(), api.cases("resolved"))
    return [(case["id"], case["customer"]["id"]) for case in found]


@pytest.mark.parametrize(("role", "seconds"), [("admin", 110), ("agent", 25)])
def test_it_is_as_the_contract_says_whatever_it_is_asked(
    own_stack: Stack,
    cases: list[tuple[str, str]],
    tmp_path: Path,
    role: str,
    seconds: int,
) -> None:
    asked = Probe(
        url=own_stack.api_url,
        token=own_stack.tokens[role],
        known=own(cases),
        examples=3,
        seconds=seconds,
    )

    found = probe(asked, tmp_path)
    assert not found, found
