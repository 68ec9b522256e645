"""What make calls: run, demo and reset of the local stack."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from infra.functions import ChaliceFailed
from infra.local import sample_day
from infra.local.emulator_process import CannotStart
from infra.local.supervisor import LocalAws, reset
from infra.stack import StackFailed

_TOLD = (CannotStart, StackFailed, ChaliceFailed, sample_day.SampleDayFailed)
_LAST_PORT = 65535
_LOOK = 0.5  # seconds between two looks at the emulator


def main() -> int:
    """Do what was asked; return the exit status."""
    asked = _words().parse_args()
    try:
        return _COMMANDS[asked.command](asked)
    except _TOLD as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _words() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog="python -m infra.local")
    words.add_argument("--port", default="4566")
    words.add_argument("--dir", type=Path, default=Path(".local"))
    commands = words.add_subparsers(dest="command", required=True)
    for name in ("run", "demo", "reset"):
        commands.add_parser(name)
    return words


def _say(line: str) -> None:
    print(line, flush=True)


def _aws(asked: argparse.Namespace) -> LocalAws:
    """Make the stack's supervisor.

    Raises:
        CannotStart: the port is none.

    """
    digits = asked.port.isascii() and asked.port.isdigit()
    if not digits or not 1 <= int(asked.port) <= _LAST_PORT:
        raise CannotStart(
            f"PORT is a number from 1 to {_LAST_PORT}, not {asked.port!r}: "
            f"make {asked.command} PORT=4600"
        )
    return LocalAws(int(asked.port), asked.dir, _say, asked.command)


def _run(asked: argparse.Namespace) -> int:
    """Play the sample day, then stay until Ctrl-C or SIGTERM."""
    _end_in_order()
    parent = os.getppid()
    aws = _aws(asked)
    stack = aws.start()
    try:
        outcome = sample_day.play(stack, _say)
        _say("To try in another terminal (/sent lists what was sent since this start):")
        _say(sample_day.to_try(stack, outcome, asked.dir))
        _say(f"Running at {stack.api_url} (Ctrl-C stops it; the data stays)")
        while aws.alive():
            if os.getppid() != parent:
                return 1  # make was killed: leave nothing running
            aws.refresh()
            time.sleep(_LOOK)
        _say(f"The local AWS ended by itself; see {asked.dir}/emulator.log.")
    except KeyboardInterrupt:
        _say("Stopping")
        return 0
    finally:
        aws.stop()
    return 1


def _demo(asked: argparse.Namespace) -> int:
    """Play the sample day; 0 only if every number came out."""
    _end_in_order()
    aws = _aws(asked)
    stack = aws.start()
    try:
        if not sample_day.play(stack, _say).ok:
            return 1
        _say("To look around in it: make run, with the same settings")
        return 0
    finally:
        aws.stop()


def _end_in_order() -> None:
    """Take SIGTERM as Ctrl-C, and Ctrl-C also where a shell had it ignored."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)


def _reset(asked: argparse.Namespace) -> int:
    known = reset(asked.dir)
    _say(f"Forgot {asked.dir}" if known else f"Nothing to forget in {asked.dir}")
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "demo": _demo,
    "reset": _reset,
}

if __name__ == "__main__":
    sys.exit(main())
