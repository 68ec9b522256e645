"""One contract for the links to surveys and their fake."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.items import PointerItem
from shared.adapters.survey_links import DynamoSurveyLinks
from shared.ports_surveys import SurveyLinks
from tests.fakes.surveys import FakeSurveyLinks

LATER = datetime(2026, 3, 5, tzinfo=UTC)


class SurveyLinksContract:
    def test_a_link_leads_to_its_person(self, links: SurveyLinks) -> None:
        for person in ("x:1", "facebook:2", "x:1"):
            links.keep(f"id of {person}", person, LATER)

        assert links.person("id of x:1") == "x:1"
        assert links.person("id of facebook:2") == "facebook:2"

    def test_a_link_that_was_never_kept_leads_nowhere(self, links: SurveyLinks) -> None:
        assert links.person("00") is None


class TestFakeSurveyLinks(SurveyLinksContract):
    @pytest.fixture
    def links(self) -> SurveyLinks:
        return FakeSurveyLinks()


class TestDynamoSurveyLinks(SurveyLinksContract):
    @pytest.fixture
    def links(self, table: str) -> SurveyLinks:
        return DynamoSurveyLinks()

    def test_the_table_forgets_it_a_day_after_it_has_expired(
        self, table: str, links: SurveyLinks
    ) -> None:
        links.keep("a1", "x:1", LATER)

        kept = PointerItem.get("SURVEY#a1", "PERSON").expires
        assert kept == (LATER + timedelta(days=1)).timestamp()
