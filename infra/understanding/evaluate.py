"""How well messages are understood: ``make evaluate``.

Runs on labelled messages that may neither be shipped nor learnt from
(../shared/data/sentiment, ``label<TAB>text``); without them it says so and ends.
"""

import csv
import gzip
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

import vaderSentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from infra.functions import ROOT
from infra.understanding.talks import told
from shared.domain.intake import to_entry
from shared.domain.messages import Event
from shared.domain.settings import default_settings
from shared.text.language import guess
from shared.text.lexicons import DATA
from shared.text.moods import LABELS
from shared.text.sentiment import understand

LABELLED = ROOT.parent / "shared" / "data" / "sentiment"
VADERS_THRESHOLD = 0.05
LONGEST = 600
SAMPLE = 150  # messages of each set, whose understanding is timed as a whole
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PACKAGED = (DATA.parent, Path(vaderSentiment.__file__).parent)
Labelled = list[tuple[int, str]]
Reader = Callable[[str], int]
IMPORTING = (
    "import time; from vaderSentiment import vaderSentiment"
    "; began = time.process_time(); from shared.text import language, sentiment"
    "; imported = time.process_time()"
    "; sentiment.understand('Dove è il pacco?', language.guess('Dove è').language)"
    "; print((imported - began) * 1000, (time.process_time() - imported) * 1000)"
)


def main() -> None:
    """Print a table of the data sets, then what it costs."""
    if not LABELLED.exists():
        print(f"Nothing to evaluate on: {LABELLED} is not there.")
        return
    print(
        f"{'':20}{'n':>6}{'F1':>7}{'VADER':>7}{'recall-':>8}{'VADER':>7}"
        f"{'language':>9}{'texts/s':>8}{'VADER':>7}"
        "  rows: true, columns: found (- 0 +); VADER's"
    )
    scores: dict[str, list[tuple[float, float]]] = {}
    for file in sorted(LABELLED.glob("*.tsv.gz")):
        scores.setdefault(file.name[:2], []).append(_evaluated(file))
    for language, pairs in scores.items():
        ours, vaders = (sum(them) / len(pairs) for them in zip(*pairs, strict=True))
        print(f"mean F1 in {language}: {ours:.3f}, VADER {vaders:.3f}")
    _talks()
    _costs()


def f1(confusion: Sequence[Sequence[int]]) -> float:
    """Return the mean over the classes of F1; rows are true, columns found."""
    scores = []
    for kind, row in enumerate(confusion):
        found = sum(other[kind] for other in confusion)
        scores.append(2 * row[kind] / max(1, sum(row) + found))
    return sum(scores) / len(scores)


def _evaluated(file: Path) -> tuple[float, float]:
    rows = list(_rows(file))
    language = file.name[:2]
    vader = SentimentIntensityAnalyzer()
    ours, rate = _confusion(rows, lambda text: _ours(text, language))
    alone, vaders_rate = _confusion(rows, lambda text: _vaders(vader, text))
    right = sum(guess(text).language == language for _, text in rows) / len(rows)
    print(
        f"{file.name.removesuffix('.tsv.gz'):20}{len(rows):6}{f1(ours):7.3f}"
        f"{f1(alone):7.3f}{_recall(ours):8.2f}{_recall(alone):7.2f}{right:9.3f}"
        f"{rate:8.0f}{vaders_rate:7.0f}  {ours}; {alone}"
    )
    return f1(ours), f1(alone)


def _rows(file: Path) -> Iterator[tuple[int, str]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for label, *text in reader:
            yield int(label), "\t".join(text)


def _confusion(rows: Labelled, read: Reader) -> tuple[list[list[int]], float]:
    """Count what is found for what is true; and how many texts a second of CPU."""
    counts = [[0] * len(LABELS) for _ in LABELS]
    began = time.process_time()
    for label, text in rows:
        counts[label][read(text)] += 1
    return counts, len(rows) / (time.process_time() - began)


def _ours(text: str, language: str) -> int:
    found = understand(text, language)
    return LABELS.index(found.label) if found else 1


def _vaders(vader: SentimentIntensityAnalyzer, text: str) -> int:
    compound: float = vader.polarity_scores(text[:LONGEST])["compound"]
    return 1 + (compound >= VADERS_THRESHOLD) - (compound <= -VADERS_THRESHOLD)


def _recall(confusion: Sequence[Sequence[int]]) -> float:
    return confusion[0][0] / max(1, sum(confusion[0]))


def _talks() -> None:
    """Print how often the language of a few words is right, alone and in a talk."""
    texts: dict[str, list[str]] = {}
    for file in sorted(LABELLED.glob("*.tsv.gz")):
        texts.setdefault(file.name[:2], []).extend(text for _, text in _rows(file))
    print("language of 1 to 4 words: alone, in its talk, after a turn; unsure")
    for language, shares in told(texts).items():
        print(f"{language}  {'  '.join(f'{share:.3f}' for share in shares)}")


def _costs() -> None:
    print(f"all that is understood of a message, median: {_median_ms():.2f} ms CPU")
    size = sum(f.stat().st_size for at in PACKAGED for f in at.rglob("*") if _ships(f))
    ended = subprocess.run(
        [sys.executable, "-c", IMPORTING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    imported, first = map(float, ended.stdout.split())
    print(
        f"in the package, VADER included: {size / 1e6:.2f} MB; CPU over VADER's own "
        f"import: {imported:.0f} ms, first message: {first:.0f} ms"
    )


def _ships(file: Path) -> bool:
    return file.is_file() and file.suffix != ".pyc"


def arriving(text: str) -> Event:
    """A customer's message as it comes in, whose understanding is measured."""
    return Event(
        id="1",
        channel="facebook",
        kind="message",
        direction="inbound",
        visibility="public",
        occurred_at=NOW,
        received_at=NOW,
        text=text,
    )


def _median_ms() -> float:
    """CPU of all that is understood of a message, as it comes in."""
    rules = default_settings("UTC")
    spent = []
    for file in sorted(LABELLED.glob("*.tsv.gz")):
        for _, text in islice(_rows(file), SAMPLE):
            event = arriving(text)
            began = time.process_time_ns()
            to_entry(event, NOW, rules)
            spent.append((time.process_time_ns() - began) / 1e6)
    return median(spent)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    main()
