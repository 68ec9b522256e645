"""Invite a customer to go on in private: sent once an episode, and noted."""

from datetime import datetime

from functions import delivery, errands
from functions.casebook import Fact, Loaded, moment, present, record
from functions.delivery import Progress, UnderWay
from shared.domain import commands, invitations
from shared.domain.asked import Answer, automatic, fingerprint
from shared.domain.commands import Act
from shared.domain.log import Entry
from shared.domain.messages import Outbound
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
    left = _left(loaded, case) if text is None else None
    if left is None:
        out = _addressed(loaded, case, text, ports)
        progress = _sent(loaded, out, act, ports)
        if progress.error is not None:
            _keep_failure(progress, case, cause, act, ports)
            raise progress.error
        left = progress.sent[0]
    return _offered(loaded, case, cause, _at(act, left.at), left.id, ports)


def _left(loaded: Loaded, case: Case) -> Entry | None:
    """The invitation that left before an earlier attempt died, if one did.

    Its text may read otherwise by now: it is not to be said again.
    """
    key = invitations.key_of(case, automatic=True)
    sent = (e for e in loaded.entries if e.kind == "message_sent")
    return next((e for e in sent if e.send_key == key), None)


def _addressed(loaded: Loaded, case: Case, text: str | None, ports: Ports) -> Outbound:
    key = invitations.key_of(case, automatic=text is None)
    if text is None:
        language = invitations.language(loaded.person, loaded.entries)
        text = ports.settings.newest.escalation.invitation.text_for(language)
    return invitations.invitation(
        loaded.person, loaded.entries, text, key, ports.clock.now()
    )


def _sent(loaded: Loaded, out: Outbound, act: Act, ports: Ports) -> Progress:
    try:
        return delivery.send(loaded, _answer(out, act), ports)
    except Conflict as error:
        raise Conflict(
            "Somebody else is offering a private talk.", code="already_offered"
        ) from error


def _keep_failure(
    progress: Progress, case: Case, cause: str, act: Act, ports: Ports
) -> None:
    """Keep why it was not sent; what may have left counts as offered."""
    if isinstance(progress.error, (SendDelayed, UnderWay)):
        return
    errands.record_failure(progress, ports)
    if isinstance(progress.error, SendUnconfirmed):
        _offered(progress.loaded, case, cause, act, None, ports)


def _answer(out: Outbound, act: Act) -> Answer:
    """An agent's own words are his; what is automatic is nobody's, whatever it says."""
    if out.automatic:
        return automatic(out)
    return Answer(out=out, agent=act.agent or "", asked=fingerprint({"text": out.text}))


def _at(act: Act, at: datetime) -> Act:
    """The act at the time of its message: the customer may have answered since."""
    return Act(at=at, agent=act.agent, request=act.request)


def _offered(
    loaded: Loaded, case: Case, cause: str, act: Act, content: str | None, ports: Ports
) -> Loaded:
    entry, *more = commands.offer_private(case, act, cause, content)

    def decide(found: Loaded) -> Fact:
        now = present(found)
        same = now.is_present(case.id, case.episode.number)
        if same and now.episode.offered_at is not None:
            raise Conflict(
                "A private talk was offered already.", code="already_offered"
            )
        return Fact(entry=entry, more=tuple(more))

    return record(loaded.person.id, decide, ports)
