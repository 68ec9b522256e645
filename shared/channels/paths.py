"""Ids from outside as one step of the path of a call."""

from urllib.parse import quote

from shared.errors import SendRefused


def step(part: str) -> str:
    """Quote an id so that it is one step of a path, whatever is in it.

    Raises:
        SendRefused: it is a step back or none, which no quoting hides: clients
            take them out of a path before they send it (RFC 3986, 5.2.4).

    """
    if part in ("", ".", ".."):
        raise SendRefused("There is no such id on this platform.")
    return quote(part, safe="")
