"""The throttle of a deployed stage, on API Gateway as moto has it."""

import boto3
import pytest

from infra.throttling import rate_limit, throttle
from shared.errors import Misconfigured


def test_every_route_is_throttled_and_webhooks_ten_times_later(aws: None) -> None:
    gateway = boto3.client("apigateway")
    api = gateway.create_rest_api(name="care-test")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    what = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**what, authorizationType="NONE")
    gateway.put_integration(**what, type="MOCK")
    gateway.create_deployment(restApiId=api, stageName="api")

    for rate in (50, 100):
        throttle(gateway, api, "api", rate)
    found = gateway.get_stage(restApiId=api, stageName="api")["methodSettings"]

    limits = {
        route: (said["throttlingRateLimit"], said["throttlingBurstLimit"])
        for route, said in found.items()
    }
    assert list(limits.values()) == [(100, 200), (1000, 2000)]
    assert next(iter(limits)) == "*/*"


@pytest.mark.parametrize(("said", "rate"), [("", 100), (" 7 ", 7), ("9999", 9999)])
def test_the_rate_is_a_hundred_unless_said(said: str, rate: int) -> None:
    assert rate_limit({"CARE_RATE_LIMIT": said}) == rate


@pytest.mark.parametrize("said", ["0", "-1", "1.5", "10000", "many"])
def test_what_is_no_rate_is_refused(said: str) -> None:
    with pytest.raises(Misconfigured, match="CARE_RATE_LIMIT"):
        rate_limit({"CARE_RATE_LIMIT": said})
