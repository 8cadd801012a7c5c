"""A built-in profile is compiled once, a user's own whenever it is asked for."""

from pathlib import Path

from monitor.match import load_profile


def test_a_built_in_profile_is_compiled_once_a_process():
    assert load_profile("south-caucasus") is load_profile("south-caucasus")


def test_a_profile_of_ones_own_is_read_anew_each_time(tmp_path: Path):
    own = tmp_path / "mines.toml"
    own.write_text('any = ["lithium"]\n', "utf-8")
    before = load_profile(own).version

    own.write_text('any = ["copper"]\n', "utf-8")

    assert load_profile(own).version != before
