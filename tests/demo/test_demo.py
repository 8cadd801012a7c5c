"""The demo as users run it: once whole, once broken off, once without a program behind it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from rich.cells import cell_len

from monitor.cli.demo import DONE, FAILED, INTERRUPTED, run_demo
from monitor.errors import MonitorError


def test_everything_that_the_demo_promises_comes_true(tmp_path, screen, capsys):
    code = run_demo(directory=tmp_path, console=screen, as_json=True)

    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one for one in results if not one["is_true"]] == []
    assert code == DONE
    assert len(results) > 15
    assert "came true" in screen.words
    assert max(map(cell_len, screen.lines)) <= 60
    assert "<html" in (tmp_path / "digest.html").read_text("utf-8")


def test_ended_by_sigterm_it_leaves_no_process_and_no_litter(tmp_path):
    command = [sys.executable, "-m", "monitor", "demo"]
    environ = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environ, text=True) as demo:
        assert demo.stdout is not None
        ready = next(line for line in demo.stdout if "the daemon is ready, process" in line)
        demo.send_signal(signal.SIGTERM)
        rest = demo.stdout.read()

    assert demo.returncode == INTERRUPTED
    assert "interrupted" in rest
    with pytest.raises(ProcessLookupError):
        os.kill(int(ready.split()[-1]), 0)
    assert list(tmp_path.glob("monitor-demo-*")) == []


def test_a_daemon_that_does_not_come_up_fails_the_demo_with_its_last_words(
    tmp_path, screen, monkeypatch
):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho 'error: nothing works today' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    assert run_demo(directory=None, console=screen) == FAILED

    assert "error: nothing works today" in screen.words
    assert list(tmp_path.iterdir()) == [program]


def test_a_folder_that_cannot_be_used_is_named(tmp_path):
    occupied = tmp_path / "file"
    occupied.write_text("")

    with pytest.raises(MonitorError, match=r"'.*file' cannot be used: .*; name another one"):
        run_demo(directory=Path(occupied))
