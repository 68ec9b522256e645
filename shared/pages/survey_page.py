"""The page on which a survey is answered, for where no buttons can be sent.

A form and nothing else: no script, no request, no name of anybody, in the
customer's language. Its policy forbids the browser everything but its own style
and sending the form back to where it came from.
"""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from urllib.parse import parse_qs

from shared.pages.markup import Markup, element
from shared.pages.survey_style import CSS
from shared.pages.survey_words import ENGLISH, TEXTS

Notice = Literal["recorded", "already", "over", "unknown", "unavailable"]

MOST_BYTES = 16_384  # of a form; the longest comment is a third of it, spelt out
MOST_CHARACTERS = 1000  # of a comment
_MOST_FIELDS = 10
_ACCEPTED_READ = 200  # characters of a header
_ACCEPTED = re.compile(r"\s*([a-z]{2})\b[^,;]*(?:;\s*q=([01](?:\.[0-9]{1,3})?))?\s*")
_SCORE = re.compile("[0-9]{1,2}")
_STYLE = b64encode(sha256(CSS.encode()).digest()).decode()
HEADERS: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE}'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was sent with the form; ``score`` is None where none was chosen."""

    score: int | None
    comment: str


def form(
    language: str,
    question: str,
    scale: tuple[int, int],
    *,
    refused: Given | None = None,
) -> str:
    """Return the page that asks; with what was ``refused``, if anything was."""
    words = TEXTS[language]
    title = words["title"]
    error = element("p", words["missing"], class_="error", id="error", role="alert")
    asked = element(
        "fieldset",
        element("legend", question),
        error if refused else None,
        _scores(scale, is_refused=refused is not None),
    )
    comment = element(
        "p",
        element("label", words["comment"], for_="comment"),
        element(
            "textarea",
            # The first line break of a text area is not part of its text.
            Markup("\n"),
            refused.comment if refused else None,
            id="comment",
            name="comment",
            rows="4",
            maxlength=str(MOST_CHARACTERS),
            dir="auto",
        ),
        class_="comment",
    )
    send = element("button", words["send"], type="submit")
    body = element("form", asked, comment, send, method="post", accept_charset="utf-8")
    said = f"{words['missing']} {title}" if refused else title
    return _page(language, said, element("main", element("h1", title), body))


def notice(language: str, about: Notice) -> str:
    """Return a page that only says something."""
    words = TEXTS[language]
    thanks = about in ("recorded", "already")
    title = words["thanks"] if thanks else words[about]
    text = words[about] if thanks else words[f"{about}_why"]
    main = element("main", element("h1", title), element("p", text), class_="notice")
    return _page(language, title, main)


def read_form(body: bytes, scale: tuple[int, int]) -> Given:
    """Read what a browser sent; what cannot be read is as if it were missing."""
    if len(body) > MOST_BYTES:
        return Given(score=None, comment="")
    try:
        # Not UTF-8 is the business of who made it up: it becomes question marks.
        fields = parse_qs(body.decode(errors="replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        fields = {}
    score = _read_score(fields.get("score", []), scale)
    return Given(score=score, comment=_clean(" ".join(fields.get("comment", []))))


def language_of(known: str | None, accepted: str | None) -> str:
    """Choose the page's language: that of his talk, else what his browser prefers.

    ``accepted`` is the header Accept-Language (RFC 9110, 12.5.4).
    """
    if known is not None and known in TEXTS:
        return known
    wanted = []
    for place, part in enumerate((accepted or "")[:_ACCEPTED_READ].lower().split(",")):
        found = _ACCEPTED.fullmatch(part)
        weight = float(found[2] or 1) if found else 0.0
        if found and found[1] in TEXTS and weight > 0:
            wanted.append((-weight, place, found[1]))
    return min(wanted)[2] if wanted else ENGLISH


def _page(language: str, title: str, main: Markup) -> str:
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        # Otherwise a browser asks the server for an icon.
        element("link", rel="icon", href="data:,"),
        element("style", Markup(CSS)),
    )
    page = element("html", head, element("body", main), lang=language)
    return f"<!doctype html>\n{page}\n"


def _scores(scale: tuple[int, int], *, is_refused: bool) -> Markup:
    lowest, highest = scale
    choices = (
        element(
            "label",
            element(
                "input",
                type="radio",
                name="score",
                value=str(score),
                required="",
                aria_describedby="error" if is_refused else None,
            ),
            str(score),
        )
        for score in range(lowest, highest + 1)
    )
    row = "five" if highest - lowest < 10 else "eleven"  # noqa: PLR2004 - what it is
    return element("div", *choices, class_=f"scores {row}")


def _read_score(said: list[str], scale: tuple[int, int]) -> int | None:
    if len(said) != 1 or not _SCORE.fullmatch(said[0]):
        return None
    score = int(said[0])
    return score if scale[0] <= score <= scale[1] else None


def _clean(comment: str) -> str:
    """Take away what nobody types: control characters, too much of it."""
    lines = comment.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    return "".join(kept).strip()[:MOST_CHARACTERS]


_UNSEEN = frozenset({"Cc", "Cs"})
