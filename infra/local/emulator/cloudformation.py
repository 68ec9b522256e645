"""CloudFormation: a table's TTL and point-in-time recovery, ignored as shipped."""

from typing import Any

from ministack.services import dynamodb
from ministack.services.cloudformation import provisioners


def fix() -> None:
    """Wrap the table's create and update handlers."""
    handlers = provisioners._RESOURCE_HANDLERS["AWS::DynamoDB::Table"]
    create, update = handlers["create"], handlers["update"]

    def create_table(logical_id: str, props: dict[str, Any], stack: str) -> Any:
        made = create(logical_id, props, stack)
        _apply(made[0], props, {})
        return made

    def update_table(
        name: str, old: dict[str, Any], new: dict[str, Any], *rest: Any
    ) -> Any:
        made = update(name, old, new, *rest)
        _apply(made[0], new, old)
        return made

    handlers["create"], handlers["update"] = create_table, update_table


def _apply(name: str, props: dict[str, Any], old: dict[str, Any]) -> None:
    ttl = props.get("TimeToLiveSpecification")
    if ttl and ttl != old.get("TimeToLiveSpecification"):
        wanted = {**ttl, "Enabled": ttl.get("Enabled") in (True, "true")}
        dynamodb._update_ttl({"TableName": name, "TimeToLiveSpecification": wanted})
    if recovery := props.get("PointInTimeRecoverySpecification"):
        dynamodb._update_continuous_backups(
            {"TableName": name, "PointInTimeRecoverySpecification": recovery}
        )
