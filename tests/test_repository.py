"""The house itself: sizes, names, the top level, and what is in the wheel."""

import ast
import configparser
import re
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILE_LIMIT_LINES = 400
FUNCTION_LIMIT_LINES = 60
TOP_LEVEL = {
    ".ci",
    ".dockerignore",
    ".gitignore",
    "CHANGELOG.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "bench",
    "db",
    "docs",
    "monitor",
    "packaging",
    "pyproject.toml",
    "requirements",
    "sources.toml",
    "tests",
}
# In two parts each, as this page is searched too.
ELSEWHERE = re.compile(
    "|".join(
        first + second
        for first, second in (
            (r"(?<![\w./])/wo", r"rk/"),  # places on one machine say nothing to anybody else
            (r"(?<![\w./])/ro", r"ot/"),
            (r"(?<![\w./])/tm", r"p/[a-z]"),
            (r"(?<![\w./])/Us", r"ers/"),
            (r"/opt/py", r"pi"),
            (r"(?i:clau", r"de\b)"),  # the product speaks of itself, not of its makers' tools
            (r"(?i:anthro", r"pic)"),
            (r"(?i:chat", r"gpt)"),
            (r"(?i:copi", r"lot\b)"),
            (r"(?i:language mo", r"del)"),
        )
    )
)


def tracked() -> list[Path]:
    """The files that git knows, or, outside a checkout, those that are there."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = [name for name in listing.stdout.split("\0") if name]
    # What was unpacked from an archive also holds what was made there, which has no rules.
    if listing.returncode != 0 or not names:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_no_file_is_longer_than_one_idea():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources("monitor", "tests", "bench")
        if (lines := path.read_text("utf-8").count("\n")) > FILE_LIMIT_LINES
    }

    assert long == {}


def test_no_function_is_longer_than_one_screen():
    long = {}
    for path in sources("monitor"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LIMIT_LINES:
                    long[f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"] = lines

    assert long == {}


def test_every_exception_from_the_linter_names_what_it_excepts():
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources("monitor", "tests", "bench")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"#\s*(noqa(?!:)|type: ignore(?!\[))", line)
        and "test_repository" not in path.name
    ]

    assert bare == []


def test_the_top_level_is_as_fixed():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} == TOP_LEVEL


def test_no_tracked_file_speaks_of_one_machine_or_of_tools_outside():
    found = []
    for path in tracked():
        if path.stat().st_size < 2_000_000:
            text = path.read_bytes().decode("utf-8", "replace")
            found += [
                f"{path.relative_to(ROOT)}: {hit.group()}" for hit in ELSEWHERE.finditer(text)
            ]

    assert found == []


def test_the_changelog_has_a_section_for_the_version_at_hand():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert re.search(rf"^## (Unreleased|\[?{re.escape(version)}\b)", changelog, re.MULTILINE)


def test_the_check_is_one_command_that_can_be_started():
    script = ROOT / ".ci/run"

    assert script.stat().st_mode & stat.S_IXUSR
    assert "set -euo pipefail" in script.read_text("utf-8")
    assert re.findall(r"^make .*?(\w+)$", script.read_text("utf-8"), re.MULTILINE) == [
        "demo",
        "test",
    ]


def test_the_house_keeps_its_database_out_of_git():
    databases = [path for path in tracked() if path.relative_to(ROOT).parts[0] == "db"]

    assert [path.name for path in databases] == ["README.md"]


# ------------------------------------------------------------------ what is shipped
@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("monitor-*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile):
    shipped = {name for name in wheel.namelist() if name.startswith("monitor/")}
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "monitor").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert shipped == there


def test_the_wheel_holds_what_is_not_python(wheel: zipfile.ZipFile):
    kinds = {Path(name).suffix for name in wheel.namelist() if name.startswith("monitor/")}

    assert {".py", ".toml", ".j2", ".typed"} <= kinds


def test_the_wheel_holds_no_test_and_its_licence(wheel: zipfile.ZipFile):
    names = wheel.namelist()

    assert not [name for name in names if name.startswith(("tests", "bench", "docs"))]
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile):
    (name,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]

    assert "monitor = monitor.cli:main" in wheel.read(name).decode()


# ------------------------------------------------------------------ container and service
def test_the_image_is_built_from_what_the_context_lets_in():
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        name.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
        for name in line.split()
    }

    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_runs_as_nobody_special_and_tells_its_health():
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")

    assert re.search(r"^USER monitor$", dockerfile, re.MULTILINE)
    assert re.search(r"^VOLUME /srv/monitor/db$", dockerfile, re.MULTILINE)
    assert re.search(r"^STOPSIGNAL SIGTERM$", dockerfile, re.MULTILINE)
    assert re.search(r'^HEALTHCHECK .*CMD \["monitor", "healthcheck"\]$', dockerfile, re.MULTILINE)
    assert "--require-hashes" in dockerfile


def test_the_unit_notifies_reloads_and_is_closed():
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "packaging/monitor.service", "utf-8")
    service = unit["Service"]

    assert service["Type"] == "notify"
    assert service["WatchdogSec"]
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert service["StateDirectory"] == "monitor"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
