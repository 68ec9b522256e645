"""What may go wrong before anything runs is said in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import bootstrap

SCRIPT = Path(bootstrap.__file__)


def test_a_too_old_python_is_named_with_the_needed_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "HAS", (3, 9))

    with pytest.raises(SystemExit) as end:
        bootstrap.main()

    said = capsys.readouterr().err
    assert end.value.code == 1
    assert said.startswith("Python 3.11 or newer is needed; this is 3.9 (")
    assert len(said.splitlines()) == 1


def test_without_a_network_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("care-is-nowhere==1.0\n")
    (tmp_path / "requirements-dev.txt").write_text("")

    ended = subprocess.run(
        [sys.executable, SCRIPT],
        cwd=tmp_path,
        env={
            **os.environ,
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr == (
        "Cannot reach the package index; check the network and run the same "
        f"command again (details in {Path('.venv/install.log')}).\n"
    )


def test_an_environment_that_was_left_half_made_is_made_anew(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)  # Ctrl-C came before pip was there

    bootstrap.create(tmp_path)

    assert subprocess.run([python, "-m", "pip", "--version"], check=True)
    (tmp_path / "mark").touch()
    bootstrap.create(tmp_path)
    assert (tmp_path / "mark").exists()  # it is whole now, and kept


def test_what_pip_failed_with_is_said_whatever_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\necho Traceback; echo No module named pip; exit 1\n")
    python.chmod(0o755)

    with pytest.raises(SystemExit):
        bootstrap.install(tmp_path, ("requirements.txt",))

    said = capsys.readouterr().err
    assert said.startswith("Installing failed: No module named pip (details in ")


def test_what_is_installed_is_left_alone_until_its_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, files in bootstrap.ENVIRONMENTS:
        folder.mkdir()
        for name in files:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text("first==1.0\n")
        (folder / ".installed").write_text(bootstrap.fingerprint(files))
    before = bootstrap.fingerprint(("requirements.txt",))

    bootstrap.main()  # would fail: there is no such package

    Path("requirements.txt").write_text("first==1.1\n")
    assert bootstrap.fingerprint(("requirements.txt",)) != before
