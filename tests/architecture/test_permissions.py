"""Least privilege in the stack: what a role may do, and to what, is named."""

from collections.abc import Iterator
from typing import Any

from cfnlint.decode import cfn_yaml

from infra import stack

TEMPLATE: dict[str, Any] = cfn_yaml.loads(stack.template())
POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
NOTHING = {"Ref": "AWS::NoValue"}
# Where, on which condition, what: AWS lets nobody narrow it down to a resource.
WITHOUT_RESOURCE = {
    (role, "AsksComprehend", "comprehend:BatchDetectSentiment")
    for role in ("ApiRole", "IngestRole", "SweepRole", "UnderstandAgainRole")
}


def granted() -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Every statement, with the role or policy it is in and its condition, if any."""
    for name, resource in TEMPLATE["Resources"].items():
        properties = resource["Properties"]
        if resource["Type"] == "AWS::IAM::Role":
            documents = [it["PolicyDocument"] for it in properties["Policies"]]
        elif resource["Type"] in POLICIES:
            documents = [properties["PolicyDocument"]]
        else:
            continue
        for document in documents:
            for statement in document["Statement"]:
                yield name, *_unfolded(statement)


def _unfolded(statement: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
    if "Fn::If" not in statement:
        return None, statement
    condition, chosen, otherwise = statement["Fn::If"]
    assert otherwise == NOTHING
    return condition, chosen


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_actions_are_named_in_full() -> None:
    actions = {a for *_, it in granted() for a in several(it["Action"])}

    assert len(actions) > 20
    assert [action for action in actions if "*" in action] == []


def test_only_what_has_no_resource_is_granted_without_one() -> None:
    found = {
        (name, condition, action)
        for name, condition, statement in granted()
        if "*" in several(statement["Resource"])
        for action in several(statement["Action"])
    }

    assert found == WITHOUT_RESOURCE


def test_comprehend_is_asked_only_where_it_is_chosen() -> None:
    condition = {"Fn::Equals": [{"Ref": "Sentiment"}, "comprehend"]}

    assert TEMPLATE["Conditions"]["AsksComprehend"] == condition
    assert TEMPLATE["Parameters"]["Sentiment"]["Default"] == "local"


def roles() -> dict[str, list[dict[str, Any]]]:
    """Every role of a function, with all statements of its own and of its policies."""
    statements: dict[str, list[dict[str, Any]]] = {}
    for name, _, statement in granted():
        statements.setdefault(name, []).append(statement)
    found = {}
    for name, resource in TEMPLATE["Resources"].items():
        if resource["Type"] == "AWS::IAM::Role":
            shared = resource["Properties"].get("ManagedPolicyArns", ())
            parts = [name, *(one["Ref"] for one in shared)]
            found[name] = [it for part in parts for it in statements[part]]
    return found


def may(role: str, action: str) -> list[Any]:
    """The resources on which a role may do something."""
    return [
        resource
        for statement in roles()[role]
        if action in several(statement["Action"])
        for resource in several(statement["Resource"])
    ]


def test_who_reads_files_is_told_that_one_is_not_there() -> None:
    """Without s3:ListBucket S3 says 403 of it, and nobody knows that it is missing."""
    readers = [role for role in roles() if may(role, "s3:GetObject")]

    assert "IngestRole" in readers
    for role in readers:
        assert may(role, "s3:ListBucket") == [{"Fn::GetAtt": ["Bucket", "Arn"]}], role


def test_whoever_stores_messages_may_read_their_mood_and_open_the_card() -> None:
    """Also the page of surveys does, whose comments are messages, and the night."""
    for role in ("IngestRole", "ApiRole", "SweepRole"):
        assert may(role, "comprehend:BatchDetectSentiment") == ["*"], role
        secrets = str(may(role, "secretsmanager:GetSecretValue"))
        assert "care/${Stage}/events-" in secrets, role


def test_each_workflow_invokes_its_own_functions_and_no_other() -> None:
    machines = {
        name: resource["Properties"]
        for name, resource in TEMPLATE["Resources"].items()
        if resource["Type"] == "AWS::StepFunctions::StateMachine"
    }

    assert len(machines) == 3
    for name, machine in machines.items():
        role = machine["RoleArn"]["Fn::GetAtt"][0]
        named = machine["DefinitionSubstitutions"].values()
        granted_to = may(role, "lambda:InvokeFunction")
        assert sorted(map(str, granted_to)) == sorted(map(str, named)), name
