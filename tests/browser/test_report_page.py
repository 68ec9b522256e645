"""The page of a day in a real browser: on a phone, by night, on paper."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest

from shared.kpis.report import report
from shared.kpis.report_style import DARK, LIGHT
from tests.browser.chromium import MISSING, Browser, browsing, program
from tests.unit.kpis.report_rows import full_day, hour, row
from tests.unit.kpis.samples import DAY, ROME

pytestmark = pytest.mark.skipif(program() is None, reason=MISSING)
WIDTHS = {"phone": 360, "tablet": 820, "desk": 1280}
LONG = "a-name-from-a-directory-that-nobody-ever-thought-would-be-shown-anywhere"


class Picture(NamedTuple):
    """A screenshot: its width, and how often each colour occurs in it."""

    width: int
    colours: dict[int, int]

    @property
    def paper(self) -> int:
        """The colour that most of it has, 0xAABBGGRR."""
        return max(self.colours, key=lambda colour: self.colours[colour])


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with all there is, names that are far too long among it."""
    rows = full_day()
    long = [r | {"key": LONG} for r in rows if r["dimension"] != "all"]
    pending = row("first_contact_resolution", None, "ratio", mature=False)
    longest = row("end_to_end_p50_s", 86340, "s")  # 23 h 59 min
    late = [r | {"value": 85000.0} for r in rows if r["metric"].endswith("p90_s")]
    where = {"dimension": "channel", "key": f"{LONG}, now silent"}
    silent = row("inbound_messages", 300, "messages", **where)
    days = {DAY - timedelta(days=n): [*rows, longest, silent] for n in range(1, 29)}
    content = report(
        DAY,
        ROME,
        {DAY: [*rows, *late, *long, pending, longest], **days},
        {DAY: [hour(f"{n:02}:00", n * 37, n * 31) for n in range(24)]},
        {"first_contact_resolution": DAY + timedelta(days=8)},
        {},
    )
    path = tmp_path_factory.mktemp("report") / "day.html"
    path.write_bytes(content)
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
class TestEverywhere:
    def test_it_is_whole_and_asks_for_nothing(
        self, browser: Browser, url: str, width: int, scheme: str
    ) -> None:
        browser.show(url, width=width, scheme=scheme)
        asked = [r["request"]["url"] for r in browser.told("Network.requestWillBeSent")]
        complaints = [e["entry"]["text"] for e in browser.told("Log.entryAdded")]

        assert {a for a in asked if not a.startswith("data:")} == {url}
        assert complaints == []
        assert browser.told("Runtime.exceptionThrown") == []

    def test_nothing_is_wider_than_the_window(
        self, browser: Browser, url: str, width: int, scheme: str
    ) -> None:
        browser.show(url, width=width, scheme=scheme)

        assert browser.evaluate("document.documentElement.scrollWidth") == width
        assert browser.evaluate(OUTSIDE) == []

    def test_its_picture_is_not_blank(
        self, browser: Browser, url: str, width: int, scheme: str
    ) -> None:
        browser.show(url, width=width, scheme=scheme)
        picture = taken(browser)
        paper = picture.colours[picture.paper] / sum(picture.colours.values())

        assert picture.width == width
        assert len(picture.colours) > 50
        assert 0.5 < paper < 0.98


def test_a_phone_shows_at_once_what_is_worth_a_look(browser: Browser, url: str) -> None:
    browser.show(url, width=360, height=640, scheme="light")
    found = browser.evaluate(
        "(it => [it.innerText, it.getBoundingClientRect().bottom])"
        "(document.querySelector('.attention li'))"
    )

    assert found[0] == (
        f"No messages on {LONG}, now silent, usually 300. "
        "Is the channel still connected?"
    )
    assert found[1] < 640


def test_by_night_it_is_dark(browser: Browser, url: str) -> None:
    papers = {}
    for scheme in ("light", "dark"):
        browser.show(url, width=800, scheme=scheme)
        papers[scheme] = taken(browser).paper.to_bytes(4, "little")[:3].hex()

    assert papers == {
        "light": LIGHT["paper"].removeprefix("#"),
        "dark": DARK["paper"].removeprefix("#"),
    }


def test_the_numbers_behind_a_chart_open_without_a_script(
    browser: Browser, url: str
) -> None:
    browser.show(url, width=390, scheme="light")
    shown = "document.querySelector('details table').checkVisibility()"
    closed = browser.evaluate(shown)
    browser.evaluate("document.querySelector('summary').click()")

    assert (closed, browser.evaluate(shown)) == (False, True)


def test_texts_in_charts_do_not_cover_each_other(browser: Browser, url: str) -> None:
    browser.show(url, width=390, scheme="light")

    assert browser.evaluate(COVERED) == []


# What sticks out of its tile or section, but for tables that can be moved sideways.
OUTSIDE = """
[...document.querySelectorAll(".tile, section")].flatMap(part => {
    const {left, right} = part.getBoundingClientRect();
    return [...part.querySelectorAll(".big, .note, table, th, td, li, dl, figure")]
        .filter(it => !it.closest(".scroll") && it.checkVisibility())
        .filter(it => it.getBoundingClientRect().right > right + 1
            || it.scrollWidth > it.clientWidth + 1 && it.matches(".big"))
        .map(it => it.textContent);
})
"""
COVERED = """
[...document.querySelectorAll("main svg:has(> text)")].flatMap(svg => {
    const boxes = [...svg.querySelectorAll("text")]
        .map(it => [it.textContent, it.getBoundingClientRect()])
        .filter(([text]) => text);
    return boxes.flatMap(([text, a], n) => boxes.slice(n + 1)
        .filter(([, b]) => a.left < b.right && b.left < a.right
            && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        .map(([other]) => [text, other]));
})
"""


def test_on_paper_it_is_a_few_pages(browser: Browser, url: str) -> None:
    browser.show(url, width=1280, scheme="dark")
    printed = browser.ask("Page.printToPDF", preferCSSPageSize=True)
    pages = b64decode(printed["data"]).count(b"/Type /Page\n")

    assert 1 <= pages <= 4


def taken(browser: Browser) -> Picture:
    """The picture of what is in the window, its colours counted by the browser."""
    shot = browser.ask("Page.captureScreenshot")["data"]
    browser.ask("Page.navigate", url="about:blank")
    width, colours = browser.evaluate(COUNT.replace("PICTURE", shot))
    return Picture(width, dict(colours))


COUNT = """
(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,PICTURE";
    await image.decode();
    const {width, height} = image;
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const found = new Map();
    const {data} = canvas.getImageData(0, 0, width, height);
    for (const it of new Uint32Array(data.buffer))
        found.set(it, (found.get(it) || 0) + 1);
    return [width, [...found]];
})()
"""
