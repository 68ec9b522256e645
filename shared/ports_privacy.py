"""What is kept of a person outside his log, his card and the bucket, as a Protocol."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class Personal(Protocol):
    """What export shows and erasure takes away."""

    def handles(self, person: str) -> list[str]:
        """Every handle that he has ever gone by, as it is looked up."""

    def forget_handles(self, person: str) -> None:
        """Let nobody find him by a handle any more."""

    def sends(self, person: str) -> dict[str, Mapping[str, Any]]:
        """What is stored under each send key reserved for him."""

    def forget_links(self, links: Iterable[str]) -> None:
        """Forget whose these links to surveys are; fine if nobody's."""
