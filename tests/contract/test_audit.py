"""One contract for the audit log and its fake."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.audit import DynamoAudit
from shared.adapters.items import AuditItem
from shared.domain.audit import Note
from shared.ports_audit import Audit
from tests.fakes.audit import FakeAudit

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = "2026-03-02"
KEPT = timedelta(days=400)


def note(minutes: float = 0, name: str = "a", **more: object) -> Note:
    at = NOON + timedelta(minutes=minutes)
    return Note(at=at, id=name, who="amy", route="GET /x", **more)  # type: ignore[arg-type] # tests


class AuditContract:
    def test_a_note_reads_back_whole(self, audit: Audit) -> None:
        whole = note(customers=("x:1", "whatsapp:2"), case="c1")
        audit.add(whole, KEPT)

        assert audit.of_day(DAY, None, 10) == [whole]

    def test_a_day_is_read_newest_first_and_page_by_page(self, audit: Audit) -> None:
        notes = [note(n // 2, f"a{n}") for n in range(7)]
        for known in notes:
            audit.add(known, KEPT)
        pages, before = [], None
        while page := audit.of_day(DAY, before, 3):
            pages += page
            before = page[-1].key

        assert pages == notes[::-1]

    def test_a_day_is_of_utc_and_has_no_other_days_notes(self, audit: Audit) -> None:
        for minutes in (-12 * 60 - 1, -12 * 60, 12 * 60 - 1, 12 * 60):
            audit.add(note(minutes), KEPT)

        assert len(audit.of_day(DAY, None, 10)) == 2
        assert audit.of_day("2026-03-04", None, 10) == []


class TestFakeAudit(AuditContract):
    @pytest.fixture
    def audit(self) -> Audit:
        return FakeAudit()


class TestDynamoAudit(AuditContract):
    @pytest.fixture
    def audit(self, table: str) -> Audit:
        return DynamoAudit()

    @pytest.mark.parametrize(
        ("kept", "expires"), [(KEPT, (NOON + KEPT).timestamp()), (None, None)]
    )
    def test_a_note_is_kept_as_long_as_is_said(
        self, audit: Audit, kept: timedelta | None, expires: float | None
    ) -> None:
        audit.add(note(), kept)
        (item,) = AuditItem.query(f"AUDIT#{DAY}")

        assert item.expires == expires
