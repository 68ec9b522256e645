"""The configuration is complete and legal, or says which variable is not."""

from zoneinfo import ZoneInfo

import pytest

from shared.config import META_URL, PLATFORMS, X_URL, load
from shared.errors import Misconfigured
from shared.names import Names


def environment(**changes: str) -> dict[str, str]:
    """Build the environment of a deployment, changed."""
    return {
        "CARE_STAGE": "prod",
        "CARE_TABLE": "care-prod-table",
        "CARE_BUCKET": "care-prod-exports",
        "CARE_QUEUE_URL": "https://queue.example/inbound",
        "CARE_OUTBOUND_URL": "https://queue.example/outbound",
        "CARE_EVENTS_URL": "https://queue.example/events",
        "CARE_EVENTS_DEAD_URL": "https://queue.example/events-dead",
        "CARE_STREAM_ARN": "arn:aws:dynamodb:us-east-1:0:table/t/stream/1",
        "CARE_STATE_MACHINE": "arn:aws:states:eu-south-1:0:stateMachine:case",
        "CARE_KPI_MACHINE": "arn:aws:states:eu-south-1:0:stateMachine:kpis",
        "CARE_SURVEY_MACHINE": "arn:aws:states:eu-south-1:0:stateMachine:survey",
        "CARE_USER_POOL_ARN": "arn:aws:cognito-idp:eu-south-1:0:userpool/people",
        "CARE_TIMEZONE": "Europe/Rome",
    } | changes


REQUIRED = sorted(environment())


def test_a_complete_environment_is_read() -> None:
    config = load(environment())

    assert config.table == "care-prod-table"
    assert config.timezone == ZoneInfo("Europe/Rome")
    assert config.names == Names("prod")


def test_the_platforms_own_addresses_and_clock_are_the_default() -> None:
    config = load(environment(CARE_META_URL="", CARE_CLOCK_FILE=""))

    assert (config.meta_url, config.x_url) == (META_URL, X_URL)
    assert config.clock_file is None


def test_a_local_stack_says_where_the_platforms_and_the_clock_are() -> None:
    config = load(
        environment(
            CARE_OUTSIDE="loopback",
            CARE_META_URL="http://127.0.0.1:1/meta",
            CARE_X_URL="http://127.0.0.1:1/x",
            CARE_CLOCK_FILE="/somewhere/clock",
        )
    )

    assert config.meta_url == "http://127.0.0.1:1/meta"
    assert config.x_url == "http://127.0.0.1:1/x"
    assert config.clock_file == "/somewhere/clock"


@pytest.mark.parametrize("name", PLATFORMS)
def test_no_token_is_sent_in_plain_text(name: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        load(environment(**{name: "http://platform.example"}))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("", None),
        (" ", None),
        ("https://care.example/", "https://care.example"),
        (
            "http://127.0.0.1:4566/restapis/a1/api",
            "http://127.0.0.1:4566/restapis/a1/api",
        ),
    ],
)
def test_where_the_public_finds_the_api_is_an_address_or_unknown(
    said: str, known: str | None
) -> None:
    assert load(environment(CARE_PUBLIC_URL=said)).public_url == known


@pytest.mark.parametrize(
    "said", ["care.example", "ftp://a.b", "https://a b", "https://"]
)
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(Misconfigured, match="CARE_PUBLIC_URL"):
        load(environment(CARE_PUBLIC_URL=said))


@pytest.mark.parametrize(
    "said",
    ["https://console.example", "https://a.b:8443", "http://localhost:3000", ""],
)
def test_the_console_has_one_origin_or_none(said: str) -> None:
    assert load(environment(CARE_CONSOLE_ORIGIN=said)).console_origin == (said or None)


@pytest.mark.parametrize(
    "said",
    [
        "*",
        "null",
        "https://*.example",
        "https://a.b/",
        "https://a.b/panel",
        "https://A.b",
        "http://a.b",
        "http://localhost.evil.example",
        "https://a.b https://c.d",
        "https://a.b,https://c.d",
        "https://a.b\r\nX: y",
        "https://a@b",
        "a.b",
    ],
)
def test_what_is_no_origin_is_refused(said: str) -> None:
    with pytest.raises(Misconfigured, match="CARE_CONSOLE_ORIGIN"):
        load(environment(CARE_CONSOLE_ORIGIN=said))


