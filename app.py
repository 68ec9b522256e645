"""The table of contents: every route, queue, schedule and workflow task."""

from chalice.app import Chalice

app = Chalice(app_name="care")


@app.route("/health", methods=["GET"])
def health() -> dict[str, object]:
    return {"ok": True}
