"""One measured number as the runner prints it."""

from typing import Any


def measure(
    name: str, value: float, unit: str, goal: float | None = None
) -> dict[str, Any]:
    """Compare a value with its goal, which it must not exceed; None: no goal."""
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "goal": goal,
        "ok": None if goal is None else value <= goal,
    }
