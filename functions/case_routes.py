"""The routes of cases, for agents and supervisors."""

from chalice.app import Blueprint, Response

from functions.http import serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/cases", methods=["GET"], authorizer=PEOPLE)
def list_cases() -> Response:
    from functions import desk

    return serve(routes, desk.list_cases)


@routes.route("/cases/{case_id}", methods=["GET"], authorizer=PEOPLE)
def show_case(case_id: str) -> Response:
    from functions import desk

    return serve(routes, desk.show_case, case_id)


@routes.route("/cases/{case_id}/timeline", methods=["GET"], authorizer=PEOPLE)
def show_timeline(case_id: str) -> Response:
    from functions import desk

    return serve(routes, desk.show_timeline, case_id)


@routes.route("/cases/{case_id}/reply", methods=["POST"], authorizer=PEOPLE)
def reply(case_id: str) -> Response:
    from functions import replying

    return serve(routes, replying.reply, case_id)


@routes.route("/cases/{case_id}/assign", methods=["POST"], authorizer=PEOPLE)
def assign(case_id: str) -> Response:
    from functions import handovers

    return serve(routes, handovers.assign, case_id)


@routes.route("/cases/{case_id}/unassign", methods=["POST"], authorizer=PEOPLE)
def unassign(case_id: str) -> Response:
    from functions import handovers

    return serve(routes, handovers.unassign, case_id)


@routes.route("/cases/{case_id}/note", methods=["POST"], authorizer=PEOPLE)
def note(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.note, case_id)


@routes.route("/cases/{case_id}/time", methods=["POST"], authorizer=PEOPLE)
def add_time(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.add_time, case_id)


@routes.route("/cases/{case_id}/escalate", methods=["POST"], authorizer=PEOPLE)
def escalate(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.escalate, case_id)


@routes.route("/cases/{case_id}/move-to-private", methods=["POST"], authorizer=PEOPLE)
def move_to_private(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.move_to_private, case_id)


@routes.route("/cases/{case_id}/snooze", methods=["POST"], authorizer=PEOPLE)
def snooze(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.snooze, case_id)


@routes.route("/cases/{case_id}/flush", methods=["POST"], authorizer=PEOPLE)
def flush(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.flush, case_id)


@routes.route("/cases/{case_id}/resolve", methods=["POST"], authorizer=PEOPLE)
def resolve(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.resolve, case_id)


@routes.route("/cases/{case_id}/reopen", methods=["POST"], authorizer=PEOPLE)
def reopen(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.reopen, case_id)


@routes.route("/cases/{case_id}/review", methods=["POST"], authorizer=PEOPLE)
def review(case_id: str) -> Response:
    from functions import actions

    return serve(routes, actions.review, case_id)
