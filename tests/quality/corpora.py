"""Where the collections are that are not ours to publish; tests over them are skipped elsewhere."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("MONITOR_CORPORA", ROOT.parent / "shared"))


def corpus(name: str) -> Path:
    """A file of the collection, or a skip with the reason."""
    path = CORPORA / name
    if not path.exists():  # publishers' texts: not ours to ship with the tests over them
        pytest.skip(f"{name} is not here; MONITOR_CORPORA names the folder that holds it")
    return path


def scorer(name: str) -> ModuleType:
    """A scoring program of the collection, as a module."""
    spec = importlib.util.spec_from_file_location(name, corpus(f"tools/quality/{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
