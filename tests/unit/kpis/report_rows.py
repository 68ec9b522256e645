"""Exported rows for tests of the report, and a reader of the page they make."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

from shared.kpis.report import report
from shared.pages.markup import VOID
from tests.unit.kpis.samples import DAY, ROME


def row(metric: str, value: float | None, unit: str = "cases", **said: Any) -> Any:
    """One row over everything, of a day that is over."""
    plain = {
        "date": DAY.isoformat(),
        "timezone": ROME.key,
        "dimension": "all",
        "key": "all",
        "numerator": None,
        "denominator": None,
        "mature": True,
        "computed_at": "2026-05-12T22:12:31.000Z",
    }
    return plain | {"metric": metric, "value": value, "unit": unit} | said


def rate(metric: str, met: int, of: int, **said: Any) -> Any:
    value = met / of if of else None
    return row(metric, value, "ratio", numerator=met, denominator=of, **said)


def hour(label: str, inbound: int, actionable: int, **said: Any) -> dict[str, Any]:
    """What an hour has heard."""
    heard = {"inbound": inbound, "actionable": actionable, "public": inbound}
    return {"hour": f"{label}+02:00", **heard, "private": 0, "negative": 0} | said


def full_day() -> list[Any]:
    """A row or more for every part of the page."""
    slices = [
        ({"dimension": "channel", "key": "facebook"}, 40),
        ({"dimension": "queue", "key": "care"}, 30),
        ({"dimension": "agent", "key": "ann"}, 20),
        ({"dimension": "topic", "key": "delivery"}, 10),
    ]
    return [
        *(r for where, many in slices for r in _everything(many, where)),
        *_everything(100, {}),
        *_moods(),
        *_scores(),
        row("backlog", 12),
        row("backlog_waiting", 5),
        row("backlog_oldest_s", 90000, "s"),
        rate("call_deflection", 30, 40),
        row("call_deflection_savings", 330, "USD"),
        row("self_service_ratio", 2.5, "ratio"),
        rate("first_contact_resolution", 8, 10),
        row("messages_to_resolution_p50", 4, "messages"),
    ]


def _everything(many: int, where: Mapping[str, str]) -> Iterable[Any]:
    yield row("inbound_messages", many, "messages", **where)
    yield row("episodes_resolved", many // 2, "episodes", **where)
    yield row("response_time_count", many, "responses", **where)
    for clock in ("first_response", "next_response", "resolution"):
        yield rate(f"{clock}_sla", many - 5, many, **where)
    for part, seconds in (("p50", 600.0), ("p90", 7200.0)):
        for clock in ("s", "business_s"):
            for metric in ("first_response_time", "response_time"):
                yield row(f"{metric}_{part}_{clock}", seconds, "s", **where)


def _moods() -> Iterable[Any]:
    yield rate("sentiment_recovery", 12, 20)
    for name, many in (("recovered", 12), ("advocates", 5), ("unresolved", 3)):
        yield row(f"sentiment_recovery_{name}", many, "episodes")
    for name, many in (("undetermined", 1), ("silent", 4)):
        yield row(f"sentiment_recovery_{name}", many, "episodes")
    for name, value in (("low", 0.39), ("high", 0.78), ("control", 0.3)):
        yield row(f"sentiment_recovery_{name}", value, "ratio")
    yield row("sentiment_recovery_low_n", 1, "flag")


def _scores() -> Iterable[Any]:
    yield row("csat_mean", 4.2, "score")
    yield rate("csat_share_4_5", 8, 10)
    for name, many in (("answers", 10), ("low", 2), ("followed_up", 1)):
        yield row(f"csat_{name}", many, "answers")
    for score, many in enumerate((1, 0, 1, 2, 6), start=1):
        yield row(f"csat_count_{score}", many, "answers")
    yield rate("csat_response_rate", 10, 40)
    for name, value in (("nps", 20.0), ("nps_low", -8.0), ("nps_high", 48.0)):
        yield row(name, value, "points")
    for name, many in (("answers", 10), ("promoters", 5), ("passives", 2)):
        yield row(f"nps_{name}", many, "answers")
    yield row("nps_detractors", 3, "answers")


def a_page(
    rows: Iterable[Any] = (),
    *,
    before: Mapping[int, Iterable[Any]] | None = None,
    volume: Iterable[Mapping[str, Any]] = (),
    volume_before: Mapping[int, Iterable[Mapping[str, Any]]] | None = None,
    known: Mapping[str, date] | None = None,
    names: Mapping[str, str] | None = None,
) -> "Page":
    """The page of a day; ``before`` are the rows of so many days earlier."""
    days = {DAY - timedelta(days=n): list(some) for n, some in (before or {}).items()}
    hours = {
        DAY - timedelta(days=n): list(some)
        for n, some in {**(volume_before or {}), 0: volume}.items()
    }
    of_days = {DAY: list(rows), **days}
    content = report(DAY, ROME, of_days, hours, known or {}, names or {})
    return Page(content)


class Page(HTMLParser):
    """What a browser would make of a page, as far as tests ask."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.style = ""
        self._said: list[str] = []
        self._open: list[str] = []
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.style += data
        else:
            self._said.append(data)

    @property
    def balanced(self) -> bool:
        """Whether every element that was opened was closed."""
        return not self._open

    @property
    def text(self) -> str:
        """All that can be read, pieces apart, no-break spaces as spaces."""
        return " | ".join(s for s in self._said if s.strip()).replace("\u00a0", " ")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element with this tag."""
        return [attributes for name, attributes in self.elements if name == tag]
