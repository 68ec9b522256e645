"""Whether DynamoDB refused a write for its condition: somebody else was first."""

from pynamodb.exceptions import PynamoDBException

_UNMET = "ConditionalCheckFailedException"


def is_unmet(error: PynamoDBException) -> bool:
    """Tell a condition that did not hold from all other errors.

    PynamoDB's own ``cause_response_code`` fails where no answer came: botocore's
    timeouts have a response as well, which is None.
    """
    response = getattr(error.cause, "response", None) or {}
    return bool(response.get("Error", {}).get("Code") == _UNMET)
