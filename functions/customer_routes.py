"""The routes of customers, for agents and supervisors."""

from chalice.app import Blueprint, Response

from functions.http import serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/customers", methods=["GET"], authorizer=PEOPLE)
def find_customers() -> Response:
    from functions import customers

    return serve(routes, customers.find_customers)


@routes.route("/customers/{customer}", methods=["GET"], authorizer=PEOPLE)
def show_customer(customer: str) -> Response:
    from functions import customers

    return serve(routes, customers.show_customer, customer)


@routes.route("/customers/{customer}/history", methods=["GET"], authorizer=PEOPLE)
def show_history(customer: str) -> Response:
    from functions import customers

    return serve(routes, customers.show_history, customer)


@routes.route("/customers/{customer}/attributes", methods=["PUT"], authorizer=PEOPLE)
def put_attributes(customer: str) -> Response:
    from functions import customers

    return serve(routes, customers.put_customer_attributes, customer)


@routes.route("/customers/{customer}/identities", methods=["POST"], authorizer=PEOPLE)
def link_identity(customer: str) -> Response:
    from functions import customers

    return serve(routes, customers.link_identity, customer)


@routes.route(
    "/customers/{customer}/identities/{channel}/{user}",
    methods=["DELETE"],
    authorizer=PEOPLE,
)
def unlink_identity(customer: str, channel: str, user: str) -> Response:
    from functions import customers

    return serve(routes, customers.unlink_identity, customer, channel, user)


@routes.route("/customers/{customer}/unflush", methods=["POST"], authorizer=PEOPLE)
def unflush(customer: str) -> Response:
    from functions import unflushing

    return serve(routes, unflushing.unflush, customer)
