"""Who calls, by what API Gateway found in his access token."""

from typing import Any, cast

import pytest
from chalice.app import Request

from functions.callers import Caller, caller_of
from shared.errors import Forbidden


class Asked:
    """A request with these claims, as Chalice hands it on."""

    def __init__(self, claims: dict[str, Any] | None) -> None:
        self.context = {"authorizer": {"claims": claims}} if claims else {}


def _caller(**claims: Any) -> Caller:
    return caller_of(cast("Request", Asked(claims)))


@pytest.mark.parametrize(
    "groups", ["[agent supervisor]", "agent,supervisor", ["agent", "supervisor"]]
)
def test_a_person_is_his_user_name_and_his_groups(groups: Any) -> None:
    found = _caller(
        username="ada",
        client_id="people",
        scope="aws.cognito.signin.user.admin",
        **{"cognito:groups": groups},
    )

    assert found == Caller(name="ada", roles=frozenset({"agent", "supervisor"}))


def test_a_machine_is_its_client_id_and_its_scopes() -> None:
    found = _caller(sub="4abc", client_id="4abc", scope="care/agent care/analyst")

    roles = frozenset({"agent", "analyst"})
    assert found == Caller(name="machine:4abc", roles=roles)


def test_a_scope_makes_no_role_of_a_person() -> None:
    assert not _caller(username="ada", scope="care/admin").roles


def test_a_group_makes_no_role_of_a_machine() -> None:
    assert not _caller(client_id="4abc", **{"cognito:groups": "[admin]"}).roles


def test_a_scope_of_another_server_is_no_role() -> None:
    assert not _caller(client_id="4abc", scope="shop/admin xcare/admin admin").roles


def test_nobody_signs_in_under_the_name_of_a_machine() -> None:
    with pytest.raises(Forbidden):
        _caller(username="machine:4abc", **{"cognito:groups": "[admin]"})


def test_without_claims_nobody_has_signed_in() -> None:
    with pytest.raises(Forbidden):
        caller_of(cast("Request", Asked(None)))
