"""Transactions on the one table, all with one client.

Making a client reads botocore's whole description of DynamoDB: 100 ms of CPU, on
Lambda several times that, which is more than the transaction takes.
"""

from functools import cache

from pynamodb.connection import Connection
from pynamodb.transactions import TransactWrite

from shared.adapters.items import Item


def transact() -> TransactWrite:
    """Begin a transaction; it is made when its ``with`` block ends.

    Raises:
        TransactWriteError: at the end of the block; nothing of it was done.

    """
    return TransactWrite(connection=_connection(Item.Meta.table_name))


@cache
def _connection(_table: str) -> Connection:
    """The client for a table: PynamoDB, too, has its clients by table."""
    return Connection()
