"""What the South Caucasus profile says of single items, and how it says why."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.match import Profile, load_profile, reasons
from monitor.records import Draft, Match, Moment
from monitor.text import plain_text

PROFILE = load_profile("south-caucasus")


def judge(title: str | None, summary: str | None = None, *, country: str | None = None) -> Match:
    return PROFILE.judge(Draft(title=title, summary=summary), country=country)


def rules(match: Match) -> set[str]:
    return {evidence.rule for evidence in match.why}


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Pashinyan flies to Brussels", "AM"),
        ("Жители Гюмри жалуются на дороги", "AM"),
        ("ԵՐԵՎԱՆՈՒՄ նոր այգի է բացվել", "AM"),
        ("Երեւանում նոր այգի է բացվել", "AM"),
        ("Sumqayıtda yeni məktəb tikilir", "AZ"),
        ("BAKIDA HAVA DƏYİŞİR", "AZ"),
        ("Bakü'nün yeni hattı açıldı", "AZ"),
        ("Bakü’de toplantı", "AZ"),
        ("Азәрбајҹанда сечкиләр кечирилир", "AZ"),
        ("Ermenistanda deprem oldu", "AM"),
        ("ქუთაისში პარკი გაიხსნა", "GE"),
        ("ᲥᲣᲗᲐᲘᲡᲨᲘ ᲞᲐᲠᲙᲘ ᲒᲐᲘᲮᲡᲜᲐ", "GE"),
        ("V Gruzii vyrosli tseny", "GE"),
        ("В Cухуме отключили свет", "AB"),  # a Latin C
        ("Xankəndiyə yeni qatar", "NK"),
        ("Жители Степанакерта и Ханкенди", "NK"),
        ("Tskhinvali market reopens", "SO"),
    ],
)
def test_a_place_is_found_in_every_language_and_spelling(title, place):
    match = judge(title)

    assert match.relevant
    assert match.places[0] == place


@pytest.mark.parametrize(
    "title",
    [
        "Он посетил выставку в Туле",  # holds "осети"
        "Yaz bakımı önerileri",  # holds "bakı"
        "Baking bread at home",
        "Грузовик с арбузами перевернулся",
        "Пожар на складе в Армянске",
        "İzmir Karabağlar'da trafik kazası",
        "North Ossetia opens a ski lift",
        "Quake in Iran's East Azerbaijan province",
        "Landslide near Armenia, Colombia",
        "Seals return to South Georgia",
        "Caucasian shepherd wins dog show",
        "",
        None,
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(title):
    assert not judge(title).relevant


def test_a_blocked_phrase_is_told():
    match = judge("North Ossetia opens a ski lift")

    assert (match.score, match.why[0].name, match.why[0].rule) == (0, "North Ossetia", "blocked")


@pytest.mark.parametrize(
    "title",
    [
        "Georgia's parliament debates visa rules with the EU",
        "Moscow and Georgia trade accusations over war monument",
        "Georgia's ruling party expels two MPs",
        "Georgia's Kobakhidze meets Armenian prime minister",
    ],
)
def test_georgia_is_the_country_when_the_words_around_say_so(title):
    match = judge(title)

    assert match.relevant
    assert "GE" in match.places


@pytest.mark.parametrize(
    "title",
    [
        "Georgia governor vetoes school voucher bill",
        "Georgia Bulldogs lose to Alabama",
        "Flood closes roads in Georgia county near Savannah",
        "Georgia",
    ],
)
def test_georgia_is_the_state_or_nothing_otherwise(title):
    match = judge(title)

    assert not match.relevant
    assert rules(match) & {"resolved", "undecided"}


@pytest.mark.parametrize(
    "title",
    [
        "Georgia Fairweather wins the 10 km race",
        "The singer and his wife Georgia bought a farm",
        "Medal for Georgia-Rose Whitfield at last",
    ],
)
def test_georgia_is_a_woman_when_a_surname_or_a_kinship_says_so(title):
    match = judge(title)

    assert not match.relevant
    assert "person" in rules(match)


def test_a_woman_s_first_name_alone_is_still_hers():
    match = judge("Georgia Fairweather takes gold", "Georgia trained with the EU team for years.")

    assert not match.relevant
    assert match.score == 0


def test_a_neighbour_stands_in_the_same_field():
    assert judge("Armenian envoy resigns", "His old school is proud of him.").relevant


def test_a_preposition_before_or_a_comma_behind_keeps_the_place():
    assert "person" not in rules(judge("A new bridge in Georgia Fairweather praised"))
    assert "person" not in rules(judge("Georgia, Fairweather says, is worth a visit"))


def test_capitals_mean_nothing_in_a_headline_written_like_this():
    match = judge("Georgia Swears In New Cabinet As Russia Watches Closely")

    assert match.relevant


def test_a_short_headline_in_capitals_is_still_read_for_a_surname():
    assert not judge("Georgia Fairweather").relevant


def test_the_source_decides_where_the_words_do_not():
    title = "Georgia raises the minimum wage"

    assert judge(title, country="GE").relevant
    assert not judge(title, country="US").relevant
    assert not judge(title).relevant


def test_a_domestic_newsroom_needs_no_country_in_its_headline():
    match = judge("Deputatlar yeni qanun layihəsini müzakirə edir", country="AZ")

    assert match.relevant
    assert match.places == ("AZ",)
    assert rules(match) == {"prior"}


@pytest.mark.parametrize(
    ("title", "country"),
    [
        ("Yaponiyada qatar relsdən çıxıb", "AZ"),
        ("Բրազիլիայում անտառներ են այրվում", "AM"),
        ("ესპანეთში წყალდიდობაა", "GE"),
        ("დღის ჰოროსკოპი", "GE"),
        ("В Лондоне открылась выставка", "AM"),
    ],
)
def test_a_domestic_newsroom_s_news_of_elsewhere_is_vetoed(title, country):
    match = judge(title, country=country)

    assert not match.relevant
    assert "veto" in rules(match)


def test_a_foreign_word_in_the_summary_weighs_less_than_one_in_the_headline():
    below = judge("Bələdiyyə yeni park açır", "Layihəni Yaponiya maliyyələşdirib", country="AZ")
    above = judge("Yaponiya park açır", "", country="AZ")

    assert below.score > above.score


def test_words_of_home_answer_a_foreign_word():
    match = judge("Ճապոնիայի դեսպանը այցելել է ԱԺ և հանդիպել պատգամավորներին", country="AM")

    assert match.relevant


def test_news_of_the_country_itself_is_never_vetoed():
    match = judge("Yaponiya səfiri Bakıda məktəb açdı", country="AZ")

    assert match.relevant
    assert "veto" not in rules(match)


@pytest.mark.parametrize(
    ("title", "tag"),
    [
        ("Armenian church in Fresno repainted", "diaspora"),
        ("Грузинское вино подорожало", "table"),
        ("Fire in a flat on Tbilisi Street", "street"),
    ],
)
def test_a_name_in_passing_is_weakened_by_its_neighbours(title, tag):
    match = judge(title)

    assert not match.relevant
    assert tag in {evidence.concept for evidence in match.why if evidence.weight < 0}


def test_a_house_in_a_city_of_the_region_is_there_unless_another_city_is_named():
    assert judge("Batumi hotel evacuated after a fire").relevant
    assert judge("Lorries stuck on the Upper Lars road").relevant
    assert not judge("A Baku restaurant feeds half of Brooklyn").relevant


def test_a_country_beside_a_diaspora_word_stays():
    assert judge("Armenian church leaders return to Armenia").relevant


def test_sport_stays_in_the_borderline_bucket():
    match = judge("Armenia draw with Latvia in World Cup qualifier")

    assert (match.relevant, match.borderline) == (False, True)
    assert match.why[-1].rule == "hold" or "hold" in rules(match)


def test_a_surname_that_others_bear_needs_politics_not_hockey():
    assert judge("Aliyev dismisses the head of customs").relevant
    assert not judge("Goalkeeper Aliyev moves to a hockey club").relevant


def test_a_place_that_is_a_turkish_surname_is_a_person_behind_a_given_name():
    assert judge("Laçın'da yol açıldı").relevant
    assert not judge("Zeynep Laçin yeni dizide").relevant


@pytest.mark.parametrize(("year", "is_relevant"), [(2015, False), (2024, True)])
def test_a_person_counts_in_their_years(year, is_relevant):
    at = dt.datetime(year, 5, 1, tzinfo=dt.UTC)
    draft = Draft(
        title="Pashinyan speaks", published=Moment(at=at, precision="day", text=str(year))
    )

    assert PROFILE.judge(draft).relevant is is_relevant


def test_a_headline_is_focus_and_a_body_is_mention():
    drafts = (Draft(title="Yerevan"), Draft(summary="Yerevan"), Draft(content="Yerevan"))
    scores = [PROFILE.judge(draft).score for draft in drafts]

    assert scores == sorted(scores, reverse=True)
    assert scores[0] >= 1 > scores[1] > scores[2] > 0


def test_an_article_on_the_region_is_relevant_from_its_body_alone():
    body = (
        "<p>The envoy said the South Caucasus needs open roads. Armenian and Azerbaijani "
        "officials met near the border; both Yerevan and Baku welcomed the ceasefire.</p>"
    )

    match = PROFILE.judge(Draft(title="Envoy ends his tour", content=body))

    assert match.relevant
    assert {"AM", "AZ"} <= set(match.places)


def test_the_evidence_points_into_the_plain_text():
    markup = "<b>Talks</b> &amp; tea in <i>Yerevan</i>"

    match = PROFILE.judge(Draft(title="Talks", summary=markup))

    evidence = match.why[0]
    assert plain_text(markup)[evidence.start : evidence.end] == evidence.name == "Yerevan"


def test_reasons_speak_in_words():
    match = judge("The Zangezur corridor opens")

    assert reasons(match)[0] == '"Zangezur corridor" (title) names Zangezur corridor, +1.0'
    assert reasons(judge("Yeni qanun", country="AZ")) == ("comes from a newsroom in AZ, +1.0",)
    assert reasons(judge("Weather tomorrow")) == ()


def test_reasons_are_as_many_as_asked_for():
    match = judge("Yerevan and Baku and Tbilisi and Gyumri meet")

    assert (len(reasons(match)), len(reasons(match, limit=1))) == (3, 1)


def test_a_text_of_two_million_characters_is_judged_by_its_beginning():
    near, far = "Yerevan " + "ә " * 1_000_000, "ә " * 1_000_000 + "Yerevan"

    assert PROFILE.judge(Draft(content=near)).why
    assert not PROFILE.judge(Draft(content=far)).why


PIECES = (
    *("Georgia", "Yerevan", "Բաքու", "თბილისი", "Лачин", "wife", "Stanway", "<b>", "&amp;"),
    *("&#x110000;", "İ", "ı", "Atlanta", "Armenian", "church", "ՀՀ", "North", "Ossetia", "-"),
    *("Bakı'da", "\u00ad", "\u0301", "\ud800", "Tokyo", "horoscope", "Georgia-Mae"),
)
TEXTS = st.one_of(
    st.none(),
    st.text(max_size=300),
    st.lists(
        st.sampled_from(PIECES),
        max_size=15,
    ).map(" ".join),
)


@given(title=TEXTS, summary=TEXTS, content=TEXTS, country=st.sampled_from([None, "GE", "US", "x"]))
def test_judging_never_raises_and_every_offset_holds(title, summary, content, country):
    draft = Draft(title=title, summary=summary, content=content)

    match = PROFILE.judge(draft, country=country)

    assert -5 <= match.score <= 5
    assert not (match.relevant and match.borderline)
    assert all(one.name and 0 <= one.start < one.end for one in match.why if one.start >= 0)
    assert reasons(match) == reasons(PROFILE.judge(draft, country=country))


@given(st.lists(st.sampled_from(("Tbilisi", "Baku", "Şuşa", "Երեւան", "თბილისი")), min_size=1))
def test_capitals_and_composition_do_not_change_the_score(names):
    text = " ".join(names)

    scores = {judge(text).score, judge(text.upper()).score}
    scores |= {judge(unicodedata.normalize(form, text)).score for form in ("NFC", "NFD")}

    assert len(scores) == 1


def test_a_profile_is_named_and_numbered():
    assert isinstance(PROFILE, Profile)
    match = judge("Yerevan")
    assert (match.topic, match.version) == (PROFILE.topic, PROFILE.version)
    assert PROFILE.topic == "south-caucasus"


def test_no_memory_of_words_grows_without_end(monkeypatch):
    profile = load_profile("south-caucasus")
    monkeypatch.setattr("monitor.match.lexicon._KEPT_WORDS", 10)

    for at in range(30):
        profile.judge(Draft(title=f"word{at} Yerevan"))

    assert profile.judge(Draft(title="Yerevan")).relevant
    assert len(profile.lexicon._memory) <= 11
