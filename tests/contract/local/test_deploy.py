"""What a deployment lacks is said before anything is done."""

import os
import re
import sys

import pytest

from infra import deploy
from infra.stack import template

Words = list[str]


@pytest.fixture(autouse=True)
def _a_machine_that_knows_no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Say in which region: export AWS_DEFAULT_REGION=eu-central-1"),
        (["--timezone", "Rome"], "TIMEZONE=Rome is none; write it like TIMEZONE=Eur"),
        (["--timezone", ""], "TIMEZONE= is none; write it like TIMEZONE=Europe/Rome"),
        (["--timezone", "../x"], "TIMEZONE=../x is none; "),
        (["--stage", "local"], "The stage local is for make run; choose another STAGE"),
        (["--stage", "My-Stage"], "STAGE=My-Stage cannot be in the names of resources"),
    ],
)
def test_what_is_missing_is_one_sentence(
    words: Words,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["deploy", *words])
    status = deploy.main()

    printed = capsys.readouterr()
    assert (status, printed.out, len(printed.err.splitlines())) == (1, "", 1)
    assert printed.err.startswith(said)


def test_without_credentials_it_says_how_to_set_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")

    with pytest.raises(deploy.CannotDeploy, match="There are no AWS credentials"):
        deploy.check("prod", "UTC")


def test_with_all_it_needs_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")

    deploy.check("prod", "Europe/Rome")


def test_a_stage_is_what_the_stack_takes_for_one() -> None:
    pattern = re.search(r'Stage:\n +Type: String\n +AllowedPattern: "(.*)"', template())

    assert pattern is not None
    assert deploy._STAGE.pattern == pattern[1]
