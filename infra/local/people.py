"""Sample people in the local user pool, one for each role and an agent more."""

import secrets
from typing import Any

# Part in stack.json: (user name, group)
PEOPLE = {
    "agent": ("ada", "agent"),
    "agent2": ("bruno", "agent"),
    "supervisor": ("sofia", "supervisor"),
    "analyst": ("ana", "analyst"),
    "admin": ("root", "admin"),
}


def sign_in_all(cognito: Any, pool: str, app_client: str) -> dict[str, str]:
    """Create who is missing and return an ID token for each part.

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
    token: str = answer["AuthenticationResult"]["IdToken"]
    return token
