"""The table of contents: every route, queue, schedule and workflow task.

A body imports what it calls, so that no function loads another's at its start. Other
routes are in the functions/*_routes.py, and who may use which is in
functions/contract. Queue, schedule and plain functions are declared here and not on
blueprints, whose functions Lambda runs without this file.
"""

from typing import Any

from chalice.app import (
    Chalice,
    CloudWatchEvent,
    Cron,
    DynamoDBEvent,
    Response,
    SQSEvent,
)

from functions.audit_routes import routes as audit_routes
from functions.case_routes import routes as case_routes
from functions.console import Console
from functions.contract_routes import routes as contract_routes
from functions.correlation import correlate
from functions.customer_routes import routes as customer_routes
from functions.gate import gate
from functions.http import finish, public
from functions.number_routes import routes as number_routes
from functions.people_routes import routes as people_routes
from functions.privacy_routes import routes as privacy_routes
from functions.settings_routes import routes as settings_routes
from functions.subscriber_routes import routes as subscriber_routes
from functions.survey_routes import routes as survey_routes
from functions.wiring import ports
from shared import config
from shared.names import APP, Names

stack = config.load()
app = Chalice(app_name=APP)
console = Console(stack.console_origin)
app.api.cors = console.cors
for blueprint in (
    audit_routes,
    case_routes,
    contract_routes,
    customer_routes,
    number_routes,
    people_routes,
    privacy_routes,
    settings_routes,
    subscriber_routes,
    survey_routes,
):
    app.register_blueprint(blueprint)
app.register_middleware(correlate, "http")
app.register_middleware(finish, "http")
app.register_middleware(console.share, "http")
app.register_middleware(gate, "http")
JSON = ["application/json"]


# Platforms


@app.route("/webhooks/{channel}", methods=["GET"], cors=False)
def confirm_webhook(channel: str) -> Response:
    from functions import webhooks

    return public(app, webhooks.confirm_request, channel)


@app.route("/webhooks/{channel}", methods=["POST"], content_types=JSON, cors=False)
def receive_webhook(channel: str) -> Response:
    from functions import webhooks

    return public(app, webhooks.receive_request, channel)


@app.on_sqs_message(
    queue=Names(stack.stage).of("inbound"), batch_size=10, name="ingest"
)
def ingest_events(event: SQSEvent) -> None:
    from functions import ingest

    ingest.ingest_event(event, ports())


@app.on_sqs_message(
    queue=Names(stack.stage).of("outbound"), batch_size=1, name="deliver"
)
def deliver_answers(event: SQSEvent) -> None:
    from functions import outbound

    outbound.deliver_event(event, ports())


# Other systems


@app.on_dynamodb_record(
    stream_arn=stack.stream_arn, maximum_batching_window_in_seconds=1, name="publish"
)
def publish_changes(event: DynamoDBEvent) -> None:
    from functions import publishing

    publishing.publish_event(event, ports())


@app.on_sqs_message(
    queue=Names(stack.stage).of("events"), batch_size=1, name="post_event"
)
def post_events(event: SQSEvent) -> None:
    from functions import posting

    posting.post_event(event, ports())


# Case workflow


@app.lambda_function(name="await_deadline")
def await_deadline(event: dict[str, Any], _context: Any) -> None:
    from functions import case_workflow

    case_workflow.await_deadline(event, ports())


@app.lambda_function(name="ask")
def ask(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    from functions import case_workflow

    return case_workflow.ask(event, ports())


# Scheduled (UTC; the day that is computed is the reporting zone's)


@app.schedule(Cron(10, "*", "*", "*", "?", "*"), name="nightly")
def nightly(_event: CloudWatchEvent) -> None:
    from functions import watch

    watch.hourly(ports())


@app.schedule(Cron(40, 2, "*", "*", "?", "*"), name="sweep")
def sweep_cases(_event: CloudWatchEvent) -> None:
    from functions import sweep

    sweep.nightly(ports())


@app.schedule(Cron(20, "*", "*", "*", "?", "*"), name="sample_customers")
def sample_customers(_event: CloudWatchEvent) -> None:
    from functions import customer_events

    customer_events.sample_customers(ports())


@app.lambda_function(name="compute_kpis")
def compute_kpis(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    from functions import daily

    return daily.compute_kpis(event, ports())


@app.lambda_function(name="understand_again")
def understand_again(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    from functions import understanding

    return understanding.understand_again(event, ports())


@app.lambda_function(name="kpi_parts")
def kpi_parts(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    from functions import kpi_workflow

    return kpi_workflow.perform(event, ports())


# The public


@app.route("/health", methods=["GET"], cors=False)
def show_health() -> Response:
    from functions import health

    return public(app, health.show_health)
