"""Steps through the shipped state machine on a clock that is only a number.

It knows the states, error rules and expressions that the file has, and stops at
any other: what is counted is the file. A transition is every state entered, and
one for the start; retries, which the file makes after faults only, are none here.
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from infra import stack
from shared.domain.times import from_text

FILE = stack.FOLDER / "statemachines" / "case.asl.json"
DEFINITION: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
STATES: dict[str, Any] = DEFINITION["States"]

# Entered and exited, and in between scheduled, started, perhaps submitted, ended.
EVENTS = {"Wait": 2, "Task": 5, "Callback": 6}
STARTED_AND_SUCCEEDED = 2

State = dict[str, Any]
Answer = tuple[str, Mapping[str, Any]]  # the error or "", and what comes with it
Task = Callable[[State, datetime], Answer | None]
_STALE = {"then": {"seconds": 60, "until": None}}
_EXPRESSIONS: dict[str, Callable[[State, Mapping[str, Any]], Any]] = {
    "{% $states.input.seconds %}": lambda s, _: s["seconds"],
    "{% $states.input.ask_at %}": lambda s, _: s["ask_at"],
    "{% $merge([$states.input, $states.result]) %}": lambda s, r: {**s, **r},
    "{% $merge([$states.input, $parse($states.errorOutput.Cause)]) %}": (
        lambda s, cause: {**s, **cause}
    ),
    "{% $merge([$states.input, $states.input.then, "
    "{'then': {'seconds': 60, 'until': null}}]) %}": (
        lambda s, _: {**s, **s["then"], **_STALE}
    ),
}


class Execution:
    """One execution: where it stands, until when it waits, what it has cost.

    ``tasks`` are what the functions of the Task states answer, by the state's
    name; None: nothing yet.
    """

    def __init__(
        self, tasks: Mapping[str, Task], started: datetime, given: State
    ) -> None:
        self._tasks = tasks
        self._name = ""
        self._state = given
        self.transitions = 1
        self.events = STARTED_AND_SUCCEEDED
        self.until: datetime | None = None
        self._enter(DEFINITION["StartAt"], started)

    def run(self, until: datetime) -> None:
        """Let the time pass: all waits that end before then end."""
        while self.until is not None and self.until < until:
            now = self.until
            if STATES[self._name]["Type"] == "Wait":
                self._leave({}, now)
            else:
                self.answer(("States.Timeout", {}), now)

    def answer(self, answer: Answer, now: datetime) -> None:
        """Answer the task that is waited for; nothing if none is."""
        state = STATES[self._name]
        if self.until is None or state["Type"] != "Task":
            return
        error, said = answer
        if not error:
            self._leave(said, now)
            return
        rule = next((r for r in state["Retry"] if _names(r, error)), None)
        if rule is not None and rule["MaxAttempts"]:
            raise AssertionError(f"{error} would be tried again.")
        caught = next(r for r in state["Catch"] if _names(r, error))
        self._state = _EXPRESSIONS[caught["Output"]](self._state, said)
        self._enter(caught["Next"], now)

    def _enter(self, name: str, now: datetime) -> None:
        self._name, state = name, STATES[name]
        self.transitions += 1
        if state["Type"] == "Wait":
            self.events += EVENTS["Wait"]
            ends = _EXPRESSIONS[state["Timestamp"]](self._state, {})
            self.until = max(now, from_text(ends))
            return
        waits = state["Resource"].endswith(".waitForTaskToken")
        self.events += EVENTS["Callback" if waits else "Task"]
        if not waits:
            self._tasks[name](self._state, now)
            self._leave({}, now)
            return
        seconds = _EXPRESSIONS[state["TimeoutSeconds"]](self._state, {})
        self.until = now + timedelta(seconds=seconds)
        said = self._tasks[name](self._state, now)
        if said is not None:
            self.answer(said, now)

    def _leave(self, result: Mapping[str, Any], now: datetime) -> None:
        state = STATES[self._name]
        self.until = None
        if state.get("End"):
            return
        if "Output" in state:
            self._state = _EXPRESSIONS[state["Output"]](self._state, result)
        self._enter(state["Next"], now)


def _names(rule: Mapping[str, Any], error: str) -> bool:
    """Whether a rule is for an error; a failed task is any error but a timeout."""
    named = rule["ErrorEquals"]
    failed = "States.TaskFailed" in named and error != "States.Timeout"
    return error in named or failed
