"""What is kept of a person outside his log, in memory: in the other fakes."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.fakes.log import FakeLog
from tests.fakes.surveys import FakeSurveyLinks


class FakePersonal:
    """Looks into the other fakes."""

    def __init__(self, log: FakeLog, links: FakeSurveyLinks) -> None:
        self._log, self._links = log, links

    def handles(self, person: str) -> list[str]:
        return sorted(key for key, whose in self._log.handles if whose == person)

    def forget_handles(self, person: str) -> None:
        self._log.handles -= {(key, person) for key in self.handles(person)}

    def sends(self, person: str) -> dict[str, Mapping[str, Any]]:
        mine = {k: v for (whose, k), v in self._log.sends.items() if whose == person}
        return dict(sorted(mine.items()))

    def forget_links(self, links: Iterable[str]) -> None:
        for link in links:
            self._links.links.pop(link, None)
