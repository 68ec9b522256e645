"""Makes the language profiles: how common which letters are, one to three at a time.

langdetect's counts of nine languages and of others that look like them, as base-2
logarithms in steps of a half, one character a language from 0 on.
"""

import json
import tarfile
import unicodedata
from collections import Counter
from math import log2

from infra.understanding.sources import fetch
from shared.text.lexicons import DATA, LANGUAGES

PACKAGE = "langdetect-1.0.9"
OTHERS = ("nl", "sv", "da", "cs", "sk", "hr", "hu", "tr", "fi", "ca", "id", "uk", "bg")
MOST = 2000  # grams of a language
LONGEST = 3
UNACCENTED = 0.3  # of the counts, for those who type no accents
ACCENTS_STAY = ("de", "ru", "uk", "bg")
ALIKE = str.maketrans("şţё", "șțе")  # as shared/text/words.py
RAREST = 20  # bits


def write() -> None:
    """Write data/languages.txt."""
    names = (*LANGUAGES, *OTHERS)
    with tarfile.open(fetch(f"{PACKAGE}.tar.gz")) as package:
        shares = [_shares(package, name) for name in names]
    grams = sorted({gram for known in shares for gram in known})
    lines = [" ".join(names)]
    for gram in grams:
        digits = "".join(_digit(known.get(gram)) for known in shares)
        lines.append(f"{gram.replace(' ', '_')}\t{digits}")
    text = "\n".join(lines) + "\n"
    (DATA / "languages.txt").write_text(text, encoding="utf-8")


def _shares(package: tarfile.TarFile, language: str) -> dict[str, float]:
    """Say what share of a language's grams of its length each common one is."""
    file = package.extractfile(f"{PACKAGE}/langdetect/profiles/{language}")
    profile = json.load(file) if file else {}
    counts: Counter[str] = Counter()
    for gram, count in profile["freq"].items():
        counts[gram.lower().translate(ALIKE)] += count
    if language not in ACCENTS_STAY:
        for gram, count in list(counts.items()):
            bare = _bare(gram)
            if bare != gram:
                counts[bare] += round(count * UNACCENTED)
    common = [it for it in counts.most_common() if len(it[0]) <= LONGEST][:MOST]
    return {gram: count / profile["n_words"][len(gram) - 1] for gram, count in common}


def _bare(gram: str) -> str:
    parts = unicodedata.normalize("NFD", gram.replace("ł", "l"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _digit(share: float | None) -> str:
    steps = max(1, round(2 * (log2(share) + RAREST))) if share else 0
    return chr(ord("0") + steps)
