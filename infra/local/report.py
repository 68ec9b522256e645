"""What a day came to, as a short table for people, checked against expectations."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from infra.local.api import Api
from infra.local.stack import FILE, Stack
from shared.kpis.exports import daily_folder


@dataclass(frozen=True, slots=True)
class Outcome:
    """The numbers of a day, those expected, and the files they are in."""

    date: date
    numbers: Mapping[str, float | None]
    expected: Mapping[str, float]
    files: list[str]

    @property
    def ok(self) -> bool:
        """Whether every number came out as expected."""
        return not self.wrong

    @property
    def wrong(self) -> dict[str, tuple[float, float | None]]:
        """What was expected and what came out, where they differ."""
        return {
            name: (value, self.numbers.get(name))
            for name, value in self.expected.items()
            if self.numbers.get(name) != value
        }

    def table(self) -> str:
        """The day in a few lines."""
        n = self.numbers
        lines = [
            f"  {self.date:%A %Y-%m-%d}",
            f"  messages from customers   {_show(n['inbound_messages'])}",
            (
                f"  cases opened, resolved    {_show(n['cases_opened'])}, "
                f"{_show(n['episodes_resolved'])}"
            ),
            (
                f"  first response SLA        met {_show(n['first_response_met'])}, "
                f"breached {_show(n['first_response_breached'])}"
            ),
            (
                f"  CSAT                      {_show(n['csat_mean'])} of 5 "
                f"from {_show(n['csat_answers'])} answers"
            ),
            f"  files written             {len(self.files)}",
        ]
        return "\n".join(lines)


def read_outcome(api: Api, day: date, expected: Mapping[str, float]) -> Outcome:
    """Let the deployed function compute the day, then ask the API for it."""
    files = compute(api, day, day)
    date_text = day.isoformat()
    query = {"from": date_text, "to": date_text, "dimension": "all"}
    found = api.get("/kpis/daily", role="analyst", **query).json["items"]
    rows = {row["metric"]: row for row in found}
    sla = rows["first_response_sla"]
    csat = rows["csat_mean"]
    return Outcome(
        date=day,
        numbers={
            "inbound_messages": rows["inbound_messages"]["value"],
            "cases_opened": rows["cases_opened"]["value"],
            "episodes_resolved": rows["episodes_resolved"]["value"],
            "first_response_met": sla["numerator"],
            "first_response_breached": sla["denominator"] - sla["numerator"],
            "csat_answers": csat["denominator"],
            "csat_mean": round(csat["value"], 3) if csat["value"] else None,
        },
        expected=expected,
        files=files,
    )


def compute(api: Api, first: date, last: date) -> list[str]:
    """Invoke the deployed function for a range of days; the files it wrote.

    Raises:
        RuntimeError: the function failed; its own sentence.

    """
    request = {"from": first.isoformat(), "to": last.isoformat()}
    result = api.invoke("compute_kpis", request)
    return [path for day in result["days"] for path in day["files"]]


def curl_lines(stack: Stack, day: date, folder: Path) -> str:
    """Lines to paste: what to look at first; no secret is in them."""
    on, record = day.isoformat(), shlex.quote(str(folder / FILE))
    print_it = "json.load(open(sys.argv[1]))['tokens']['supervisor']"
    signed = 'curl -H "Authorization: $TOKEN"'
    numbers = f"/kpis/daily?from={on}&to={on}&dimension=channel"
    keys = "AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test"
    lines = [
        f"curl {stack.api_url}/health",
        f'TOKEN=$(python3 -c "import json, sys; print({print_it})" {record})',
        f"{signed} '{stack.api_url}/cases'",
        f"{signed} '{stack.api_url}{numbers}'",
        f"curl {stack.platform_simulator_url}/sent",
        (
            f"{keys} aws --endpoint-url {stack.aws_endpoint} --region {stack.region}"
            f" s3 ls --recursive s3://{stack.bucket}/{daily_folder(day)}/"
        ),
    ]
    return "\n".join(f"  {line}" for line in lines)


def _show(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if value != int(value) else str(int(value))
