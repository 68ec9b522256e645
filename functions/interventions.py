"""What the system does in a talk by itself: offer another way, say when it is back.

Each is decided afresh when its errand is run, and sent once an episode, under a
key of the episode. What the platform refuses is in the log and not tried again.
"""

from functions.casebook import Fact, Loaded, load, moment, record
from functions.delivery import NOT_SENT
from functions.invitations import invite
from functions.speaking import put_off, say
from shared.domain import commands, interventions, invitations, replies
from shared.domain.commands import Act
from shared.domain.interventions import CAUSE, Intervention
from shared.domain.log import PREFIX
from shared.domain.state import Case
from shared.domain.times import to_text
from shared.errors import CareError, Conflict, SendDelayed, SendUnconfirmed
from shared.observability import logger
from shared.ports import Ports


def intervene(owed: Intervention, ports: Ports) -> None:
    """Run an errand, if it still applies; what is not taken now is tried later."""
    loaded = load(owed.person, ports)
    case = loaded.case
    if case is None or not case.is_present(owed.case, owed.episode):
        return
    try:
        if owed.task == "offer_way_out":
            _offer_way_out(loaded, case, owed, ports)
        else:
            _tell_closed(loaded, owed, ports)
    except SendDelayed as error:
        again = interventions.to_body(owed.again())
        if not put_off(again, owed.attempt, error, ports):
            _log(owed, error)
    except (Conflict, *NOT_SENT, SendUnconfirmed) as error:
        _log(owed, error)


def _offer_way_out(
    loaded: Loaded, case: Case, owed: Intervention, ports: Ports
) -> None:
    """Invite to a private talk, or note that somebody is to call."""
    way = interventions.way_out(loaded.person, ports.settings)
    key = invitations.key_of(case, automatic=True)
    if interventions.has_thanked(loaded.entries):
        return
    if way == "private":
        if _may_invite(loaded, key):
            invite(loaded, CAUSE, None, None, ports)
    elif way == "call":
        record(owed.person, lambda found: _marked(found, owed, ports), ports)


def _may_invite(loaded: Loaded, key: str) -> bool:
    """Tell whether nobody has invited with an answer, nor was refused to."""
    log = loaded.entries
    cut_off = any(e.send_key == key for e in log if e.kind == "message_sent")
    invited = interventions.was_invited(loaded.person, log) and not cut_off
    return not invited and not interventions.was_refused(key, log)


def _marked(found: Loaded, owed: Intervention, ports: Ports) -> Fact | None:
    """The mark that somebody is to call, unless somebody was first."""
    case = found.case
    if case is None or not case.is_present(owed.case, owed.episode):
        return None
    if interventions.way_out(found.person, ports.settings) != "call":
        return None
    act = Act(at=moment(found, ports))
    return Fact(entry=commands.escalate(case, act, "call", CAUSE))


def _tell_closed(loaded: Loaded, owed: Intervention, ports: Ports) -> None:
    """Tell the customer when the desk is back."""
    now, key = ports.clock.now(), interventions.closed_key(owed)
    log = loaded.entries
    note = interventions.closed_note(loaded.person, log, now, ports.settings)
    if note is None or interventions.was_tried(key, log):
        return
    # The answer may be in an earlier case.
    since = now - note.quiet
    lately = ports.log.read(owed.person, f"{PREFIX}{to_text(since)}")
    if interventions.has_written(lately, since):
        return
    wish = replies.Wish(text=note.text, visibility=note.visibility)
    say(loaded, replies.answer(loaded.person, log, wish, key, now), ports)


def _log(owed: Intervention, error: CareError) -> None:
    what = {"task": owed.task, "case": owed.case, "reason": error.code}
    logger.warning("An intervention came to nothing.", extra=what)
