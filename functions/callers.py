"""Who calls: a person who signed in, or a machine with its own credentials.

API Gateway has checked the access token; what is in it comes as claims. A person's
says his groups, a machine's (client_credentials) the scopes that it was granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.errors import Forbidden

if TYPE_CHECKING:
    from chalice.app import Request as ChaliceRequest

SCOPES = "care/"  # the resource server of infra/stack.yaml; its scopes are the roles
MACHINE = "machine:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person under his user name, or a machine as ``machine:`` and its client id."""

    name: str
    roles: frozenset[str]


def caller_of(request: ChaliceRequest) -> Caller:
    """Read who calls from what the authorizer found in his token.

    Raises:
        Forbidden: nobody has signed in, or a person under a machine's name.

    """
    context = request.context or {}
    claims = (context.get("authorizer") or {}).get("claims")
    if not claims:
        raise Forbidden("Sign in first.")
    person = claims.get("username")
    if not person:
        return Caller(
            name=f"{MACHINE}{claims.get('client_id', '')}",
            roles=_granted(claims),
        )
    if str(person).startswith(MACHINE):
        raise Forbidden(f"Nobody's user name may begin with {MACHINE!r}.")
    return Caller(name=str(person), roles=_groups(claims))


def _groups(claims: Mapping[str, Any]) -> frozenset[str]:
    """API Gateway hands groups on as a list, or as text between commas."""
    groups = claims.get("cognito:groups") or ()
    if isinstance(groups, str):
        groups = groups.strip("[]").replace(",", " ").split()
    return frozenset(str(g) for g in groups)


def _granted(claims: Mapping[str, Any]) -> frozenset[str]:
    """The roles among the scopes of a machine; a person's own are none of them."""
    scopes = str(claims.get("scope") or "").split()
    return frozenset(s.removeprefix(SCOPES) for s in scopes if s.startswith(SCOPES))
