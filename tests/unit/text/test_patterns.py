"""Patterns of settings: what they match, what they refuse, and that they never hang."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text.pattern_reader import BadPattern
from shared.text.patterns import MOST_KEPT, Patterns

MATCHES = (
    (r"order (no )?\d{4,6}", "my order no 12345!", True),
    (r"order (no )?\d{4,6}", "my order 123", False),
    (r"order (no )?\d{4,6}", "reorder 12345", False),
    (r"(a|b)*c", "ababc", True),
    (r"a{2,3}", "aaaa", False),
    (r"(ab){2}", "abab", True),
    (r"[^a-c]x?", "d", True),
    (r"\d+ ?(€|eur)", "it is 30€.", True),
    (r"a.c\s\w", "abc d", True),
    (r"a\.b", "a.b", True),
    (r"a\.b", "axb", False),
    (r"[a-c-]+", "a-c", True),
    (r"(a?){3}b", "aab", True),
    ("Größe [XL]+", "grosse xl", True),
)
REFUSED = (
    ("(a", "without its )"),
    ("a)", "without its ("),
    ("a**", "repeats a repetition"),
    (r"(a)\1", r"\1, which is not known"),
    ("(?=a)", "(?, which is not known"),
    ("a*", "nothing at all"),
    ("", "nothing at all"),
    ("[a", "ends too early"),
    ("[z-a]", "the wrong way round"),
    ("a{,3}", "neither {2} nor {2,5}"),
    ("a{3,2}", "or never"),
    ("a{99}", "more than 50 times"),
    ("^a", "means nothing here"),
    (r"\W", "upper-case"),
    ("(a{50}){50}", "200 places"),
    ("((((){50}){50}){50}){50}a", "1000 pieces"),
    ("(" * 30 + "a" + ")" * 30, "groups within groups"),
)
HOSTILE = (r"(a+)+b", r"(a|a)*b", r"(a*)*b", r"\w+\w+\w+\w+x", r"(.*a){20}")


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Count the lines of Python that are run meanwhile."""
    lines = 0

    def trace(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield lambda: lines
    finally:
        sys.settrace(before)


@pytest.mark.parametrize(("pattern", "text", "matches"), MATCHES)
def test_a_pattern_matches_from_word_to_word(
    pattern: str, text: str, *, matches: bool
) -> None:
    assert bool(Patterns([pattern]).find(text)) == matches


@pytest.mark.parametrize(("pattern", "why"), REFUSED)
def test_what_is_no_pattern_is_refused_with_the_reason(pattern: str, why: str) -> None:
    with pytest.raises(BadPattern, match=re.escape(why)):
        Patterns([pattern])


def test_of_several_patterns_it_tells_which_match() -> None:
    assert Patterns(["a+", "b", "ab?"]).find("aa ab") == {0, 2}


@pytest.mark.parametrize("pattern", HOSTILE)
def test_twice_the_text_takes_twice_the_steps(pattern: str) -> None:
    patterns, steps = Patterns([pattern]), []
    for length in (500, 1000):
        with counted() as lines:
            patterns.find("a" * length + "!")
        steps.append(lines())

    assert steps[1] < 2.5 * steps[0]


def test_what_it_remembers_stays_bounded() -> None:
    patterns = Patterns([r"\w+x"])
    patterns.find("".join(chr(0x4E00 + n) for n in range(3 * MOST_KEPT)))

    assert len(patterns._letters) <= MOST_KEPT


PATTERNS = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", r"\d"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda it: f"({it[0]}|{it[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{1,2}"])).map(
            lambda it: f"({it[0]}){it[1]}"
        ),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text("ab1", max_size=8))
def test_it_agrees_with_regular_expressions(pattern: str, text: str) -> None:
    if re.fullmatch(pattern, ""):
        return

    assert bool(Patterns([pattern]).find(text)) == bool(re.fullmatch(pattern, text))


@given(PATTERNS, st.text("ab1 -", max_size=12))
def test_what_it_has_read_before_changes_nothing(pattern: str, text: str) -> None:
    if re.fullmatch(pattern, ""):
        return
    patterns = Patterns([pattern])
    before = patterns.find(text)

    assert patterns.find(text) == before
    assert bool(before) == any(
        re.fullmatch(pattern, part) for part in _from_word_to_word(text)
    )


def _from_word_to_word(text: str) -> Iterator[str]:
    edges = [it.start() for it in re.finditer(r"(?<![a-z1])|(?![a-z1])", text)]
    return (text[a:b] for a in edges for b in edges if a < b)


def test_words_are_remembered_within_bounds() -> None:
    patterns = Patterns(["never", "1+ .+"])
    patterns.find(" ".join(str(n) for n in range(3 * MOST_KEPT)))

    assert len(patterns._barren) + len(patterns._steps) <= MOST_KEPT
