"""The profile language: what each key and mark means."""

import datetime as dt
import functools

import pytest

from monitor.errors import ConfigError
from monitor.match import Profile, load_profile, profile_from_toml, reasons
from monitor.records import Draft, Match, Moment


@functools.lru_cache(maxsize=1)
def compiled(toml: str) -> Profile:
    return profile_from_toml(toml, "mine")


def judge(toml: str | Profile, title: str, summary: str | None = None, **kwargs) -> Match:
    profile = compiled(toml) if isinstance(toml, str) else toml
    return profile.judge(Draft(title=title, summary=summary), **kwargs)


def relevant(toml: str | Profile, title: str, **kwargs) -> bool:
    return judge(toml, title, **kwargs).relevant


# ------------------------------------------------------------------ the plain form
def test_words_may_stand_near_each_other_in_either_order():
    toml = 'any = ["gas NEAR/2 pipeline*"]'

    assert relevant(toml, "A gas and oil pipeline")
    assert relevant(toml, "Pipelines for gas")
    assert not relevant(toml, "Gas is cheap, says the owner of a pipeline")
    assert not relevant(toml, "Gas")
    assert judge(toml, "A gas and oil pipeline").why[0].name == "gas and oil pipeline"


def test_near_without_a_number_reaches_ten_words_and_chains():
    toml = 'any = ["port NEAR strike NEAR/0 wage*"]'

    assert relevant(toml, "Port one two three four five six seven eight strike wages")
    assert not relevant(toml, "Port strike over wages")


def test_near_keeps_within_one_field():
    toml = 'any = ["gas NEAR/5 pipeline"]'

    assert not judge(toml, "Gas", "Pipeline").why


def test_a_part_alone_is_no_name_of_the_topic():
    toml = 'any = ["gas NEAR/5 pipeline", "lithium"]'

    assert judge(toml, "Gas and lithium").why[0].name == "lithium"


def test_an_expression_finds_what_it_finds_whatever_the_case():
    toml = r"""regex = ['\bli-?ion\b', 'cobalt \d+ t']"""
    match = judge(toml, "New LI-ION plant")

    assert match.relevant
    assert (match.why[0].name, match.why[0].start, match.why[0].end) == ("LI-ION", 4, 10)
    assert relevant(toml, "About cobalt 300 t")
    assert not relevant(toml, "Limousine")


def test_an_expression_may_name_a_concept_and_find_no_letter():
    toml = '[concept.rate]\nregex = ["[0-9]+ ?%"]\nplace = "AM"\n'

    assert judge(toml, "Inflation at 7%").places == ("AM",)
    assert not relevant("regex = ['[!]+']", "!!!")
    assert not relevant(r"regex = ['\b']", "\ud800 b")


def test_an_expression_that_is_slow_elsewhere_is_not_slow_here():
    toml = r"regex = ['(x+x+)+y']"

    assert not relevant(toml, "x" * 1_000)


def test_a_topic_may_be_narrowed_to_places():
    toml = 'within = "south-caucasus"\nany = ["bridge", "road*"]\nplaces = ["ge"]'

    assert relevant(toml, "Tbilisi opens a bridge")
    assert not relevant(toml, "Yerevan opens a bridge")
    assert judge(toml, "Yerevan opens a bridge").why[0].rule == "outside"
    assert not relevant(toml, "Tbilisi opens a park")
    assert not relevant(toml, "Lisbon opens a bridge")


def test_a_narrowed_topic_says_what_is_missing():
    match = judge('within = "south-caucasus"\nany = ["bridge"]', "Tbilisi opens a park")

    assert reasons(match, limit=1) == ("is missing (bridge), -10.0",)


def test_a_topic_that_extends_another_has_its_names_and_its_own():
    profile = profile_from_toml('extends = "south-caucasus"\nany = ["lithium"]\n', "more")

    assert profile.topic == "more"
    assert relevant(profile, "Lithium in Chile")
    assert relevant(profile, "Tbilisi opens a park")
    assert relevant(profile, "Deputatlar toplaşıb", country="AZ")


def test_a_concept_written_anew_replaces_the_inherited_one(tmp_path):
    base = tmp_path / "base.toml"
    base.write_text(
        '[concept.a]\nen = ["ash"]\nregex = ["ashen"]\nforbid_near = { words = ["tray"] }\n'
        '[concept.b]\nen = ["birch"]\n[profile]\nthreshold = 0.9\nborderline = 0.5\n',
        "utf-8",
    )
    path = tmp_path / "mine.toml"
    path.write_text('extends = "base.toml"\nany = ["a"]\n[concept.a]\nen = ["aspen"]\n', "utf-8")

    profile = load_profile(path)

    assert profile.definition.threshold == 0.9
    assert [relevant(profile, word) for word in ("ash", "aspen", "birch", "ashen", "a")] == [
        *(False, True, True, False, True)
    ]


