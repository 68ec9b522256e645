"""The documents of the settings: one partition, since all are read at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PutError

from shared.adapters.conditions import is_unmet
from shared.adapters.items import SettingItem
from shared.domain.rulebook import Version
from shared.domain.times import from_text, to_text
from shared.errors import Conflict

_PARTITION = "SETTINGS"
_DIGITS = 7  # so that versions sort as numbers
_LAST = 10**_DIGITS - 1


class DynamoSettings:
    """``shared.ports_settings.SettingsStore`` on the one table."""

    def load(self) -> list[Version]:
        found = SettingItem.query(_PARTITION, consistent_read=True)
        return [_version(item) for item in found]

    def history(self, name: str, before: int | None, limit: int) -> list[Version]:
        last = _LAST if before is None else before - 1
        found = SettingItem.query(
            _PARTITION,
            SettingItem.sk.between(_key(name, 0), _key(name, last)),
            consistent_read=True,
            scan_index_forward=False,
            limit=limit,
        )
        return [_version(item) for item in found]

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
        # Asked first: behind a version that is not there yet, the next key is free.
        if self._newest(name) != expected:
            raise self._changed(name)
        item = SettingItem(
            _PARTITION,
            _key(name, expected + 1),
            body=dict(document),
            by=by,
            at=to_text(at),
            restores=restores,
            request=request,
        )
        is_first_to_write_it = SettingItem.pk.does_not_exist()
        try:
            item.save(is_first_to_write_it)
        except PutError as error:
            if not is_unmet(error):
                raise
            # botocore repeats what it had no answer to: the version may be ours.
            if self.history(name, None, 1) != [_version(item)]:
                raise self._changed(name) from error
        return _version(item)

    def _newest(self, name: str) -> int:
        return next((v.number for v in self.history(name, None, 1)), 0)

    def _changed(self, name: str) -> Conflict:
        return Conflict(
            f"The {name} settings have changed meanwhile: they are at version "
            f"{self._newest(name)}. Read them and put them again."
        )


def _key(name: str, number: int) -> str:
    return f"{name}#{number:0{_DIGITS}}"


def _version(item: SettingItem) -> Version:
    name, _, number = item.sk.partition("#")
    return Version(
        name=name,
        number=int(number),
        document=item.body,
        by=item.by,
        at=from_text(item.at),
        restores=None if item.restores is None else int(item.restores),
        request=item.request,
    )
