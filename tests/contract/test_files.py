"""One contract for the bucket and its fake."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from shared.adapters.files import S3Files
from shared.errors import StoreUnavailable
from shared.ports_files import Files
from tests.contract.conftest import REGION
from tests.fakes.world import FakeFiles

PATH = "facts/messages/date=2026-03-02/part-0.jsonl.gz"


class FilesContract:
    def test_what_was_never_written_is_none(self, files: Files) -> None:
        assert files.read(PATH) is None

    def test_bytes_read_back_and_are_overwritten(self, files: Files) -> None:
        for body in (b"\x00\xff", b""):
            files.write(PATH, body)

            assert files.read(PATH) == body

    def test_what_is_deleted_is_gone_and_may_be_deleted_again(
        self, files: Files
    ) -> None:
        files.write(PATH, b"a")
        for _ in range(2):
            files.delete(PATH)

            assert files.read(PATH) is None

    def test_paths_are_found_by_how_they_begin(self, files: Files) -> None:
        for path in ("exports/c1/a.json", "exports/c1/b.json", "exports/c12/a.json"):
            files.write(path, b"a")

        assert files.paths("exports/c1/") == ["exports/c1/a.json", "exports/c1/b.json"]
        assert files.paths("exports/c2/") == []

    def test_those_last_written_before_an_instant_are_found(self, files: Files) -> None:
        files.write("parked/a", b"a")
        hour = timedelta(hours=1)
        now = datetime.now(UTC)

        assert files.paths_before("parked/", now + hour) == ["parked/a"]
        assert files.paths_before("parked/", now - hour) == []
        assert files.paths_before("exports/", now + hour) == []

    def test_what_is_changed_is_made_of_what_is_there(self, files: Files) -> None:
        for expected in (b"x", b"xx", b"xxx"):
            files.change(PATH, lambda before: (before or b"") + b"x")

            assert files.read(PATH) == expected


class TestFakeFiles(FilesContract):
    @pytest.fixture
    def files(self) -> Files:
        return FakeFiles()


class TestS3Files(FilesContract):
    @pytest.fixture
    def files(self, aws: None) -> Files:
        client = boto3.client("s3")
        where = {"LocationConstraint": REGION}
        client.create_bucket(Bucket="bucket", CreateBucketConfiguration=where)
        return S3Files(client, "bucket")

    @pytest.mark.parametrize("there", [True, False])
    def test_who_changes_what_somebody_else_changed_meanwhile_makes_it_anew(
        self, files: Files, there: bool
    ) -> None:
        if there:
            files.write(PATH, b"a")
        seen = []

        def made(before: bytes | None) -> bytes:
            seen.append(before)
            if len(seen) == 1:
                files.write(PATH, b"b")
            return (before or b"") + b"c"

        files.change(PATH, made)

        assert (seen, files.read(PATH)) == ([b"a" if there else None, b"b"], b"bc")

    def test_who_never_gets_his_turn_is_told(self, files: Files) -> None:
        def made(before: bytes | None) -> bytes:
            files.write(PATH, (before or b"") + b"b")
            return b"c"

        with pytest.raises(StoreUnavailable):
            files.change(PATH, made)

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("reports/daily/2026-03-02.html", "text/html; charset=utf-8"),
            (PATH, "binary/octet-stream"),
        ],
    )
    def test_a_browser_shows_a_page_and_saves_anything_else(
        self, files: S3Files, path: str, said: str
    ) -> None:
        files.write(path, b"<!doctype html>")

        found = boto3.client("s3").head_object(Bucket="bucket", Key=path)
        assert found["ContentType"] == said

    def test_a_link_is_signed_for_one_object_and_a_time(self, files: S3Files) -> None:
        link = urlsplit(files.link("exports/u1/a.json", 900))
        said = parse_qs(link.query)

        assert link.path.endswith("/exports/u1/a.json")
        assert said["X-Amz-Expires"] == ["900"]
        assert "X-Amz-Signature" in said

    def test_a_bucket_that_is_gone_is_an_error_of_ours(self, aws: None) -> None:
        with pytest.raises(StoreUnavailable):
            S3Files(boto3.client("s3"), "gone").write(PATH, b"a")
