"""State machines as Step Functions runs them: the shipped files, in their own time.

It knows the states and the expressions that the files have, and stops at any
other. Tasks that fail are tried again as the files say, with a token of their own.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from infra import stack
from shared.domain.times import from_text
from tests.faults.agenda import Agenda

State = dict[str, Any]
Invoke = Callable[[str, Any], tuple[bool, Any]]  # whether it was done, and its result
FUNCTIONS = {
    "${AwaitDeadlineFunction}": "await_deadline",
    "${AskFunction}": "ask",
}
_STALE = {"then": {"seconds": 60, "until": None}}
_EXPRESSIONS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "{% $states.input %}": lambda s: s["input"],
    "{% $states.input.seconds %}": lambda s: s["input"]["seconds"],
    "{% $states.input.ask_at %}": lambda s: s["input"]["ask_at"],
    "{% $states.context.Task.Token %}": lambda s: s["token"],
    "{% $states.context.State.EnteredTime %}": lambda s: s["entered"],
    "{% $states.result.Payload %}": lambda s: s["result"]["Payload"],
    "{% $merge([$states.input, $states.result]) %}": lambda s: {
        **s["input"],
        **s["result"],
    },
    "{% $merge([$states.input, $parse($states.errorOutput.Cause)]) %}": lambda s: {
        **s["input"],
        **json.loads(s["cause"]),
    },
    "{% $merge([$states.input, $states.input.then, "
    "{'then': {'seconds': 60, 'until': null}}]) %}": lambda s: {
        **s["input"],
        **s["input"]["then"],
        **_STALE,
    },
}


def definition(name: str) -> dict[str, Any]:
    """Read one of the shipped state machines."""
    file = stack.FOLDER / "statemachines" / f"{name}.asl.json"
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


class Execution:
    """One execution; ``status`` as DescribeExecution tells it.

    ``transitions`` are charged for: the start, each state entered, each retry.
    """

    def __init__(
        self, states: State, name: str, given: str, agenda: Agenda, invoke: Invoke
    ) -> None:
        self.given, self.status, self.token = given, "RUNNING", ""
        self.begun = self.ended = agenda.now()
        self.transitions = 1
        self._states, self._name, self._agenda = states["States"], name, agenda
        self._invoke, self._input, self._step = invoke, json.loads(given), 0
        agenda.add(agenda.now(), lambda: self._enter(states["StartAt"]))

    def described(self) -> dict[str, Any]:
        """Tell how it is doing, as Step Functions does."""
        machine, _, name = self._name.partition("/")
        return {
            "executionArn": f"arn:aws:states:us-east-1:0:execution:{machine}:{name}",
            "name": name,
            "input": self.given,
            "status": self.status,
            "startDate": self.begun,
            "stopDate": self.ended,
        }

    def answer(self, token: str, result: Any, error: str = "", cause: str = "") -> bool:
        """Answer the task that is waited for; False: it is not, or not any more."""
        if token != self.token or self.status != "RUNNING":
            return False
        self.token = ""
        self._step += 1
        if error:
            self._fail(error, cause)
        else:
            self._leave(result)
        return True

    def _enter(self, name: str) -> None:
        self._at, self._tries = name, 0
        self._step += 1
        self._entered = f"{self._agenda.now().isoformat()} {self._step:06}"
        self.transitions += 1
        state = self._states[name]
        if state["Type"] == "Wait":
            ends = from_text(self._filled(state["Timestamp"]))
            self._later(ends, lambda: self._leave({}))
        else:
            self._try()

    def _try(self) -> None:
        state, self._step = self._states[self._at], self._step + 1
        is_callback = state["Resource"].endswith(".waitForTaskToken")
        assert is_callback or state["Resource"].endswith("lambda:invoke")
        self.token = f"{self._name}/{self._step}" if is_callback else ""
        step = self._step
        function = FUNCTIONS[state["Arguments"]["FunctionName"]]
        payload = self._filled(
            state["Arguments"]["Payload"], token=self.token, entered=self._entered
        )
        if is_callback:
            seconds = self._filled(state["TimeoutSeconds"])
            ends = self._agenda.after(seconds)
            self._later(ends, lambda: self._fail("States.Timeout", ""))
        done, result = self._invoke(function, json.loads(json.dumps(payload)))
        if step != self._step:
            return  # it was answered meanwhile
        if not done:
            self.token = ""
            self._fail("Lambda.Unknown", "")
        elif not is_callback:
            self._leave({"Payload": json.loads(json.dumps(result))})

    def _fail(self, error: str, cause: str) -> None:
        self._step += 1
        self.token = ""
        state = self._states[self._at]
        rule = next((r for r in state.get("Retry", ()) if _names(r, error)), None)
        if rule is not None and self._tries < rule["MaxAttempts"]:
            wait = rule["IntervalSeconds"] * rule["BackoffRate"] ** self._tries
            self._tries += 1
            self.transitions += 1
            wait = min(wait, rule["MaxDelaySeconds"])
            self._later(self._agenda.after(wait), self._try)
            return
        caught = next((r for r in state.get("Catch", ()) if _names(r, error)), None)
        if caught is None:
            self._end("FAILED")
            return
        self._input = self._filled(caught["Output"], cause=cause)
        self._enter(caught["Next"])

    def _leave(self, result: Any) -> None:
        state = self._states[self._at]
        if "Output" in state:
            self._input = self._filled(state["Output"], result=result)
        if state.get("End"):
            self._end("SUCCEEDED")
        else:
            self._enter(state["Next"])

    def _end(self, status: str) -> None:
        self.status, self.ended = status, self._agenda.now()

    def _later(self, at: Any, action: Callable[[], None]) -> None:
        """Do something then, unless the execution has gone on."""
        step = self._step

        def act() -> None:
            if self._step == step and self.status == "RUNNING":
                action()

        self._agenda.add(max(at, self._agenda.now()), act)

    def _filled(self, template: Any, **known: Any) -> Any:
        if isinstance(template, dict):
            return {n: self._filled(v, **known) for n, v in template.items()}
        if isinstance(template, str) and template.startswith("{%"):
            return _EXPRESSIONS[template]({"input": self._input, **known})
        return template


class Machines:
    """The state machines of a deployment, answering as Step Functions does."""

    def __init__(self, agenda: Agenda, invoke: Invoke) -> None:
        self._agenda, self._invoke = agenda, invoke
        self.executions: dict[str, Execution] = {}

    def answer(self, client: Any, operation: str, params: Mapping[str, Any]) -> Any:
        """Do what a call asks for.

        Raises:
            client.exceptions: as Step Functions would.

        """
        if operation == "StartExecution":
            return self._start(client, params)
        if operation == "DescribeExecution":
            name = "/".join(params["executionArn"].split(":")[-2:])
            found = self.executions.get(name)
            if found is None:
                raise client.exceptions.ExecutionDoesNotExist({}, operation)
            return found.described()
        if operation == "ListExecutions":
            return {"executions": self._listed(params)}
        if operation == "SendTaskSuccess":
            said = {"result": json.loads(params["output"])}
        elif operation == "SendTaskFailure":
            said = {"result": {}, "error": params["error"], "cause": params["cause"]}
        else:
            raise NotImplementedError(operation)
        token = params["taskToken"]
        execution = self.executions.get(token.rpartition("/")[0])
        if execution is None or not execution.answer(token, **said):
            gone = {"Error": {"Code": "TaskTimedOut", "Message": "gone"}}
            raise client.exceptions.TaskTimedOut(gone, operation)
        return {}

    def _listed(self, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        wanted = params["stateMachineArn"].rpartition(":")[2], params["statusFilter"]
        return [
            execution.described()
            for name, execution in self.executions.items()
            if (name.partition("/")[0], execution.status) == wanted
        ]

    def alive(self) -> list[str]:
        """Which executions run, without how often they were started anew."""
        running = (n for n, e in self.executions.items() if e.status == "RUNNING")
        return sorted(name.rpartition("-")[0] for name in running)

    def _start(self, client: Any, params: Mapping[str, Any]) -> Any:
        machine = params["stateMachineArn"].rpartition(":")[2]
        name, given = f"{machine}/{params['name']}", params["input"]
        known = self.executions.get(name)
        if known is None:
            self.executions[name] = Execution(
                definition(machine), name, given, self._agenda, self._invoke
            )
        elif (known.status, known.given) != ("RUNNING", given):
            there = {"Error": {"Code": "ExecutionAlreadyExists", "Message": name}}
            raise client.exceptions.ExecutionAlreadyExists(there, "StartExecution")
        return {"executionArn": name}


def _names(rule: Mapping[str, Any], error: str) -> bool:
    """Whether a rule is for an error; a failed task is any error but a timeout."""
    named = rule["ErrorEquals"]
    failed = "States.TaskFailed" in named and error != "States.Timeout"
    return error in named or failed
