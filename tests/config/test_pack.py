"""The sources that come with the program."""

from collections import Counter
from pathlib import Path

import pytest

from monitor.config import Configuration, load
from monitor.urls import canonical, registrable_host

PACK = Path(__file__).resolve().parents[2] / "sources.toml"
LANGUAGES = {"en", "ru", "hy", "az", "ka", "tr", "fa", "ab"}
REGIONS = {
    "armenia": 15,
    "azerbaijan": 15,
    "georgia": 15,
    "abkhazia": 4,
    "south-ossetia": 4,
    "nagorno-karabakh": 1,
    "caucasus": 5,
    "abroad": 15,
}


@pytest.fixture(scope="module")
def pack() -> Configuration:
    return load(PACK, environ={})


def test_it_can_be_used_as_it_stands(pack: Configuration):
    assert pack.warnings == ()
    assert len(pack.sources) >= 90
    assert len({registrable_host(source.url) for source in pack.sources}) >= 60


def test_no_address_stands_there_twice(pack: Configuration):
    addresses = Counter(canonical(source.url) for source in pack.sources)

    assert [address for address, count in addresses.items() if count > 1] == []


def test_every_source_says_its_language_and_what_it_is(pack: Configuration):
    assert {source.language for source in pack.sources} == LANGUAGES
    assert [source.name for source in pack.sources if not source.tags] == []
    assert [s.name for s in pack.sources if not s.url.startswith("https://")] == []


@pytest.mark.parametrize(("tag", "least"), REGIONS.items())
def test_every_part_of_the_region_is_covered(pack: Configuration, tag: str, least: int):
    assert sum(tag in source.tags for source in pack.sources) >= least


def test_every_place_has_outlets_at_home_there(pack: Configuration):
    assert {"AM", "AZ", "GE", "AB", "SO"} <= {source.country for source in pack.sources}


def test_its_head_says_what_to_run_first():
    assert "RUN THIS FIRST: monitor sources verify" in PACK.read_text("utf-8")[:300]
