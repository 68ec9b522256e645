"""Cursors on their way in and out: sealed for whoever asks, plain for the functions."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.http import Request
from shared.domain.cursors import seal, unseal
from shared.errors import BadInput
from shared.ports import Ports

_OF_A_PAGE = ("cursor", "limit")  # what may differ from one page to the next
LARGEST = 4 * 1024 * 1024  # bytes of an answer; Lambda lets no more than 6 MB out


def opened(request: Request, about: str, ports: Ports) -> Request:
    """The same request with the plain place of its cursor, if it has one.

    Raises:
        BadInput: the cursor is not of this list with these filters.

    """
    given = request.cursor
    if given is None:
        return request
    place = unseal(given, _question(about, request.query), ports.secrets.key())
    if place is None:
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    return replace(request, query={**request.query, "cursor": place})


def closed(answer: Any, request: Request, about: str, ports: Ports) -> Any:
    """The same answer with its ``next`` sealed, if it is a page with one."""
    place = answer.get("next") if isinstance(answer, dict) else None
    if place is None:
        return answer
    question = _question(about, request.query)
    return {**answer, "next": seal(place, question, ports.secrets.key())}


def page_of(
    items: Sequence[Mapping[str, Any]], request: Request, name: str | None = None
) -> dict[str, Any]:
    """The page that was asked for of a list of which all is known.

    Args:
        items: all of them; in the order of ``name``, if there is one.
        request: with the plain place of its cursor.
        name: a field that is each item's own, behind which a page goes on whatever
            came or went before it. None: the list does not change.

    Returns:
        ``items`` and ``next``; all of a list without ``name``, unless a limit is said.

    """
    if name is None:
        places, limit = [f"{n:09}" for n in range(len(items))], len(items)
    else:
        places, limit = [str(item[name]) for item in items], request.limit
    if "limit" in request.query:
        limit = request.limit
    start = bisect_right(places, request.cursor or "")
    end = start + limit
    more = end < len(items)
    return {"items": items[start:end], "next": places[end - 1] if more else None}


def fitting(items: Sequence[Any]) -> int:
    """How many of these one answer can hold, from the first on: one at least."""
    size = 0
    for number, item in enumerate(items):
        size += len(json.dumps(item, ensure_ascii=False).encode()) + 2  # ", "
        if number and size > LARGEST:
            return number
    return len(items)


def _question(about: str, query: Mapping[str, str]) -> str:
    asked = sorted((n, v) for n, v in query.items() if n not in _OF_A_PAGE)
    return f"{about} {asked}"
