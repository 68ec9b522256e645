"""The work list in DynamoDB: the ``work`` index, over several queues at once.

A request a queue and page; the queues' lists are merged in the order of their
range key, which is the place of a case and unique.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from typing import Any

from shared.adapters.cards import open_case
from shared.adapters.items import CardItem
from shared.domain.live import OpenCase
from shared.domain.worklist import Waiting
from shared.errors import BadInput
from shared.ports import Page

_PLACE = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z#.+", re.DOTALL)
_OWNER = "PERSON#"


def page(status: str, queues: Iterable[str], cursor: str | None, limit: int) -> Page:
    """One page of all these queues, from a place in their common order on.

    Raises:
        BadInput: the cursor is none of ours.

    """
    after = None if cursor is None else read_cursor(cursor)
    upwards = status == "open"
    lists = [_listed(f"{status}#{q}", after, upwards, limit) for q in sorted(queues)]
    found = list(
        islice(merge(*lists, key=lambda i: i.due, reverse=not upwards), limit + 1)
    )
    shown = found[:limit]
    places = [write_cursor(item.due) for item in shown]
    more = len(found) > limit
    return Page([_person(i) for i in shown], places[-1] if more else None, places)


def unassigned(queues: Iterable[str]) -> list[Waiting]:
    """Who waits for an agent in these queues, most urgent first."""
    nobody = CardItem.agent.does_not_exist()
    return sorted(Waiting(i.due, _person(i)) for i in _open(queues, nobody))


def held(agent: str, queues: Iterable[str]) -> list[str]:
    """Who has an open case of this agent, most urgent first."""
    found = sorted((i.due, _person(i)) for i in _open(queues, CardItem.agent == agent))
    return [person for _, person in found]


def open_persons(queues: Iterable[str]) -> set[str]:
    """Who has an open case in these queues."""
    return {
        _person(item)
        for queue in queues
        for item in CardItem.work_index.query(f"open#{queue}")
    }


def open_cases(queues: Iterable[str]) -> list[OpenCase]:
    """What the work list tells of every open case in these queues."""
    return [
        open_case(item)
        for queue in sorted(queues)
        for item in CardItem.work_index.query(f"open#{queue}")
    ]


def write_cursor(place: str) -> str:
    """Say a place as a cursor, which is nobody's to take apart."""
    return base64.urlsafe_b64encode(place.encode()).decode()


def read_cursor(cursor: str) -> str:
    """Read a cursor back.

    Raises:
        BadInput: it is none of ours.

    """
    try:
        place = base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        place = ""
    if not _PLACE.fullmatch(place):
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    return place


def _listed(
    work: str, after: str | None, upwards: bool, limit: int
) -> Iterator[CardItem]:
    condition: Any = None
    if after is not None:
        condition = CardItem.due > after if upwards else CardItem.due < after
    return iter(
        CardItem.work_index.query(
            work, condition, scan_index_forward=upwards, limit=limit + 1
        )
    )


def _open(queues: Iterable[str], having: Any) -> Iterator[CardItem]:
    for queue in queues:
        yield from CardItem.work_index.query(f"open#{queue}", filter_condition=having)


def _person(item: CardItem) -> str:
    return item.pk.removeprefix(_OWNER)
