"""Files in the bucket: parked payloads, facts, KPIs."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.errors import StoreUnavailable

# What a browser is to show instead of saving it; S3's own type for all else.
PAGE, OTHER = "text/html; charset=utf-8", "binary/octet-stream"


class S3Files:
    """``shared.ports.Files``; ``client`` is a boto3 S3 client."""

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
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=path)
        except self._client.exceptions.NoSuchKey:
            return None
        return bytes(found["Body"].read())

    def paths(self, prefix: str) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        return [found["Key"] for page in pages for found in page.get("Contents", ())]

    def link(self, path: str, seconds: int) -> str:
        named = {"Bucket": self._bucket, "Key": path}
        return str(
            self._client.generate_presigned_url("get_object", named, ExpiresIn=seconds)
        )

    def delete(self, path: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=path)


def _type(path: str) -> str:
    return PAGE if path.endswith(".html") else OTHER
