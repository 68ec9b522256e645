"""Deploy a stage to an AWS account: the stack first, then the functions.

``python -m infra.deploy --stage prod``, with the credentials that any AWS tool
would use. Both halves can be repeated. Afterwards ``chalice deploy --stage prod``
alone is enough for a change of code.
"""

import argparse
import os
import re
import sys
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import functions, refusals, stack, throttling
from shared import config
from shared.errors import Misconfigured

_STAGE = re.compile("[a-z][a-z0-9]{0,15}")  # AllowedPattern of infra/stack.yaml
INTERRUPTED = 130  # the exit status of what Ctrl-C ended, as in a shell
_RESERVED = re.compile("aws|amazon|cognito")  # not in the domain of a user pool


class CannotDeploy(Exception):
    """What was asked cannot be deployed; nothing has been done yet."""


def main() -> int:
    """Deploy; return the exit status."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--stage", default="prod")
    words.add_argument("--timezone", default="UTC", help="of days and business hours")
    chosen = words.parse_args()
    try:
        check(chosen.stage, chosen.timezone)
        url = deploy(chosen.stage, chosen.timezone)
    except CannotDeploy as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except (stack.StackFailed, functions.ChaliceFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"AWS refused or could not be reached: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. AWS ends what it has begun; then the same command goes on.")
        return INTERRUPTED
    print(url)
    return 0


def check(stage: str, timezone: str) -> None:
    """Look whether there is all that a deployment needs.

    Raises:
        CannotDeploy: the stage or the time zone is none, a setting is illegal, or
            region, credentials or Chalice's record of an earlier deployment are
            missing; what to do about it.

    """
    _check_stage(stage)
    if functions.forgotten(functions.ROOT, stage):
        raise CannotDeploy(
            f".chalice/deployed/{stage}.json is missing: without it a second API with "
            "another address would be made. Take it from where was deployed last."
        )
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CannotDeploy(
            f"TIMEZONE={timezone} is none; write it like TIMEZONE=Europe/Rome"
        ) from None
    try:
        known = functions.variables(functions.ROOT, stage)
        config.human_agent(known)
        config.public_url(known)
        config.console_origin(known)
        config.sentiment(known)
        config.kpi_sharded_above(known)
        throttling.rate_limit(known)
        for name in config.PLATFORMS:
            config.platform_url(known, name)
        if config.outside(known) != "public":
            raise CannotDeploy("CARE_OUTSIDE is for make run; take it out.")
    except Misconfigured as error:
        raise CannotDeploy(error.message) from None
    session = boto3.Session()
    if session.region_name is None:
        raise CannotDeploy(
            "Say in which region: export AWS_DEFAULT_REGION=eu-central-1"
        )
    if session.get_credentials() is None:
        raise CannotDeploy(
            "There are no AWS credentials; set them as for any AWS tool, for example "
            "with: aws configure"
        )


def _check_stage(stage: str) -> None:
    if stage == "local":
        raise CannotDeploy("The stage local is for make run; choose another STAGE.")
    if not _STAGE.fullmatch(stage):
        raise CannotDeploy(
            f"STAGE={stage} cannot be in the names of resources: at most 16 "
            "small letters and digits, a letter first."
        )
    if _RESERVED.search(stage):
        raise CannotDeploy(
            f"STAGE={stage} cannot be in the domain where machines get their tokens: "
            "AWS allows neither aws nor amazon nor cognito there."
        )


def deploy(stage: str, timezone: str) -> str:
    """Deploy stack and functions; return what Chalice said, with the URL in it."""
    print(f"Stack of {stage} ...", flush=True)
    outputs = stack.deploy(boto3.client("cloudformation"), stage, parameters(stage))
    configure(stage, outputs, timezone)
    print("Functions ...", flush=True)
    functions.clean(functions.ROOT)
    words = ("deploy", "--stage", stage)
    said = functions.run_chalice(functions.ROOT, *words, environment=os.environ)
    before = functions.variables(functions.ROOT, stage)
    configure(stage, outputs, timezone)
    if functions.variables(functions.ROOT, stage) != before:
        print("Functions, which are told the API's new address ...", flush=True)
        said = functions.run_chalice(functions.ROOT, *words, environment=os.environ)
    guard(stage)
    return said


def guard(stage: str) -> None:
    """Have API Gateway refuse in our words what it refuses, and floods at all."""
    gateway, api = boto3.client("apigateway"), functions.served(functions.ROOT, stage)
    known = functions.variables(functions.ROOT, stage)
    refusals.say(gateway, *api, config.console_origin(known))
    throttling.throttle(gateway, *api, throttling.rate_limit(known))


def parameters(stage: str) -> dict[str, str]:
    """What the stack is to know of the settings: a service needs a permission."""
    known = functions.variables(functions.ROOT, stage)
    return {"Sentiment": config.sentiment(known)}


def configure(stage: str, outputs: Mapping[str, str], timezone: str) -> None:
    """Write where things are; variables that people have added stay.

    The API's address is known only once it has been deployed.
    """
    known = functions.variables(functions.ROOT, stage)
    api = functions.rest_api(functions.ROOT, stage)
    if api is not None:
        known = functions.with_address(known, api["rest_api_url"])
    settings = functions.stage_settings(stage, outputs, timezone, known)
    functions.configure(functions.ROOT, stage, settings)


if __name__ == "__main__":
    sys.exit(main())
