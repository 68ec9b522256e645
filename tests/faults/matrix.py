"""Every call of a journey with everything that may go wrong with it, one at a time.

At a call the process forks: in the child it goes wrong and the journey goes on to
its end, the parent goes on to the next call. So what was before is done once, and
several children may run at a time.
"""

import gc
import os
import pickle
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import IO, Literal, NoReturn

from tests.faults.calls import READS, Call, Mode
from tests.faults.cloud import Start
from tests.faults.journeys import Journey
from tests.faults.settled import Settled, differences, is_exact, is_left_open, settled

# to the byte; but for later times of ours; left to people whether it was sent
A_FEW = 20
How = Literal["same", "later", "open", "different"]
Wanted = Callable[[int, Call], Iterable[Mode]]


@dataclass(frozen=True)
class Outcome:
    """How a journey ended in which one call went wrong: ``number`` ``of`` so many."""

    journey: str
    number: int
    of: int
    call: Call
    mode: Mode
    differences: list[str]
    how: How


Tell = Callable[[Outcome], None]
Compare = Callable[[Settled, Settled], list[str]]


def everything() -> Wanted:
    """All that may go wrong; of many equal reads in a row the first, and some."""
    row: list[Call] = []

    def wanted(_number: int, call: Call) -> list[Mode]:
        if row and row[-1] != call:
            row.clear()
        row.append(call)
        is_one_of_many = len(row) > A_FEW and len(row) % A_FEW > 0
        is_read = call.operation.startswith(READS)
        return [] if is_read and is_one_of_many else call.modes()

    return wanted


def once_each() -> Wanted:
    """Each function, call and mode at its first occurrence only."""
    seen: set[tuple[Call, Mode]] = set()

    def wanted(_number: int, call: Call) -> list[Mode]:
        fresh = [mode for mode in call.modes() if (call, mode) not in seen]
        seen.update((call, mode) for mode in fresh)
        return fresh

    return wanted


def some(share: float, seed: int) -> Wanted:
    """So many of all, the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - no secret

    def wanted(_number: int, call: Call) -> list[Mode]:
        return [mode for mode in call.modes() if chance.random() < share]

    return wanted


@dataclass(frozen=True)
class Child:
    """A process in which one call goes wrong, and where it tells of its end."""

    process: int
    answer: int
    number: int
    call: Call
    mode: Mode


@dataclass
class Branches:
    """The children that a journey has, each compared with how it should end."""

    journey: str
    wanted: Wanted
    expected: Settled
    calls: int
    tell: Tell
    at_once: int
    compare: Compare
    running: deque[Child] = field(default_factory=deque)
    outcomes: list[Outcome] = field(default_factory=list)
    answer: IO[bytes] | None = None  # in a child: where its end is told

    def choose(self, number: int, call: Call) -> Mode | None:
        if self.answer is not None:
            return None
        for mode in self.wanted(number, call):
            if len(self.running) == self.at_once:
                self.hear()
            reader, writer = os.pipe()
            process = os.fork()
            if process == 0:
                os.close(reader)
                self.answer = os.fdopen(writer, "wb")
                return mode
            os.close(writer)
            self.running.append(Child(process, reader, number, call, mode))
        return None

    def hear(self) -> None:
        """Wait for the end of the child that has run longest."""
        child = self.running.popleft()
        with os.fdopen(child.answer, "rb") as answer:
            said = answer.read()
        os.waitpid(child.process, 0)
        end = pickle.loads(said)  # noqa: S301 - our own child
        self._note(child.number, child.call, child.mode, end)

    def end(self, said: Settled | str) -> NoReturn:
        """Tell how it ended, and be gone."""
        assert self.answer is not None
        pickle.dump(said, self.answer)
        self.answer.flush()
        os._exit(0)

    def _note(self, number: int, call: Call, mode: Mode, end: Settled | str) -> None:
        told = [end] if isinstance(end, str) else self.compare(self.expected, end)
        how: How = "different"
        if isinstance(end, Settled):
            how = _how(self.expected, end, told, may_be_open=call.may_leave_open(mode))
        outcome = Outcome(self.journey, number, self.calls, call, mode, told, how)
        self.outcomes.append(outcome)
        self.tell(outcome)


def outcomes(
    start: Start,
    journey: Journey,
    wanted: Wanted,
    tell: Tell = lambda _outcome: None,
    at_once: int = 1,
    compare: Compare = differences,
) -> list[Outcome]:
    """Run a journey undisturbed, and once for everything that may go wrong in it.

    ``tell`` hears of each end; ``at_once`` so many processes run beside this one;
    ``compare`` says how two ends differ.
    """
    undisturbed = start()
    journey(undisturbed)
    expected = settled(undisturbed)
    assert [route for route, status in expected.answered if status >= 300] == []
    assert (expected.lost, expected.dead, expected.failed) == ([], [], [])
    gc.freeze()  # children share what is there
    count = len(undisturbed.calls)
    branches = Branches(
        journey.__name__, wanted, expected, count, tell, at_once, compare
    )
    try:
        cloud = start(choose=branches.choose)
        journey(cloud)
        end = settled(cloud)
    except BaseException:
        if branches.answer is None:
            raise
        branches.end(traceback.format_exc())
    if branches.answer is not None:
        branches.end(end)
    while branches.running:
        branches.hear()
    assert compare(expected, end) == []
    return branches.outcomes


def _how(
    expected: Settled, end: Settled, told: Sequence[str], *, may_be_open: bool
) -> How:
    if not told:
        return "same" if is_exact(expected, end) else "later"
    return "open" if may_be_open and is_left_open(end) else "different"
