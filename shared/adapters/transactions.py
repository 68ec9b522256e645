"""Transactions on the one table, by the connection of its items.

PynamoDB would have a client made for each: that reads botocore's whole description of
DynamoDB, 100 ms of CPU, on Lambda several times that, which is more than the
transaction takes.
"""

from pynamodb.transactions import TransactWrite

from shared.adapters.items import Item


def transact() -> TransactWrite:
    """Begin a transaction; it is made when its ``with`` block ends.

    Raises:
        TransactWriteError: at the end of the block; nothing of it was done.

    """
    return TransactWrite(connection=Item.connect())
