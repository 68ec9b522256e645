"""Make the two virtual environments, with nothing but python3 and the network.

Run by make before all else, by whatever python3 there is: it must parse on old
ones too, to be able to say that they are too old.
"""

import hashlib
import subprocess
import sys
import threading
from pathlib import Path

NEEDED = (3, 11)
HAS = sys.version_info[:2]
ENVIRONMENTS = (
    (Path(".venv"), ("requirements.txt", "requirements-dev.txt")),
    (Path(".venv-aws"), ("infra/local/requirements.txt",)),
)
FIRST_TIME = (
    "The first time, the pinned packages are downloaded from the package index and\n"
    "installed into .venv (tools, tests) and .venv-aws (the local AWS): about\n"
    "850 MB on disk, nothing outside this folder. It takes a minute or two.\n"
)
# Chalice packages with pip; the Lambda runtime has what ours would pull in.
PIP_CONF = "[download]\nno-deps = true\n"
PIP = "-m pip install --disable-pip-version-check --no-input --retries 1 --timeout 20"
UNREACHABLE = (
    "NewConnectionError",
    "NameResolutionError",
    "Temporary failure in name resolution",
    "ConnectTimeoutError",
    "Network is unreachable",
    "ProxyError",
    "Read timed out",
    "Could not fetch URL",
    "Connection refused",
    "Connection reset",
)


def main() -> None:
    """Install what changed; say one sentence and stop if that cannot be."""
    if HAS < NEEDED:
        fail(
            f"Python 3.11 or newer is needed; this is {HAS[0]}.{HAS[1]} "
            f"({sys.executable}). Choose another: make PYTHON=python3.12 run"
        )
    if not all((folder / ".installed").exists() for folder, _ in ENVIRONMENTS):
        say(FIRST_TIME)
    for folder, files in ENVIRONMENTS:
        stamp = folder / ".installed"
        wanted = fingerprint(files)
        if not stamp.exists() or stamp.read_text() != wanted:
            create(folder)
            install(folder, files)
            stamp.write_text(wanted)


def fingerprint(files: "tuple[str, ...]") -> str:
    """Digest what an environment is made from: the files and the Python."""
    digest = hashlib.sha256(str(HAS).encode())
    for name in files:
        digest.update(Path(name).read_bytes())
    return digest.hexdigest()


def create(folder: Path) -> None:
    """Make the environment anew, unless a whole one with this Python is there."""
    python, whole = folder / "bin" / "python", folder / ".created"
    version = f"import sys; sys.exit(sys.version_info[:2] != {HAS})"
    known = whole.exists() or (folder / ".installed").exists()
    if known and python.exists() and run([str(python), "-c", version])[0] == 0:
        return
    say(f"Creating {folder}\n")
    if run([sys.executable, "-m", "venv", "--clear", str(folder)])[0]:
        fail(
            "python3 cannot create virtual environments; install its venv module "
            "(Debian and Ubuntu: apt install python3-venv)."
        )
    whole.touch()


def install(folder: Path, files: "tuple[str, ...]") -> None:
    """Install the pinned packages: a dot each, then one a second."""
    (folder / "pip.conf").write_text(PIP_CONF)
    say(f"Installing {' and '.join(files)} into {folder} ")
    command = [str(folder / "bin" / "python"), *PIP.split()]
    for name in files:
        command += ["-r", name]
    status, output = run(command, dots=True)
    say("\n")
    if status == 0:
        return
    log = folder / "install.log"
    log.write_text(output)
    if any(sign in output for sign in UNREACHABLE):
        fail(
            "Cannot reach the package index; check the network and run the same "
            f"command again (details in {log})."
        )
    said = output.splitlines()
    errors = [line for line in said if line.startswith("ERROR")] or said
    fail(f"Installing failed: {''.join(errors[-1:])} (details in {log})")


def run(command: "list[str]", dots: bool = False) -> "tuple[int, str]":
    """Run to the end; return the exit status and all output."""
    lines = []
    done = threading.Event()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        for raw in process.stdout or ():
            line = raw.decode("utf-8", "replace")
            lines.append(line)
            if dots and line.startswith("Collecting"):
                say(".")
            if dots and line.startswith("Installing collected"):
                threading.Thread(target=tick, args=(done,), daemon=True).start()
    done.set()
    return process.returncode, "".join(lines)


def tick(done: threading.Event) -> None:
    """Show a dot a second while pip unpacks, of which it says nothing."""
    while not done.wait(1):
        say(".")


def say(text: str) -> None:
    """Print at once: dots are for people who wait."""
    sys.stdout.write(text)
    sys.stdout.flush()


def fail(sentence: str) -> None:
    """End with a sentence for people and a status for make."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
