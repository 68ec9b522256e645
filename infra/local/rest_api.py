"""Find the API that Chalice deployed, at the address the emulator serves it."""

import json
from pathlib import Path


def api_url(project: Path, endpoint: str) -> str:
    """Translate the address on AWS, as Chalice remembers it, to the local one."""
    memory = project / ".chalice" / "deployed" / "local.json"
    resources = json.loads(memory.read_text(encoding="utf-8"))["resources"]
    rest = next(r for r in resources if r["resource_type"] == "rest_api")
    api_id = rest["rest_api_id"]
    stage = rest["rest_api_url"].strip("/").rpartition("/")[2]
    return f"{endpoint}/restapis/{api_id}/{stage}/_user_request_"
