"""The documents of the settings in memory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.domain.rulebook import Version
from shared.domain.times import to_milliseconds
from shared.errors import Conflict


@dataclass
class FakeSettings:
    """Versions as they were put; ``loads`` counts how often all were read."""

    versions: list[Version] = field(default_factory=list)
    loads: int = 0

    def load(self) -> list[Version]:
        self.loads += 1
        return sorted(self.versions, key=lambda v: (v.name, v.number))

    def history(self, name: str, before: int | None, limit: int) -> list[Version]:
        mine = [v for v in self.versions if v.name == name]
        below = [v for v in mine if before is None or v.number < before]
        return sorted(below, key=lambda v: -v.number)[:limit]

    def put(
        self,
        name: str,
        document: Mapping[str, Any],
        *,
        by: str,
        at: datetime,
        expected: int,
        restores: int | None = None,
        request: str | None = None,
    ) -> Version:
        newest = max((v.number for v in self.versions if v.name == name), default=0)
        if newest != expected:
            raise Conflict(f"The {name} settings are at version {newest}.")
        version = Version(
            name=name,
            number=expected + 1,
            document=json.loads(json.dumps(document)),
            by=by,
            at=to_milliseconds(at),
            restores=restores,
            request=request,
        )
        self.versions.append(version)
        return version
