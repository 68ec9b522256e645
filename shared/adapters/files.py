"""Files in the bucket: parked payloads, facts, KPIs."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.errors import StoreUnavailable

TRIES = 10  # of those who change one object at once, all but one try again
LOST = ("PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey")
# What a browser is to show instead of saving it; S3's own type for all else.
PAGE, OTHER = "text/html; charset=utf-8", "binary/octet-stream"


class S3Files:
    """``shared.ports_files.Files``; ``client`` is a boto3 S3 client."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def write(self, path: str, body: bytes) -> None:
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=path, Body=body, ContentType=_type(path)
            )
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailable("The bucket did not take a file.") from error

    def read(self, path: str) -> bytes | None:
        return self._found(path)[0]

    def change(self, path: str, make: Callable[[bytes | None], bytes]) -> None:
        for _ in range(TRIES):
            before, tag = self._found(path)
            if self._replace(path, make(before), tag):
                return
        raise StoreUnavailable("Too many change one file at once.")

    def _found(self, path: str) -> tuple[bytes | None, str | None]:
        """An object and its tag, which tells whether it is still the same."""
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=path)
        except self._client.exceptions.NoSuchKey:
            return None, None
        return bytes(found["Body"].read()), str(found["ETag"])

    def _replace(self, path: str, body: bytes, tag: str | None) -> bool:
        """Write, if nobody has written since; False if somebody has."""
        unless = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
        where = {"Bucket": self._bucket, "Key": path, "ContentType": _type(path)}
        try:
            self._client.put_object(Body=body, **where, **unless)
        except ClientError as error:
            if error.response["Error"]["Code"] in LOST:
                return False
            raise StoreUnavailable("The bucket did not take a file.") from error
        except BotoCoreError as error:
            raise StoreUnavailable("The bucket did not take a file.") from error
        return True

    def paths(self, prefix: str) -> list[str]:
        return [found["Key"] for found in self._listed(prefix)]

    def paths_before(self, prefix: str, instant: datetime) -> list[str]:
        return [f["Key"] for f in self._listed(prefix) if f["LastModified"] < instant]

    def _listed(self, prefix: str) -> Iterator[dict[str, Any]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        for page in pages:
            yield from page.get("Contents", ())

    def link(self, path: str, seconds: int) -> str:
        named = {"Bucket": self._bucket, "Key": path}
        return str(
            self._client.generate_presigned_url("get_object", named, ExpiresIn=seconds)
        )

    def delete(self, path: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=path)


def _type(path: str) -> str:
    return PAGE if path.endswith(".html") else OTHER
