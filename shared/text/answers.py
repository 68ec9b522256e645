"""Survey answers that customers type: "4", "4/5", "★★★★", "vier von fünf", "4, merci".

The whole message must be the answer, up to a few polite words: a complaint
that happens to name a number is a message for an agent and never a score.
Nine languages at once, for a short answer does not tell its language.
"""

import re

from shared.text.folding import fold

MAX_CHARACTERS = 80  # longer texts say more than a score
MOST_STARS = 5  # beyond it nobody counts stars: four of them are not 4 of 10

# From zero to ten. Portuguese "um" is left out: in English it is a hesitation.
COUNTING = (
    "zero one two three four five six seven eight nine ten",
    "zero uno due tre quattro cinque sei sette otto nove dieci",
    "zero uma dois três quatro cinco seis sete oito nove dez",
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
    "ноль один два три четыре пять шесть семь восемь девять десять",
    "zero unu doi trei patru cinci șase șapte opt nouă zece",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    "zéro un deux trois quatre cinq six sept huit neuf dix",
    "null eins zwei drei vier fünf sechs sieben acht neun zehn",
    # other genders, cases and spellings
    "нуль одна две - - - - - - - -",
    "- una duas - - fuenf - - - - -",
    "- une dwie - - - - - - - -",
    "- eine două - - - - - - - -",
    "- jedna zwo - - - - - - - -",
    "- - - - - пяти - - - - десяти",
    "- - - - - pięciu - - - - dziesięciu",
)
ARTICLES = ("a", "an", "un", "una", "uno", "une", "um", "uma", "ein", "eine", "einen")
OUT_OF = ("out of", "of", "su", "de", "em", "na", "z", "из", "din", "sobre", "sur")
OUT_OF_TOO = ("von", "auf", "aus", "over", "dintre")
STARS = (
    *("star", "stars", "stella", "stelle", "estrela", "estrelas", "gwiazdka"),
    *("gwiazdki", "gwiazdek", "звезда", "звезды", "звёзд", "stea", "stele"),
    *("estrella", "estrellas", "étoile", "étoiles", "stern", "sterne", "sternen"),
    *("★", "⭐", "🌟"),
)
POINTS = (
    *("point", "points", "punto", "punti", "ponto", "pontos", "punkt", "punkty"),
    *("punktów", "балл", "балла", "баллов", "punct", "puncte", "puntos", "punkte"),
)
POLITE = (
    *("hi", "hello", "ok", "okay", "please", "pls", "thanks", "thank you", "thx"),
    *("ciao", "grazie", "grazie mille", "per favore", "olá", "obrigado", "obrigada"),
    *("por favor", "dziękuję", "dzięki", "proszę", "спасибо", "пожалуйста"),
    *("mulțumesc", "mersi", "vă rog", "hola", "gracias", "muchas gracias", "bonjour"),
    *("merci", "merci beaucoup", "s'il vous plaît", "svp", "hallo", "danke"),
    *("vielen dank", "danke schön", "bitte", ":)", ":-)", "👍", "👌", "🙏", "🙂"),
    *("😊", "😀", "😃", "❤"),
)
QUOTES = "\"'“”„«»‘’"  # noqa: RUF001 - as people type them


def read_score(text: str, scale: tuple[int, int]) -> int | None:
    """Read the score a message gives on a scale, both ends included.

    None if the message is not an answer, or one on another scale ("9/10" where
    5 is the best), or between two scores ("4.5", "3 or 4").
    """
    if len(text) > MAX_CHARACTERS:
        return None
    lowest, highest = scale
    plain = fold(text.replace("🔟", "10")).strip().strip(QUOTES).strip()
    score = _count_stars(plain, highest)
    if score is None:
        score = _read_number(plain, highest)
    return score if score is not None and lowest <= score <= highest else None


def _read_number(plain: str, highest: int) -> int | None:
    found = ANSWER.fullmatch(plain)
    if found is None:
        return None
    best = found["best"]
    if best is not None and _value(best) != highest:
        return None
    if found["stars"] is not None and highest > MOST_STARS:
        return None
    return _value(found["score"])


def _count_stars(plain: str, highest: int) -> int | None:
    """Count ★★★★ or ★★★★☆, where empty ones must fill the scale up."""
    found = STAR_ROW.fullmatch("".join(plain.split()))
    if found is None or highest > MOST_STARS:
        return None
    full, empty = len(found["full"]), len(found["empty"])
    return full if not empty or full + empty == highest else None


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
NUMBER = f"(?:0|[1-9][0-9]?|{_any(*NUMBERS)})"
PAUSE = r"[\s.,!;]"
ANSWER = re.compile(
    rf"(?:{_any(*POLITE)}{PAUSE}+){{0,2}}"
    rf"(?:{_any(*ARTICLES)}\s+)?"
    rf"(?P<score>{NUMBER})"
    rf"(?:(?:\s*/\s*|\s+{_any(*OUT_OF, *OUT_OF_TOO)}\s+)(?P<best>{NUMBER}))?"
    rf"(?:\s*(?:(?P<stars>{_any(*STARS)})|{_any(*POINTS)}))?"
    rf"(?:{PAUSE}*{_any(*POLITE)}){{0,3}}"
    rf"{PAUSE}*"
)
STAR_ROW = re.compile(r"(?P<full>★+|⭐+|🌟+)(?P<empty>☆*)[.!]*")
