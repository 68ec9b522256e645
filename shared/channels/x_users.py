"""Users as X describes them, in the words of either API."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from shared.channels import tame
from shared.domain.messages import Event


def profile(value: Any) -> Mapping[str, Any]:
    """Unwrap a user: X Activity sometimes puts it under ``data``."""
    user = tame.mapping(value)
    return tame.mapping(user.get("data")) or user


def find(users: Iterable[Any], user_id: str | None) -> Mapping[str, Any]:
    """Find a user in a list by id; an empty object if it is not there."""
    for user in map(profile, users):
        if user_id is not None and user_id_of(user) == user_id:
            return user
    return {}


def user_id_of(user: Mapping[str, Any]) -> str | None:
    return tame.identifier(user.get("id_str")) or tame.identifier(user.get("id"))


def with_profile(event: Event, user: Mapping[str, Any]) -> Event:
    """Name the customer; says nothing where the platform does not."""
    metrics = tame.mapping(user.get("public_metrics"))
    followers = tame.number(user.get("followers_count"))
    if followers is None:
        followers = tame.number(metrics.get("followers_count"))
    return replace(
        event,
        name=tame.text(user.get("name")),
        handle=tame.identifier(user.get("screen_name"))
        or tame.identifier(user.get("username")),
        followers=followers,
    )
