"""What the functions need of the Internet beyond the platforms, as a Protocol.

The addresses are given by people who administer the product (a CRM, a chat), so
nothing here trusts them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shared.errors import CareError


class OutsideFailed(CareError):
    """A call came to nothing; ``code`` says why in a word.

    ``not_allowed`` (the address is no public one), ``unreachable``, ``timed_out``,
    ``too_large`` or ``bad_answer``. The message names no address and no content.
    """

    code = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to make."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes


class Outside(Protocol):
    def check(self, url: str) -> None:
        """See whether this is an address that could be called, without a look-up.

        Raises:
            BadInput: it never could; says what to give.

        """

    def make(
        self, calls: Sequence[Call], deadline_s: float
    ) -> list[Answer | OutsideFailed]:
        """Make calls at the same time; all of it takes so many seconds at most.

        Each is answered in its place. No redirect is followed.
        """
