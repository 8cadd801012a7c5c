"""A built-in profile is compiled once, a user's own whenever it is asked for."""

import gc
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.match import load_profile
from monitor.match.table import parsed


def test_a_built_in_profile_is_compiled_once_a_process():
    assert load_profile("south-caucasus") is load_profile("south-caucasus")


def test_a_profile_of_ones_own_is_read_anew_each_time(tmp_path: Path):
    own = tmp_path / "mines.toml"
    own.write_text('any = ["lithium"]\n', "utf-8")
    before = load_profile(own).version

    own.write_text('any = ["copper"]\n', "utf-8")

    assert load_profile(own).version != before


@pytest.mark.parametrize("is_enabled", [True, False])
def test_compiling_leaves_the_search_for_garbage_as_it_was(tmp_path: Path, is_enabled: bool):
    own = tmp_path / "mines.toml"
    own.write_text('any = ["lithium"]\n', "utf-8")
    was_enabled = gc.isenabled()
    try:
        (gc.enable if is_enabled else gc.disable)()
        load_profile(own)
        assert gc.isenabled() is is_enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()


@pytest.mark.parametrize(
    ("text", "words"),
    [('any = ["\ud800"]', "character 9 is half of one"), ("#" * 8_000_001, "8000001 characters")],
)
def test_a_text_that_no_file_holds_is_refused_before_it_is_read(text, words):
    with pytest.raises(ConfigError, match=words):
        parsed("mines", text)
