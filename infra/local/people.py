"""Sample callers in the local user pool: people for each role, and a machine."""

import json
import secrets
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

# Part in stack.json: (user name, group)
PEOPLE = {
    "agent": ("ada", "agent"),
    "agent2": ("bruno", "agent"),
    "supervisor": ("sofia", "supervisor"),
    "analyst": ("ana", "analyst"),
    "admin": ("root", "admin"),
}
MACHINE = "machine"
_SCOPE = "care/agent"


def sign_in_all(cognito: Any, pool: str, app_client: str) -> dict[str, str]:
    """Create who is missing and return an access token for each part.

    Passwords are made up anew each time and kept nowhere.
    """
    known = {user["Username"] for user in cognito.list_users(UserPoolId=pool)["Users"]}
    return {
        part: _sign_in(cognito, pool, app_client, name, group, new=name not in known)
        for part, (name, group) in PEOPLE.items()
    }


def _sign_in(
    cognito: Any, pool: str, app_client: str, name: str, group: str, *, new: bool
) -> str:
    who = {"UserPoolId": pool, "Username": name}
    password = f"{secrets.token_urlsafe(24)}aA1"
    if new:
        cognito.admin_create_user(**who, MessageAction="SUPPRESS")
        cognito.admin_add_user_to_group(**who, GroupName=group)
    cognito.admin_set_user_password(**who, Password=password, Permanent=True)
    answer = cognito.initiate_auth(
        ClientId=app_client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": password},
    )
    token: str = answer["AuthenticationResult"]["AccessToken"]
    return token


def machine(cognito: Any, pool: str, endpoint: str) -> dict[str, str]:
    """Create the sample machine if it is missing, with the role of an agent.

    Returns:
        ``client_id``, ``client_secret`` and ``token_url``: what a machine has.

    """
    found = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)
    ids = [
        c["ClientId"] for c in found["UserPoolClients"] if c["ClientName"] == MACHINE
    ]
    if ids:
        client = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=ids[0])
    else:
        client = cognito.create_user_pool_client(
            UserPoolId=pool,
            ClientName=MACHINE,
            GenerateSecret=True,
            AllowedOAuthFlows=["client_credentials"],
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthScopes=[_SCOPE],
            AccessTokenValidity=24,  # as long as people's, and renewed with theirs
            TokenValidityUnits={"AccessToken": "hours"},
        )
    known = client["UserPoolClient"]
    return {
        "client_id": known["ClientId"],
        "client_secret": known["ClientSecret"],
        "token_url": f"{endpoint}/oauth2/token",
    }


def machine_token(credentials: Mapping[str, str]) -> str:
    """Ask for an access token as a machine does, with all scopes it may have."""
    words = f"{credentials['client_id']}:{credentials['client_secret']}"
    request = urllib.request.Request(  # noqa: S310 - our own
        credentials["token_url"],
        data=urllib.parse.urlencode({"grant_type": "client_credentials"}).encode(),
        headers={
            "Authorization": f"Basic {b64encode(words.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        token: str = json.load(answer)["access_token"]
    return token
