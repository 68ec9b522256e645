"""The schema of the ``integrations`` settings."""

from shared.domain.integrations import EVENT_TYPES, Integrations
from shared.domain.integrations_json import (
    LONGEST_URL,
    MOST_SUBSCRIBERS,
    URL,
    write_integrations,
)
from shared.domain.schemas.pieces import (
    NAMED,
    Schema,
    by_name,
    choice,
    flag,
    line,
    nullable,
    record,
    several,
)

BEYOND = (
    "An address is one of https whose host the whole Internet can reach.",
    "The card's address has {channel} and {user} in it, behind its host.",
)
_DEFAULT = write_integrations(Integrations())


def build() -> Schema:
    return record(
        {
            "subscribers": by_name(
                *(NAMED, _subscriber(), "Who is told of events, by name."),
                maxProperties=MOST_SUBSCRIBERS,
                default=_DEFAULT["subscribers"],
            ),
            "card": nullable(
                _card(),
                "Who is asked for a customer's attributes before his case is routed; "
                "null: nobody.",
                default=_DEFAULT["card"],
            ),
        },
        "The systems that the product works with. What is left out is nobody.",
        default=_DEFAULT,
        examples=[
            {
                "subscribers": {
                    "crm": {
                        "url": "https://crm.example/events",
                        "events": ["case.opened", "case.resolved"],
                    }
                },
                "card": {
                    "url": "https://crm.example/card?channel={channel}&user={user}",
                    "attributes": ["tier"],
                },
            }
        ],
    )


def _subscriber() -> Schema:
    events = several(choice(EVENT_TYPES, "An event."), "So many kinds.")
    return record(
        {
            "url": _url("Where events are posted."),
            "events": nullable(events, "Of which events; null: of all.", default=None),
            "active": flag("Whether events are posted now.", default=True),
        },
        "One who is told.",
        ["url"],
    )


def _card() -> Schema:
    names = several(line("An attribute."), "So many attributes.")
    return record(
        {
            "url": _url("Where it is, with the places {channel} and {user}."),
            "attributes": nullable(
                names, "Which attributes are taken; null: all.", default=None
            ),
        },
        "One who knows customers.",
        ["url"],
    )


def _url(says: str) -> Schema:
    return {
        "type": "string",
        "description": says,
        "pattern": f"^{URL.pattern}$",
        "maxLength": LONGEST_URL,
    }
