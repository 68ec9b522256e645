"""The survey page in a real browser, with scripts off: seen, filled in, sent."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from shared.pages.survey_page import HEADERS, Given, form, notice, read_form
from shared.pages.survey_words import TEXTS
from tests.browser.chromium import MISSING, Browser, browsing, program
from tests.fakes.colours import contrast

pytestmark = pytest.mark.skipif(program() is None, reason=MISSING)
PHONE, DESK = 360, 1280
QUESTION = "Wie wahrscheinlich ist es, dass Sie uns Freunden empfehlen? 0 = gar nicht."
SCALES = {"csat": (1, 5), "nps": (0, 10)}


class Server(BaseHTTPRequestHandler):
    """Serves the page with its headers, and reads the form as the function does."""

    received: ClassVar[list[Given]] = []

    def do_GET(self) -> None:
        _, scale, language, state = self.path.split("/")
        refused = Given(score=None, comment="Zu spät") if state == "refused" else None
        page = form(language, QUESTION, SCALES[scale], refused=refused)
        self._send(notice(language, "over") if state == "over" else page)

    def do_POST(self) -> None:
        _, scale, language, _ = self.path.split("/")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(read_form(body, SCALES[scale]))
        self._send(notice(language, "recorded"))

    def log_message(self, *_said: Any) -> None:
        """Say nothing of requests."""

    def _send(self, page: str) -> None:
        self.send_response(200)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page.encode())


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile")) as running:
        running.ask("Emulation.setScriptExecutionDisabled", value=True)
        yield running


def show(browser: Browser, url: str, width: int = PHONE, scheme: str = "light") -> None:
    browser.show(url, width=width, scheme=scheme)


def press(browser: Browser, key: str, text: str = "") -> None:
    """Press a key as somebody would who uses no mouse."""
    code = {"Tab": 9, "Enter": 13, " ": 32, "ArrowRight": 39}.get(key, 0)
    said = {"key": key, "windowsVirtualKeyCode": code, "text": text}
    browser.ask("Input.dispatchKeyEvent", type="keyDown", **said)
    browser.ask("Input.dispatchKeyEvent", type="keyUp", **said)


def tree(browser: Browser) -> list[tuple[str, str]]:
    """Role and name of everything that a screen reader is told of."""
    browser.ask("Accessibility.enable")
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    return [
        (n["role"]["value"], n.get("name", {}).get("value", ""))
        for n in nodes
        if not n["ignored"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scale", SCALES)
def test_it_is_whole_and_asks_for_nothing(
    browser: Browser, site: str, scale: str, width: int, scheme: str
) -> None:
    url = f"{site}/{scale}/de/new"
    show(browser, url, width, scheme)
    asked = [r["request"]["url"] for r in browser.told("Network.requestWillBeSent")]

    assert {a for a in asked if not a.startswith("data:")} == {url}
    assert [e["entry"]["text"] for e in browser.told("Log.entryAdded")] == []
    assert browser.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("language", TEXTS)
def test_a_screen_reader_is_told_what_everything_is(
    browser: Browser, site: str, language: str
) -> None:
    words = TEXTS[language]
    show(browser, f"{site}/nps/{language}/new")
    told = tree(browser)

    assert [name for role, name in told if role == "radio"] == [
        str(score) for score in range(11)
    ]
    assert ("group", QUESTION) in told
    assert ("textbox", words["comment"]) in told
    assert ("button", words["send"]) in told
    assert ("heading", words["title"]) in told
    assert "main" in {role for role, _ in told}
    assert browser.evaluate("document.documentElement.lang") == language


def test_a_screen_reader_is_told_what_is_missing(browser: Browser, site: str) -> None:
    show(browser, f"{site}/csat/de/refused")
    browser.ask("Accessibility.enable")
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    described = [
        n["description"]["value"] for n in nodes if n["role"]["value"] == "radio"
    ]

    assert "alert" in {role for role, _ in tree(browser)}
    assert described == [TEXTS["de"]["missing"]] * 5
    assert browser.evaluate("document.querySelector('textarea').value") == "Zu spät"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["new", "refused", "over"])
def test_every_text_stands_out_from_what_is_behind_it(
    browser: Browser, site: str, state: str, scheme: str
) -> None:
    show(browser, f"{site}/csat/ru/{state}", scheme=scheme)
    pairs = browser.evaluate(SHOWN)

    assert len(pairs) >= 2
    assert {p: c for p in map(tuple, pairs) if (c := contrast(*p)) < 4.5} == {}


SHOWN = """
(() => {
    const hex = colour => "#" + colour.match(/[\\d.]+/g).slice(0, 3)
        .map(part => (+part).toString(16).padStart(2, "0")).join("");
    const behind = it => {
        const colour = getComputedStyle(it).backgroundColor;
        return colour !== "rgba(0, 0, 0, 0)" ? colour : behind(it.parentElement);
    };
    return [...document.querySelectorAll("main *")]
        .filter(it => [...it.childNodes].some(c => c.nodeType === 3 && c.data.trim()))
        .map(it => [hex(getComputedStyle(it).color), hex(behind(it))]);
})()
"""


@pytest.mark.parametrize("width", [320, PHONE, DESK])
@pytest.mark.parametrize("scale", SCALES)
def test_what_is_to_be_touched_is_large(
    browser: Browser, site: str, scale: str, width: int
) -> None:
    show(browser, f"{site}/{scale}/de/new", width)
    sizes = browser.evaluate(
        "[...document.querySelectorAll('.scores label, button')]"
        ".map(it => it.getBoundingClientRect()).map(b => [b.width, b.height])"
    )

    assert len(sizes) == {"csat": 6, "nps": 12}[scale]
    assert min(min(size) for size in sizes) >= 40


def test_it_is_answered_with_keys_alone_and_without_a_script(
    browser: Browser, site: str
) -> None:
    Server.received.clear()
    show(browser, f"{site}/csat/de/new")
    press(browser, "Tab")
    press(browser, " ", " ")
    press(browser, "ArrowRight")
    press(browser, "Tab")
    browser.ask("Input.insertText", text="Danke, schön 💚")
    press(browser, "Tab")
    browser.events.clear()
    press(browser, "Enter", "\r")
    browser.wait_for("Page.loadEventFired")

    assert Server.received == [Given(score=2, comment="Danke, schön 💚")]
    assert browser.evaluate("document.title") == TEXTS["de"]["thanks"]


def test_the_browser_itself_asks_for_a_score(browser: Browser, site: str) -> None:
    Server.received.clear()
    show(browser, f"{site}/csat/de/new")
    browser.evaluate("document.querySelector('button').click()")

    assert browser.evaluate("document.querySelector('form').checkValidity()") is False
    assert Server.received == []


def test_it_can_be_read_at_twice_the_size(browser: Browser, site: str) -> None:
    """WCAG 2.2, 1.4.4 and 1.4.10: a desk at 400 % is 320 wide."""
    for language in TEXTS:
        show(browser, f"{site}/nps/{language}/refused", 320)

        assert browser.evaluate("document.documentElement.scrollWidth") == 320
