"""What follows an answer to a survey: a task for a supervisor, a question, thanks.

Each is done once a survey, under a key of it. What the platform refuses is in the
log and not tried again.
"""

from dataclasses import replace

from functions.casebook import Fact, Loaded, load, moment, record
from functions.delivery import NOT_SENT
from functions.speaking import put_off, say
from shared.domain import followups, replies
from shared.domain.followups import FollowUp, Reaction
from shared.domain.interventions import was_tried
from shared.errors import CareError, Conflict, SendDelayed, SendUnconfirmed
from shared.observability import logger
from shared.ports import Ports


def follow_up(owed: FollowUp, ports: Ports) -> None:
    """Run an errand, if it still applies; what is not taken now is tried later."""
    loaded, rules = load(owed.person, ports), ports.settings.newest.surveys
    found = followups.reaction(loaded.person, loaded.entries, owed.survey, rules)
    if found.supervisor:
        loaded = record(owed.person, lambda it: _task(it, ports), ports)
    if found.text is None or was_tried(found.key, loaded.entries):
        return
    try:
        _say(loaded, found, found.text, ports)
    except SendDelayed as error:
        again = followups.to_body(owed.again())
        if not put_off(again, owed.attempt, error, ports):
            _log(owed, error)
    except (Conflict, *NOT_SENT, SendUnconfirmed) as error:
        _log(owed, error)


def _task(found: Loaded, ports: Ports) -> Fact | None:
    """The task for a supervisor, of the present case, unless it has one already."""
    case, survey = found.case, found.person.survey
    if case is None or survey is None:
        return None
    entry = followups.task(case, survey, moment(found, ports))
    return None if entry is None else Fact(entry=entry)


def _say(loaded: Loaded, found: Reaction, text: str, ports: Ports) -> None:
    now = ports.clock.now()
    wish = replies.Wish(text=text, visibility="private")
    out = replies.answer(loaded.person, loaded.entries, wish, found.key, now)
    say(loaded, replace(out, reply_to=None), ports)


def _log(owed: FollowUp, error: CareError) -> None:
    what = {"survey": owed.survey, "reason": error.code}
    logger.warning("An answer to a survey was not followed up.", extra=what)
