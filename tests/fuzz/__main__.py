"""``python -m tests.fuzz [SECONDS [TARGET...]]``: every target, or those named, one by one.

Exit code 1 when there is a find; it lies in the corpus, where the tests replay it.
"""
# ruff: noqa: T201 - a command of its own: printing is what it is for

import subprocess
import sys
from pathlib import Path

from tests.fuzz.targets import TARGETS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SECONDS = 60
LONGEST_INPUT_S = 10
MOST_MEMORY_MB = 1_000
LONGEST_INPUT_BYTES = {"date": 250, "address": 600, "text": 2_000, "configuration": 2_000}


def main(arguments: list[str]) -> int:
    """Fuzz for the given time each; 2 when there is no such target."""
    seconds = int(arguments[0]) if arguments else SECONDS
    names = arguments[1:] or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        print(f"no target {unknown[0]!r}; there are {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    found = [path for name in names for path in fuzz(name, seconds)]
    for path in found:
        print(f"find: {path.relative_to(ROOT)}")
    print(f"{len(found)} finds in {len(names)} targets, {seconds} s each")
    return 1 if found else 0


def fuzz(name: str, seconds: int) -> list[Path]:
    """The files that a run of one target left in its corpus."""
    corpus = HERE / "corpus" / name
    learned = ROOT / "build" / "fuzz" / name  # what led somewhere new; the next run starts there
    for folder in (corpus, learned):
        folder.mkdir(parents=True, exist_ok=True)
    before = set(corpus.iterdir())
    print(f"== {name}: {seconds} s", flush=True)
    flags = (
        f"-max_total_time={seconds}",
        f"-timeout={LONGEST_INPUT_S}",
        f"-rss_limit_mb={MOST_MEMORY_MB}",
        f"-max_len={LONGEST_INPUT_BYTES.get(name, 8_000)}",
        "-len_control=20",  # long inputs early: a minute is short
        f"-dict={HERE / 'words.dict'}",
        f"-artifact_prefix={corpus}/",
        "-print_final_stats=1",
        "-verbosity=0",
        str(learned),
        str(corpus),
    )
    command = [sys.executable, "-m", "tests.fuzz.drive", name, *flags]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    found = sorted(set(corpus.iterdir()) - before)
    if code != 0 and not found:
        sys.exit(f"the fuzzer of {name!r} ended with {code}; its last lines say why")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
