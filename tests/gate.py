"""Run the tests in random order with branch coverage, hold the gates, close with pytest's line.

``python tests/gate.py [PYTEST ARGUMENTS]``
"""
# ruff: noqa: T201 - a command of its own: printing is what it is for

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# name, least per cent of lines and branches, files
GATES = (
    (
        "core and plan",
        100,
        "monitor/parse/*,monitor/identify/*,monitor/match/*,monitor/plan/*,monitor/dates*,"
        "monitor/text/*,monitor/urls.py,monitor/networks.py,monitor/records/*,monitor/errors.py",
    ),
    ("all", 95, "monitor/*"),
)


def main(arguments: list[str]) -> int:
    """Run everything; the exit code is pytest's, or 1 when a gate does not hold."""
    with tempfile.TemporaryDirectory(prefix="monitor-coverage-") as folder:
        environ = {**os.environ, "COVERAGE_FILE": str(Path(folder) / "coverage")}
        code, closing = _pytest(arguments, environ)
        if code != 0:
            return code
        if not _gates(environ):
            return 1
    print(closing, flush=True)
    return 0


def _pytest(arguments: list[str], environ: dict[str, str]) -> tuple[int, str]:
    """Pytest's exit code and last line; the rest is shown as it comes."""
    colour = "yes" if sys.stdout.isatty() else "no"
    command = [str(BIN / "pytest"), "-n", "auto", f"--color={colour}", "--cov", "--cov-report="]
    command += ["--hypothesis-profile=steady"]  # the same code gets the same verdict
    closing = ""
    with subprocess.Popen(
        [*command, *arguments],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pytest:
        assert pytest.stdout is not None
        for line in pytest.stdout:
            print(line, end="", flush=True)
            closing = line.rstrip() or closing
    return pytest.returncode, closing


def _gates(environ: dict[str, str]) -> bool:
    """Whether every gate holds; all of them are shown, also after one that does not."""
    held = [_gate(*gate, environ) for gate in GATES]
    return all(held)


def _gate(name: str, least: int, files: str, environ: dict[str, str]) -> bool:
    """Whether the files are covered well enough; what is missing is shown when not."""
    command = [str(BIN / "coverage"), "report", f"--include={files}", f"--fail-under={least}"]
    run = subprocess.run(
        [*command, "--precision=2"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    holds = run.returncode == 0
    print(f"coverage of {name}: {_total(run.stdout)}, at least {least}% asked", flush=True)
    if not holds:
        print(run.stdout, run.stderr, sep="\n", flush=True)
    return holds


def _total(report: str) -> str:
    totals = [line.split()[-1] for line in report.splitlines() if line.startswith("TOTAL")]
    return totals[0] if totals else "no figure"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
