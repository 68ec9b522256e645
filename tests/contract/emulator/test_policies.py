"""CloudFormation and role policies: the stack's own words have their effect."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from infra import stack

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

Unique = Callable[[str], str]
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "TableName": "expiring",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
    },
}
CREATED = ("TableName", "BillingMode", "AttributeDefinitions", "KeySchema")
TLS_ONLY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "arn:aws:s3:::guarded/*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def test_a_table_of_a_stack_expires_items_and_can_be_recovered(
    playground: "Playground",
) -> None:
    cloudformation = playground.client("cloudformation")
    body = json.dumps({"Resources": {"Table": TABLE}})
    cloudformation.create_stack(StackName="expiring", TemplateBody=body)
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="expiring", WaiterConfig={"Delay": 1, "MaxAttempts": 10}
    )

    dynamodb = playground.client("dynamodb")
    ttl = dynamodb.describe_time_to_live(TableName="expiring")
    backups = dynamodb.describe_continuous_backups(TableName="expiring")

    assert ttl["TimeToLiveDescription"]["AttributeName"] == "expires"
    assert (
        backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"][
            "PointInTimeRecoveryStatus"
        ]
        == "ENABLED"
    )


def test_a_callback_is_judged_by_the_machine_its_policy_names(
    playground: "Playground", unique: Unique
) -> None:
    playground.execution(unique("m"), Type="Pass")
    machines = playground.client("stepfunctions").list_state_machines()
    arns = [machine["stateMachineArn"] for machine in machines["stateMachines"]]
    somebody = _user(playground, "answerer", "states:SendTaskSuccess", arns)
    nobody = _user(playground, "stranger", "states:SendTaskFailure", arns)

    assert _answer(somebody) == "TaskDoesNotExist"
    assert _answer(nobody) == "AccessDeniedException"


def test_a_tls_only_bucket_takes_what_comes_through_the_port(
    playground: "Playground",
) -> None:
    root = playground.client("s3")
    root.create_bucket(Bucket="guarded")
    root.put_bucket_policy(
        Bucket="guarded",
        Policy=json.dumps({"Version": "2012-10-17", "Statement": [TLS_ONLY]}),
    )
    session = _user(playground, "writer", "s3:PutObject", ["arn:aws:s3:::guarded/*"])

    s3 = session("s3")
    s3.put_object(Bucket="guarded", Key="a", Body=b"ours")

    with pytest.raises(s3.exceptions.ClientError, match="AccessDenied"):
        s3.get_object(Bucket="guarded", Key="a")


def test_the_stack_of_the_product_is_created_and_then_unchanged(
    playground: "Playground",
) -> None:
    cloudformation = playground.client("cloudformation")
    made = stack.deploy(cloudformation, "trial", {})

    assert made["Table"] == "care-trial-table"
    assert stack.deploy(cloudformation, "trial", {}) == made


def test_ingest_may_ask_comprehend_while_it_is_chosen(
    playground: "Playground",
) -> None:
    cloudformation, iam = map(playground.client, ("cloudformation", "iam"))
    role = {"RoleName": "care-chosen-ingest", "PolicyName": "own"}
    found = []
    for chosen in ("local", "comprehend", "local"):
        stack.deploy(cloudformation, "chosen", {"Sentiment": chosen})
        policy = iam.get_role_policy(**role)["PolicyDocument"]
        actions = [statement["Action"] for statement in policy["Statement"]]
        found.append("comprehend:BatchDetectSentiment" in actions)

    assert found == [False, True, False]


ASKS = """
import boto3

def handler(event, _context):
    try:
        boto3.client("dynamodb").get_item(TableName="asked", Key={"pk": {"S": "a"}})
    except boto3.client("dynamodb").exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""


def test_a_function_that_calls_what_its_role_lacks_is_refused(
    playground: "Playground", unique: Unique
) -> None:
    properties = {**TABLE["Properties"], "TableName": "asked"}  # type: ignore[dict-item] # a mapping
    made = {name: properties[name] for name in CREATED}
    playground.client("dynamodb").create_table(**made)
    name = unique("asks")
    playground.function(name, ASKS)
    found = [playground.invoke(name)]
    allow = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"}
    playground.client("iam").put_role_policy(
        RoleName="any",
        PolicyName="asks",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow]}),
    )
    found.append(playground.invoke(name))
    playground.client("iam").delete_role_policy(RoleName="any", PolicyName="asks")

    assert found == ["AccessDeniedException", "allowed"]
    # What the tests of the deployed stack look for at their end.
    assert "denied: dynamodb:GetItem on " in playground.emulator.log.read_text()


def _user(
    playground: "Playground", name: str, action: str, resources: list[str]
) -> Callable[[str], Any]:
    iam = playground.client("iam")
    iam.create_user(UserName=name)
    allow = {"Effect": "Allow", "Action": action, "Resource": resources}
    iam.put_user_policy(
        UserName=name,
        PolicyName="own",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow]}),
    )
    key = iam.create_access_key(UserName=name)["AccessKey"]

    def client(service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=playground.emulator.url,
            region_name="us-east-1",
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
        )

    return client


def _answer(session: Callable[[str], Any]) -> str:
    states = session("stepfunctions")
    with pytest.raises(states.exceptions.ClientError) as refused:
        states.send_task_success(taskToken="unknown", output="{}")
    code: str = refused.value.response["Error"]["Code"]
    return code
