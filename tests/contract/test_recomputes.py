"""The job that computes days again is asked as AWS says, and not waited for."""

import boto3
import pytest
from botocore.stub import Stubber

from shared.adapters.recomputes import LambdaRecomputes
from shared.errors import StoreUnavailable

ASKED = {"id": "j", "from": "2026-03-01", "to": "2026-03-02"}
NAME = "care-test-compute_kpis"


def test_the_function_is_invoked_as_an_event(aws: None) -> None:
    client = boto3.client("lambda")
    expected = {
        "FunctionName": NAME,
        "InvocationType": "Event",
        "Payload": b'{"id": "j", "from": "2026-03-01", "to": "2026-03-02"}',
    }
    with Stubber(client) as stub:
        stub.add_response("invoke", {"StatusCode": 202}, expected)
        LambdaRecomputes(client, NAME).start(ASKED)
        stub.assert_no_pending_responses()


def test_what_was_not_started_is_an_error_of_ours(aws: None) -> None:
    client = boto3.client("lambda")
    with Stubber(client) as stub:
        stub.add_client_error("invoke", "TooManyRequestsException")
        with pytest.raises(StoreUnavailable):
            LambdaRecomputes(client, NAME).start(ASKED)
