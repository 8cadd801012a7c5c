"""Topics that users write: the plain form, the full form, and what is said about mistakes."""

import functools
import re

import pytest

from monitor.errors import ConfigError
from monitor.match import Profile, load_profile, profile_from_toml
from monitor.records import Draft


@functools.lru_cache(maxsize=1)
def compiled(toml: str) -> Profile:
    return profile_from_toml(toml, "mine")


def relevant(toml: str, title: str) -> bool:
    return compiled(toml).judge(Draft(title=title)).relevant


def test_any_of_the_words_is_enough():
    toml = 'any = ["lithium", "литий*", "white gold"]'

    assert relevant(toml, "Lithium price falls")
    assert relevant(toml, "Литийный рудник закрыт")
    assert relevant(toml, "The white gold of the Andes")
    assert not relevant(toml, "White paper on gold")
    assert not relevant(toml, "Lithiums")


def test_an_abbreviation_counts_in_capitals_only():
    assert relevant('any = ["WHO"]', "WHO warns of measles")
    assert not relevant('any = ["WHO"]', "Who warns of measles?")


def test_all_of_the_words_are_needed():
    toml = 'all = ["port", "strike"]'

    assert relevant(toml, "Strike closes port")
    assert not relevant(toml, "Port reopens")
    assert not relevant(toml, "Weather")


def test_none_of_the_words_may_stand():
    toml = 'any = ["python"]\nnone = ["snake"]'
    match = profile_from_toml(toml, "mine").judge(Draft(title="A python is a snake"))

    assert relevant(toml, "Python 4 is out")
    assert not match.relevant
    assert match.why[0].rule == "excluded"


def test_a_topic_without_a_profile_table_is_called_as_its_file(tmp_path):
    path = tmp_path / "lithium.toml"
    path.write_text('any = ["lithium"]', "utf-8")

    assert load_profile(path).topic == "lithium"


def test_a_folder_of_files_is_one_topic(tmp_path):
    (tmp_path / "head.toml").write_text('[profile]\nid = "metals"\nversion = 7\n', "utf-8")
    (tmp_path / "more.toml").write_text('[concept.copper]\nen = ["copper"]\n', "utf-8")

    profile = load_profile(tmp_path)

    assert (profile.topic, profile.version.partition(".")[0]) == ("metals", "7")
    assert profile.judge(Draft(title="Copper up")).relevant


def test_a_concept_may_be_ambiguous_and_supported():
    toml = """
    [concept.mercury]
    en = ["Mercury"]
    ambiguous = true
    support = ["sky"]
    oppose = ["music"]
    default = 0.5
    [list.sky]
    en = ["planet", "orbit"]
    [list.music]
    en = ["Queen", "singer"]
    """
    assert relevant(toml, "Mercury nears the end of its orbit")
    assert not relevant(toml, "Mercury, the singer")
    assert not relevant(toml, "Mercury, a singer in orbit")


def test_a_hold_can_be_lifted():
    toml = """
    any = ["comet"]
    [[hold]]
    tag = "game"
    lists = ["game"]
    unless = ["real"]
    at_most = 0.9
    [list.game]
    en = ["game"]
    [list.real]
    en = ["telescope"]
    """
    assert not relevant(toml, "Comet, the game")
    assert relevant(toml, "Comet in a telescope game")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("any = [", "mine: not TOML"),
        ("", "mine: no name to look for"),
        ('anny = ["x"]', "unknown key 'anny'; did you mean 'any'"),
        ('zzz = ["x"]', "unknown key 'zzz'; use one of"),
        ("any = 3", "any is 3; give a list of words in quotes"),
        ('any = [""]', "take the empty name out"),
        ('any = ["—"]', "holds no letter"),
        ('any = ["x"]\n[profile]\nthreshold = 9', "threshold is 9; give a number between"),
        ('any = ["x"]\n[profile]\nthreshold = "1"', "threshold is '1'; give a number"),
        ('any = ["x"]\n[profile]\nthreshold = true', "threshold is True; give a number"),
        ('any = ["x"]\n[profile]\nborderline = 2', "give at most the threshold"),
        ('any = ["x"]\n[profile]\nid = ""', "id is ''; give a word in quotes"),
        ('any = ["x"]\nprofile = 1', "profile is 1; make it a table"),
        ('any = ["x"]\nnear = [1]', "write each as [[near]]"),
        ('any = ["x"]\n[weights]\nbody = 1', "mine: weights: unknown key 'body'"),
        ("[concept.a]\nplace = 'AM'", "mine: concept.a: no name"),
        ("[concept.a]\nen = ['x']\ncased = 1", "cased is 1; give true or false"),
        ("[concept.a]\nen = ['x']\nfrom = 2018", "from is 2018; give a date such as"),
        ("[concept.a]\nen = ['x']\nfrom = 2018-01-01T00:00:00", "give a date such as"),
        (
            "[concept.a]\nen = ['x']\nfrom = 2018-01-01\nuntil = 2017-01-01",
            "until is datetime.date(2017, 1, 1); give a day after 2018-01-01",
        ),
        (
            "[concept.a]\nen = ['x']\nambiguous = true\nsupport = ['sky']",
            "concept.a: no list 'sky'; add a [list.sky]",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(toml, said):
    with pytest.raises(ConfigError, match=re.escape(said)):
        profile_from_toml(toml, "mine")


def test_a_concept_in_two_files_is_refused(tmp_path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text('[concept.x]\nen = ["x"]\n', "utf-8")

    with pytest.raises(ConfigError, match=r"b\.toml: concept\.x: 'x' is there twice"):
        load_profile(tmp_path)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ConfigError, match=r"'moon': no such profile; use one of 'south-caucasus'"):
        load_profile("moon")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "x.toml"
    with pytest.raises(ConfigError, match=r"x\.toml: cannot be read"):
        load_profile(path)
    path.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"x\.toml: cannot be read"):
        load_profile(path)
