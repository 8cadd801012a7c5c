"""Every dependency is wanted, bounded, pinned with hashes and explained."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
BUILD = [
    line
    for line in (ROOT / "requirements/build.in").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
WORKSHOP = [*PROJECT["dependency-groups"]["dev"], *BUILD]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def name_of(requirement: str) -> str:
    found = _NAME.match(requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def explained(heading: str) -> list[list[str]]:
    """The rows of one table of the page."""
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    section = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def pinned(lock: Path) -> dict[str, list[str]]:
    """Name to versions, as a lock has them."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(
        r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE
    ):
        found.setdefault(name_of(name), []).append(version)
    return found


@pytest.mark.parametrize(
    ("heading", "declared"), [("The program", RUNTIME), ("The workshop", WORKSHOP)]
)
def test_the_page_of_dependencies_explains_what_is_declared_and_nothing_else(
    heading: str, declared: list[str]
):
    rows = explained(heading)

    assert sorted(name_of(row[0]) for row in rows) == sorted(map(name_of, declared))
    assert all(len(row) == 4 and all(row) for row in rows)


@pytest.mark.parametrize("requirement", [*RUNTIME, *WORKSHOP])
def test_every_dependency_has_a_lower_bound(requirement: str):
    assert re.search(r">=\d", requirement.partition(";")[0])


def test_everything_declared_is_pinned():
    dev, runtime, build = (
        pinned(ROOT / "requirements" / f"{name}.txt") for name in ("dev", "runtime", "build")
    )

    assert set(map(name_of, RUNTIME)) <= runtime.keys() <= dev.keys()
    assert set(map(name_of, BUILD)) <= build.keys() <= dev.keys()
    assert set(map(name_of, WORKSHOP)) <= dev.keys()
    assert all(dev[name] == versions for name, versions in {**runtime, **build}.items())


def test_what_the_image_gets_holds_no_tool_of_the_workshop():
    runtime = pinned(ROOT / "requirements/runtime.txt")

    assert not set(map(name_of, WORKSHOP)) & runtime.keys()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_pins_by_hash_and_names_no_place_of_origin(lock: Path):
    text = lock.read_text("utf-8").replace("\\\n", " ")
    pin = re.compile(r"\S+==\S+( ; [^\\]+?)?(\s+--hash=sha256:[0-9a-f]{64})+")

    assert text
    assert [line for line in text.splitlines() if not pin.fullmatch(line)] == []
    assert not re.search(r"://|/opt|/home|index|find-links", text)
