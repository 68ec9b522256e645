"""The routes of the numbers, as ``app.py`` has those of everything else."""

from chalice.app import Blueprint, Response

from functions import kpis, live
from functions.http import READERS, STAFF, serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/live", methods=["GET"], authorizer=PEOPLE)
def show_live() -> Response:
    return serve(routes, STAFF, live.show_live)


@routes.route("/kpis/daily", methods=["GET"], authorizer=PEOPLE)
def show_daily() -> Response:
    return serve(routes, READERS, kpis.show_daily)
