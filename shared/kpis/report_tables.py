"""Tables of the report: numbers in rows, with or without a chart in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.pages.markup import Child, Markup, element, together


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[Child]],
    *,
    caption: str | None = None,
) -> Markup:
    """A table; the first cell of a row is its name."""
    return element(
        "table",
        caption and element("caption", caption),
        element("thead", element("tr", *(_head(head) for head in heads))),
        element("tbody", *(_row(first, rest) for first, *rest in rows)),
    )


def scrolling(label: str, content: Markup) -> Markup:
    """What may be wider than a phone, to be moved sideways by finger or key."""
    return element(
        "div", content, class_="scroll", role="region", aria_label=label, tabindex="0"
    )


def folded(what: str, content: Markup) -> Markup:
    """The numbers behind a chart, shown on demand and not in print."""
    return element("details", element("summary", what), content)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a chart: its name, the drawing, and the numbers it shows."""

    name: Child
    chart: Markup
    numbers: Sequence[Child]


def bars(
    heads: Sequence[str], rows: Iterable[Bar], *, axis: Markup | None = None
) -> Markup:
    """A table whose second column is a chart, with an axis below it if it has one."""
    first, *others = heads
    drawn = [
        element(
            "tr",
            element("th", row.name, scope="row"),
            element("td", row.chart, class_="chart"),
            *(element("td", number) for number in row.numbers),
        )
        for row in rows
    ]
    below = element(
        "tr",
        element("td"),
        element("td", axis, class_="chart"),
        *(element("td") for _ in others),
    )
    return element(
        "table",
        element(
            "thead",
            element("tr", _head(first), element("td"), *map(_head, others)),
        ),
        element("tbody", *drawn),
        axis and element("tfoot", below, aria_hidden="true"),
        class_="bars",
    )


def facts(pairs: Iterable[tuple[str, Child]]) -> Markup:
    """Some figures in a line, each over its name."""
    return element(
        "dl",
        *(
            element("div", element("dt", name), element("dd", said))
            for name, said in pairs
        ),
        class_="facts",
    )


def section(title: str, *content: Child) -> Markup:
    return element("section", element("h2", title), together(content))


def note(*content: Child) -> Markup:
    return element("p", *content, class_="note")


def _head(text: str) -> Markup:
    return element("th", text, scope="col")


def _row(first: Child, rest: Sequence[Child]) -> Markup:
    cells = (element("td", cell) for cell in rest)
    return element("tr", element("th", first, scope="row"), *cells)
