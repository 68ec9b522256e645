"""The survey page: whole, for everybody, in nine languages, and safe to send to."""

import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.pages.survey_page import (
    HEADERS,
    MOST_BYTES,
    MOST_CHARACTERS,
    Given,
    Notice,
    form,
    language_of,
    notice,
    read_form,
)
from shared.pages.survey_style import DARK, LIGHT
from shared.pages.survey_words import TEXTS
from tests.fakes.colours import contrast
from tests.unit.kpis.report_rows import Page

CSAT, NPS = (1, 5), (0, 10)
ASKED = "How satisfied are you?"
NOTICES: tuple[Notice, ...] = ("recorded", "already", "over", "unknown", "unavailable")


def asks(language: str = "en", scale: tuple[int, int] = CSAT) -> Page:
    return Page(form(language, ASKED, scale).encode())


def sent(**fields: str) -> bytes:
    return urlencode(fields).encode()


class TestTheForm:
    @pytest.mark.parametrize("language", TEXTS)
    @pytest.mark.parametrize("scale", [CSAT, NPS])
    def test_it_is_one_document_in_its_language(
        self, language: str, scale: tuple[int, int]
    ) -> None:
        page = asks(language, scale)

        assert page.balanced
        assert page.content.startswith(b"<!doctype html>\n<html ")
        assert page.all("html") == [{"lang": language}]
        assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main"))
        assert ASKED in page.text

    @pytest.mark.parametrize(
        ("scale", "scores"), [(CSAT, range(1, 6)), (NPS, range(11))]
    )
    def test_every_score_of_the_scale_can_be_chosen_and_is_named(
        self, scale: tuple[int, int], scores: range
    ) -> None:
        page = asks(scale=scale)
        radios = [i for i in page.all("input") if i["type"] == "radio"]
        labels = re.findall(r"<label><input [^>]*>(\d+)</label>", page.content.decode())

        assert [i["value"] for i in radios] == labels == [str(s) for s in scores]
        assert {i["name"] for i in radios} == {"score"}
        assert all("required" in i for i in radios)
        assert page.content.index(b"<fieldset><legend>") < page.content.index(b"<input")

    def test_nothing_is_chosen_for_him(self) -> None:
        assert not any("checked" in i for i in asks().all("input"))

    def test_the_comment_has_a_label_and_need_not_be_given(self) -> None:
        page = asks()
        (area,) = page.all("textarea")

        assert {"for": "comment"} in page.all("label")
        assert area["id"] == area["name"] == "comment"
        assert "required" not in area

    def test_it_goes_back_to_where_it_came_from_and_names_nobody(self) -> None:
        (sends,) = asks().all("form")

        assert sends == {"method": "post", "accept-charset": "utf-8"}

    def test_it_asks_for_nothing_and_runs_nothing(self) -> None:
        page = asks()
        tags = {tag for tag, _ in page.elements}
        names = {name for _, attributes in page.elements for name in attributes}

        assert not tags & {"script", "img", "iframe", "object", "embed", "a"}
        assert not {n for n in names if n.startswith("on") or n in ("src", "style")}
        assert page.all("link") == [{"rel": "icon", "href": "data:,"}]
        assert b"http" not in page.content
        assert b"url(" not in page.content

    def test_what_was_refused_is_said_and_what_was_written_stays(self) -> None:
        refused = Given(score=None, comment="\nToo </textarea> late")
        page = Page(form("en", ASKED, CSAT, refused=refused).encode())
        (alert,) = [a for _, a in page.elements if a.get("role") == "alert"]

        assert alert["id"] == "error"
        assert {i["aria-describedby"] for i in page.all("input")} == {"error"}
        assert "Too </textarea> late" in page.text
        assert TEXTS["en"]["missing"] in page.text.split(" | ")[0]  # the title

    def test_a_line_break_at_its_beginning_is_not_lost(self) -> None:
        refused = Given(score=None, comment="\nlate")
        page = form("en", ASKED, CSAT, refused=refused)

        # a browser leaves the first one out
        assert ">\n\nlate</textarea>" in page


class TestNotices:
    @pytest.mark.parametrize("language", TEXTS)
    @pytest.mark.parametrize("about", NOTICES)
    def test_each_says_something_in_every_language(
        self, language: str, about: Notice
    ) -> None:
        page = Page(notice(language, about).encode())

        assert page.balanced
        assert page.all("html") == [{"lang": language}]
        assert not page.all("form")
        assert len(page.text.split(" | ")) >= 3

    @pytest.mark.parametrize("about", NOTICES)
    def test_no_two_languages_say_the_same(self, about: Notice) -> None:
        assert len({notice(code, about) for code in TEXTS}) == len(TEXTS)

    def test_every_language_says_everything(self) -> None:
        said = {code: set(words) for code, words in TEXTS.items()}

        assert set(said) == {"en", "it", "pt", "pl", "ru", "ro", "es", "fr", "de"}
        assert all(names == said["en"] for names in said.values())
        assert all(word for words in TEXTS.values() for word in words.values())


