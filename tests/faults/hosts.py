"""Hosts of other systems, which are told of events."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from shared.ports_outside import Answer, Call, OutsideFailed
from tests.faults.calls import HOST

Made = Callable[[str, str, Mapping[str, Any], Callable[[Any], Answer]], Answer]


@dataclass
class Hosts:
    """``shared.ports_outside.Outside`` of one host, which takes all that is posted.

    ``taken`` are the ids that it knows with what they were. ``answers`` it gives
    first instead of taking anything.
    """

    call: Made
    taken: dict[str, str] = field(default_factory=dict)
    answers: list[HTTPStatus] = field(default_factory=list)

    def check(self, url: str) -> None:
        """Let every address be put."""

    def make(
        self, calls: Sequence[Call], deadline_s: float
    ) -> list[Answer | OutsideFailed]:
        return [self._made(call) for call in calls]

    def _made(self, call: Call) -> Answer | OutsideFailed:
        try:
            return self.call(HOST, call.method, {"call": call}, self._take)
        except OutsideFailed as failed:
            return failed

    def _take(self, given: Mapping[str, Any]) -> Answer:
        status = self.answers.pop(0) if self.answers else HTTPStatus.NO_CONTENT
        if status == HTTPStatus.NO_CONTENT:
            said = given["call"].headers["webhook-id"]
            event = json.loads(given["call"].body)
            self.taken[said] = event["type"]
        return Answer(status=status, headers={}, body=b"")