def test_topics_may_extend_one_another_but_not_without_an_end(tmp_path):
    for name, base in (("a", "b"), ("b", "c"), ("c", "south-caucasus")):
        (tmp_path / f"{name}.toml").write_text(f'extends = "{base}.toml"\nany = ["{name}x"]\n')
    (tmp_path / "c.toml").write_text('any = ["cx"]\n')
    profile = load_profile(tmp_path / "a.toml")
    assert all(relevant(profile, word) for word in ("ax", "bx", "cx"))

    (tmp_path / "c.toml").write_text('extends = "b.toml"\nany = ["cx"]\n')
    with pytest.raises(ConfigError, match="extends without an end"):
        load_profile(tmp_path / "a.toml")

    (tmp_path / "c.toml").write_text('within = "south-caucasus"\nany = ["cx"]\n')
    with pytest.raises(ConfigError, match="is itself within another topic"):
        load_profile(tmp_path / "a.toml")


def test_the_version_follows_every_letter_of_a_topic_and_of_what_it_extends(tmp_path):
    base, path = tmp_path / "base.toml", tmp_path / "mine.toml"
    base.write_text('any = ["x"]\n')
    path.write_text('extends = "base.toml"\nany = ["y"]\n')
    first = load_profile(path).version
    assert first == load_profile(path).version

    base.write_text('any = ["z"]\n')

    assert load_profile(path).version != first


# ------------------------------------------------------------------ names
def test_forms_are_given_where_the_language_s_rules_do_not_fit():
    toml = """[concept.georgia]
    ru = { stem = ["грузи"], suffix = ["я", "и", "нск*"], exact = ["ГССР"] }
    tr = { names = ["Gürcistan"], stem = "gürcü" }
    """
    yes = ("Грузия", "Грузии", "грузинская", "ГССР", "Gürcistan'da", "gürcülerin")
    assert all(relevant(toml, word) for word in yes)
    assert not any(relevant(toml, word) for word in ("грузил", "грузинов", "ГССРа"))


def test_a_stem_of_several_words_bends_its_last_one():
    toml = '[concept.x]\nru = { stem = ["чёрн мор"], suffix = ["е", "я"] }\n'

    assert relevant(toml, "черн море")
    assert not relevant(toml, "черн морковь")


@pytest.mark.parametrize(
    ("title", "is_name"),
    [
        ("Keçən gün Gəncə şəhərində", True),
        ("Bir gəncə yardım etdilər", False),
        ("Gəncə yardım etdilər", False),
        ("Gəncə və Bakı arasında", True),
        ("BİR GƏNCƏ YARDIM ETDİLƏR BURADA", False),
        ("GƏNCƏ VƏ BAKI ARASINDA QATAR", True),
        ("O dedi: Gəncə gözəldir", False),
        ("Gəncə meri danışdı", True),
    ],
)
def test_a_name_that_is_an_ordinary_word_needs_a_capital_that_means_something(title, is_name):
    toml = """
    [concept.ganja]
    az = ["^Gəncə"]
    ambiguous = true
    support = ["city"]
    default = 1.0
    [concept.baku]
    az = ["Bakı"]
    weight = 0.8
    [list.city]
    az = ["meri"]
    """
    match = judge(toml, title)

    assert any(one.concept == "ganja" and one.rule == "name" for one in match.why) == is_name


def test_an_ordinary_word_says_that_it_may_be_one():
    match = judge('[concept.ganja]\naz = ["^Gəncə"]\n', "Gəncə yardım etdilər")

    assert reasons(match) == ('"Gəncə" (title) may be the ordinary word here, not Ganja, +0.0',)


@pytest.mark.parametrize(
    ("title", "is_place"),
    [
        ("In the novel of Anna Ganja", False),
        ("She drove from Ganja", True),
        ("The road of New Baku Ganja", True),
        ("Anna Ganja", True),
        ("A Long Way For Anna Ganja Today", True),
        ("They said, Ganja", True),
        ("Before Ganja Holdings", False),
    ],
)
def test_a_capitalised_neighbour_makes_a_place_a_person_or_a_company(title, is_place):
    toml = """
    [concept.ganja]
    en = ["Ganja"]
    surname = true
    not_before = ["company"]
    [concept.baku]
    en = ["Baku"]
    weight = 0.1
    [list.company]
    en = ["Holdings"]
    """
    assert relevant(toml, title) == is_place


