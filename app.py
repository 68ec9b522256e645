"""The table of contents: every route, queue, schedule and workflow task.

Bodies are one line. Other routes are in the functions/*_routes.py, and who may use
which is in functions/contract. Queue, schedule and plain functions are declared here
and not on blueprints, whose functions Lambda runs without this file.
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

from functions import (
    actions,
    case_workflow,
    customer_events,
    customers,
    daily,
    desk,
    handovers,
    health,
    ingest,
    kpi_workflow,
    outbound,
    posting,
    publishing,
    replying,
    retention,
    sweep,
    understanding,
    unflushing,
    webhooks,
)
from functions.audit_routes import routes as audit_routes
from functions.console import Console
from functions.contract_routes import routes as contract_routes
from functions.gate import gate
from functions.http import finish, public, serve
from functions.number_routes import routes
from functions.people_routes import routes as people_routes
from functions.privacy_routes import routes as privacy_routes
from functions.settings_routes import routes as settings_routes
from functions.sign_in import PEOPLE
from functions.subscriber_routes import routes as subscriber_routes
from functions.survey_routes import routes as survey_routes
from functions.wiring import ports
from shared import config
from shared.names import APP, Names

stack = config.load()
app = Chalice(app_name=APP)
console = Console(stack.console_origin)
app.api.cors = console.cors
app.register_blueprint(routes)
app.register_blueprint(survey_routes)
app.register_blueprint(settings_routes)
app.register_blueprint(privacy_routes)
app.register_blueprint(contract_routes)
app.register_blueprint(audit_routes)
app.register_blueprint(people_routes)
app.register_blueprint(subscriber_routes)
app.register_middleware(finish, "http")
app.register_middleware(console.share, "http")
app.register_middleware(gate, "http")
JSON = ["application/json"]


# Platforms


@app.route("/webhooks/{channel}", methods=["GET"], cors=False)
def confirm_webhook(channel: str) -> Response:
    return public(app, webhooks.confirm_request, channel)


@app.route("/webhooks/{channel}", methods=["POST"], content_types=JSON, cors=False)
def receive_webhook(channel: str) -> Response:
    return public(app, webhooks.receive_request, channel)


@app.on_sqs_message(
    queue=Names(stack.stage).of("inbound"), batch_size=10, name="ingest"
)
def ingest_events(event: SQSEvent) -> None:
    ingest.ingest_event(event, ports())


@app.on_sqs_message(
    queue=Names(stack.stage).of("outbound"), batch_size=1, name="deliver"
)
def deliver_answers(event: SQSEvent) -> None:
    outbound.deliver_event(event, ports())


# Other systems


@app.on_dynamodb_record(
    stream_arn=stack.stream_arn, maximum_batching_window_in_seconds=1, name="publish"
)
def publish_changes(event: DynamoDBEvent) -> None:
    publishing.publish_event(event, ports())


@app.on_sqs_message(
    queue=Names(stack.stage).of("events"), batch_size=1, name="post_event"
)
def post_events(event: SQSEvent) -> None:
    posting.post_event(event, ports())


# Case workflow


@app.lambda_function(name="await_deadline")
def await_deadline(event: dict[str, Any], _context: Any) -> None:
    case_workflow.await_deadline(event, ports())


@app.lambda_function(name="ask")
def ask(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return case_workflow.ask(event, ports())


# Scheduled (UTC; the day that is computed is the reporting zone's)


@app.schedule(Cron(10, "*", "*", "*", "?", "*"), name="nightly")
def nightly(_event: CloudWatchEvent) -> None:
    daily.compute_due_days(ports())


@app.schedule(Cron(40, 2, "*", "*", "?", "*"), name="sweep")
def sweep_cases(_event: CloudWatchEvent) -> None:
    sweep.nightly(ports())
    retention.retain(ports())


@app.schedule(Cron(20, "*", "*", "*", "?", "*"), name="sample_customers")
def sample_customers(_event: CloudWatchEvent) -> None:
    customer_events.sample_customers(ports())


@app.lambda_function(name="compute_kpis")
def compute_kpis(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return daily.compute_kpis(event, ports())


@app.lambda_function(name="understand_again")
def understand_again(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return understanding.understand_again(event, ports())


@app.lambda_function(name="kpi_parts")
def kpi_parts(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return kpi_workflow.perform(event, ports())


# Agents and supervisors


@app.route("/cases", methods=["GET"], authorizer=PEOPLE)
def list_cases() -> Response:
    return serve(app, desk.list_cases)


@app.route("/cases/{case_id}", methods=["GET"], authorizer=PEOPLE)
def show_case(case_id: str) -> Response:
    return serve(app, desk.show_case, case_id)


@app.route("/cases/{case_id}/timeline", methods=["GET"], authorizer=PEOPLE)
def show_timeline(case_id: str) -> Response:
    return serve(app, desk.show_timeline, case_id)


@app.route("/cases/{case_id}/reply", methods=["POST"], authorizer=PEOPLE)
def reply(case_id: str) -> Response:
    return serve(app, replying.reply, case_id)


@app.route("/cases/{case_id}/assign", methods=["POST"], authorizer=PEOPLE)
def assign(case_id: str) -> Response:
    return serve(app, handovers.assign, case_id)


@app.route("/cases/{case_id}/unassign", methods=["POST"], authorizer=PEOPLE)
def unassign(case_id: str) -> Response:
    return serve(app, handovers.unassign, case_id)


@app.route("/cases/{case_id}/note", methods=["POST"], authorizer=PEOPLE)
def note(case_id: str) -> Response:
    return serve(app, actions.note, case_id)


@app.route("/cases/{case_id}/time", methods=["POST"], authorizer=PEOPLE)
def add_time(case_id: str) -> Response:
    return serve(app, actions.add_time, case_id)


@app.route("/cases/{case_id}/escalate", methods=["POST"], authorizer=PEOPLE)
def escalate(case_id: str) -> Response:
    return serve(app, actions.escalate, case_id)


@app.route("/cases/{case_id}/move-to-private", methods=["POST"], authorizer=PEOPLE)
def move_to_private(case_id: str) -> Response:
    return serve(app, actions.move_to_private, case_id)


@app.route("/cases/{case_id}/snooze", methods=["POST"], authorizer=PEOPLE)
def snooze(case_id: str) -> Response:
    return serve(app, actions.snooze, case_id)


@app.route("/cases/{case_id}/flush", methods=["POST"], authorizer=PEOPLE)
def flush(case_id: str) -> Response:
    return serve(app, actions.flush, case_id)


@app.route("/cases/{case_id}/resolve", methods=["POST"], authorizer=PEOPLE)
def resolve(case_id: str) -> Response:
    return serve(app, actions.resolve, case_id)


@app.route("/cases/{case_id}/reopen", methods=["POST"], authorizer=PEOPLE)
def reopen(case_id: str) -> Response:
    return serve(app, actions.reopen, case_id)


@app.route("/cases/{case_id}/review", methods=["POST"], authorizer=PEOPLE)
def review(case_id: str) -> Response:
    return serve(app, actions.review, case_id)


@app.route("/customers", methods=["GET"], authorizer=PEOPLE)
def find_customers() -> Response:
    return serve(app, customers.find_customers)


@app.route("/customers/{customer}", methods=["GET"], authorizer=PEOPLE)
def show_customer(customer: str) -> Response:
    return serve(app, customers.show_customer, customer)


@app.route("/customers/{customer}/history", methods=["GET"], authorizer=PEOPLE)
def show_history(customer: str) -> Response:
    return serve(app, customers.show_history, customer)


@app.route("/customers/{customer}/attributes", methods=["PUT"], authorizer=PEOPLE)
def put_attributes(customer: str) -> Response:
    return serve(app, customers.put_customer_attributes, customer)


@app.route("/customers/{customer}/identities", methods=["POST"], authorizer=PEOPLE)
def link_identity(customer: str) -> Response:
    return serve(app, customers.link_identity, customer)


@app.route(
    "/customers/{customer}/identities/{channel}/{user}",
    methods=["DELETE"],
    authorizer=PEOPLE,
)
def unlink_identity(customer: str, channel: str, user: str) -> Response:
    return serve(app, customers.unlink_identity, customer, channel, user)


@app.route("/customers/{customer}/unflush", methods=["POST"], authorizer=PEOPLE)
def unflush(customer: str) -> Response:
    return serve(app, unflushing.unflush, customer)


# The public


@app.route("/health", methods=["GET"], cors=False)
def show_health() -> Response:
    return public(app, health.show_health)
