"""One contract for whoever reads moods, the fake included; what goes out to AWS."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters import comprehend
from shared.adapters.comprehend import CLIENT, PATIENCE, PAUSE, ComprehendSentiments
from shared.adapters.sentiments import LocalSentiments
from shared.observability import logger
from shared.ports_sentiments import Said, Sentiments
from shared.text import moods
from shared.text.moods import Sentiment
from tests.fakes.comprehend import FakeComprehend, Scores, refused
from tests.fakes.sentiments import FakeSentiments

ANGRY = Said("The parcel is broken, this is awful!", "en")
GLAD = Said("Grazie mille, siete fantastici!", "it")
PLAIN = Said("Mam pytanie o zamówienie.", "pl")
NOTHING = Said(None, None)


class SentimentsContract:
    def test_moods_come_in_the_order_asked(self, sentiments: Sentiments) -> None:
        found = sentiments.read([ANGRY, GLAD, PLAIN, GLAD, ANGRY])

        labels = [mood.label for mood in found if mood]
        assert labels == ["negative", "positive", "neutral", "positive", "negative"]

    def test_each_is_the_likeliest_of_three_that_add_up(
        self, sentiments: Sentiments
    ) -> None:
        for mood in sentiments.read([ANGRY, GLAD, PLAIN]):
            assert mood is not None
            negative, neutral, positive = likely(mood)
            assert sum(likely(mood)) == pytest.approx(1, abs=0.002)
            assert mood.confidence == max(negative, neutral, positive)
            assert mood.confidence == getattr(mood, mood.label)
            assert mood.score == pytest.approx(positive - negative, abs=0.001)

    def test_each_names_its_model(self, sentiments: Sentiments) -> None:
        assert all(mood and mood.model for mood in sentiments.read([ANGRY, PLAIN]))

    @pytest.mark.parametrize("text", [None, "", " \n"])
    def test_where_nothing_is_said_there_is_no_mood(
        self, sentiments: Sentiments, text: str | None
    ) -> None:
        found = sentiments.read([Said(text, "en"), ANGRY, Said(text, None)])

        assert [mood is None for mood in found] == [True, False, True]

    def test_a_language_nobody_knows_is_neutral_and_unsure(
        self, sentiments: Sentiments
    ) -> None:
        assert sentiments.read([Said("注文はどこですか", None)]) == [Sentiment()]

    def test_names_and_links_alone_are_no_reason_to_fail(
        self, sentiments: Sentiments
    ) -> None:
        (found,) = sentiments.read([Said("@shop https://shop.example/a", "en")])

        assert found is not None
        assert found.label == "neutral"

    def test_nobody_asked_nobody_answered(self, sentiments: Sentiments) -> None:
        assert sentiments.read([]) == []

    def test_more_than_any_service_takes_at_once(self, sentiments: Sentiments) -> None:
        found = sentiments.read([ANGRY] * 30 + [GLAD] * 30)

        labels = [mood.label for mood in found if mood]
        assert labels == ["negative"] * 30 + ["positive"] * 30


def likely(mood: Sentiment) -> tuple[float, float, float]:
    assert mood.negative is not None
    assert mood.neutral is not None
    assert mood.positive is not None
    return mood.negative, mood.neutral, mood.positive


class TestFakeSentiments(SentimentsContract):
    @pytest.fixture
    def sentiments(self) -> FakeSentiments:
        return FakeSentiments()

    def test_it_says_what_it_is_told(self, sentiments: FakeSentiments) -> None:
        told = Sentiment(label="positive", model="told")
        sentiments.told["Hm"] = told

        assert sentiments.read([Said("Hm", None)]) == [told]


class TestLocalSentiments(SentimentsContract):
    @pytest.fixture
    def sentiments(self) -> LocalSentiments:
        return LocalSentiments()


def scores(negative: float, neutral: float, positive: float, mixed: float) -> Scores:
    return {
        "Negative": negative,
        "Neutral": neutral,
        "Positive": positive,
        "Mixed": mixed,
    }


def models(moods: list[Sentiment | None]) -> list[str | None]:
    return [mood.model if mood else None for mood in moods]


LOCAL, MANAGED = moods.MODEL, comprehend.MODEL
URL = {"endpoint_url": "https://comprehend.example"}
FAILURES: list[BotoCoreError | ClientError] = [
    *map(refused, ["ThrottlingException", "TooManyRequestsException"]),
    *map(refused, ["AccessDeniedException", "InternalServerException"]),
    *map(refused, ["UnsupportedLanguageException", "TextSizeLimitExceededException"]),
    ConnectTimeoutError(**URL),
    ReadTimeoutError(**URL),
    EndpointConnectionError(**URL),
    NoCredentialsError(),
]


class TestComprehendSentiments(SentimentsContract):
    @pytest.fixture
    def service(self) -> FakeComprehend:
        read = {
            ANGRY.text: scores(0.95, 0.03, 0.01, 0.01),
            GLAD.text: scores(0.01, 0.02, 0.97, 0.0),
        }
        return FakeComprehend({text or "": found for text, found in read.items()})

    @pytest.fixture
    def sentiments(self, service: FakeComprehend) -> ComprehendSentiments:
        return service.sentiments()

    def test_it_reads_what_the_service_says(self, sentiments: Sentiments) -> None:
        (found,) = sentiments.read([ANGRY])

        assert found == Sentiment(
            label="negative",
            score=-0.94,
            negative=0.955,
            neutral=0.03,
            positive=0.015,
            model=MANAGED,
        )

    def test_a_batch_is_one_request_for_each_language(
        self, service: FakeComprehend, sentiments: Sentiments
    ) -> None:
        sentiments.read([ANGRY, GLAD, NOTHING, PLAIN, GLAD, ANGRY, GLAD])

        assert service.asked == [
            {"LanguageCode": "en", "TextList": [ANGRY.text] * 2},
            {"LanguageCode": "it", "TextList": [GLAD.text] * 3},
        ]

    @pytest.mark.parametrize("language", ["pl", "ru", "ro", "ja", None])
    def test_what_it_does_not_speak_or_we_do_not_know_stays_here(
        self, service: FakeComprehend, sentiments: Sentiments, language: str | None
    ) -> None:
        said = Said("Hm, no no, 注文 😡", language)

        assert sentiments.read([said]) == LocalSentiments().read([said])
        assert service.asked == []

    def test_names_links_and_what_is_not_seen_stay_here(
        self, service: FakeComprehend, sentiments: Sentiments
    ) -> None:
        text = "@shop help @ann!\u200b https://x.example/?token=1 &amp; soon"
        sentiments.read([Said(text, "en")])

        assert service.asked[0]["TextList"] == ["help ! & soon"]

    def test_a_mixed_message_is_half_a_complaint_and_half_a_praise(
        self, service: FakeComprehend, sentiments: Sentiments
    ) -> None:
        service.scores |= {
            "mixed": scores(0.02, 0.02, 0.02, 0.94),
            "rather good": scores(0.05, 0.05, 0.3, 0.6),
        }
        mixed, good = sentiments.read([Said("mixed", "en"), Said("rather good", "en")])

        assert mixed is not None
        assert likely(mixed) == (0.49, 0.02, 0.49)
        assert (mixed.label, mixed.score) == ("negative", 0.0)
        assert good is not None
        assert likely(good) == (0.35, 0.05, 0.6)
        assert (good.label, good.score) == ("positive", 0.25)

    def test_scores_that_do_not_add_up_are_probabilities_all_the_same(
        self, service: FakeComprehend, sentiments: Sentiments
    ) -> None:
        service.scores["odd"] = scores(0.5, 0.25, 0.125, 0.0)
        (found,) = sentiments.read([Said("odd", "de")])

        assert found is not None
        assert sum(likely(found)) == pytest.approx(1, abs=0.002)

    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.tuples(st.text(), st.sampled_from(["en", "de", "ru", None]))))
    def test_the_limits_of_a_request_are_kept(
        self, said: list[tuple[str, str | None]]
    ) -> None:
        service = FakeComprehend()
        long = [Said(text * 200, language) for text, language in said * 4]
        found = service.sentiments().read(long)

        assert len(found) == len(long)
        for request in service.asked:
            sizes = [len(text.encode()) for text in request["TextList"]]
            assert request["LanguageCode"] in {"en", "de"}
            assert 1 <= len(sizes) <= 25
            assert 1 <= min(sizes) <= max(sizes) <= 5000


class TestWhenComprehendFails:
    @pytest.fixture
    def service(self) -> FakeComprehend:
        return FakeComprehend()

    @pytest.fixture
    def logged(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
        """What is logged: reasons and numbers."""
        lines: list[tuple[str, Any]] = []

        def warning(message: str, *, extra: Any) -> None:
            lines.append((message, extra))

        monkeypatch.setattr(logger, "warning", warning)
        return lines

    @pytest.mark.parametrize("failure", FAILURES, ids=str)
    def test_the_local_model_reads_instead(
        self,
        service: FakeComprehend,
        failure: Exception,
        logged: list[tuple[str, Any]],
    ) -> None:
        service.planned = [failure]
        found = service.sentiments().read([ANGRY, PLAIN, ANGRY])

        assert found == LocalSentiments().read([ANGRY, PLAIN, ANGRY])
        assert [about["messages"] for _, about in logged] == [2]

    def test_it_is_asked_nothing_more_for_half_a_minute(
        self, service: FakeComprehend, logged: list[tuple[str, Any]]
    ) -> None:
        sentiments = service.sentiments()
        service.planned = [refused("ThrottlingException")]
        first = models(sentiments.read([ANGRY, GLAD]))
        service.now += PAUSE - 1
        second = models(sentiments.read([ANGRY]))
        requests = len(service.asked)
        service.now += 1
        third = models(sentiments.read([ANGRY]))

        assert (first, second, third) == ([LOCAL, LOCAL], [LOCAL], [MANAGED])
        assert requests == 1
        assert [about for _, about in logged] == [
            {"reason": "ThrottlingException", "messages": 1},
            {"reason": "NotAsked", "messages": 1},
            {"reason": "NotAsked", "messages": 1},
        ]

    def test_of_some_that_it_cannot_read_the_others_count(
        self, service: FakeComprehend, logged: list[tuple[str, Any]]
    ) -> None:
        def partly(request: dict[str, Any]) -> dict[str, Any]:
            read = service.read(request)["ResultList"]
            error = {"Index": 1, "ErrorCode": "INTERNAL_SERVER_ERROR"}
            return {"ResultList": [read[0], read[2]], "ErrorList": [error]}

        service.planned = [partly]
        sentiments = service.sentiments()
        found = sentiments.read([GLAD, GLAD, GLAD])

        assert models(found) == [MANAGED, LOCAL, MANAGED]
        assert models(sentiments.read([GLAD])) == [MANAGED]
        assert [about for _, about in logged] == [
            {"reason": "INTERNAL_SERVER_ERROR", "messages": 1}
        ]

    @pytest.mark.parametrize(
        "results",
        [
            [],
            [{}],
            [{"Index": 0}],
            [{"Index": 0, "SentimentScore": {}}],
            [{"Index": 0, "SentimentScore": {"Negative": float("nan")}}],
            [{"Index": 7, "SentimentScore": {"Negative": 1.0}}],
            [{"SentimentScore": {"Negative": 1.0}}],
        ],
    )
    def test_an_answer_that_says_nothing_is_none(
        self, service: FakeComprehend, results: list[dict[str, Any]]
    ) -> None:
        service.planned = [lambda _: {"ResultList": results, "ErrorList": []}]

        assert models(service.sentiments().read([ANGRY])) == [LOCAL]

    def test_a_slow_one_is_asked_no_further_question(
        self, service: FakeComprehend
    ) -> None:
        service.takes = PATIENCE * 0.6
        said = [Said("Hm", language) for language in ("en", "it", "pt", "de")]
        found = service.sentiments().read(said)

        assert models(found) == [MANAGED, MANAGED, LOCAL, LOCAL]
        assert models(service.sentiments().read(said)) == models(found)

    @pytest.mark.parametrize(
        "failure",
        [ParamValidationError(report=ANGRY.text), refused("", says=str(ANGRY.text))],
        ids=["botocore's", "the service's"],
    )
    def test_an_error_that_quotes_a_customer_is_logged_without_his_words(
        self,
        service: FakeComprehend,
        failure: Exception,
        logged: list[tuple[str, Any]],
    ) -> None:
        service.planned = [failure]
        service.sentiments().read([ANGRY])

        assert len(logged) == 1
        assert "parcel" not in json.dumps(logged)


@pytest.fixture
def silence() -> Iterator[socket.socket]:
    """A server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def test_a_service_that_never_answers_is_asked_once_and_not_waited_for(
    silence: socket.socket,
) -> None:
    client = boto3.client(
        "comprehend",
        region_name="eu-central-1",
        endpoint_url=f"http://127.0.0.1:{silence.getsockname()[1]}",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=CLIENT,
    )
    sentiments = ComprehendSentiments(client, LocalSentiments())
    began = time.monotonic()
    found = sentiments.read([ANGRY, GLAD])
    lasted = time.monotonic() - began

    assert models(found) == [LOCAL, LOCAL]
    assert lasted < 3  # of which one is patience; the machine may be busy
    silence.accept()[0].close()
    with pytest.raises(BlockingIOError):
        silence.accept()
