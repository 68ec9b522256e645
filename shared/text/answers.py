"""Survey answers that customers type: "4", "4/5", "★★★★", "vier von fünf", "4, merci".

What the customer adds must be parted from the score ("2, still not here!"), or
be a courtesy: "4 days late" is a message for an agent and never a score. Where
it is not certain it is none; a score that is missed costs less than one that
nobody gave.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from shared.text.actionable import why_not_actionable
from shared.text.courtesy import is_courtesy
from shared.text.folding import fold
from shared.text.score_words import (
    ARTICLES,
    CONNECTIONS,
    COUNTED,
    COUNTING,
    FACES,
    LEADS,
    OUT_OF,
    POINTS,
    POLITE,
    QUOTES,
    STARS,
)

MARKS = ("row", "slash", "stars", "counted", "lead")
FEWEST_STARS = 3  # beside words: one or two of them only adorn what is said
READ = 80  # characters at either end: who needs more says more than a score
ENDING_READ = 20
LONGEST = 2000  # characters: who writes more is not answering a question
MOST_STARS = 5  # beyond it nobody counts stars: four of them are not 4 of 10


@dataclass(frozen=True, slots=True)
class Answer:
    """A score, and what else the customer says that somebody must read.

    ``rest`` is as he typed it, without what parted it from the score; it is empty
    where nothing is left but courtesies, praise and faces.
    """

    score: int
    rest: str = ""


def read_answer(text: str, scale: tuple[int, int]) -> Answer | None:
    """Read the score a message gives on a scale, both ends included, and the rest.

    None if the message is not an answer, or one on another scale ("9/10" where
    5 is the best), or between two scores ("4.5", "3 or 4").
    """
    said = text.strip()
    if len(said) > LONGEST:
        return None
    found = _at_the_start(said, scale[1]) or _at_the_end(said, scale[1])
    return found if found and scale[0] <= found.score <= scale[1] else None


def _at_the_start(said: str, highest: int) -> Answer | None:
    found = _first(said[:READ])
    if found is None:
        return None
    score = _score(found, highest)
    is_cut = found.end() == len(found.string) and len(said) > READ
    return None if score is None or is_cut else _with_rest(score, found, said)


def _with_rest(score: int, found: re.Match[str], said: str) -> Answer | None:
    """Read what follows the score: nothing, courtesies, or a rest that is parted."""
    places = [*_places(said[:READ]), min(READ, len(said))]
    after = said[places[found.end()] :]
    if _is_closed(after):
        is_alone = not found.start("said") and not after.strip(" .!")
        return Answer(score) if is_alone or not _is_ornament(found) else None
    parted = PARTED.match(found.string, found.end())
    if parted is None:
        return Answer(score) if _may_follow(found, after) else None
    rest = said[places[parted.end()] :].strip().strip(QUOTES)
    if _asks_nothing(rest):
        return Answer(score)
    is_rest = _may_have_rest(found, parted) and not NO_REST.search(fold(rest))
    return Answer(score, rest) if is_rest else None


def _at_the_end(said: str, highest: int) -> Answer | None:
    """Read what comes before a score: courtesies, or sentences before "2/5"."""
    last = said[-READ:]
    found = _last(last)
    if found is None:
        return None
    score = _score(found, highest)
    begun = len(said) - len(last) + _places(last)[found.start("said")]
    before = said[:begun].rstrip(" ")
    rest = before.strip()
    if score is None or _is_ornament(found):
        return None
    if _asks_nothing(rest.rstrip(",")):
        # "Thanks! 4", but not "note 4" or "the best 4".
        return Answer(score) if _is_marked(found) or CLOSING.search(before) else None
    is_only_one = _at_the_start(rest, highest) is None
    is_rest = is_only_one and _is_marked(found) and ENDED.search(before)
    return Answer(score, rest) if is_rest else None


@lru_cache(maxsize=8)
def _first(said: str) -> re.Match[str] | None:
    """Find a score that a text begins with; each scale asks for one text in turn."""
    return SCORE.match(_plain(said))


@lru_cache(maxsize=8)
def _last(said: str) -> re.Match[str] | None:
    """Find a score that a text ends with.

    Looking for one at every place costs; most messages end with other words.
    """
    plain = _plain(said)
    ending = ENDING.match(plain[-ENDING_READ:])
    is_score = ending is not None and ending[0].endswith(ENDS)
    return LAST.search(plain) if is_score else None


def _score(found: re.Match[str], highest: int) -> int | None:
    """Read the number; none if it is on another scale."""
    if found["row"] is not None:
        full = sum(letter in "★⭐🌟" for letter in found["row"])
        empty = found["row"].count("☆")
        fits = highest <= MOST_STARS and (not empty or full + empty == highest)
        return full if fits else None
    if found["best"] is not None and _value(found["best"]) != highest:
        return None
    if (found["stars"] or found["counted"]) and highest > MOST_STARS:
        return None
    return _value(found["score"])


def _is_marked(found: re.Match[str]) -> bool:
    """Whether a score says by itself that it is one: "2/5", "2 stars", "vote: 2"."""
    return any(found[part] for part in MARKS)


def _may_have_rest(found: re.Match[str], parted: re.Match[str]) -> bool:
    """Whether it is certain enough to part it from other words.

    A word may count or be no number at all ("Neuf, mais cassé" is new), and a stop
    behind a number is that of a list, or of a thread ("2.", "2/10.").
    """
    if parted["stop"] and not any(found[part] for part in MARKS if part != "slash"):
        return False
    is_digits = found["score"] is not None and found["score"].isdigit()
    return _is_marked(found) or (is_digits and found["article"] is None)


def _is_ornament(found: re.Match[str]) -> bool:
    row = found["row"]
    return (
        row is not None and sum(not letter.isspace() for letter in row) < FEWEST_STARS
    )


def _may_follow(found: re.Match[str], after: str) -> bool:
    """Whether words that nothing parts from the score are no part of it."""
    words = after.strip()
    if not after[:1].isspace() or not words:
        return False
    is_number = found["row"] is None and found["score"].isdigit()
    is_praise = len(words.split()) == 1 and why_not_actionable(words) == "praise"
    return is_courtesy(words) or (is_number and is_praise)


def _asks_nothing(rest: str) -> bool:
    """Whether it is only courtesies, praise and faces."""
    words = ONLY_FACES.sub("", rest)
    is_praise = why_not_actionable(words) == "praise"
    return is_praise or _is_closed(rest) or is_courtesy(rest)


def _is_closed(after: str) -> bool:
    """Whether nothing is left but full stops, polite words and faces."""
    return len(after) <= READ and CLOSED.fullmatch(fold(after)) is not None


def _plain(said: str) -> str:
    return fold(said.replace("🔟", "10"))


def _places(said: str) -> list[int]:
    """Where each letter of the plain text came from; letters are folded one by one."""
    return [n for n, letter in enumerate(said) for _ in _plain(letter)]


def _value(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _any(*words: str) -> str:
    """Write the pattern of any of the words, the longest first."""
    folded = sorted({fold(word) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, folded)) + ")"


NUMBERS = {
    fold(word): value
    for language in COUNTING
    for value, word in enumerate(language.split())
    if word != "-"
}
NUMBER = rf"(?:0|[1-9][0-9]?|{_any(*NUMBERS)})(?![0-9])"
PAUSE = r"[\s.,!;…]"
SAID = (
    r"(?P<said>"
    r"(?P<row>(?:★(?:\s?★)*|⭐(?:\s?⭐)*|🌟(?:\s?🌟)*)(?:\s?☆)*)"
    rf"|(?:(?P<lead>{_any(*LEADS)})\s*(?:[:=]\s*|-\s+)?)?(?:(?P<article>{_any(*ARTICLES)})\s+)?"
    rf"(?P<score>{NUMBER})"
    # "4 of 5 stars", and "4 stars of 5"
    rf"(?:\s*(?:(?P<counted>{_any(*STARS)})|{_any(*POINTS)})(?=\s+{_any(*OUT_OF)}\s+{NUMBER}))?"
    rf"(?:(?:(?P<slash>\s*/\s*)|\s+{_any(*OUT_OF)}\s+)(?P<best>{NUMBER}))?"
    rf"(?:\s*(?:(?P<stars>{_any(*STARS)})|{_any(*POINTS)}))?"
    r")"
)
SCORE = re.compile(rf"[\s{QUOTES}]*(?:{_any(*POLITE)}{PAUSE}+){{0,2}}{SAID}")
CLOSED = re.compile(
    rf"(?:{PAUSE}*(?:{_any(*POLITE)}|[{FACES}]+)){{0,3}}(?:{PAUSE}|[{QUOTES}])*"
)
PARTED = re.compile(
    rf"[{QUOTES}]?(?:[^\S\n]*(?:[,;!…\n]|\.\.|\s[-–—]\s|—|(?P<stop>\.)(?=\s))"  # noqa: RUF001
    rf"(?:{PAUSE}|[-–—]\s)*"  # noqa: RUF001
    rf"|\s+(?={_any(*CONNECTIONS)}\b)|\s*(?=[({FACES}]))"
)
# It goes on counting, is put right, or is an item of a list.
NO_REST = re.compile(
    rf"^(?:[0-9]|{_any(*NUMBERS, *COUNTED)}\b)"
    rf"|(?<!\w)(?:[0-9]|10|{_any(*NUMBERS)})[\s.!]*$"
    r"|(?<!\w)[0-9]{1,2}[.):]\s|\s[0-9]\s?-\s"
)
# All but what may follow a score, and what it may end with.
ENDING = re.compile(rf"(?s:.*)[^\s☆.!{FACES}]")
ENDS = tuple({*"0123456789", *map(fold, (*NUMBERS, *STARS, *POINTS))})
LAST = re.compile(rf"(?:^|(?<=[\s!?…])){SAID}[\s.!{FACES}]*$")
CLOSING = re.compile(rf"[\s.,!…{FACES}\u200d\ufe0f)]$|^$")
ENDED = re.compile(r"[.!?…\n)]$")
ONLY_FACES = re.compile(rf"[{FACES}]|\u200d|\ufe0f|[\U0001f3fb-\U0001f3ff]")
