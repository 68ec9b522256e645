"""Links to surveys in memory."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class FakeSurveyLinks:
    """Persons by link, with the instant up to which each is needed."""

    links: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def keep(self, link: str, person: str, expires_at: datetime) -> None:
        self.links[link] = (person, expires_at)

    def person(self, link: str) -> str | None:
        found = self.links.get(link)
        return found[0] if found else None