@pytest.mark.parametrize(
    ("value", "channels"),
    [
        ("", set()),
        (" ", set()),
        ("facebook", {"facebook"}),
        ("instagram, facebook", {"facebook", "instagram"}),
        ("facebook,", {"facebook"}),
    ],
)
def test_where_humans_may_answer_for_a_week_is_a_list_of_channels(
    value: str, channels: set[str]
) -> None:
    assert load(environment(CARE_HUMAN_AGENT=value)).human_agent == channels


def test_unsaid_humans_may_do_so_nowhere() -> None:
    assert load(environment()).human_agent == frozenset()


@pytest.mark.parametrize("value", ["whatsapp", "facebook instagram", "Facebook", "yes"])
def test_what_has_no_such_permission_is_named(value: str) -> None:
    with pytest.raises(Misconfigured, match="CARE_HUMAN_AGENT") as error:
        load(environment(CARE_HUMAN_AGENT=value))

    assert value in error.value.message
    assert "facebook,instagram" in error.value.message


@pytest.mark.parametrize(
    ("value", "chosen"),
    [
        ("", "local"),
        (" ", "local"),
        ("local", "local"),
        ("comprehend", "comprehend"),
        (" comprehend ", "comprehend"),
    ],
)
def test_who_reads_moods_is_the_local_model_unless_it_is_said(
    value: str, chosen: str
) -> None:
    assert load(environment(CARE_SENTIMENT=value)).sentiment == chosen
    assert load(environment()).sentiment == "local"


@pytest.mark.parametrize("value", ["Comprehend", "bedrock", "comprehend,local", "no"])
def test_a_reader_of_moods_that_nobody_knows_is_named(value: str) -> None:
    with pytest.raises(Misconfigured) as error:
        load(environment(CARE_SENTIMENT=value))

    said = f"CARE_SENTIMENT is local or comprehend, not {value}."
    assert error.value.message == said


@pytest.mark.parametrize(
    ("value", "above"), [("", 20_000), (" ", 20_000), ("0", 0), (" 500 ", 500)]
)
def test_above_how_many_persons_days_are_computed_in_parts_can_be_said(
    value: str, above: int
) -> None:
    assert load(environment(CARE_KPI_SHARDED_ABOVE=value)).kpi_sharded_above == above
    assert load(environment()).kpi_sharded_above == 20_000


@pytest.mark.parametrize("value", ["many", "-1", "1e4", "20,000", "٣"])
def test_what_is_no_number_of_persons_is_named(value: str) -> None:
    with pytest.raises(Misconfigured) as error:
        load(environment(CARE_KPI_SHARDED_ABOVE=value))

    said = f"CARE_KPI_SHARDED_ABOVE is a number of persons, not {value}."
    assert error.value.message == said


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_is_named(name: str) -> None:
    missing = {key: value for key, value in environment().items() if key != name}

    with pytest.raises(Misconfigured, match=f"Set the environment variable {name}"):
        load(missing)


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("nothing", ["", "  ", "\n"], ids=["empty", "spaces", "line"])
def test_an_empty_variable_is_named(name: str, nothing: str) -> None:
    with pytest.raises(Misconfigured, match=f"Set the environment variable {name}"):
        load(environment(**{name: nothing}))


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "Europe", "../etc", "/UTC", "+1"])
def test_a_timezone_that_does_not_exist_is_named(zone: str) -> None:
    with pytest.raises(Misconfigured, match="CARE_TIMEZONE must be an IANA name"):
        load(environment(CARE_TIMEZONE=zone))


def test_without_an_argument_the_process_environment_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment(CARE_STAGE="here").items():
        monkeypatch.setenv(name, value)

    assert load().stage == "here"


def test_addresses_of_people_mean_public_ones_unless_the_local_stack_says_so() -> None:
    assert load(environment()).outside == "public"
    assert load(environment(CARE_OUTSIDE="loopback")).outside == "loopback"
    with pytest.raises(Misconfigured, match="CARE_OUTSIDE"):
        load(environment(CARE_OUTSIDE="everything"))
