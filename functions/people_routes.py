"""The routes of agents and what they are given."""

from chalice.app import Blueprint, Response

from functions.http import serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/agents", methods=["GET"], authorizer=PEOPLE)
def list_agents() -> Response:
    from functions import people

    return serve(routes, people.list_agents)


@routes.route("/agents/{agent}", methods=["GET"], authorizer=PEOPLE)
def show_agent(agent: str) -> Response:
    from functions import people

    return serve(routes, people.show_agent, agent)


@routes.route("/agents/{agent}", methods=["PUT"], authorizer=PEOPLE)
def put_agent(agent: str) -> Response:
    from functions import people

    return serve(routes, people.put_agent, agent)


@routes.route("/agents/{agent}", methods=["DELETE"], authorizer=PEOPLE)
def delete_agent(agent: str) -> Response:
    from functions import people

    return serve(routes, people.delete_agent, agent)


@routes.route("/agents/{agent}/availability", methods=["POST"], authorizer=PEOPLE)
def set_availability(agent: str) -> Response:
    from functions import people

    return serve(routes, people.set_availability, agent)


@routes.route("/channels/{channel}/agents/{agent}", methods=["PUT"], authorizer=PEOPLE)
def join_channel(channel: str, agent: str) -> Response:
    from functions import people

    return serve(routes, people.join_channel, channel, agent)


@routes.route(
    "/channels/{channel}/agents/{agent}", methods=["DELETE"], authorizer=PEOPLE
)
def leave_channel(channel: str, agent: str) -> Response:
    from functions import people

    return serve(routes, people.leave_channel, channel, agent)


@routes.route("/queues/{queue}/next", methods=["POST"], authorizer=PEOPLE)
def take_next(queue: str) -> Response:
    from functions import queues

    return serve(routes, queues.take_next, queue)
