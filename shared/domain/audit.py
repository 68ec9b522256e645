"""What the audit log says: who read which customer's data when, and who put settings.

Ids only: it outlives whom it is about, and must not have to be erased with him.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.rulebook import Version
from shared.domain.times import to_text

PUT, ROLLED_BACK = "PUT /settings/{name}", "POST /settings/{name}/rollback"
_KEY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing that was done, by ``who``, a user name or a machine's.

    ``route`` is the method and path, without what stands in its braces.
    ``customers`` are those who were shown, as they were named (a customer's id, or
    ``channel:user``), ``case`` the case that was; of settings ``settings`` is the
    document and ``version`` its new one.
    """

    at: datetime
    id: str
    who: str
    route: str
    customers: tuple[str, ...] = ()
    case: str | None = None
    settings: str | None = None
    version: int | None = None

    @property
    def key(self) -> str:
        """Its place in time: no two are equal."""
        return f"{to_text(self.at)}#{self.id}"


def is_key(text: str, day: str) -> bool:
    """Whether this may be the key of a note of a UTC day such as "2026-03-02"."""
    return text.startswith(f"{day}T") and _KEY.fullmatch(text) is not None


def of_settings(versions: Iterable[Version], day: str) -> list[Note]:
    """The versions of the settings that were put on a UTC day, as notes."""
    return [
        Note(
            at=version.at,
            id=f"settings-{version.name}-{version.number}",
            who=version.by,
            route=PUT if version.restores is None else ROLLED_BACK,
            settings=version.name,
            version=version.number,
        )
        for version in versions
        if to_text(version.at).startswith(f"{day}T")
    ]
