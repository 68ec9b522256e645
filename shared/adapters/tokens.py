"""The task tokens that workflows wait on, in DynamoDB."""

from collections.abc import Iterable

from pynamodb.exceptions import PutError

from shared.adapters.conditions import is_unmet
from shared.adapters.items import TokenItem
from shared.domain.times import from_text, to_text
from shared.ports_workflow import Token


def keep(case_id: str, episode: int, token: Token | None) -> bool:
    """See ``shared.ports.Log.keep_token``."""
    item = TokenItem(f"CASE#{case_id}", f"TOKEN#{episode}")
    if token is None:
        item.delete()
        return True
    item.token, item.entered = token.token, token.entered
    item.until = to_text(token.until) if token.until else None
    entered = TokenItem.entered
    is_latest = entered.does_not_exist() | (entered <= (token.entered or ""))
    try:
        item.save(is_latest if token.entered else None)
    except PutError as error:
        if not is_unmet(error):
            raise
        return False
    return True


def found(names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Token]:
    """See ``shared.ports.Log.tokens``."""
    keys = {(f"CASE#{c}", f"TOKEN#{n}"): (c, n) for c, n in names}
    items = TokenItem.batch_get(list(keys), consistent_read=True) if keys else ()
    return {
        keys[item.pk, item.sk]: Token(
            token=item.token,
            until=from_text(item.until) if item.until else None,
            entered=item.entered,
        )
        for item in items
    }
