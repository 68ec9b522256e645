"""Who is told of events and who is asked for the card: read, said, refused."""

from typing import Any

import pytest

from shared.domain.integrations import EVENT_TYPES, Integrations
from shared.domain.integrations_json import (
    MOST_SUBSCRIBERS,
    read_integrations,
    write_integrations,
)
from shared.domain.settings_schemas import schema
from shared.errors import BadInput

URL = "https://crm.example/events"
CARD = "https://crm.example/card?channel={channel}&user={user}"


def test_a_new_deployment_tells_and_asks_nobody() -> None:
    assert read_integrations({}) == Integrations()


def test_what_is_written_reads_the_same() -> None:
    found = read_integrations(schema("integrations")["examples"][0])

    assert read_integrations(write_integrations(found)) == found


def test_a_subscriber_of_no_list_wants_all_and_an_inactive_one_nothing() -> None:
    said = {
        "all": {"url": URL},
        "some": {"url": URL, "events": ["case.opened"]},
        "none": {"url": URL, "active": False},
    }
    found = read_integrations({"subscribers": said})

    assert [found.wanting(e) for e in EVENT_TYPES[:2]] == [["all", "some"], ["all"]]


def test_the_cards_address_takes_nothing_of_a_customers_id_for_an_address() -> None:
    source = read_integrations({"card": {"url": CARD}}).card
    assert source is not None

    asked = source.of("custom:a&user=b/../{channel}#é")

    assert asked == (
        "https://crm.example/card?channel=custom"
        "&user=a%26user%3Db%2F..%2F%7Bchannel%7D%23%C3%A9"
    )


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ([], "integrations"),
        ({"subscriber": {}}, "subscriber"),
        ({"subscribers": {"CRM": {"url": URL}}}, "CRM"),
        ({"subscribers": {"crm": {}}}, "subscribers.crm.url"),
        ({"subscribers": {"crm": {"url": "crm.example"}}}, "subscribers.crm.url"),
        ({"subscribers": {"crm": {"url": URL + " "}}}, "subscribers.crm.url"),
        ({"subscribers": {"crm": {"url": URL + "a" * 1024}}}, "subscribers.crm.url"),
        ({"subscribers": {"crm": {"url": URL, "secret": "x"}}}, "secret"),
        ({"subscribers": {"crm": {"url": URL, "events": ["x"]}}}, "events[0]"),
        ({"subscribers": {"crm": {"url": URL, "active": 1}}}, "crm.active"),
        (
            {"subscribers": {f"s{n}": {"url": URL} for n in range(11)}},
            str(MOST_SUBSCRIBERS),
        ),
        ({"card": {"url": URL}}, "card.url"),
        ({"card": {"url": "https://{channel}.example/{user}"}}, "card.url"),
        ({"card": {"url": CARD, "attributes": "tier"}}, "card.attributes"),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(document: Any, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_integrations(document)
    assert field in refusal.value.message
