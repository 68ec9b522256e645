"""What the survey page needs of the world."""

from datetime import datetime
from typing import Protocol


class SurveyLinks(Protocol):
    """Whose survey a link is to, as long as it may be answered."""

    def keep(self, link: str, person: str, expires_at: datetime) -> None:
        """Keep whose link that id is; the same again changes nothing."""

    def person(self, link: str) -> str | None:
        """Whose link that id is; None once it is forgotten, some time after expiry."""
