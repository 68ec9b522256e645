"""A bucket as S3 has it, by the clock of the journey and without the HTTP around it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5
from typing import Any

from botocore.exceptions import ClientError

from shared.ports import Clock


@dataclass(frozen=True, slots=True)
class File:
    """An object; its tag is that of its content."""

    body: bytes
    written_at: datetime

    @property
    def tag(self) -> str:
        return f'"{md5(self.body, usedforsecurity=False).hexdigest()}"'


class Bucket:
    """The objects of a deployment by path."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.files: dict[str, File] = {}

    def answer(self, client: Any, operation: str, params: Mapping[str, Any]) -> Any:
        """Do what a call of S3 asks for.

        Raises:
            ClientError: as S3 would.

        """
        if operation == "ListObjectsV2":
            found = sorted(self.files.items())
            contents = [
                {"Key": path, "LastModified": file.written_at}
                for path, file in found
                if path.startswith(params.get("Prefix", ""))
            ]
            return {"Contents": contents, "IsTruncated": False}
        path, known = params["Key"], self.files.get(params["Key"])
        if operation == "GetObject":
            if known is None:
                raise client.exceptions.NoSuchKey({}, operation)
            return {"Body": io.BytesIO(known.body), "ETag": known.tag}
        if operation == "PutObject":
            _check(params, known)
            self.files[path] = File(params["Body"], self._clock.now())
        elif operation == "DeleteObject":
            self.files.pop(path, None)
        else:
            raise NotImplementedError(operation)
        return {}


def _check(params: Mapping[str, Any], known: File | None) -> None:
    """Refuse a write whose condition does not hold."""
    is_tag = "IfMatch" not in params or (known and known.tag == params["IfMatch"])
    is_new = "IfNoneMatch" not in params or known is None
    if not (is_tag and is_new):
        error = {"Code": "PreconditionFailed", "Message": "It has changed."}
        raise ClientError({"Error": error}, "PutObject")
