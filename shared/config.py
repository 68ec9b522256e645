"""The only reader of the environment: one frozen record, built once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from shared.domain.windows import HUMAN_AGENT_CHANNELS
from shared.domain.zones import read_zone
from shared.errors import BadInput, Misconfigured
from shared.names import Names

META_URL = "https://graph.facebook.com/v25.0"
X_URL = "https://api.x.com"
TELEGRAM_URL = "https://api.telegram.org"
PLATFORMS = {
    "CARE_META_URL": META_URL,
    "CARE_X_URL": X_URL,
    "CARE_TELEGRAM_URL": TELEGRAM_URL,
}

_HOST = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"  # as browsers write it
_PORT = r"(?::[0-9]{1,5})?"
_ORIGIN = re.compile(rf"(?:https://{_HOST}|http://localhost){_PORT}")
_ADDRESS = re.compile(r"https?://[\w.:-]+(?:/[\w./~-]*)?", re.ASCII)

OutsideIs = Literal["public", "loopback"]
OUTSIDE: tuple[OutsideIs, ...] = get_args(OutsideIs)
SentimentBy = Literal["local", "comprehend"]
SENTIMENT_BY: tuple[SentimentBy, ...] = get_args(SentimentBy)
KPI_SHARDED_ABOVE = 20_000


@dataclass(frozen=True, slots=True)
class Config:
    """Where this deployment's resources are.

    ``clock_file`` is set on the local stack only: a file with the seconds by
    which its clock is ahead of the machine's (behind, if negative).
    ``human_agent`` are the channels for which Meta has granted the app its
    Human Agent feature. ``public_url`` is where the public finds the API, without a
    slash at its end, ``console_origin`` whose web page may use it in a browser.
    ``sentiment`` says who reads moods. Numbers of days with
    more persons than ``kpi_sharded_above`` are computed by ``kpi_machine``. On the
    local stack only ``outside`` is also this machine (``loopback``).
    """

    stage: str
    table: str
    bucket: str
    queue_url: str
    outbound_url: str
    events_url: str
    events_dead_url: str
    stream_arn: str
    state_machine: str
    kpi_machine: str
    survey_machine: str
    user_pool_arn: str
    timezone: ZoneInfo
    meta_url: str
    x_url: str
    telegram_url: str
    public_url: str | None
    console_origin: str | None
    human_agent: frozenset[str]
    sentiment: SentimentBy
    kpi_sharded_above: int
    outside: OutsideIs
    clock_file: str | None

    @property
    def names(self) -> Names:
        return Names(self.stage)


def load(environment: Mapping[str, str] | None = None) -> Config:
    """Read and check the configuration.

    Raises:
        Misconfigured: a variable is missing, empty or illegal; names it.

    """
    env = os.environ if environment is None else environment
    return Config(
        stage=_required(env, "CARE_STAGE"),
        table=_required(env, "CARE_TABLE"),
        bucket=_required(env, "CARE_BUCKET"),
        queue_url=_required(env, "CARE_QUEUE_URL"),
        outbound_url=_required(env, "CARE_OUTBOUND_URL"),
        events_url=_required(env, "CARE_EVENTS_URL"),
        events_dead_url=_required(env, "CARE_EVENTS_DEAD_URL"),
        stream_arn=_required(env, "CARE_STREAM_ARN"),
        state_machine=_required(env, "CARE_STATE_MACHINE"),
        kpi_machine=_required(env, "CARE_KPI_MACHINE"),
        survey_machine=_required(env, "CARE_SURVEY_MACHINE"),
        user_pool_arn=_required(env, "CARE_USER_POOL_ARN"),
        timezone=_zone(_required(env, "CARE_TIMEZONE")),
        meta_url=platform_url(env, "CARE_META_URL"),
        x_url=platform_url(env, "CARE_X_URL"),
        telegram_url=platform_url(env, "CARE_TELEGRAM_URL"),
        public_url=public_url(env),
        console_origin=console_origin(env),
        human_agent=human_agent(env),
        sentiment=sentiment(env),
        kpi_sharded_above=kpi_sharded_above(env),
        outside=outside(env),
        clock_file=env.get("CARE_CLOCK_FILE") or None,
    )


def platform_url(env: Mapping[str, str], name: str) -> str:
    """Read where a platform is called, with its token.

    Raises:
        Misconfigured: it is no address, or a plain one although it is not local.

    """
    said = env.get(name, "").strip().rstrip("/") or PLATFORMS[name]
    is_safe = said.startswith("https://") or outside(env) == "loopback"
    if not (is_safe and _ADDRESS.fullmatch(said)):
        raise Misconfigured(f"{name} is an address like {PLATFORMS[name]}, not {said}.")
    return said


def public_url(env: Mapping[str, str]) -> str | None:
    """Read where the public finds the API; None where that is not known.

    Raises:
        Misconfigured: it is no address.

    """
    said = env.get("CARE_PUBLIC_URL", "").strip().rstrip("/")
    if said and not _ADDRESS.fullmatch(said):
        raise Misconfigured(
            f"CARE_PUBLIC_URL is an address like https://care.example, not {said}."
        )
    return said or None


def console_origin(env: Mapping[str, str]) -> str | None:
    """Read whose web page may use the API in a browser; None: nobody's.

    Raises:
        Misconfigured: it is no origin: scheme, host and port alone.

    """
    said = env.get("CARE_CONSOLE_ORIGIN", "").strip()
    if said and not _ORIGIN.fullmatch(said):
        raise Misconfigured(
            "CARE_CONSOLE_ORIGIN is one origin like https://console.example, or "
            f"http://localhost:3000, not {said}."
        )
    return said or None


def human_agent(env: Mapping[str, str]) -> frozenset[str]:
    """Read the channels on which agents may answer privately for seven days.

    Raises:
        Misconfigured: one of them cannot have that; names it.

    """
    words = env.get("CARE_HUMAN_AGENT", "").split(",")
    channels = frozenset(word.strip() for word in words) - {""}
    wrong = sorted(channels.difference(HUMAN_AGENT_CHANNELS))
    if wrong:
        known = ",".join(HUMAN_AGENT_CHANNELS)
        raise Misconfigured(
            f"CARE_HUMAN_AGENT is a list out of {known}, not {', '.join(wrong)}."
        )
    return channels


def sentiment(env: Mapping[str, str]) -> SentimentBy:
    """Read who reads moods: the local model unless a service is chosen.

    Raises:
        Misconfigured: nobody of that name does.

    """
    word = env.get("CARE_SENTIMENT", "").strip() or "local"
    chosen = next((known for known in SENTIMENT_BY if known == word), None)
    if chosen is None:
        known = " or ".join(SENTIMENT_BY)
        raise Misconfigured(f"CARE_SENTIMENT is {known}, not {word}.")
    return chosen


def outside(env: Mapping[str, str]) -> OutsideIs:
    """Read what addresses that people give may mean: public ones.

    Raises:
        Misconfigured: it is neither that nor ``loopback``.

    """
    word = env.get("CARE_OUTSIDE", "").strip() or "public"
    chosen = next((known for known in OUTSIDE if known == word), None)
    if chosen is None:
        raise Misconfigured(f"CARE_OUTSIDE is {' or '.join(OUTSIDE)}, not {word}.")
    return chosen


def kpi_sharded_above(env: Mapping[str, str]) -> int:
    """Read of how many persons on days are computed in one function at most.

    Raises:
        Misconfigured: it is no whole number.

    """
    word = env.get("CARE_KPI_SHARDED_ABOVE", "").strip() or str(KPI_SHARDED_ABOVE)
    if not re.fullmatch("[0-9]{1,9}", word):
        raise Misconfigured(
            f"CARE_KPI_SHARDED_ABOVE is a number of persons, not {word}."
        )
    return int(word)


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise Misconfigured(f"Set the environment variable {name}.")
    return value


def _zone(name: str) -> ZoneInfo:
    try:
        return read_zone(name)
    except BadInput as error:
        raise Misconfigured(
            f"CARE_TIMEZONE must be an IANA name such as Europe/Rome, not {name!r}."
        ) from error
