"""One outbound function: nothing else in the program can speak HTTP."""

import ast
from pathlib import Path

import monitor

ROOT = Path(monitor.__file__).parent
SPEAKERS = ("httpx", "httpcore", "h11", "requests", "urllib3", "aiohttp", "http.client", "ftplib")
OPENERS = ("urllib.request",)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def speaks(path: Path) -> bool:
    return any(
        name == speaker or name.startswith(speaker + ".")
        for name in imported(path)
        for speaker in SPEAKERS + OPENERS
    )


def test_only_this_room_imports_an_http_client():
    rooms = {
        path.relative_to(ROOT).parts[0]
        for path in ROOT.rglob("*.py")
        if speaks(path) and path.relative_to(ROOT).parts[0] != "testing"
    }

    assert rooms == {"fetch"}


def test_only_the_wire_opens_connections():
    openers = {
        path.name
        for path in (ROOT / "fetch").rglob("*.py")
        if "connect_tcp" in path.read_text("utf-8") or "open_connection" in path.read_text("utf-8")
    }

    assert openers == {"wire.py"}
