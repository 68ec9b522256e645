"""What is stored is encrypted, private and can be had back: the stack's words."""

from typing import Any

import pytest
from cfnlint.decode import cfn_yaml

from infra import stack

RESOURCES: dict[str, Any] = cfn_yaml.loads(stack.template())["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: it for name, it in RESOURCES.items() if it["Type"] == kind}


def test_every_table_is_encrypted_and_can_be_had_back_as_of_any_second() -> None:
    tables = of_type("AWS::DynamoDB::Table")

    assert tables
    for table in tables.values():
        properties = table["Properties"]
        assert properties["SSESpecification"] == {"SSEEnabled": True}
        recovery = properties["PointInTimeRecoverySpecification"]
        assert recovery["PointInTimeRecoveryEnabled"] is True


def test_every_bucket_is_encrypted_and_private() -> None:
    buckets = of_type("AWS::S3::Bucket")

    assert buckets
    for bucket in buckets.values():
        properties = bucket["Properties"]
        blocked = properties["PublicAccessBlockConfiguration"]
        assert len(blocked) == 4
        assert all(value is True for value in blocked.values())
        assert properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        [rule] = properties["OwnershipControls"]["Rules"]
        assert rule == {"ObjectOwnership": "BucketOwnerEnforced"}


def test_every_bucket_is_denied_without_tls_itself_and_all_in_it() -> None:
    denied: dict[str, Any] = {}
    for policy in of_type("AWS::S3::BucketPolicy").values():
        properties = policy["Properties"]
        for statement in properties["PolicyDocument"]["Statement"]:
            # A bucket policy may allow nothing: roles say who may do what.
            assert statement["Effect"] == "Deny"
            if statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}:
                assert (statement["Principal"], statement["Action"]) == ("*", "s3:*")
                denied[properties["Bucket"]["Ref"]] = statement["Resource"]

    assert set(denied) == set(of_type("AWS::S3::Bucket"))
    for name, resources in denied.items():
        assert resources == [
            {"Fn::GetAtt": [name, "Arn"]},
            {"Fn::Sub": f"${{{name}.Arn}}/*"},
        ]


def test_every_queue_is_encrypted() -> None:
    queues = of_type("AWS::SQS::Queue")

    assert len(queues) >= 6
    for queue in queues.values():
        assert queue["Properties"]["SqsManagedSseEnabled"] is True


@pytest.mark.parametrize(
    "kind", ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"]
)
def test_no_deletion_of_the_stack_takes_what_people_need(kind: str) -> None:
    for resource in of_type(kind).values():
        assert resource["DeletionPolicy"] == "Retain"
        assert resource["UpdateReplacePolicy"] == "Retain"


def test_nor_does_it_take_the_key_of_what_was_exported() -> None:
    """Another key makes other pseudonyms: nobody would be who he was before."""
    key = RESOURCES["KeySecret"]

    assert (key["DeletionPolicy"], key["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_only_lambda_and_step_functions_of_this_account_take_on_a_role() -> None:
    for role in of_type("AWS::IAM::Role").values():
        for statement in role["Properties"]["AssumeRolePolicyDocument"]["Statement"]:
            service = statement["Principal"]["Service"]
            assert service in ("lambda.amazonaws.com", "states.amazonaws.com")


def test_no_secret_is_written_in_the_template() -> None:
    for secret in of_type("AWS::SecretsManager::Secret").values():
        said = secret["Properties"].get("SecretString", "{}")
        assert said == "{}" or "Fn::If" in str(said), said