class TestHeaders:
    def test_only_its_own_style_and_its_own_form_are_allowed(self) -> None:
        style = b64encode(sha256(asks().style.encode()).digest()).decode()

        assert HEADERS["Content-Security-Policy"] == (
            f"default-src 'none'; style-src 'sha256-{style}'; img-src data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )

    def test_nothing_keeps_it_finds_it_or_tells_of_it(self) -> None:
        assert HEADERS["Cache-Control"] == "no-store"
        assert HEADERS["Referrer-Policy"] == "no-referrer"
        assert HEADERS["X-Robots-Tag"] == "noindex, nofollow"
        assert HEADERS["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast_is_enough(palette: dict[str, str]) -> None:
    text = {
        n: contrast(palette[n], palette["paper"]) for n in ("ink", "quiet", "error")
    }
    text["button"] = contrast(palette["on-accent"], palette["accent"])
    drawn = {n: contrast(palette[n], palette["paper"]) for n in ("border", "accent")}

    assert min(text.values()) >= 4.5
    assert min(drawn.values()) >= 3


class TestWhatWasSent:
    @pytest.mark.parametrize("score", range(1, 6))
    def test_a_score_of_the_scale_is_read(self, score: int) -> None:
        given_ = read_form(sent(score=str(score), comment=""), CSAT)

        assert given_ == Given(score=score, comment="")

    @pytest.mark.parametrize(
        "body",
        [
            *(b"", b"&", b"score", b"score=", b"score=6", b"score=0", b"score=-1"),
            *(b"score=4.0", b"score=04x", b"score=%D9%A4", b"score=4&score=5"),
            *(b"score=4\n", b"score= 4", b"Score=4", b'{"score": 4}', b"\xff\xfe"),
            *(b"&".join([b"a=1"] * 11) + b"&score=4", b"score=" + b"4" * 5000),
            b"score=4&comment=" + b"x" * MOST_BYTES,
        ],
    )
    def test_whatever_else_is_no_answer(self, body: bytes) -> None:
        assert read_form(body, CSAT).score is None

    def test_a_comment_is_read_as_it_was_typed(self) -> None:
        body = sent(score="2", comment=" Zażółć,\r\n💔 <b>\r\n")

        assert read_form(body, CSAT).comment == "Zażółć,\n💔 <b>"

    def test_what_nobody_types_is_left_out(self) -> None:
        body = sent(score="2", comment="a\x00b\x1b[0m\x7f")

        assert read_form(body, CSAT).comment == "ab[0m"

    def test_a_comment_has_an_end(self) -> None:
        assert len(read_form(sent(comment="x" * 1500), CSAT).comment) == MOST_CHARACTERS

    def test_the_longest_comment_fits_whatever_it_is_written_in(self) -> None:
        body = sent(score="2", comment="💔" * MOST_CHARACTERS)

        assert read_form(body, CSAT) == Given(score=2, comment="💔" * MOST_CHARACTERS)

    @settings(deadline=None)
    @given(st.binary(max_size=300))
    def test_anything_is_read_without_a_failure(self, body: bytes) -> None:
        for piece in (body, b"score=3&comment=" + body):
            read = read_form(piece, CSAT)
            page = form("en", ASKED, CSAT, refused=read)

            assert Page(page.encode()).balanced


class TestLanguage:
    @pytest.mark.parametrize(
        ("known", "accepted", "language"),
        [
            ("pl", "de", "pl"),
            (None, None, "en"),
            (None, "", "en"),
            (None, "de", "de"),
            (None, "pt-BR,pt;q=0.9,en;q=0.8", "pt"),
            (None, "en;q=0.5, ru-RU;q=0.9", "ru"),
            (None, "ja, zh;q=0.9, it;q=0.1", "it"),
            (None, "it;q=0, fr;q=0.0, es;q=0.3", "es"),
            (None, "FR", "fr"),
            (None, "*", "en"),
            (None, "ja", "en"),
            ("ja", "ro", "ro"),
            (None, "english", "en"),
            (None, ",;q=,,de;q=nan,it;;", "en"),
        ],
    )
    def test_his_own_comes_before_his_browsers(
        self, known: str | None, accepted: str | None, language: str
    ) -> None:
        assert language_of(known, accepted) == language

    @given(st.text() | st.from_regex(r"[a-z,;=q0-9. -]{1,40}", fullmatch=True))
    def test_whatever_a_browser_says_there_is_a_language(self, accepted: str) -> None:
        assert language_of(None, accepted) in TEXTS
