"""Views of help pages in DynamoDB: a partition a UTC day, an item a report."""

from datetime import datetime, timedelta

from shared.adapters.items import HelpViewsItem
from shared.domain.help_views import HelpViews
from shared.domain.times import from_text, midnight, to_text

_TICK = timedelta(milliseconds=1)


class DynamoHelpViews:
    """``shared.ports_numbers.HelpViewsStore`` on the one table."""

    def put(self, views: HelpViews) -> None:
        HelpViewsItem(
            _partition(views.at),
            f"{to_text(views.at)}#{views.id}",
            views=views.count,
            topic=views.topic,
        ).save()

    def between(self, start: datetime, end: datetime) -> list[HelpViews]:
        found: list[HelpViews] = []
        day = start
        while day < end:
            next_day = midnight(day) + timedelta(days=1)
            last = min(end, next_day) - _TICK
            stretch = HelpViewsItem.sk.between(to_text(day), f"{to_text(last)}~")
            found += map(_views, HelpViewsItem.query(_partition(day), stretch))
            day = next_day
        return found


def _partition(at: datetime) -> str:
    return f"VIEWS#{to_text(at)[:10]}"


def _views(item: HelpViewsItem) -> HelpViews:
    at, _, name = item.sk.partition("#")
    return HelpViews(id=name, at=from_text(at), count=int(item.views), topic=item.topic)
