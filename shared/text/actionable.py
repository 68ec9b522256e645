"""Whether a message asks for anything, by itself: what is flushed, and why.

Precision comes first: reading spam costs a look, losing a complaint a customer.
So each reason asks for certainty, and whatever looks like a question, a problem
or displeasure is left to somebody who reads it.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from shared.text.folding import bare, fold
from shared.text.lexicons import LANGUAGES, care, modifiers
from shared.text.phrases import NOBODYS, WORD, Phrases, words_of
from shared.text.praise_words import ASKING, GLUE, PRAISE
from shared.text.spam_words import SPAM_SUMS, SPAM_WORDS
from shared.text.topic_words import TOPIC_WORDS
from shared.text.urgency import judge
from shared.text.valence import valences
from shared.text.words import clear, tokens

MAX_CHARACTERS = 600
MAX_PRAISE = 120  # characters: who says more, says more than praise
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|ly|me|io|shop)/\S+")
# A link to the platform itself may be a post that says what is wrong, or a photo.
OWN_LINK = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:t\.co|x\.com|twitter\.com|facebook\.com|fb\.com"
    r"|fb\.me|instagram\.com|threads\.net|instagr\.am)/",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<![\w@])@\w[\w.]*")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w")
PHONE = re.compile(r"\d[\d ()-]{7,}\d")
DISPLEASED = frozenset(
    "😠😡🤬😤😒🙄😞😟😢😭😩😫😣😖☹🙁😕😔👎🖕💩🤢🤮💔😾🤡😱😨🆘❓❔❗⁉‼"
    "🙃😑😐😬🤦🫠🥲🥺😥😰😓🥱😧😦😵😶🤥👿😿🙀💢🚨⚠❌🚫⛔🛑🐌🤕🤒"
)
# What customers write about, and who sells does not.
CARE = (
    *("delivery", "billing", "refund", "outage", "account", "staff"),
    *("cancellation", "contact", "booking"),
)
LETTER = re.compile(r"[^\W\d_]")
BETWEEN = re.compile(r"[\s,;&+.!…~*-]+")
SYMBOLS = frozenset({"So", "Sk"})
QUOTING = frozenset('"“”„«»')
# Whoever quotes, counts, brackets or strikes out a word, or leaves it hanging, may
# mean its opposite.
PLAIN = re.compile(r"(?:[^\d\"“”„«»()*_/\\…\u0334-\u0338.]|\.(?!\s*\.))*")
# What begins so asks something, also where the question mark is left out.
QUESTION = re.compile(rf"(?:^|[^\w\s'])\s*(?:{'|'.join(ASKING.split())})\b")


def why_not_actionable(
    text: str | None,
    attachments: Sequence[str] = (),
    *,
    visibility: str = "private",
    is_ours: bool = True,
    languages: Sequence[str] = (),
) -> str | None:
    """Say why a message asks for nothing; None: somebody must read it.

    Args:
        text: what was written.
        attachments: the types of the files beside it.
        visibility: a private message is somebody's talk with us: there a link
            or an emoji by itself may be its beginning.
        is_ours: whether it stands on a page of ours. Elsewhere we are named
            because somebody wants us to hear.
        languages: that the text may be in; none: it is not known.

    """
    said = (text or "").strip()
    if not said:
        only_stickers = bool(attachments) and set(attachments) == {"sticker"}
        return "sticker" if only_stickers else None
    if attachments or len(said) > MAX_CHARACTERS or _is_displeased(said):
        return None
    if visibility == "public":
        bare_reason = _bare(said, is_ours=is_ours)
        if bare_reason is not None:
            return bare_reason
    if "?" in said:
        return None
    return _selling(said, languages) or ("praise" if _is_praise(said) else None)


def _is_displeased(said: str) -> bool:
    return not said.isascii() and not DISPLEASED.isdisjoint(said)


def _bare(said: str, *, is_ours: bool) -> str | None:
    """The reason if there is not one word in it."""
    if _has_link(said):
        has_words = not _is_wordless(LINK.sub("", said))
        return None if has_words or OWN_LINK.search(said) else "bare_link"
    if "@" in said and NAME.search(said):
        is_tag = is_ours and _is_wordless(NAME.sub("", said))
        return "tag_a_friend" if is_tag else None
    is_bare = _is_wordless(said) and any(map(_is_symbol, said))
    return "bare_emoji" if is_bare else None


def _has_link(said: str) -> bool:
    """Look first for what no link is without, which takes no time."""
    return ("/" in said or "www." in said) and LINK.search(said) is not None


def _is_wordless(said: str) -> bool:
    if LETTER.search(said):
        return False
    return all(map(_is_symbol, BETWEEN.sub("", bare(said))))


def _is_symbol(letter: str) -> bool:
    return unicodedata.category(letter) in SYMBOLS


def _selling(said: str, languages: Sequence[str]) -> str | None:
    """Advertising and spam: what they promise, with what one is to do for it."""
    found = set(_phrases().find(said, *languages))
    if "doubt" in found or not ("call" in found or _has_address(said)):
        return None
    if not found & {"lure", "offer"}:
        found |= set(_sums().find(said, *languages))
    if not found & {"lure", "offer"}:
        return None
    if QUOTING & set(said) or _is_customers(said, languages):
        return None
    return "spam" if "lure" in found else "advertising"


def _has_address(said: str) -> bool:
    has_mail = "@" in said and MAIL.search(said) is not None
    return has_mail or _has_link(said) or PHONE.search(said) is not None


def _is_customers(said: str, languages: Sequence[str]) -> bool:
    """Whether it is about an order or a bill, threatens, or has a word of displeasure.

    Who sells speaks of none, and does none.
    """
    if _care().find(said, *languages) or judge(said, *languages).reasons:
        return True
    plain = clear(said)
    return any(
        min(valences(tokens(plain), care(code), modifiers(code)), default=0) < 0
        for code in [it for it in languages if it in LANGUAGES] or LANGUAGES
    )


def _is_praise(said: str) -> bool:
    """Whether every word is praise or stands between praise, in one language.

    A link may be a photo of what the praise mocks.
    """
    if len(said) > MAX_PRAISE:
        return False
    words = set(words_of(said))
    if not any(words <= known and words & praise for praise, known in _vocabularies()):
        return False
    plain = NOBODYS.sub(" ", said)
    if _has_link(said) or not PLAIN.fullmatch(plain):
        return False
    return QUESTION.search(fold(plain)) is None


@cache
def _phrases() -> Phrases:
    """Lay the words out on first use, once per container."""
    return Phrases(SPAM_WORDS)


@cache
def _sums() -> Phrases:
    return Phrases(SPAM_SUMS)


@cache
def _care() -> Phrases:
    return Phrases({topic: TOPIC_WORDS[topic] for topic in CARE})


@cache
def _vocabularies() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple(
        (_words(praise), _words(praise) | _words(glue))
        for praise, glue in zip(PRAISE, GLUE, strict=True)
    )


def _words(said: str) -> frozenset[str]:
    return frozenset(WORD.findall(fold(said)))
