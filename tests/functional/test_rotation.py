"""Secrets change without a deploy: while two hold, what either proves is believed.

Events out are signed with both (test_events_out.py).
"""

import json
import re

import pytest

from functions.webhooks import receive_webhook
from shared.errors import Unverified
from tests.fakes.ann import ANN, resolve, writes
from tests.fakes.world import KEY, World, contact
from tests.functional.test_survey_page import (
    SURVEY,
    ask,
    look,
    send,
    survey,
    token,
)
from tests.functional.test_webhooks import signed

NEW = b"another-key-of-thirty-two-bytes!"
BODY = json.dumps(contact()).encode()


@pytest.fixture
def world() -> World:
    """Ann is asked under the old key."""
    made = World()
    writes(made)
    resolve(made)
    ask(made, SURVEY)
    return made


def receives(world: World, secret: str) -> bool:
    try:
        receive_webhook("custom", signed(BODY, secret), BODY, world)
    except Unverified:
        return False
    return True


def test_webhooks_signed_with_either_secret_are_taken_until_one_is_gone(
    world: World,
) -> None:
    found = []
    for held in (["old"], ["new", "old"], ["new"]):
        world.secrets.channels["custom"] = {"secrets": held}
        found.append([receives(world, secret) for secret in ("old", "new")])

    assert found == [[True, False], [True, True], [False, True]]


def test_a_link_of_before_a_rotation_still_answers(world: World) -> None:
    old = token(world)
    world.secrets.link_secrets = (NEW, KEY)
    new = token(world)

    assert old != new
    for link in (old, new):
        assert look(world, link).status_code == 200
    assert send(world, old, score="4").status_code == 200
    assert survey(world).score == 4
    assert re.search("<form", look(world, new).body) is None  # it is answered


def test_once_the_old_key_is_gone_its_links_are_nobody_s(world: World) -> None:
    old = token(world)
    world.secrets.link_secrets = (NEW,)

    assert look(world, old).status_code == 404
    assert look(world, token(world)).status_code == 200


def test_links_of_both_keys_are_erased(world: World) -> None:
    from functions.privacy import _forget_links  # noqa: PLC0415 - what is tried

    token(world)
    world.secrets.link_secrets = (NEW, KEY)
    token(world)
    assert len(world.survey_links.links) == 2

    _forget_links(ANN, world.log.read(ANN), world)
    assert world.survey_links.links == {}
