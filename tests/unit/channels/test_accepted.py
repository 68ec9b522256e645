"""Every payload of ../shared/fixtures is taken, and none is lost on its way."""

import json
from pathlib import Path
from typing import Any

import pytest

from functions.webhooks import receive_webhook
from infra.local.send import sign
from shared.channels import CHANNELS
from tests.fakes.world import FakeSecrets, World
from tests.unit.channels.samples import CHANNEL, FIXTURES, events

SECRETS: dict[str, dict[str, Any]] = {
    "facebook": {"app_secrets": ["s"]},
    "instagram": {"app_secrets": ["s"]},
    "whatsapp": {"app_secrets": ["s"]},
    "telegram": {"secret_tokens": ["s"]},
    "x": {"consumer_secrets": ["s"]},
}
FILES = sorted(
    file for file in FIXTURES.glob("*.json") if file.stem.split("_")[0] in CHANNEL
)


@pytest.mark.skipif(not FILES, reason="../shared/fixtures is not here")
@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_signed_fixture_is_received_and_logged(file: Path) -> None:
    channel = CHANNEL[file.stem.split("_")[0]]
    body = json.loads(file.read_text())["body"]
    raw = json.dumps(body).encode()
    world = World()
    world.secrets = FakeSecrets(channels={**SECRETS})
    answer = receive_webhook(channel, sign(channel, raw, "s"), raw, world)
    world.drain()

    logged = [it for person in world.log.entries for it in world.log.read(person)]

    assert answer == {"received": len(CHANNELS[channel].split(body))}
    assert {it.id for it in events(channel, body)} <= {
        it.id for it in [*logged, *world.log.kept()]
    }
