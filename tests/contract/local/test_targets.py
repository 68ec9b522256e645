"""What a newcomer may mistype is answered in one sentence, and nothing is left."""

import sys
from pathlib import Path

import pytest

from infra.local import __main__ as local

Captured = pytest.CaptureFixture[str]


def _asked(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["make", *words])
    return local.main()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "many", "4566.0", "", "٤"])
def test_a_port_that_is_none_is_refused(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    folder = tmp_path / "local"
    status = _asked(monkeypatch, f"--port={port}", "--dir", str(folder), "demo")

    said = f"PORT is a number from 1 to 65535, not {port!r}: make demo PORT=4600\n"
    assert (status, capsys.readouterr().err) == (1, said)
    assert not folder.exists()


def test_reset_says_that_there_was_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    folder = tmp_path / "local"

    assert _asked(monkeypatch, "--dir", str(folder), "reset") == 0
    assert capsys.readouterr().out == f"Nothing to forget in {folder}\n"


@pytest.mark.parametrize("target", ["reset", "run"])
def test_a_folder_with_work_in_it_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path, target: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "emulator.log").touch()

    assert _asked(monkeypatch, "--dir", str(tmp_path), target) == 1
    assert "choose another LOCAL_DIR" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == [".git", "emulator.log"]


def test_reset_says_what_it_forgot(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    (tmp_path / "emulator.log").touch()

    assert _asked(monkeypatch, "--dir", str(tmp_path), "reset") == 0
    assert capsys.readouterr().out == f"Forgot {tmp_path}\n"
    assert not tmp_path.exists()
