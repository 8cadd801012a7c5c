"""What a process loads before its first work: memory that is held from then on."""

import os
import subprocess
import sys

import pytest

LOADED = "import sys; {imports}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"


def loaded_by(imports: str) -> set[str]:
    command = [sys.executable, "-c", LOADED.format(imports=imports)]
    # what measures coverage would be loaded, too
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)
    return set(out.stdout.split())


@pytest.mark.parametrize(
    ("imports", "never"),
    [
        ("import monitor.sandbox.worker", "asyncio ssl httpx pydantic sqlite3 bs4 feedparser"),
        ("import monitor.daemon", "bs4 soupsieve feedparser trafilatura warcio tomlkit rapidfuzz"),
    ],
)
def test_a_process_loads_only_what_it_always_needs(imports, never):
    assert loaded_by(imports) & set(never.split()) == set()


def test_what_is_loaded_when_first_asked_for_has_its_names():
    import monitor
    import monitor.sandbox

    assert monitor.__version__
    assert monitor.sandbox.Sandbox.__name__ == "Sandbox"
    for room in (monitor, monitor.sandbox):
        with pytest.raises(AttributeError, match="has no attribute 'bogus'"):
            _ = room.bogus
