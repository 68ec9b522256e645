"""The route of the audit log."""

from chalice.app import Blueprint, Response

from functions.http import serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/audit", methods=["GET"], authorizer=PEOPLE)
def show_audit() -> Response:
    from functions import auditing

    return serve(routes, auditing.show_audit)
