"""What the outbound queue holds of a press that the customer is to see has arrived."""

import json
from dataclasses import asdict, dataclass, replace

_TASK = "acknowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """One that is owed: ids only, the channel knows the call from its event's."""

    channel: str
    account: str
    event: str
    attempt: int = 0

    def again(self) -> "Acknowledgement | None":
        """The second and last attempt; what comes later still is of no use."""
        return replace(self, attempt=1) if self.attempt == 0 else None


def to_body(owed: Acknowledgement) -> str:
    return json.dumps({"task": _TASK, **asdict(owed)})


def from_body(body: str) -> Acknowledgement | None:
    """Read a body of the outbound queue; None if it is another errand."""
    values = json.loads(body)
    task = values.pop("task", None)
    return Acknowledgement(**values) if task == _TASK else None
