"""Make the two virtual environments, with nothing but python3 and the network.

Run by make before all else, by whatever python3 there is: it must parse on old
ones too, to be able to say that they are too old.
"""

import hashlib
import os
import subprocess
import sys

NEEDED = (3, 11)
ENVIRONMENTS = (
    (".venv", ("requirements.txt", "requirements-dev.txt")),
    (".venv-aws", ("infra/local/requirements.txt",)),
)
# Chalice packages with pip; the Lambda runtime has what ours would pull in.
PIP_CONF = "[download]\nno-deps = true\n"
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


def main():
    """Install what changed; say one sentence and stop if that cannot be."""
    if sys.version_info < NEEDED:
        fail(
            "Python 3.11 or newer is needed; this is {}.{} ({}). "
            "Choose another: make PYTHON=python3.12 run".format(
                sys.version_info[0], sys.version_info[1], sys.executable
            )
        )
    for folder, files in ENVIRONMENTS:
        stamp = os.path.join(folder, ".installed")
        wanted = fingerprint(files)
        if read(stamp) != wanted:
            create(folder)
            install(folder, files)
            write(stamp, wanted)


def fingerprint(files):
    """Digest what an environment is made from: the files and the Python."""
    digest = hashlib.sha256("{}".format(sys.version_info[:2]).encode())
    for name in files:
        digest.update(read(name).encode())
    return digest.hexdigest()


def create(folder):
    """Make the environment anew, unless one with this Python is there."""
    python = os.path.join(folder, "bin", "python")
    version = "import sys; sys.exit(sys.version_info[:2] != {})".format(
        tuple(sys.version_info[:2])
    )
    if os.path.exists(python) and subprocess.call([python, "-c", version]) == 0:
        return
    say("Creating {}".format(folder))
    made = run([sys.executable, "-m", "venv", "--clear", folder])
    if made[0]:
        fail(
            "python3 cannot create virtual environments; install its venv module "
            "(Debian and Ubuntu: apt install python3-venv)."
        )


def install(folder, files):
    """Install the pinned packages, one dot each."""
    write(os.path.join(folder, "pip.conf"), PIP_CONF)
    python = os.path.join(folder, "bin", "python")
    command = [python, "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--no-input", "--retries", "1", "--timeout", "20"]
    for name in files:
        command += ["-r", name]
    say("Installing {} into {} ".format(" and ".join(files), folder), end="")
    status, output = run(command, dots=True)
    say("")
    if status == 0:
        return
    log = os.path.join(folder, "install.log")
    write(log, output)
    if any(sign in output for sign in UNREACHABLE):
        fail(
            "Cannot reach the package index; check the network and run the same "
            "command again (details in {}).".format(log)
        )
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    fail("Installing failed: {} (details in {})".format("".join(errors[-1:]), log))


def run(command, dots=False):
    """Run to the end; return the exit status and all output."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    lines = []
    for raw in process.stdout:
        line = raw.decode("utf-8", "replace")
        lines.append(line)
        if dots and line.startswith("Collecting"):
            say(".", end="")
    return process.wait(), "".join(lines)


def read(name):
    if not os.path.exists(name):
        return ""
    with open(name) as file:
        return file.read()


def write(name, text):
    with open(name, "w") as file:
        file.write(text)


def say(text, end="\n"):
    sys.stdout.write(text + end)
    sys.stdout.flush()


def fail(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
