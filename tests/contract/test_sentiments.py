"""One contract for whoever reads moods, the fake included; what goes out to AWS."""

import pytest

from shared.adapters.sentiments import LocalSentiments
from shared.ports_sentiments import Said, Sentiments
from shared.text.sentiment import Sentiment
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
