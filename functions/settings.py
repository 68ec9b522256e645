"""The settings: documents that are read, put, looked back at and tried out."""

import json
import re
from dataclasses import asdict
from typing import Any

from chalice.app import Response

from functions.http import Request, respond
from shared.channels.automatic import check_fits
from shared.domain.calendar_json import read_fields
from shared.domain.hours_json import check_opens
from shared.domain.routing import explain
from shared.domain.rulebook import NAMES, Version, changed, said
from shared.domain.settings import Settings
from shared.domain.survey_messages import messages
from shared.domain.times import to_text
from shared.domain.triage import placed
from shared.domain.trial import read_subject
from shared.errors import BadInput, NotFound, TooLarge
from shared.ports import Ports
from shared.text.dates import LONGEST

# Every function reads all versions of all documents once a minute.
MOST_BYTES = 64 * 1024
CURSOR = re.compile("[0-9]{1,7}")  # the oldest version of the page before
LONGEST_TIME = "9" * LONGEST  # what stands for the time of the return in a text


def show_settings(name: str, request: Request, ports: Ports) -> Response:  # noqa: ARG001 - every handler takes the request
    """The newest version of a document; version 0 where none was ever put."""
    newest = _newest(name, ports)
    if newest is not None:
        return _answer(newest)
    document = said(ports.settings.newest, name)
    return _tagged(
        {"name": name, "version": 0, "document": document, "by": None, "at": None}
    )


def put_settings(name: str, request: Request, ports: Ports) -> Response:
    """Put a document in place of its newest version, or of the one of If-Match.

    Raises:
        BadInput: names the field. Conflict: somebody else was first.

    """
    _check_known(name)
    _check_size(request)
    versions = ports.settings_store.load()  # so that the newest rules are known
    number = max((v.number for v in versions if v.name == name), default=0)
    rules = changed(ports.settings.newest, name, request.body, number + 1)
    _check_texts(rules)
    if name == "hours":
        check_opens(rules.calendars, ports.clock.now())
    expected = request.expected
    put = ports.settings_store.put(
        name,
        request.body,
        by=request.caller,
        at=ports.clock.now(),
        expected=number if expected is None else expected,
    )
    return _answer(put)


def list_versions(name: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Who put what and when, newest first."""
    _check_known(name)
    cursor, limit = request.cursor, request.limit
    if cursor is not None and not CURSOR.fullmatch(cursor):
        raise BadInput("Give 'cursor' as it was in 'next'.")
    before = None if cursor is None else int(cursor)
    found = ports.settings_store.history(name, before, limit)
    more = len(found) == limit and found[-1].number > 1
    return {
        "items": [_view(version) for version in found],
        "next": str(found[-1].number) if more else None,
    }


def try_settings(name: str, request: Request, ports: Ports) -> dict[str, Any]:
    """What routing would give a message and why, rule by rule.

    The body is ``{"message": {…}, "rules"?: {…}}``; ``rules`` is a routing
    document to try in place of the one in force.
    """
    if name != "routing":
        raise NotFound(f"The {name} settings cannot be tried, only routing.")
    given = read_fields(request.body, "body", ("message", "rules"))
    rules = ports.settings.newest
    if given.get("rules") is not None:
        rules = changed(rules, name, given["rules"], 0)
    about = read_subject(given.get("message"), ports.clock.now(), rules)
    return {
        "given": asdict(placed(about, rules)),
        "message": {**asdict(about), "at": to_text(about.at)},
        "rules": [
            asdict(rule) for rule in explain(about, rules.routing, rules.calendars)
        ],
    }


def _newest(name: str, ports: Ports) -> Version | None:
    _check_known(name)
    return next(iter(ports.settings_store.history(name, None, 1)), None)


def _check_known(name: str) -> None:
    if name not in NAMES:
        raise NotFound(f"There are no {name!r} settings, only {', '.join(NAMES)}.")


def _check_size(request: Request) -> None:
    try:
        text = json.dumps(request.body, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except ValueError as error:  # NaN, or half a character
        raise BadInput("Send the body as JSON.") from error
    if size > MOST_BYTES:
        raise TooLarge(f"A document may have {MOST_BYTES} bytes, not {size}.")


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


def _view(version: Version) -> dict[str, Any]:
    return {
        "name": version.name,
        "version": version.number,
        "document": version.document,
        "by": version.by,
        "at": to_text(version.at),
    }


def _answer(version: Version) -> Response:
    return _tagged(_view(version))


def _tagged(view: dict[str, Any]) -> Response:
    answer = respond(200, view)
    answer.headers["ETag"] = f'"{view["version"]}"'
    return answer
