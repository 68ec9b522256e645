"""No id of a customer or post leads a call to another place of a platform's API."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.channels import CHANNELS
from shared.channels.paths import step
from shared.domain.messages import Outbound
from shared.errors import SendRefused

ODD = ["..", ".", ""]
PRIVATE, PUBLIC = {"visibility": "private"}, {"visibility": "public"}


@given(st.text(min_size=1).filter(lambda part: part not in ODD))
def test_any_id_is_one_step(part: str) -> None:
    step_ = step(part.encode(errors="replace").decode())

    assert not set("/?#\\ \r\n") & set(step_)
    assert unquote(step_) == part.encode(errors="replace").decode()


@pytest.mark.parametrize("odd", ODD)
def test_a_step_back_is_refused(odd: str) -> None:
    with pytest.raises(SendRefused):
        step(odd)


@pytest.mark.parametrize(
    ("channel", "wanted"),
    [
        ("x", {**PRIVATE, "person": ".."}),
        ("facebook", {**PRIVATE, "account": ".."}),
        ("facebook", {**PUBLIC, "reply_to": "comment:.."}),
        ("instagram", {**PUBLIC, "reply_to": "comment:.."}),
        ("instagram", {**PUBLIC, "reply_to": "mention:1:2", "account": ".."}),
        ("whatsapp", {**PRIVATE, "account": ".."}),
    ],
)
def test_no_channel_steps_back(channel: str, wanted: dict[str, str]) -> None:
    said = {"key": "k", "account": "1", "person": "2", "text": "Hello.", **wanted}
    with pytest.raises(SendRefused):
        CHANNELS[channel].render(Outbound(channel=channel, **said))  # type: ignore[arg-type]
