"""Cases: the work list, one case, and what is done with it."""

from functions.contract.operation import (
    Answer,
    Body,
    Operation,
    Schema,
    closed,
    maybe,
    ok,
    page_of,
    ref,
)
from functions.contract.replies import REPLY_BODY
from functions.contract.values import (
    FLAG,
    NAME,
    PAGED,
    TIME,
    choice,
    no_words,
    words,
)
from functions.roles import LEADS, STAFF
from shared.domain.commands import ESCALATIONS
from shared.domain.routing import PRIORITIES
from shared.domain.worklist import LOW_SCORE

TAG = "cases"
SENDING = (404, 409, 502)  # the errors of what sends something
MAX_NOTE = 10_000  # characters; a reason is shorter, since the card keeps it
MAX_REASON = 200
MAX_AGENT = 250  # as of a name in a path
LONGEST_TIME = 24 * 60 * 60  # seconds: a panel that was open for a day was left so
BEST = 100  # of a review
AGENT = no_words(MAX_AGENT)
REASON = no_words(MAX_REASON)
ROUTING = ("queue", "priority", "policy")

NAMED: Schema = {"type": "string", "maxLength": MAX_AGENT}  # a key of the table
LIST_CASES = Operation(
    id="list_cases",
    method="GET",
    path="/cases",
    summary="The work list: most urgent first, what is over latest first.",
    tag=TAG,
    roles=STAFF,
    query={
        "status": choice("open", "resolved", LOW_SCORE, "flushed"),
        "queue": NAMED,
        "agent": NAMED,
        "channel": NAMED,
        "priority": choice(*PRIORITIES),
        "unassigned": FLAG,
        "snoozed": FLAG,
        **PAGED,
    },
    answers=ok("One page of the cases that fit.", page_of("CaseInList")),
)
SHOW_CASE = Operation(
    id="show_case",
    method="GET",
    path="/cases/{case_id}",
    summary="One case: snapshot, clocks, routing with its reasons, customer card.",
    tag=TAG,
    roles=STAFF,
    answers=ok("The case as it stands.", ref("CaseWithCard")),
    refusals=(404, 409),
)
SHOW_TIMELINE = Operation(
    id="show_timeline",
    method="GET",
    path="/cases/{case_id}/timeline",
    summary="Everything that happened in a case, in order of provider time.",
    tag=TAG,
    roles=STAFF,
    query=PAGED,
    answers=ok("One page of the timeline.", page_of("TimelineItem")),
    refusals=(404,),
)

REPLY = Operation(
    id="reply",
    method="POST",
    path="/cases/{case_id}/reply",
    summary="Send an answer on the channel and record it.",
    tag=TAG,
    roles=STAFF,
    body=Body(
        schema=REPLY_BODY,
        examples={
            "text": {"text": "We are looking into it.", "visibility": "private"},
            "attachments": {
                "text": "Here is the form.",
                "attachments": [
                    {"type": "file", "url": "https://shop.example/form.pdf"}
                ],
            },
            "template": {
                "template": {"name": "order", "language": "en", "parameters": ["7"]}
            },
        },
    ),
    answers={
        200: Answer(
            says="Sent; the first answer also for a repeat.", schema=ref("Reply")
        ),
        202: Answer(says="Queued: the platform takes it later.", schema=ref("Reply")),
    },
    refusals=SENDING,
)


def action(
    name: str,
    summary: str,
    schema: Schema | None = None,
    example: object = None,
    *,
    is_needed: bool = True,
    roles: tuple[str, ...] = STAFF,
    refusals: tuple[int, ...] = (404, 409),
) -> Operation:
    """What is done with a case; it answers with the case as it stands then."""
    body = None
    if schema is not None:
        body = Body(schema=schema, examples={"usual": example}, is_needed=is_needed)
    return Operation(
        id={"time": "add_time"}.get(name, name.replace("-", "_")),
        method="POST",
        path=f"/cases/{{case_id}}/{name}",
        summary=summary,
        tag=TAG,
        roles=roles,
        body=body,
        answers=ok("The case as it stands after it.", ref("Case")),
        refusals=refusals,
    )


ASSIGN_BODY: Schema = {
    **closed(
        {
            "agent": {**AGENT, "description": "Oneself, unless said."},
            "from": {**AGENT, "description": "Who has it, to take it over."},
            "queue": NAME,
            "priority": choice(*PRIORITIES),
            "policy": NAME,
        },
        "agent",
        "from",
        *ROUTING,
    ),
    "not": {
        "allOf": [
            {"anyOf": [{"required": [name]} for name in ROUTING]},
            {"anyOf": [{"required": [name]} for name in ("agent", "from")]},
        ]
    },
    "x-error": "Give either 'agent' or queue, priority, policy.",
}
ACTIONS = (
    action(
        "assign",
        "Give a case to an agent, oneself unless said; or move it to another queue.",
        ASSIGN_BODY,
        {"agent": "bob", "from": "amy"},
        is_needed=False,
    ),
    action(
        "unassign",
        "Put one's own case back into its queue; supervisors anybody's.",
        closed({"reason": REASON}, "reason"),
        {"reason": "needs somebody who speaks Polish"},
        is_needed=False,
    ),
    action(
        "note",
        "Keep an internal note, also on a case that is over; it is never sent.",
        closed({"text": words(MAX_NOTE)}),
        {"text": "He will call back."},
    ),
    action(
        "time",
        "Note how long an agent had a case open in his panel; it moves no clock.",
        closed({"seconds": {"type": "integer", "minimum": 1, "maximum": LONGEST_TIME}}),
        {"seconds": 90},
    ),
    action(
        "escalate",
        "Ask for a private talk, a call, or a supervisor.",
        closed({"kind": choice(*ESCALATIONS), "reason": REASON}, "reason"),
        {"kind": "supervisor", "reason": "wants his money back"},
        refusals=SENDING,
    ),
    action(
        "move-to-private",
        "Invite the customer to go on in private.",
        closed({"text": no_words(MAX_NOTE)}, "text"),
        {"text": "Please write to us in a direct message."},
        is_needed=False,
        refusals=SENDING,
    ),
    action(
        "snooze",
        "Put a case aside until a time, or until the customer writes.",
        closed({"until": TIME}),
        {"until": "2026-03-02T15:00:00Z"},
    ),
    action(
        "flush",
        "End a case that asks for nothing: its clocks stop, nobody is asked.",
        closed({"reason": words(MAX_REASON)}),
        {"reason": "spam"},
    ),
    action(
        "resolve",
        "Resolve a case: frees its agent and lets the workflow ask the customer.",
    ),
    action(
        "reopen",
        "Begin the next episode of a case that is over, or take its flush back.",
    ),
    action(
        "review",
        "Rate how a resolved case was handled.",
        closed(
            {
                "score": {"type": "integer", "minimum": 0, "maximum": BEST},
                "text": no_words(MAX_NOTE),
            },
            "text",
        ),
        {"score": 80, "text": "Kind, and to the point."},
        roles=LEADS,
    ),
)
TAKE_NEXT = Operation(
    id="take_next",
    method="POST",
    path="/queues/{queue}/next",
    summary="Take the most urgent case of a queue that the caller may take.",
    tag=TAG,
    roles=STAFF,
    answers=ok(
        "The case, which is his now; null where there is none.",
        closed({"case": maybe(ref("Case"))}),
        {"case": None},
    ),
    refusals=(404, 409),
)

OPERATIONS = (LIST_CASES, SHOW_CASE, SHOW_TIMELINE, REPLY, *ACTIONS, TAKE_NEXT)
