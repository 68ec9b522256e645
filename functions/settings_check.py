"""What a document of the settings must keep to before it is put.

The readers speak first, since they name rule and field in the words of the
settings; what they would take and the schema would not is refused as well.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.contract.check import check_document
from shared.channels.automatic import check_fits
from shared.domain.hours_json import check_opens
from shared.domain.rulebook import changed
from shared.domain.settings import Settings
from shared.domain.settings_schemas import schema
from shared.domain.survey_messages import messages
from shared.errors import BadInput, TooLarge
from shared.ports import Ports
from shared.text.dates import LONGEST

# Every function reads all versions of all documents once a minute.
MOST_BYTES = 64 * 1024
LONGEST_TIME = "9" * LONGEST  # what stands for the time of the return in a text


def check_size(document: Mapping[str, Any]) -> None:
    """Refuse what is too large to keep, or no JSON.

    Raises:
        TooLarge, BadInput.

    """
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except ValueError as error:  # NaN, or half a character
        raise BadInput("Send the body as JSON.") from error
    if size > MOST_BYTES:
        raise TooLarge(f"A document may have {MOST_BYTES} bytes, not {size}.")


def check(name: str, document: Mapping[str, Any], ports: Ports) -> None:
    """Refuse a document that may not come into force now, beside the other ones.

    Raises:
        BadInput: names the field.

    """
    rules = read(name, document, ports.settings.newest, ports.clock.now())
    check_document(f"{name} settings", schema(name), document)
    for url in rules.integrations.urls if name == "integrations" else ():
        ports.outside.check(url)


def read(
    name: str, document: Mapping[str, Any], rules: Settings, now: datetime
) -> Settings:
    """The rules with this document among them, as the readers have it.

    Raises:
        BadInput: names the field.

    """
    new = changed(rules, name, document, 0)
    _check_texts(new)
    if name == "hours":
        check_opens(new.calendars, now)
    return new


def _check_texts(rules: Settings) -> None:
    """Refuse an automatic text that some channel would not take."""
    texts = rules.escalation
    for language, text in texts.invitation.by_language.items():
        check_fits(text, f"invitation.{language}")
    for language in texts.out_of_hours.by_language:
        text = texts.closed_text(language, LONGEST_TIME)
        check_fits(text, f"out_of_hours.texts.{language}")
    for name, text in messages(rules.surveys):
        check_fits(text, f"texts.{name}")
