"""The routes of who is told of events."""

from chalice.app import Blueprint, Response

from functions.http import serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/subscribers", methods=["GET"], authorizer=PEOPLE)
def list_subscribers() -> Response:
    from functions import subscribers

    return serve(routes, subscribers.list_subscribers)


@routes.route(
    "/subscribers/{subscriber}/redeliver", methods=["POST"], authorizer=PEOPLE
)
def redeliver(subscriber: str) -> Response:
    from functions import subscribers

    return serve(routes, subscribers.redeliver, subscriber)
