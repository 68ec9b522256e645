"""Links to surveys in DynamoDB: pointers that the table forgets by itself."""

from datetime import datetime, timedelta

from shared.adapters.items import PointerItem

_KEPT = timedelta(days=1)  # beyond expiry, for clocks that differ


class DynamoSurveyLinks:
    """``shared.ports_surveys.SurveyLinks`` on the one table, 1 request a call."""

    def keep(self, link: str, person: str, expires_at: datetime) -> None:
        forgotten = int((expires_at + _KEPT).timestamp())
        PointerItem(_key(link), "PERSON", person=person, expires=forgotten).save()

    def person(self, link: str) -> str | None:
        try:
            return PointerItem.get(_key(link), "PERSON", consistent_read=True).person
        except PointerItem.DoesNotExist:
            return None


def _key(link: str) -> str:
    return f"SURVEY#{link}"
