"""Amazon Comprehend without a network: its own client's rules, and planned answers.

Requests and answers are checked by botocore against the service's description,
as its Stubber does, which however wants to know each request beforehand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from botocore.model import OperationModel
from botocore.validate import validate_parameters

from shared.adapters.comprehend import CLIENT, ComprehendSentiments
from shared.adapters.sentiments import LocalSentiments

OPERATION = "BatchDetectSentiment"
NEUTRAL = {"Positive": 0.0, "Negative": 0.0, "Neutral": 1.0, "Mixed": 0.0}

Scores = Mapping[str, float]
Answer = Callable[[dict[str, Any]], dict[str, Any]]


def refused(code: str, says: str = "No.") -> ClientError:
    """An error as Comprehend sends it."""
    return ClientError({"Error": {"Code": code, "Message": says}}, OPERATION)


@dataclass
class FakeComprehend:
    """``scores`` by text, else neutral; ``planned`` instead of its next answers.

    ``takes`` is how many seconds of ``now`` each request lasts; ``asked`` are the
    requests it was sent.
    """

    scores: dict[str, Scores] = field(default_factory=dict)
    planned: list[Answer | Exception] = field(default_factory=list)
    takes: float = 0.0
    now: float = 1000.0
    asked: list[dict[str, Any]] = field(default_factory=list)

    def sentiments(self) -> ComprehendSentiments:
        """The adapter in front of it."""
        client = boto3.client(
            "comprehend",
            region_name="eu-central-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=CLIENT,
        )
        events = client.meta.events
        events.register(f"before-parameter-build.comprehend.{OPERATION}", self._hear)
        events.register(f"before-call.comprehend.{OPERATION}", self._answer)
        return ComprehendSentiments(client, LocalSentiments(), lambda: self.now)

    def read(self, request: dict[str, Any]) -> dict[str, Any]:
        """Read every text by its scores."""
        read = [self.scores.get(text, NEUTRAL) for text in request["TextList"]]
        results = [
            {"Index": index, "Sentiment": "NEUTRAL", "SentimentScore": scores}
            for index, scores in enumerate(read)
        ]
        return {"ResultList": results, "ErrorList": []}

    def _hear(self, params: dict[str, Any], **_: Any) -> None:
        self.asked.append(params)

    def _answer(
        self, model: OperationModel, **_: Any
    ) -> tuple[AWSResponse, dict[str, Any]]:
        self.now += self.takes
        answer = self.planned.pop(0) if self.planned else self.read
        if isinstance(answer, Exception):
            raise answer
        body = answer(self.asked[-1])
        validate_parameters(body, model.output_shape)
        return AWSResponse("", 200, {}, None), body
