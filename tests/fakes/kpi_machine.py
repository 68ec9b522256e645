"""Runs the shipped state machine of the numbers in memory, one task after the other.

It knows the states and the form of expression that the file has, and stops at any
other: what is tried is the file. Every task may be done twice, as after an answer
that was lost, and time goes by between them.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from functions.kpi_workflow import perform
from infra import stack
from tests.fakes.world import World

FILE = stack.FOLDER / "statemachines" / "kpis.asl.json"
DEFINITION: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
_PATH = re.compile(r"{% \$states((?:\.\w+)+) %}")


class KpiMachine:
    """``tasks`` are what it has done, as the functions were told."""

    def __init__(self, world: World, times: int = 1) -> None:
        self._world = world
        self._times = times
        self._run = ""
        self.tasks: list[dict[str, Any]] = []

    def run(self, name: str, asked: Mapping[str, Any]) -> None:
        self._run = name
        self._go(DEFINITION, _through_json(asked), {})

    def _go(self, machine: Mapping[str, Any], given: Any, item: Any) -> Any:
        name: str | None = machine["StartAt"]
        while name is not None:
            state = machine["States"][name]
            context = {"Execution": {"Name": self._run}, "Map": {"Item": item}}
            states = {"input": given, "context": context}
            kinds = {"Task": self._task, "Map": self._map}
            states["result"] = kinds[state["Type"]](state, states)
            given = _filled(state.get("Output", states["result"]), states)
            name = state.get("Next")
            assert (name is None) == state.get("End", False)
        return given

    def _task(self, state: Mapping[str, Any], states: Mapping[str, Any]) -> Any:
        payload = _through_json(_filled(state["Arguments"]["Payload"], states))
        self.tasks.append(payload)
        for _ in range(self._times):
            found = perform(payload, self._world)
            self._world.clock.advance(minutes=1)
        return {"Payload": _through_json(found)}

    def _map(self, state: Mapping[str, Any], states: Mapping[str, Any]) -> Any:
        found = []
        for index, value in enumerate(_filled(state["Items"], states)):
            item = {"Index": index, "Value": value}
            of_item = {
                **states,
                "context": {**states["context"], "Map": {"Item": item}},
            }
            given = _filled(state["ItemSelector"], of_item)
            found.append(self._go(state["ItemProcessor"], given, item))
        return found


def _filled(template: Any, states: Mapping[str, Any]) -> Any:
    if isinstance(template, dict):
        return {name: _filled(value, states) for name, value in template.items()}
    if isinstance(template, str) and template.startswith("{%"):
        found = _PATH.fullmatch(template)
        assert found is not None, template
        value: Any = states
        for name in found[1].split(".")[1:]:
            value = value[name]
        return value
    return template


def _through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))
