"""How names bend in six languages, and what they look like in other letters."""

import pytest

from monitor.match import load_profile
from monitor.match.languages import LANGUAGES, in_other_letters, stem_pattern, word_pattern
from monitor.match.profiles import profile_from_toml
from monitor.records import Draft
from monitor.text import fold


@pytest.mark.parametrize(
    ("name", "language", "forms"),
    [
        ("Yerevan", "en", "Yerevan Yerevans"),
        ("Армения", "ru", "Армения Армении Армению Арменией"),
        ("Карабах", "ru", "Карабах Карабаха Карабахе Карабахом карабахского"),
        ("Тбилиси", "ru", "Тбилиси тбилисская"),
        ("Сюник", "ru", "Сюник Сюника Сюнику"),
        ("Казань", "ru", "Казань Казани Казанью"),
        ("Лачинский", "ru", "Лачинский Лачинском Лачинского"),
        ("Հայաստան", "hy", "Հայաստան Հայաստանի Հայաստանում Հայաստանից ՀԱՅԱՍՏԱՆԸ Հայաստանցի"),
        ("Բաքու", "hy", "Բաքու Բաքվի Բաքվում Բաքուն"),
        ("Գյումրի", "hy", "Գյումրի Գյումրիում Գյումրիից Գյումրու"),
        ("Naxçıvan", "az", "Naxçıvan Naxçıvanda Naxçıvanın NAXÇIVANDAN Naxçıvanlılar"),
        ("თბილისი", "ka", "თბილისი თბილისში თბილისიდან თბილისის თბილისელი"),
        ("კობახიძე", "ka", "კობახიძე კობახიძემ კობახიძის კობახიძესთან"),
        ("Gürcistan", "tr", "Gürcistan Gürcistandan Gürcistanın GÜRCİSTANLI"),
        ("=Гори", "ru", "Гори"),
        ("осети*", "ru", "осетины осетинского"),
        ("*швили", "ru", "Кавелашвили"),
        ("word", "any", "word"),
    ],
)
def test_a_name_is_known_in_its_forms(name, language, forms):
    pattern = word_pattern(name, language)

    assert [form for form in forms.split() if not pattern.accepts(fold(form))] == []


@pytest.mark.parametrize(
    ("name", "language", "other"),
    [
        ("Yerevan", "en", "Yerevanian"),
        ("=Гори", "ru", "горит"),
        ("Баку", "ru", "бакунин"),
        ("Bakı", "az", "bakım"),
        ("ОНИ", "ru", "онитого"),
        ("*швили", "ru", "швили"),
        ("и", "ru", "иго"),
        ("Грузия", "ru", "грузил"),
        ("осети*", "ru", "посетил"),
    ],
)
def test_a_longer_word_is_another_word(name, language, other):
    assert not word_pattern(name, language).accepts(fold(other))


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("Армения", "ru", "Armeniyu"),
        ("Հայաստան", "hy", "Hayastanum"),
        ("საქართველო", "ka", "Sakartveloshi"),
        ("Azərbaycan", "az", "Azerbaycanda"),
        ("Azərbaycan", "az", "Азәрбајҹанда"),
        ("Ermənistan", "az", "Ermenistanin"),
        ("осети*", "ru", "osetinskiy"),
    ],
)
def test_a_name_is_known_in_other_letters(name, language, form):
    others = in_other_letters((word_pattern(name, language),), language)

    assert any(words[0].accepts(fold(form)) for words in others)


def test_a_short_name_is_not_spelled_out():
    assert in_other_letters((word_pattern("Баку", "ru"),), "ru") == []
    assert in_other_letters((word_pattern("Gürcü", "tr"),), "en") == []


def test_every_language_of_the_region_is_there():
    assert set(LANGUAGES) == {"en", "ru", "hy", "az", "ka", "tr"}


def test_the_endings_that_a_profile_gives_are_rewritten_with_their_stem():
    ((pattern,),) = in_other_letters((stem_pattern("грузи", ["нск*", "я"]),), "ru")

    forms = ("gruziya", "gruzinskiy", "gruzilo")
    assert [pattern.accepts(form) for form in forms] == [True, True, False]


@pytest.mark.parametrize("form", ["կառավարությունը", "կառավարության", "կառավարությունից"])
def test_an_armenian_abstract_noun_changes_its_last_vowel(form):
    assert word_pattern("կառավարություն", "hy").accepts(fold(form))


@pytest.mark.parametrize("text", ["ეროვნული ბანკი", "ეროვნულ ბანკში", "ეროვნულმა ბანკმა"])
def test_the_words_of_a_georgian_phrase_bend_with_its_last(text):
    profile = profile_from_toml('[concept.bank]\nka = ["ეროვნული ბანკი"]', "bank")

    assert profile.judge(Draft(title=text)).relevant


@pytest.mark.parametrize(
    "title",
    [
        "Открыт лачинский рынок",
        "В кутаисском аэропорту туман",
        "Суд ждет гюмрийца в шушинском саду",
    ],
)
def test_russian_writes_adjectives_of_places_without_a_capital(title):
    assert load_profile("south-caucasus").judge(Draft(title=title)).relevant


def test_a_word_that_looks_like_a_place_needs_its_capital_all_the_same():
    assert not load_profile("south-caucasus").judge(Draft(title="Кот вали не трогал")).relevant
