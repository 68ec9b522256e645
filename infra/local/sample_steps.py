"""What happens on the sample day: messages, answers and silence, step by step.

Each step may be played again: the platforms' ids and the idempotency keys are
always the same, and the clock never goes back.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from infra.local import sample_platforms as say
from infra.local.api import Api, wait_for
from infra.local.stack import Stack


@dataclass(frozen=True, slots=True)
class Day:
    """The day on the stack: its API, its date and its zone."""

    api: Api
    date: date
    zone: ZoneInfo

    def at(self, clock: str) -> datetime:
        """An instant of the day from its local time, ``hh:mm``."""
        local = datetime.combine(self.date, time.fromisoformat(clock), self.zone)
        return local.astimezone(UTC)

    def move_to(self, clock: str) -> datetime:
        """Lead the stack's clock to a time of the day, never back."""
        at = self.at(clock)
        now = self.api.stack.now()
        if now < at.timestamp():
            self.api.stack.advance(at.timestamp() - now)
        return at


def _open(day: Day) -> None:
    """08:30  Two agents come to work"""
    for name in ("ada", "bruno"):
        day.api.send("PUT", f"/agents/{name}", {"name": name.title()})
        day.api.send("POST", f"/agents/{name}/availability", {"available": True})
    day.api.simulator("/configure", _backchannel(day.api.stack))


def _morning(day: Day) -> None:
    """09:05  A parcel is late (Messenger), a bill is wrong (X), a comment asks"""
    api = day.api
    at = day.move_to("09:05")
    ann = say.messenger("5001", "m_ann_1", "My parcel has not arrived!", at)
    api.webhook("facebook", say.page(at, messaging=[ann]))
    case = api.case_of("facebook:5001")["id"]
    _reply(day, "09:20", case, "Sorry! It is on its way, here is the new date.")
    _resolve(day, "09:22", case)
    _wait_for_survey(day, "09:33", case)
    at = day.move_to("09:35")
    five = say.messenger("5001", "m_ann_2", "5", at)
    api.webhook("facebook", say.page(at, messaging=[five]))

    at = day.move_to("09:40")
    text = "@sample_shop you charged me twice, this is terrible"
    api.webhook("x", say.post("6001", "ben", "7001", text, at))
    case = api.case_of("x:6001")["id"]
    day.move_to("09:56")  # a quarter of an hour is promised on X
    api.wait_for_entry(case, "breached")
    _reply(day, "10:10", case, "The second charge is on its way back.", "public")
    _resolve(day, "10:12", case)
    _wait_for_survey(day, "10:23", case)
    at = day.move_to("10:25")
    api.webhook("x", say.direct_message("6001", "ben", "7002", "2", at))


def _noon(day: Day) -> None:
    """10:40  A comment, an e-mail, and three messages in one breath"""
    api = day.api
    at = day.move_to("10:40")
    asked = say.comment("5003", "Cleo", "1_31", "Do you deliver on Saturdays?", at)
    api.webhook("facebook", say.page(at, changes=[asked]))
    case = api.case_of("facebook:5003")["id"]
    _reply(day, "10:50", case, "Yes, until noon.", "public")
    _resolve(day, "10:51", case)

    at = day.move_to("11:00")
    api.webhook("custom", say.contact("email", "dan", "e1", "Please cancel.", at))
    case = api.case_of("email:dan")["id"]
    at = day.move_to("11:40")
    answer = say.contact("email", "bruno", "e2", "Cancelled.", at, direction="outbound")
    api.webhook("custom", {**answer, "customer": {"id": "dan"}})
    _wait_for_response(day, case)
    _resolve(day, "11:45", case)

    first = day.move_to("12:00")
    texts = ("Hello", "I have a question", "Can I change my address?")
    burst = [
        say.messenger("5007", f"m_gia_{n}", text, first + timedelta(seconds=9 * n))
        for n, text in enumerate(texts)
    ]
    day.move_to("12:01")
    api.webhook("facebook", say.page(first, messaging=burst[::-1]))
    case = api.case_of("facebook:5007")["id"]
    at = day.move_to("12:30")
    native = say.echo("5007", "m_gia_9", "Of course, where to?", at)
    api.webhook("facebook", say.page(at, messaging=[native]))
    _wait_for_response(day, case)


def _afternoon(day: Day) -> None:
    """14:00  A direct message on X arrives twice; one customer waits in vain"""
    api = day.api
    at = day.move_to("14:00")
    body = say.direct_message("6005", "dora", "7005", "How do I reset it?", at)
    for _ in range(2):
        api.webhook("x", body)
    case = api.case_of("x:6005")["id"]
    _reply(day, "14:10", case, "Hold the button for ten seconds.")
    _resolve(day, "14:20", case)
    _wait_for_survey(day, "14:31", case)
    at = day.move_to("14:40")
    api.webhook("x", say.direct_message("6005", "dora", "7006", "4/5", at))

    at = day.move_to("15:00")
    waiting = say.messenger("5006", "m_finn_1", "Is anybody there?", at)
    api.webhook("facebook", say.page(at, messaging=[waiting]))
    case = api.case_of("facebook:5006")["id"]
    day.move_to("16:01")  # an hour is promised
    api.wait_for_entry(case, "breached")


def _evening(day: Day) -> None:
    """17:30  Late in the day one more; its hour ends on the next working day"""
    at = day.move_to("17:30")
    late = say.messenger("5008", "m_emil_1", "The app does not start", at)
    day.api.webhook("facebook", say.page(at, messaging=[late]))
    day.api.case_of("facebook:5008")


def _reply(
    day: Day, clock: str, case: str, text: str, visibility: str = "private"
) -> None:
    """Answer once, however often the day is played."""
    day.move_to(clock)
    body = {"text": text, "visibility": visibility}
    for key in ("first", "second"):
        answer = day.api.send("POST", f"/cases/{case}/reply", body, "agent", key)
        if answer.status == 200:  # noqa: PLR2004 - HTTP
            return
        if answer.json["error"]["code"] != "send_outcome_unknown":
            break  # else it was cut off between asking and hearing: say it again
    raise RuntimeError(f"a reply was refused, {answer.json}")


def _resolve(day: Day, clock: str, case: str) -> None:
    day.move_to(clock)
    day.api.send("POST", f"/cases/{case}/resolve", {}, role="agent")


def _wait_for_survey(day: Day, clock: str, case: str) -> None:
    """The survey leaves ten minutes after the resolution."""
    day.move_to(clock)
    day.api.wait_for_entry(case, "survey_sent")


def _wait_for_response(day: Day, case: str) -> None:
    def look() -> bool | None:
        found = day.api.get(f"/cases/{case}").json
        return True if found.get("first_responded_at") else None

    wait_for(f"the response in case {case}", look)


def _backchannel(stack: Stack) -> dict[str, object]:
    return {
        "api_url": stack.api_url,
        "webhook_secrets": stack.webhook_secrets,
        "clock_url": stack.clock_url,
    }


STEPS = (_open, _morning, _noon, _afternoon, _evening)
