"""Deploy a stage to an AWS account: the stack first, then the functions.

``python -m infra.deploy --stage prod``, with the credentials that any AWS tool
would use. Both halves can be repeated. Afterwards ``chalice deploy --stage prod``
alone is enough for a change of code.
"""

import argparse
import os
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import functions, stack


def main() -> int:
    """Deploy; return the exit status."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--stage", default="prod")
    words.add_argument("--timezone", default="UTC", help="of days and business hours")
    chosen = words.parse_args()
    if chosen.stage == "local":
        words.error("the stage local is for `make run`; choose another")
    try:
        url = deploy(chosen.stage, chosen.timezone)
    except (stack.StackFailed, functions.ChaliceFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"AWS refused or could not be reached: {error}", file=sys.stderr)
        return 1
    print(url)
    return 0


def deploy(stage: str, timezone: str) -> str:
    """Deploy stack and functions; return what Chalice said, with the URL in it."""
    print(f"Stack of {stage} ...", flush=True)
    outputs = stack.deploy(boto3.client("cloudformation"), stage, {})
    settings = functions.stage_settings(stage, outputs, timezone, {})
    functions.configure(functions.ROOT, stage, settings)
    print("Functions ...", flush=True)
    functions.clean(functions.ROOT)
    return functions.run_chalice(
        functions.ROOT, "deploy", "--stage", stage, environment=os.environ
    )


if __name__ == "__main__":
    sys.exit(main())
