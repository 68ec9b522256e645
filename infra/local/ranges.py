"""Targets that go through days of the running stack, one line each."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from botocore.exceptions import BotoCoreError

from infra.local.api import Api
from infra.local.stack import NotRunning, Stack
from shared.errors import BadInput

# What is done for days, given in order, and said of each when it is done.
Do: TypeAlias = Callable[[Api, Sequence[date]], Iterable[tuple[date, str]]]
INTERRUPTED = 130  # the exit status of what Ctrl-C ended, as in a shell


def parser(target: str, description: str | None) -> argparse.ArgumentParser:
    """The arguments that every such target has: the range, and whose stack."""
    made = argparse.ArgumentParser(prog=f"make {target}", description=description)
    made.add_argument("first", nargs="?", default="")
    made.add_argument("last", nargs="?", default="")
    made.add_argument("--local-dir", type=Path, default=Path(".local"))
    return made


def go_through(target: str, given: argparse.Namespace, do: Do) -> int:
    """Do it for the days of the range and print a line each; the exit status."""
    try:
        found = days(target, given.first, given.last)
        for day, said in do(Api(Stack.read(given.local_dir)), found):
            print(f"{day}  {said}", flush=True)
    except (BadInput, NotRunning, RuntimeError) as error:
        print(error)
        return 1
    except BotoCoreError:
        print("The local AWS does not answer; start it with: make run")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def days(target: str, first: str, last: str) -> list[date]:
    """List the days of a range, both ends included; one day without ``last``.

    Raises:
        BadInput: the first is missing, one is no date, or they are reversed.

    """
    if not first:
        raise BadInput(f"Say which days: make {target} FROM=2026-01-01 TO=2026-01-31")
    begin = _date("FROM", first)
    end = _date("TO", last) if last else begin
    if end < begin:
        raise BadInput(f"FROM={begin} is after TO={end}; give the earlier day first.")
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"{name}={text} is no date; write it like {name}=2026-01-31"
        ) from None
