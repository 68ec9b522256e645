"""Moods as Amazon Comprehend reads them, in the languages it knows.

One request for each language of a batch. Whatever it does not read, for its own
reasons or the network's, the local model does, so that no message waits for it.
https://docs.aws.amazon.com/comprehend/latest/APIReference/API_BatchDetectSentiment.html
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from shared.observability import logger
from shared.ports_sentiments import Said, Sentiments
from shared.text.moods import Sentiment, weighed
from shared.text.words import clear

# A change of what is sent or of how its answer is read is a new model; of a
# change of its own Comprehend does not tell.
MODEL = "comprehend-1"
LANGUAGES = frozenset({"de", "en", "es", "fr", "it", "pt"})  # of the nine
MOST = 25  # texts a request; each of at most 5,000 bytes, which 600 letters never are
PATIENCE = 2.0  # seconds of a batch after which no further request is begun
PAUSE = 30.0  # seconds in which nothing is asked after a failure
# A request ends within 2 seconds, and is not repeated: a batch of customers waits.
CLIENT = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 1})

Request = tuple[str, Sequence[tuple[int, str]]]  # language, texts with their places


class ComprehendSentiments:
    """``shared.ports_sentiments.Sentiments``; ``client`` is boto3's, with `CLIENT`.

    ``local`` reads what is left; ``monotonic`` is a clock in seconds.
    """

    def __init__(
        self,
        client: Any,
        local: Sentiments,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._local = local
        self._monotonic = monotonic
        self._resumes_at = monotonic()

    def read(self, said: Sequence[Said]) -> list[Sentiment | None]:
        moods = self._local.read(said)
        ends_at = self._monotonic() + PATIENCE
        for language, texts in _requests(said):
            if not self._resumes_at <= self._monotonic() < ends_at:
                _report({"NotAsked": len(texts)})
                continue
            answers = self._ask(language, [text for _, text in texts])
            for index, (place, _) in enumerate(texts):
                moods[place] = answers.get(index, moods[place])
        return moods

    def _ask(self, language: str, texts: list[str]) -> dict[int, Sentiment]:
        """Ask Comprehend; returns what it answers, by the text's place in the list."""
        try:
            answer = self._client.batch_detect_sentiment(
                LanguageCode=language, TextList=texts
            )
        except (BotoCoreError, ClientError) as error:
            self._resumes_at = self._monotonic() + PAUSE
            _report({_reason(error): len(texts)})
            return {}
        _report(Counter(e.get("ErrorCode", "?") for e in answer.get("ErrorList", ())))
        results = answer.get("ResultList", ())
        moods = {r.get("Index"): _mood(r.get("SentimentScore", {})) for r in results}
        return {index: mood for index, mood in moods.items() if mood is not None}


def _requests(said: Sequence[Said]) -> Iterator[Request]:
    """Sort texts by language, cleared as for the local model of names and links."""
    by_language: dict[str, list[tuple[int, str]]] = {}
    for place, (text, language) in enumerate(said):
        plain = clear(text or "")
        if plain and language in LANGUAGES:
            by_language.setdefault(language, []).append((place, plain))
    for language, texts in by_language.items():
        for start in range(0, len(texts), MOST):
            yield language, texts[start : start + MOST]


def _mood(scores: Mapping[str, float]) -> Sentiment | None:
    """Read Comprehend's four scores as three probabilities.

    What is mixed is half a complaint and half a praise, so its score is none of
    both and it counts for half of each. None if there are no scores.
    """
    half = scores.get("Mixed", 0.0) / 2
    negative, positive = scores.get("Negative", 0.0), scores.get("Positive", 0.0)
    weights = [negative + half, scores.get("Neutral", 0.0), positive + half]
    total = sum(weights)
    if not total > 0:
        return None
    return weighed([weight / total for weight in weights], MODEL)


def _reason(error: BotoCoreError | ClientError) -> str:
    """Name a failure without its words, in which a customer's may be."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "ClientError"))
    return type(error).__name__


def _report(failed: Mapping[str, int]) -> None:
    """Say how many messages were left to the local model, and why."""
    for reason, messages in failed.items():
        about = {"reason": reason, "messages": messages}
        logger.warning("Comprehend did not read all moods.", extra=about)
