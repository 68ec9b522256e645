"""What is kept in the bucket, as a Protocol."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Files(Protocol):
    def write(self, path: str, body: bytes) -> None:
        """Write one object, overwriting.

        Raises:
            StoreUnavailable: it was not stored.

        """

    def read(self, path: str) -> bytes | None:
        """Read one object, None if there is none."""

    def paths(self, prefix: str) -> list[str]:
        """The objects whose paths begin so."""

    def paths_before(self, prefix: str, instant: datetime) -> list[str]:
        """Those of them that were last written before an instant."""

    def change(self, path: str, make: Callable[[bytes | None], bytes]) -> None:
        """Write what is made of an object (None: there is none), losing no write.

        ``make`` is called again if somebody else has written meanwhile.

        Raises:
            StoreUnavailable: it was not stored.

        """

    def delete(self, path: str) -> None:
        """Delete one object; fine if there is none."""

    def link(self, path: str, seconds: int) -> str:
        """An address under which anybody may read one object for so long."""
