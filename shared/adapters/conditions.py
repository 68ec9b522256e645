"""Whether DynamoDB refused a write for its condition: somebody else was first."""

from pynamodb.exceptions import PynamoDBException, TransactWriteError

_UNMET = "ConditionalCheckFailedException"
_LOST = {"ConditionalCheckFailed", "TransactionConflict"}


def is_unmet(error: PynamoDBException) -> bool:
    """Tell a condition that did not hold from all other errors.

    PynamoDB's own ``cause_response_code`` fails where no answer came: botocore's
    timeouts have a response as well, which is None.
    """
    response = getattr(error.cause, "response", None) or {}
    return bool(response.get("Error", {}).get("Code") == _UNMET)


def is_lost(error: TransactWriteError) -> bool:
    """The same of a transaction, also one that met another of the same items."""
    reasons = {r.code for r in error.cancellation_reasons if r is not None}
    return not reasons.isdisjoint(_LOST)
