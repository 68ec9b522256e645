"""How an action on a case is performed: decided on the present state, recorded once.

Who comes second is told who was first. With an ``Idempotency-Key`` a repeat of
the same action by the same person records nothing.
"""

from collections.abc import Callable

from functions.casebook import Fact, Loaded, load_case, meant, moment, record
from functions.http import Request
from shared.domain.commands import Act
from shared.domain.log import EntryKind, in_order
from shared.domain.state import Case
from shared.errors import Conflict
from shared.ports import Ports

Command = Callable[[Loaded, Case, Act], Fact]
# What somebody must have done before where an action is refused so.
_DONE: dict[str, EntryKind] = {
    "already_resolved": "resolved",
    "already_flushed": "flushed",
    "already_open": "reopened",
    "already_escalated": "escalated",
    "already_offered": "private_offered",
    "not_assigned": "unassigned",
}


def perform(
    case_id: str,
    request: Request,
    ports: Ports,
    command: Command,
    kind: EntryKind,
    what: str | None = None,
) -> Loaded:
    """Record what a command makes of the present state of a case.

    Args:
        case_id: the case, by any of its ids.
        request: of whoever acts.
        ports: the adapters.
        command: makes the fact, or raises where the state forbids it.
        kind: of the entry it makes, by which a repeat is known.
        what: the same, where a kind has several.

    Returns:
        The state after it; of a repeat, the present one.

    Raises:
        NotFound: no such case. Conflict: the state forbids it, with the reason.

    """
    key = request_key(request)

    def decide(found: Loaded) -> Fact | None:
        if is_repeat(found, kind, key, what):
            return None
        case = meant(found, case_id)
        if kind != "noted":
            must_be_live(case)
        act = Act(at=moment(found, ports), agent=request.caller, request=key)
        try:
            return command(found, case, act)
        except Conflict as error:
            raise refusal(error, found, request.caller, what) from error

    return record(load_case(case_id, ports).person.id, decide, ports)


def request_key(request: Request) -> str | None:
    """What an entry keeps of the Idempotency-Key: another person's is another."""
    key = request.idempotency_key
    return f"{request.caller}:{key}" if key else None


def is_repeat(
    found: Loaded, kind: EntryKind, key: str | None, what: str | None = None
) -> bool:
    """Tell whether this very request has been performed."""
    return key is not None and any(
        (e.kind, e.request, e.what) == (kind, key, what) for e in found.entries
    )


def must_be_live(case: Case) -> None:
    """Check that a case is not only imported: that is past, and nobody's work."""
    if case.episode.timed_from is None:
        raise Conflict("This case was imported; it can only be read.", code="imported")


def refusal(
    error: Conflict, found: Loaded, caller: str, what: str | None = None
) -> Conflict:
    """The same refusal, naming who was first where somebody else was."""
    case, kind = found.case, _DONE.get(error.code)
    if case is None or kind is None:
        return error
    done = [
        e.agent
        for e in in_order(found.entries)
        if e.kind == kind
        and what in (None, e.what)
        and (e.id == case.episode.timed_from or _is_present(case, e.case, e.episode))
    ]
    if not done or done[-1] in (None, caller):
        return error
    message = error.message[0].lower() + error.message[1:]
    return Conflict(f"{done[-1]} was first: {message}", code=error.code)


def _is_present(case: Case, case_id: str | None, episode: int | None) -> bool:
    if case_id is None or episode is None:
        return False
    return case.is_present(case_id, episode)
