"""The contract as it is published: made of the operations that serve it."""

from typing import Any

from functions.http import Request
from shared.ports import Ports


def show_document(request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """The OpenAPI document of this deployment."""
    from functions.contract.document import document  # noqa: PLC0415 - few ask for it

    return document(ports.public_url)
