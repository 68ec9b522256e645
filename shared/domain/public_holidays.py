"""The dates on which the desk is closed: public holidays, and single dates.

Public holidays are those of the library `holidays`, with the days that are given
off in place of one on a weekend; dates that are announced year by year are its
estimates until it knows them. https://holidays.readthedocs.io
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache


@dataclass(frozen=True, slots=True)
class Holidays:
    """A set of dates: a country's, in every year, and ``extra`` ones.

    ``country`` and ``region`` are codes of ISO 3166 (IT, BZ); without a region
    only what the whole country celebrates. ``worked`` are holidays on which the
    desk is open all the same.
    """

    country: str | None = None
    region: str | None = None
    extra: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        if day in self.extra:
            return True
        if self.country is None or day in self.worked:
            return False
        return day in public_holidays(self.country, self.region, day.year)

    def __bool__(self) -> bool:
        return self.country is not None or bool(self.extra)


NO_HOLIDAYS = Holidays()


@cache
def known_regions() -> Mapping[str, list[str]]:
    """The regions of every country there are holidays of, by their codes."""
    # 100 ms, which who closes on no public holiday need not wait for.
    import holidays  # noqa: PLC0415

    found: Mapping[str, list[str]] = holidays.list_supported_countries(
        include_aliases=False
    )
    return found


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    """The public holidays of one year."""
    import holidays  # noqa: PLC0415 - as above

    with warnings.catch_warnings():
        # Some calendars warn of years they know only in part.
        warnings.simplefilter("ignore")
        return frozenset(holidays.country_holidays(country, subdiv=region, years=year))
