"""The settings: documents that are read, put, put back, looked back at and tried."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from chalice.app import Response

from functions.http import Request, respond
from functions.paging import fitting, page_of
from functions.performing import request_key
from functions.roles import ADMINS
from shared.domain.calendar_json import read_fields
from shared.domain.routing import explain
from shared.domain.rulebook import NAMES, Version, changed, said
from shared.domain.times import to_text
from shared.domain.triage import placed
from shared.domain.trial import read_subject
from shared.errors import BadInput, Conflict, Forbidden, NotFound
from shared.ports import Ports

CURSOR = re.compile("[0-9]{1,7}")  # the oldest version of the page before
ADMINISTERED = ("integrations",)  # whom an admin alone may change or see
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)  # when a new deployment's rules held
NOT_MODIFIED = 304
_NO_VERSION = -1
TAG = re.compile(r'"([0-9]{1,7})"')


@dataclass(frozen=True, slots=True)
class _New:
    """What a document is in a new deployment: version 0, which nobody put."""

    name: str
    document: Mapping[str, Any]
    number: int = 0
    by: str | None = None
    at: datetime | None = None
    restores: int | None = None


def list_settings(request: Request, ports: Ports) -> dict[str, Any]:
    """Every document with its version, who put it and when."""
    newest = {v.name: v for v in ports.settings_store.load()}
    shown = (_view(newest.get(name) or _new(name, ports)) for name in NAMES)
    items = [{k: v for k, v in view.items() if k != "document"} for view in shown]
    return page_of(items, request)


def show_settings(name: str, request: Request, ports: Ports) -> Response:
    """The newest version of a document, or another; 0 is that of a new deployment.

    An If-None-Match that has its ETag is answered without it.
    """
    _check_known(name, request)
    wanted = request.query.get("version")
    if wanted is None:
        found = next(iter(ports.settings_store.history(name, None, 1)), None)
        version = found or _new(name, ports)
    else:
        number = int(wanted)
        before = ports.settings_store.history(name, number + 1, 1)
        version = _version(name, number, before, ports)
    tags = request.if_none_match or ""
    if tags.strip() == "*" or str(version.number) in TAG.findall(tags):
        return _tagged(Response(body="", status_code=NOT_MODIFIED), version)
    return _answer(version)


def show_schema(name: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes them
    """The JSON Schema of a document, with examples."""
    # Here and below: what checks is slow to import, and most functions never do.
    from shared.domain.settings_schemas import DIALECT, schema  # noqa: PLC0415

    _check_known(name, request)
    return {"$schema": DIALECT, **schema(name)}


def put_settings(name: str, request: Request, ports: Ports) -> Response:
    """Put a document in place of its newest version, or of the one of If-Match.

    What somebody has put already, and nobody else since, makes no other version: the
    answer may have been lost.

    Raises:
        BadInput: names the field. Conflict: somebody else was first.

    """
    from functions.settings_check import check, check_size  # noqa: PLC0415

    _check_known(name, request)
    check_size(request.body)
    versions = _versions(name, ports)
    check(name, request.body, ports)
    if versions and _is_put_again(request, versions[-1]):
        return _answer(versions[-1])
    expected = _expected(request, versions)
    put = ports.settings_store.put(
        *(name, request.body),
        by=request.caller,
        at=ports.clock.now(),
        expected=expected,
    )
    return _answer(put)


def _is_put_again(request: Request, newest: Version) -> bool:
    same = (newest.by, newest.document) == (request.caller, request.body)
    return same and request.expected is None


def roll_back(name: str, request: Request, ports: Ports) -> Response:
    """Put an earlier version again, as a new one; 0 is that of a new deployment.

    Raises:
        NotFound: there is no such version. Conflict: somebody else was first, or
            the rules of now would refuse it.

    """
    from functions.settings_check import check  # noqa: PLC0415

    _check_known(name, request)
    number, key = int(request.body["version"]), request_key(request)
    _ = request.expected  # what is no ETag is refused, in a repeat as well
    versions = _versions(name, ports)
    done = next((v for v in versions if key and v.request == key), None)
    if done is not None:
        if done.restores != number:
            raise Conflict("This Idempotency-Key was used for another version.")
        return _answer(done)
    document = _version(name, number, versions, ports).document
    try:
        check(name, document, ports)
    except BadInput as error:
        raise Conflict(f"Version {number} no longer fits. {error.message}") from error
    put = ports.settings_store.put(
        *(name, document),
        by=request.caller,
        at=ports.clock.now(),
        expected=_expected(request, versions),
        restores=number,
        request=key,
    )
    return _answer(put)


def list_versions(name: str, request: Request, ports: Ports) -> dict[str, Any]:
    """Who put what and when, newest first."""
    _check_known(name, request)
    cursor, limit = request.cursor, request.limit
    if cursor is not None and not CURSOR.fullmatch(cursor):
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    before = None if cursor is None else int(cursor)
    found = ports.settings_store.history(name, before, limit)
    items = [_view(version) for version in found]
    items = items[: fitting(items)]
    last = items[-1]["version"] if items else 1  # versions are numbered without a gap
    return {"items": items, "next": str(last) if last > 1 else None}


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


def _check_known(name: str, request: Request) -> None:
    if name not in NAMES:
        raise NotFound(f"There are no {name!r} settings, only {', '.join(NAMES)}.")
    if name in ADMINISTERED and not request.roles & set(ADMINS):
        raise Forbidden(f"The {name} settings need the role {', '.join(ADMINS)}.")


def _versions(name: str, ports: Ports) -> list[Version]:
    """All versions, oldest first; the newest rules are known from then on."""
    return [v for v in ports.settings_store.load() if v.name == name]


def _version(
    name: str, number: int, among: Sequence[Version], ports: Ports
) -> Version | _New:
    if number == 0:
        return _new(name, ports)
    found = next((v for v in among if v.number == number), None)
    if found is None:
        raise NotFound(f"The {name} settings have no version {number}.")
    return found


def _expected(request: Request, versions: Sequence[Version]) -> int:
    newest, expected = versions[-1].number if versions else 0, request.expected
    if expected is None or newest in expected:
        return newest
    return max(expected, default=_NO_VERSION)


def _new(name: str, ports: Ports) -> _New:
    return _New(name, said(ports.settings.at(BEFORE_ALL), name))


def _view(version: Version | _New) -> dict[str, Any]:
    return {
        "name": version.name,
        "version": version.number,
        "document": version.document,
        "by": version.by,
        "at": version.at and to_text(version.at),
        "restores": version.restores,
    }


def _answer(version: Version | _New) -> Response:
    return _tagged(respond(200, _view(version)), version)


def _tagged(answer: Response, version: Version | _New) -> Response:
    answer.headers["ETag"] = f'"{version.number}"'
    return answer
