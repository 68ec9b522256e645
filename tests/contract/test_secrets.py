"""One contract for the secrets and their fake, and what cannot be read."""

import json
from datetime import datetime, timedelta, tzinfo
from typing import Self

import boto3
import pytest
from aws_lambda_powertools.utilities.parameters import base

from shared.adapters.secrets import SecretsManager
from shared.errors import CareError, Misconfigured
from shared.names import Names
from shared.ports_secrets import Secrets
from tests.fakes.world import KEY, FakeSecrets

NAMES = Names("test")


class SecretsContract:
    def test_a_channels_secrets_are_an_object(self, secrets: Secrets) -> None:
        assert secrets.channel("custom") == {"secrets": ["custom-secret"]}

    def test_a_channel_without_a_value_verifies_nothing(self, secrets: Secrets) -> None:
        assert secrets.channel("telegram") == {}

    def test_the_key_is_bytes(self, secrets: Secrets) -> None:
        assert secrets.key() == KEY

    def test_links_are_signed_with_that_key_unless_told(self, secrets: Secrets) -> None:
        assert list(secrets.link_keys()) == [KEY]


class TestFakeSecrets(SecretsContract):
    @pytest.fixture
    def secrets(self) -> Secrets:
        return FakeSecrets()


class TestSecretsManager(SecretsContract):
    @pytest.fixture
    def secrets(self, aws: None) -> Secrets:
        put("custom", json.dumps({"secrets": ["custom-secret"]}))
        put("telegram", "{}")
        put("key", json.dumps({"key": KEY.decode()}))
        return SecretsManager(NAMES, boto3.client("secretsmanager"))

    @pytest.mark.parametrize("text", ["not JSON", '{"key": ""}', "{}", "[]"])
    def test_a_key_that_is_none_is_said(self, aws: None, text: str) -> None:
        put("key", text)
        with pytest.raises(Misconfigured, match="care/test/key"):
            SecretsManager(NAMES, boto3.client("secretsmanager")).key()

    def test_keys_of_links_are_told_newest_first(self, aws: None) -> None:
        put("key", json.dumps({"key": KEY.decode(), "links": ["new", "old"]}))
        found = SecretsManager(NAMES, boto3.client("secretsmanager"))

        assert (found.key(), found.link_keys()) == (KEY, (b"new", b"old"))

    @pytest.mark.parametrize(
        ("links", "known"),
        [
            ("one-alone", [b"one-alone"]),
            (["new", "", None, 5], [b"new"]),
            ([""], [KEY]),
            ({"a": 1}, [KEY]),
        ],
    )
    def test_no_link_is_signed_with_a_letter_or_with_nothing(
        self, aws: None, links: object, known: list[bytes]
    ) -> None:
        """Whoever may guess a key makes links to anybody's survey."""
        put("key", json.dumps({"key": KEY.decode(), "links": links}))
        found = SecretsManager(NAMES, boto3.client("secretsmanager"))

        assert list(found.link_keys()) == known

    def test_a_new_value_counts_without_a_deploy(
        self, aws: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put("custom", json.dumps({"secrets": ["old"]}))
        client = boto3.client("secretsmanager")
        secrets = SecretsManager(NAMES, client)
        assert secrets.channel("custom") == {"secrets": ["old"]}
        newer = json.dumps({"secrets": ["new", "old"]})
        client.put_secret_value(SecretId=NAMES.secret("custom"), SecretString=newer)

        assert secrets.channel("custom") == {"secrets": ["old"]}  # for five minutes
        with monkeypatch.context() as patched:
            patched.setattr(base, "datetime", InFiveMinutes)
            assert secrets.channel("custom") == {"secrets": ["new", "old"]}

    def test_a_secret_that_is_missing_is_said(self, aws: None) -> None:
        with pytest.raises(CareError, match="care/test/x"):
            SecretsManager(NAMES, boto3.client("secretsmanager")).channel("x")


class InFiveMinutes(datetime):
    """Powertools' clock, when what it keeps is old."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(minutes=5, seconds=1)


def put(thing: str, text: str) -> None:
    client = boto3.client("secretsmanager")
    client.create_secret(Name=NAMES.secret(thing), SecretString=text)
