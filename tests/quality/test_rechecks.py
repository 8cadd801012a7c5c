"""Looks at pages, on histories of real headlines: what they catch, and how many they are."""

import importlib.util
from types import ModuleType

from monitor.config.models import MonitorModel
from tests.quality.corpora import ROOT, corpus

CAUGHT = 0.95
LOOKS = 31


def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rechecks", ROOT / "bench" / "rechecks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_default_ages_catch_nearly_every_version_with_few_looks():
    bench = simulation()
    tally = bench.Tally()
    for ages in bench.histories(corpus("data/identity/dev_bbc_history.jsonl"), "/news/"):
        bench.watch(ages, bench.ours(MonitorModel().recheck), tally)

    assert len(tally.delays) >= CAUGHT * tally.versions
    assert tally.looks <= LOOKS * tally.articles
