"""Find the API that Chalice deployed, at the address the emulator serves it."""

from pathlib import Path

from infra import functions


def api_url(project: Path, endpoint: str) -> str:
    """Translate the address on AWS, as Chalice remembers it, to the local one.

    Raises:
        FileNotFoundError: there is none yet.

    """
    rest = functions.rest_api(project, "local")
    if rest is None:
        raise FileNotFoundError("The functions have not been deployed yet.")
    stage = rest["rest_api_url"].strip("/").rpartition("/")[2]
    return f"{endpoint}/restapis/{rest['rest_api_id']}/{stage}/_user_request_"
