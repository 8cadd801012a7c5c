"""One target under a coverage-guided fuzzer: ``python -m tests.fuzz.drive TARGET FLAGS...``.

A find does not end the run: the first input for each place in which something broke becomes a file
of the corpus. Only a hang or a swollen process ends it, and leaves the input there too.
"""
# ruff: noqa: T201 - a command of its own: printing is what it is for

import hashlib
import importlib
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parent / "corpus"
FOLLOWED = ["monitor", "feedparser"]  # whose branches the fuzzer sees


def main(arguments: list[str]) -> None:
    """Run until the time that the flags give is over; it does not return."""
    name, *flags = arguments
    # Not in the lock: it has no wheel for some machines on which everything else runs.
    atheris: Any = importlib.import_module("atheris")
    atheris.enabled_hooks.add("str")  # "RegEx" fails on patterns over bytes
    with atheris.instrument_imports(include=FOLLOWED):
        targets = importlib.import_module("tests.fuzz.targets")
    atheris.Setup([sys.argv[0], *flags], recorder(name, targets.TARGETS[name]))
    atheris.Fuzz()


def recorder(name: str, target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """`target` with its finds written down instead of raised."""
    seen: set[str] = set()

    def once(body: bytes) -> None:
        try:
            target(body)
        except Exception as error:  # noqa: BLE001 - whatever comes out here is what we look for
            place = place_of(error)
            if place not in seen:
                seen.add(place)
                path = CORPUS / name / f"find-{hashlib.sha256(body).hexdigest()[:12]}"
                path.write_bytes(body)
                print(f"FIND {path}: {place}", flush=True)
                traceback.print_exception(error)

    return once


def place_of(error: Exception) -> str:
    """What broke, and where: the innermost line of the program or of the laws."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/monitor/" in f.filename or f.filename.endswith("targets.py")]
    inner = (ours or list(frames))[-1]
    return f"{type(error).__name__} at {Path(inner.filename).name}:{inner.lineno}"


if __name__ == "__main__":
    main(sys.argv[1:])
