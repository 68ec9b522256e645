"""What a case costs in its workflow: the shipped machine, played over many cases.

The fold, the alarms and the waits are the product's own; the promises are those
of the reference: a first response by channel, the next in an hour, the end in a
day, elapsed and without pauses. What should have been found at which instant is
computed beside it, by hand. ``python -m bench.workflow LOG.parquet`` plays a log
of one's own.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import process_time
from typing import Any

from bench.care_log import Story, made_up, stored
from bench.machine import Answer, Execution, State
from bench.measure import measure
from shared.adapters.workflow import REARM
from shared.domain import commands
from shared.domain.cases import Step, replay
from shared.domain.commands import Act
from shared.domain.consequences import next_alarm
from shared.domain.decisions import decide
from shared.domain.log import Entry
from shared.domain.policies import Assignment, Policy, Sla
from shared.domain.settings import Settings, default_settings
from shared.domain.state import Case, Person
from shared.domain.times import from_text, to_text
from shared.domain.waits import Wait, needed

CASES = 1500
FIRST = {"facebook": 60, "instagram": 60, "x": 15, "whatsapp": 30, "telegram": 30}
NEXT, END = timedelta(hours=1), timedelta(days=1)
GIVEN_UP = timedelta(days=7)  # how long an unresolved case is watched
MEAN, P99, EVENTS = 7.7, 14, 150
# As shipped, each clock warned of once; and without warnings, as the goals were set.
KINDS = {"": Policy(name="any").at_risk, "_unwarned": 0.0}
Breach = tuple[str, datetime]


def promises(at_risk: float) -> Settings:
    """The rules of the reference, warning when this share of a target is left."""
    policies = {
        channel: Policy(
            name=channel,
            first_response=timedelta(minutes=minutes),
            next_response=NEXT,
            resolution=END,
            business=False,
            pauses=False,
            at_risk=at_risk,
        )
        for channel, minutes in FIRST.items()
    }
    assign = tuple(Assignment(channel=c, policy=c) for c in FIRST)
    sla = Sla(policies=policies, assign=assign, otherwise="facebook")
    return Settings(calendars=default_settings("UTC").calendars, sla=sla)


@dataclass
class Play:
    """One story played: the case, its workflows, and the breaches they found."""

    story: Story
    rules: Settings
    person: Person
    entries: list[Entry] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    runs: list[Execution] = field(default_factory=list)
    until: datetime | None = None  # of the wait, as its token's item has it
    found: list[tuple[Breach, datetime]] = field(default_factory=list)

    def run(self) -> None:
        """Play it to the end of what is watched."""
        for number, (at, kind) in enumerate(self.story.events):
            self._wait_until(at)
            match kind:
                case "inbound" | "outbound":
                    self._message(at, kind, f"m{number}")
                case "resolved":
                    self._act(commands.resolve(self._case, Act(at=at)))
                    ask_at = at + self.rules.surveys.csat.delay
                    self.runs[-1].answer(("", {"ask_at": to_text(ask_at)}), at)
                case "reopened":
                    self._act(commands.reopen(self._case, Act(at=at)))
                    self._start(at)
        self._wait_until(last(self.story) + GIVEN_UP)

    @property
    def _case(self) -> Case:
        assert self.person.case is not None  # noqa: S101 - told to mypy
        return self.person.case

    def _message(self, at: datetime, kind: str, content: str) -> None:
        if kind == "outbound":
            sent = Entry(at=at, id=content, kind="message_sent", agent="amy")
            self._act(sent)
            return
        entry = Entry(at=at, id=content, kind="message_received", visibility="private")
        decision = decide(self.person, [entry], self.rules)
        for understood in decision.entries:
            self._act(understood)
        if any(timer.episode == self._case.episode.number for timer in decision.timers):
            self._start(at)
        elif decision.rearm:
            wait = needed(self.person, at, self.rules)
            if Wait(until=self.until).is_too_long(wait):
                self.runs[-1].answer((REARM, wait.to_json()), at)

    def _start(self, at: datetime) -> None:
        if self.runs:
            self.runs[-1].run(at)
        given = needed(self.person, at, self.rules).to_json()
        tasks = {"AwaitDeadline": self._await_deadline, "Ask": self._ask}
        self.runs.append(Execution(tasks, at, given))

    def _await_deadline(self, state: State, now: datetime) -> Answer | None:
        """What the function of this state does, on this person alone."""
        self.until = from_text(state["until"]) if state["until"] else None
        self._sound(now)
        wait = needed(self.person, now, self.rules)
        if Wait(until=self.until).is_too_long(wait):
            return REARM, wait.to_json()
        return None

    def _ask(self, _state: State, now: datetime) -> None:
        """Record what was overdue; whether anybody is asked costs nothing."""
        self._sound(now)

    def _sound(self, now: datetime) -> None:
        while alarm := next_alarm(self.steps, now, now, self.rules):
            for entry in (alarm.entry, *alarm.more):
                self._act(entry)
            if alarm.entry.kind == "breached":
                self.found.append(((alarm.entry.clock or "", alarm.entry.at), now))

    def _act(self, entry: Entry) -> None:
        """Take an entry into the log, at its own place in time."""
        self.entries.append(entry)
        start = Person(id=self.person.id)
        self.steps = list(replay(start, self.entries, self.rules))
        self.person = self.steps[-1].after

    def _wait_until(self, at: datetime) -> None:
        for run in self.runs:
            run.run(at)


def play(story: Story, rules: Settings) -> Play:
    """Play one story under these rules."""
    played = Play(story, rules, Person(id=f"{story.channel}:{story.id}"))
    played.run()
    return played


def last(story: Story) -> datetime:
    return story.events[-1][0]


def expected(story: Story) -> set[Breach]:
    """What is breached and when, from the story alone."""
    opened = story.events[0][0]
    resolved = next((at for at, kind in story.events if kind == "resolved"), None)
    end = resolved or last(story) + GIVEN_UP
    breaches: set[Breach] = set()
    waiting, first = opened, True
    talk = [e for e in story.events if e[1] in {"inbound", "outbound"}]
    since: datetime | None = None
    for at, kind in [*talk, (end, "end")]:
        if kind == "inbound":
            since = since or at
            continue
        if since is not None:
            target = timedelta(minutes=FIRST[story.channel]) if first else NEXT
            if since + target < at:
                name = "first_response" if first else "next_response"
                breaches.add((name, since + target))
        first, since = False, None
    if waiting + END < end:
        breaches.add(("resolution", waiting + END))
    return breaches


def measures() -> Iterator[dict[str, Any]]:
    """Yield transitions and events a case, with and without the warning."""
    for name, share in KINDS.items():
        yield from play_all(name, made_up(CASES), promises(share))


def play_all(
    name: str, stories: Iterable[Story], rules: Settings
) -> Iterator[dict[str, Any]]:
    """Play all the stories and yield what they cost."""
    began = process_time()
    transitions, events = [], 0
    missed = invented = 0
    late = timedelta()
    for story in stories:
        played = play(story, rules)
        transitions.append(sum(run.transitions for run in played.runs))
        events = max(events, *(run.events for run in played.runs))
        wanted, found = expected(story), [breach for breach, _ in played.found]
        missed += len(wanted - set(found))
        invented += len(found) - len(wanted & set(found))
        late = max([late, *(seen - due for (_, due), seen in played.found)])
    transitions.sort()
    count = len(transitions)
    mean, p99 = sum(transitions) / count, transitions[int(0.99 * (count - 1))]
    per = f"workflow{name}_transitions_per_case"
    yield measure(f"{per}_mean", mean, "transitions", MEAN)
    yield measure(f"{per}_p99", p99, "transitions", P99)
    yield measure(f"workflow{name}_longest_history", events, "events", EVENTS)
    yield measure(f"workflow{name}_breaches_missed", missed, "breaches", 0)
    yield measure(f"workflow{name}_breaches_invented", invented, "breaches", 0)
    yield measure(f"workflow{name}_latest_breach", late.total_seconds(), "s", 1)
    spent = (process_time() - began) / count
    yield measure(f"workflow{name}_cpu_per_case", spent * 1e6, "us")


if __name__ == "__main__":
    for kind, share in KINDS.items():
        for line in play_all(kind, stored(sys.argv[1]), promises(share)):
            print(json.dumps(line), flush=True)
