"""Ask a customer, once, or record why not.

A question is queued in his log before it is sent, so that no answer comes too
early, and sent under a key that is reserved once. Of two questions that are queued
at once for one customer, by two of his identities, one is sent: both are written
first and looked for then, and the later one gives way.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from functions.casebook import Fact, Loaded, load, record
from functions.delivery import make_known
from functions.dispatch import dispatch
from functions.surroundings import others
from functions.survey_links import survey_link
from functions.survey_outcomes import (
    LOOK_S,
    came_of,
    case_of,
    is_due,
    keep,
    own_survey,
    was_told,
)
from shared.domain import surveys, windows
from shared.domain.log import Entry
from shared.domain.messages import Delivery, Outbound
from shared.domain.replies import latest
from shared.domain.state import Case, Person, Survey
from shared.domain.survey_decision import (
    Asked,
    Reason,
    around,
    decide,
    goes_first,
    is_under_way,
)
from shared.domain.survey_rules import kind_of
from shared.domain.surveys import Plan
from shared.domain.times import to_text
from shared.errors import (
    BadInput,
    ChannelBroken,
    Misconfigured,
    SendDelayed,
    SendRefused,
    SendUnconfirmed,
)
from shared.observability import logger
from shared.ports import Ports

_TURN_S = 5.0  # until it is looked again whether another question was sent


def ask_about(case: Case, loaded: Loaded, ports: Ports) -> None:
    """Ask how satisfied a customer is, after an episode has ended."""
    rules = ports.settings.newest.surveys
    survey = surveys.survey_id(case.id, case.episode.number)
    has_page = ports.public_url is not None
    asked = Asked(survey=survey, share=rules.csat.share, has_page=has_page)
    _ask([loaded], asked, ports)


def ask_nps(state: Mapping[str, Any], ports: Ports) -> None:
    """Ask how likely he is to recommend us, on whichever of his channels it can be.

    That is the one on which he wrote privately last. The survey is known by the
    person that it was begun for.
    """
    survey, home = state["survey"], load(state["person"], ports)
    share = 1.0 if state["sampled"] else ports.settings.newest.surveys.nps.share
    rest = [load(card.person.id, ports) for card in others(home.card, ports)]
    if any(was_told(survey, one, ports) for one in (home, *rest)):
        return
    has_page = ports.public_url is not None
    asked = Asked(survey=survey, share=share, has_page=has_page)
    _ask([home, *rest], asked, ports)


def _wrote_at(loaded: Loaded) -> str:
    last = latest(loaded.entries, "private")
    return last.key if last else ""


def _ask(known: Sequence[Loaded], asked: Asked, ports: Ports) -> None:
    """Ask one of these identities of a customer; the first one is the survey's."""
    home, survey, now = known[0], asked.survey, ports.clock.now()
    claimed = ports.log.claimed(home.person.id, surveys.key_of(survey))
    if claimed is not None:
        reached = next(
            (one for one in known if one.person.id == claimed.get("person")), home
        )
        keep(reached, came_of(reached, survey, claimed, now, ports), ports)
        return
    chosen, plan = _chosen(known, asked, ports)
    if not isinstance(plan, Plan):
        entry = surveys.suppressed(survey, case_of(chosen, survey), now, plan)
        keep(chosen, entry, ports)
        return
    queued = _queue(chosen, survey, plan, ports)
    if queued is not None:
        _send_in_turn(queued, home, survey, plan, ports)


def _chosen(
    known: Sequence[Loaded], asked: Asked, ports: Ports
) -> tuple[Loaded, Plan | Reason]:
    """Whom to ask and how; or the survey's own person, and why nobody."""
    now, rules = ports.clock.now(), ports.settings.newest.surveys
    plans = []
    for one in sorted(known, key=_wrote_at, reverse=True):
        elsewhere = around(_others(one, known, ports))
        plans.append(
            (one, decide(asked, one.person, one.entries, elsewhere, now, rules))
        )
    found = [(one, plan) for one, plan in plans if isinstance(plan, Plan)]
    return found[0] if found else next(p for p in plans if p[0] is known[0])


