"""What is said of mistakes in a profile, of what may not be meant, and of examples that fail."""

import re

import pytest

from monitor.errors import ConfigError
from monitor.match import profile_from_toml
from monitor.match.examples import examples
from monitor.match.profiles import checked_profile


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('any = ["a\\u0007b"]', "'a\\x07b' holds a control character; type the name anew"),
        (f'any = ["{"x" * 201}"]', "a name of 201 characters"),
        ('any = ["x"]\n[profile]\nthreshold = 4', "no item can reach it; give at most 1.5"),
        ('regex = ["(a"]', "cannot be used: missing ): (a"),
        ('regex = ["(?=a)b"]', "it has no look-around"),
        ('regex = ["a*"]', "fits an empty text"),
        ('regex = [""]', "an expression of 0 characters"),
        ('[concept.a]\nen = { stm = ["x"] }', "unknown key 'stm'; did you mean 'stem'"),
        ('[concept.a]\nen = { suffix = ["x"] }', "give the stem that it follows"),
        ("[concept.a]\nen = ['x']\nforbid_near = { within = 2 }", "no word; add words"),
        (
            "[concept.a]\nen = ['x']\nforbid_near = { words = ['y'], weight = 1 }",
            "between -5 and 0",
        ),
        ("[concept.a]\nen = ['x']\nnot_before = ['co']", "no list 'co'"),
        ('extends = "moon"\nany = ["x"]', "topic 'moon': no such profile"),
        ('extends = "south-caucasus"\nwithin = "south-caucasus"', "a second extends or within"),
        ('[block]\nen = ["—"]', "holds no letter"),
        ("a = " + "[" * 5_000 + "]" * 5_000, "mine: not TOML"),
        ("any = [" + '"x",' * 20_001 + "]", "any has 20001 names; give 20000"),
        ("regex = [" + '"x",' * 201 + "]", "201 expressions; give 200"),
        ("#" * 8_000_001, "8000001 characters; split it"),
        ('any = ["x"]\n[profile]\nid = [' + "1," * 500 + "]", "…; give a word in quotes"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(toml, said):
    with pytest.raises(ConfigError, match=re.escape(said)):
        profile_from_toml(toml, "mine")


def test_what_may_not_be_meant_is_warned_of(tmp_path):
    path = tmp_path / "odd.toml"
    path.write_text(
        """
        [concept.a]
        en = ["Lachin", "LACHIN"]
        ru = { stem = ["лач"], suffix = ["ин", "ина"] }
        [concept.b]
        en = ["lachin", "Lachin"]
        [concept.c]
        en = ["Cухум", "North Port"]
        [block]
        en = ["North Port", "north port"]
        [list.idle]
        en = ["idle"]
        """,
        "utf-8",
    )

    _, warnings = checked_profile(path)

    told = "\n".join(warnings)
    assert f"{path}: concept.a.en: 'LACHIN' is 'Lachin' once folded" in told
    assert "'lachin' stands in concept.a and in concept.b: the first one counts" in told
    assert "'north port' of concept.c is blocked by 'North Port'" in told
    assert "mixes letters of latin and cyrillic: LATIN SMALL LETTER C; type it anew" in told
    assert "no rule asks for list idle" in told
    assert len(warnings) == 6


def test_many_idle_lists_are_one_warning(tmp_path):
    path = tmp_path / "odd.toml"
    lists = "".join(f'[list.l{n}]\nen = ["w{n}"]\n' for n in range(9))
    path.write_text(f'any = ["x"]\n{lists}', "utf-8")

    assert checked_profile(path)[1] == ("no rule asks for list l0, l1, l2, l3, l4, …",)


def test_examples_of_the_topic_and_of_its_concepts_are_judged():
    toml = """
    any = ["zinc"]
    examples_yes = ["Zinc up"]
    examples_no = ["Zinc down"]
    [concept.a]
    en = ["alum"]
    examples_yes = ["Tin"]
    """
    found = [
        (each.concept, each.title, each.holds) for each in examples(profile_from_toml(toml, "m"))
    ]

    assert found == [("", "Zinc up", True), ("", "Zinc down", False), ("a", "Tin", False)]


def test_a_topic_without_oddities_has_no_warnings(tmp_path):
    path = tmp_path / "zinc.toml"
    path.write_text('any = ["zinc"]\n', "utf-8")

    assert checked_profile(path)[1] == ()
