"""Views of the website's help pages, as it reports them: who helped himself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpViews:
    """How often help was viewed, at an instant or in the stretch that it stands for."""

    id: str
    at: datetime
    count: int
    topic: str | None = None