@pytest.mark.parametrize(("day", "is_full"), [("2019-01-01", False), ("2021-01-01", True)])
def test_a_concept_counts_in_full_in_its_years(day, is_full):
    toml = '[concept.x]\nen = ["Mayor Brick"]\nfrom = 2020-01-01\nto = 2022-01-01\n'
    at = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    draft = Draft(title="Mayor Brick", published=Moment(at=at, precision="day", text=day))

    match = profile_from_toml(toml, "mine").judge(draft)

    assert match.relevant == is_full
    assert any(one.rule == "years" and one.name == day for one in match.why) != is_full


# ------------------------------------------------------------------ words around
def test_words_near_a_name_weaken_or_strengthen_it():
    toml = """
    [concept.a]
    en = ["Armenian"]
    weight = 0.8
    forbid_near = { words = ["church"], within = 1, weight = -0.5, tag = "diaspora" }
    support_near = { lists = ["politics"], within = 3 }
    [list.politics]
    en = ["minister"]
    """
    assert judge(toml, "Armenian old church").score == 0.3
    assert judge(toml, "Armenian very old church").score == 0.8
    assert judge(toml, "Armenian minister").score == 1.2
    assert reasons(judge(toml, "Armenian church"))[1].endswith(
        "weakens the name beside it (diaspora), -0.5"
    )
    assert "strengthens" in reasons(judge(toml, "Armenian minister"))[1]


FOREIGN = """
[prior]
foreign = ["countries"]
foreign_weak = ["clubs"]
domestic = ["home"]
elsewhere = ["stars"]
countries = { GE = 1.0 }
[list.countries]
en = ["Peru", "Chile"]
[list.clubs]
en = ["Ajax", "Airbus", "Nikkei"]
[list.home]
en = ["ministry", "city hall", "mayor"]
[list.stars]
en = ["horoscope"]
[concept.x]
en = ["Kutaisi"]
"""


@pytest.mark.parametrize(
    ("title", "summary", "score"),
    [
        ("New park", None, 1.0),
        ("Flood in Peru", None, 0.2),
        ("Flood", "It began in Peru", 0.52),
        ("Ajax sends a coach", None, 1.0),
        ("Ajax and Airbus and Nikkei", None, 0.2),
        ("Peru and Ajax", None, 0.2),
        ("Ministry writes to Peru", None, 0.55),
        ("Mayor, ministry and city hall write to Peru", None, 0.9),
        ("Your horoscope", None, 0.0),
        ("Kutaisi writes to Peru", None, 2.0),
    ],
)
def test_words_of_elsewhere_take_a_newsroom_s_country_back(title, summary, score):
    assert judge(FOREIGN, title, summary, country="GE").score == pytest.approx(score, abs=0.001)


def test_a_weak_word_of_elsewhere_is_told_and_costs_nothing():
    why = judge(FOREIGN, "Ajax sends a coach", country="GE").why

    assert [(one.rule, one.weight) for one in why] == [("prior", 1.0), ("hint", 0.0)]
    assert reasons(judge(FOREIGN, "Your horoscope", country="GE"))[1].endswith(
        "is about no country, -1.0"
    )
    said = reasons(judge(FOREIGN, "Ministry writes to Peru", country="GE"))
    assert said[2] == '"Ministry" (title) is a word of home, +0.3'


def test_how_an_ambiguous_name_was_decided_is_told():
    toml = """
    [concept.m]
    en = ["Mercury"]
    ambiguous = true
    support = ["@region"]
    at_home = ["SY"]
    elsewhere = ["MU"]
    [concept.venus]
    en = ["Venus"]
    """

    def decided(title: str, country: str | None = None) -> tuple[str, str]:
        rules = ("supported", "resolved", "undecided")
        why = judge(toml, title, country=country).why
        return next((one.rule, one.name) for one in why if one.rule in rules)

    assert decided("Mercury and Venus") == ("supported", "venus")
    assert decided("Mercury", "SY") == ("supported", "a newsroom in SY")
    assert decided("Mercury", "MU") == ("resolved", "a newsroom in MU")
    assert decided("Mercury") == ("undecided", "Mercury")
