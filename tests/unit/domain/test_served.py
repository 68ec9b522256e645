"""Which customers an agent sees."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.agents import Agent
from shared.domain.served import is_limited, may_see

CHANNELS = st.lists(st.sampled_from(("x", "email", "phone")), max_size=3)


def agent(channels: Sequence[str] | None, *but: str) -> Agent:
    of = None if channels is None else tuple(channels)
    return Agent(id="amy", name="Amy", channels=of, except_channels=but)


@pytest.mark.parametrize(
    ("channels", "but", "limited"),
    [(None, (), False), ((), (), True), (("x",), (), True), (None, ("x",), True)],
)
def test_who_serves_all_channels_sees_everybody(
    channels: Sequence[str] | None, but: Sequence[str], limited: bool
) -> None:
    assert is_limited(agent(channels, *but)) == limited


def test_one_identity_on_one_of_his_channels_is_enough() -> None:
    assert may_see(agent(["x"]), ["phone", "x"], ())
    assert not may_see(agent(["x"]), ["phone", "email"], ())
    assert not may_see(agent(None, "phone"), ["phone"], ())


def test_who_has_or_had_a_case_sees_its_customer_on_any_channel() -> None:
    assert may_see(agent([]), ["phone"], ["bob", "amy"])
    assert not may_see(agent([]), ["phone"], ["bob"])


@given(CHANNELS, CHANNELS, CHANNELS)
def test_more_identities_never_hide_a_customer(
    served: list[str], channels: list[str], more: list[str]
) -> None:
    before = may_see(agent(served), channels, ())

    assert may_see(agent(served), [*channels, *more], ()) >= before
