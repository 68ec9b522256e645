"""Start MiniStack with its fixes; the only program that runs in ``.venv-aws``.

``python -m infra.local.emulator LOCAL_DIR STARTER``: its folder, and the pid of who
started it. The port and the rest of MiniStack's settings come in its own environment
variables from ``infra.local.emulator_process``.
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from infra.local.emulator.source import check_version

_LOOK_AT_PARENT = 1.0  # seconds


def main(folder: Path, starter: int) -> None:
    """Serve until told to stop, or until who started this, a pid, is gone."""
    check_version()
    from infra.local.emulator import assembly  # noqa: PLC0415 - after the check

    threading.Thread(target=_die_with, args=(starter,), daemon=True).start()
    assembly.serve(folder)


def _die_with(parent: int) -> None:
    """Stop in order when the supervisor was killed, so that nothing is left over."""
    while os.getppid() == parent:
        time.sleep(_LOOK_AT_PARENT)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    *sys.argv, folder, starter = sys.argv  # MiniStack reads the rest of them
    main(Path(folder).resolve(), int(starter))
