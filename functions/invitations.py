"""Invite a customer to go on in private: sent once an episode, and noted."""

from datetime import datetime

from functions import delivery, errands
from functions.casebook import Fact, Loaded, moment, present, record
from functions.delivery import Progress, UnderWay
from shared.domain import commands, invitations
from shared.domain.commands import Act
from shared.domain.state import Case
from shared.errors import Conflict, SendDelayed, SendUnconfirmed
from shared.ports import Ports


def invite(
    loaded: Loaded,
    cause: str,
    agent: str | None,
    text: str | None,
    ports: Ports,
    *,
    request: str | None = None,
) -> Loaded:
    """Send the invitation to a private talk and note that one was offered.

    An agent's own ``text`` is his answer, a human response. Without one the
    text of the settings goes out in the customer's language, as an automatic
    message that stops no clock, whoever asked for it. Either is sent under a
    key of the episode, once: whoever comes back completes what was cut off.

    Args:
        loaded: the present state.
        cause: why, as noted: ``manual``, or the rule.
        agent: who asked for it; None: the system did.
        text: the agent's own words.
        ports: the adapters.
        request: of the agent, so that its repeat is known.

    Returns:
        The state after it.

    Raises:
        Conflict: the talk cannot be moved, or somebody was first.
        CareError: as sending; what surely was not sent can be repeated.

    """
    case = present(loaded)
    commands.must_be_offerable(case)
    act = Act(at=moment(loaded, ports), agent=agent, request=request)
    key = invitations.key_of(case, automatic=text is None)
    sent = (e for e in loaded.entries if e.kind == "message_sent")
    left = next((e for e in sent if e.send_key == key), None)
    if left is None:
        progress = _send(loaded, key, agent if text else None, text, ports)
        if progress.error is not None:
            _stopped(progress, case, cause, act, ports)
            raise progress.error
        left = progress.sent[0]
    return _offered(loaded, case, cause, _at(act, left.at), left.id, ports)


def _send(
    loaded: Loaded, key: str, agent: str | None, text: str | None, ports: Ports
) -> Progress:
    if text is None:
        language = invitations.language(loaded.entries)
        text = ports.settings.newest.escalation.invitation.text_for(language)
    out = invitations.invitation(
        loaded.person, loaded.entries, text, key, ports.clock.now()
    )
    try:
        return delivery.send(loaded, out, agent or "", ports)
    except Conflict as error:
        raise Conflict(
            "Somebody else is offering a private talk.", code="already_offered"
        ) from error


def _stopped(
    progress: Progress, case: Case, cause: str, act: Act, ports: Ports
) -> None:
    """Keep why it was not sent; what may have left counts as offered."""
    if isinstance(progress.error, (SendDelayed, UnderWay)):
        return
    whole = progress.outs[0]
    agent = "" if whole.automatic else act.agent or ""
    errands.record_failure(progress, whole, agent, ports)
    if isinstance(progress.error, SendUnconfirmed):
        _offered(progress.loaded, case, cause, act, None, ports)


def _at(act: Act, at: datetime) -> Act:
    """The act at the time of its message: the customer may have answered since."""
    return Act(at=at, agent=act.agent, request=act.request)


def _offered(
    loaded: Loaded, case: Case, cause: str, act: Act, content: str | None, ports: Ports
) -> Loaded:
    entry = commands.offer_private(case, act, cause, content)

    def decide(found: Loaded) -> Fact:
        now = present(found)
        same = now.is_present(case.id, case.episode.number)
        if same and now.episode.offered_at is not None:
            raise Conflict(
                "A private talk was offered already.", code="already_offered"
            )
        return Fact(entry=entry)

    return record(loaded.person.id, decide, ports)
