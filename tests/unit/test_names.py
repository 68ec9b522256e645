"""Names of resources: told apart by stage, and legal where AWS is strict."""

import re

import pytest

from shared.names import Names


def test_names_carry_application_and_stage() -> None:
    names = Names("prod")

    assert names.of("table") == "care-prod-table"
    assert names.stack == "care-prod"
    assert names.secret("facebook") == "care/prod/facebook"


def test_a_bucket_name_is_unique_over_accounts_and_regions() -> None:
    places = [("0" * 12, "eu-west-1"), ("0" * 12, "eu-west-2"), ("1" * 12, "eu-west-1")]

    assert len({Names("prod").bucket(*place) for place in places}) == 3


def test_a_bucket_name_is_legal_in_the_longest_region() -> None:
    """S3 takes 3 to 63 lower-case letters, digits and hyphens."""
    bucket = Names("production").bucket("123456789012", "ap-southeast-2")

    assert re.fullmatch(r"[a-z0-9-]{3,63}", bucket)


@pytest.mark.parametrize("thing", ["table", "inbound", "case"])
def test_two_stages_share_no_name(thing: str) -> None:
    assert Names("prod").of(thing) != Names("local").of(thing)
    assert Names("prod").secret(thing) != Names("local").secret(thing)