def _others(one: Loaded, known: Sequence[Loaded], ports: Ports) -> list[Person]:
    """The other identities of the customer, as far as they are loaded or stored."""
    if len(known) > 1:
        return [other.person for other in known if other is not one]
    return [card.person for card in others(one.card, ports)]


def _queue(loaded: Loaded, survey: str, plan: Plan, ports: Ports) -> Loaded | None:
    """Record that a question is about to be sent; None: it no longer is to be."""
    now = ports.clock.now()
    expires_at = now + ports.settings.newest.surveys.of(kind_of(survey)).expires
    case = case_of(loaded, survey)
    entry = surveys.queued(survey, case, now, plan, expires_at)

    def unless_over(found: Loaded) -> Fact | None:
        is_queued = own_survey(found, survey) is not None
        return None if is_queued or not is_due(found, entry) else Fact(entry=entry)

    after = record(loaded.person.id, unless_over, ports)
    return after if own_survey(after, survey) is not None else None


def _send_in_turn(
    queued: Loaded, home: Loaded, survey: str, plan: Plan, ports: Ports
) -> None:
    """Send what is queued unless another identity of his is asked.

    Raises:
        SendDelayed: it is not its turn yet, or the platform takes no more now.

    """
    now, mine = ports.clock.now(), own_survey(queued, survey)
    assert mine is not None  # noqa: S101 - it was queued
    rivals = [
        other
        for card in others(queued.card, ports)
        if (other := card.person.survey) is not None
        and other.id != survey
        and is_under_way(other, now)
    ]
    if any(r.state == "sent" or not goes_first(mine, r) for r in rivals):
        case = case_of(queued, survey)
        keep(queued, surveys.suppressed(survey, case, now, "survey_open"), ports)
    elif rivals:
        raise SendDelayed("Another survey gives way.", retry_after_s=_TURN_S)
    else:
        entry = _send(queued, home.person.id, mine, plan, ports)
        keep(queued, entry, ports)


def _send(loaded: Loaded, home: str, mine: Survey, plan: Plan, ports: Ports) -> Entry:
    """Send a question under its key, and say what came of it."""
    now, rules = ports.clock.now(), ports.settings.newest.surveys
    person, case = loaded.person.id, case_of(loaded, mine.id)
    link = (
        survey_link(mine.id, person, mine.expires_at, ports)
        if plan.way == "link"
        else None
    )
    out = surveys.question(person, mine.id, plan, rules, link)
    note = {"person": person, "reply_to": out.reply_to}
    claimed = ports.log.claim(home, out.key, now, {**note, "text": out.text})
    if claimed is not None:
        return came_of(loaded, mine.id, claimed, now, ports)
    try:
        delivery = _dispatched(out, home, ports)
    except SendUnconfirmed as error:
        # Only its echo can tell, which may still come: look again later.
        raise SendDelayed(error.message, retry_after_s=LOOK_S) from error
    except (BadInput, SendRefused, ChannelBroken) as error:
        logger.warning("A survey could not be sent.", extra={"reason": error.code})
        return surveys.suppressed(mine.id, case, now, error.code)
    outcome = {**note, "id": delivery.id, "at": to_text(now)}
    if delivery.person is not None and windows.opens_talk(out):
        outcome["reached"] = delivery.person
    ports.log.settle(home, out.key, outcome)
    make_known(person, outcome, ports)
    until, reply_to = mine.expires_at, out.reply_to
    return surveys.sent(mine.id, case, now, until, delivery.id, reply_to)


def _dispatched(out: Outbound, home: str, ports: Ports) -> Delivery:
    try:
        return dispatch(out, ports)
    except (SendDelayed, Misconfigured):
        # Surely not sent: free the key, and let the state machine try again.
        ports.log.settle(home, out.key, None)
        raise
