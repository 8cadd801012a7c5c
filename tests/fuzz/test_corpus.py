"""Every input that a fuzzer ever found, and the seeds it started from, tried again."""

import time
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).resolve().parent / "corpus"
INPUTS = sorted(path for path in CORPUS.glob("*/*") if path.is_file())
CPU_LIMIT_S = 2.0  # far above what any of them takes, far below what a hang does


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_input_of_the_corpus_breaks_no_law_and_takes_little_time(path: Path):
    body = path.read_bytes()
    started = time.process_time()

    TARGETS[path.parent.name](body)

    assert time.process_time() - started < CPU_LIMIT_S


def test_every_target_has_seeds_and_every_seed_a_target():
    assert {path.parent.name for path in INPUTS} == set(TARGETS)
