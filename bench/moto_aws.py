"""An AWS in this process: what ingest needs of the stack, and its configuration."""

import json
import os

import boto3
from cfnlint.decode import cfn_yaml

from bench.capacity import Table, indexes
from infra.stack import template

REGION = "us-east-1"
TABLE = "care-bench-table"
ROLE = "arn:aws:iam::000000000000:role/any"
CREATED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
MACHINE = {"StartAt": "Only", "States": {"Only": {"Type": "Succeed"}}}


def configure() -> None:
    """Give the product an environment that opens nothing but this process."""
    os.environ |= {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "CARE_STAGE": "bench",
        "CARE_TABLE": TABLE,
        "CARE_BUCKET": "care-bench",
        "CARE_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/0/care-bench-inbound",
        "CARE_OUTBOUND_URL": "https://sqs.us-east-1.amazonaws.com/0/care-bench-outbound",
        "CARE_EVENTS_URL": "https://queue.example/events",
        "CARE_EVENTS_DEAD_URL": "https://queue.example/events-dead",
        "CARE_STREAM_ARN": "arn:aws:dynamodb:us-east-1:0:table/t/stream/1",
        "CARE_STATE_MACHINE": "none",
        "CARE_KPI_MACHINE": "none",
        "CARE_SURVEY_MACHINE": "none",
        "CARE_USER_POOL_ARN": f"arn:aws:cognito-idp:{REGION}:0:userpool/none",
        "CARE_TIMEZONE": "UTC",
    }


def create() -> Table:
    """Create the stack's own table and a state machine; return the table's price."""
    configure()
    properties = cfn_yaml.loads(template())["Resources"]["Table"]["Properties"]
    wanted = {name: properties[name] for name in CREATED}
    boto3.client("dynamodb").create_table(TableName=TABLE, **wanted)
    machine = boto3.client("stepfunctions").create_state_machine(
        name="care-bench-case", definition=json.dumps(MACHINE), roleArn=ROLE
    )
    os.environ["CARE_STATE_MACHINE"] = machine["stateMachineArn"]
    return Table(indexes(properties))
