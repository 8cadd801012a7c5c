"""What kind of edit an edit is."""

import time

import pytest

from monitor.identify.classes import Words, classify, edit_score
from monitor.identify.notices import corrections, retractions

LEAD = "The road police closed the pass at noon. Drivers waited in the valley until evening. "


def titles(old: str, new: str) -> str:
    return classify(Words(title=old), Words(title=new))


def texts(old: str, new: str) -> str:
    return classify(
        Words(title="Pass", content=LEAD + old), Words(title="Pass", content=LEAD + new)
    )


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: the pass is in Tusheti, not in Khevsureti.",
        "Clarification (12 January): the mayor was not present.",
        "An earlier version of this article named another valley.",
        "Исправлено: перевал находится в Тушетии.",
        "В более ранней версии материала была названа другая долина.",
        "Ուղղում. լեռնանցքը գտնվում է մեկ այլ մարզում։",
        "Հոդվածի նախորդ տարբերակում նշված էր այլ մարզ։",
        "შესწორება: უღელტეხილი თუშეთშია.",
        "სტატიის წინა ვერსიაში სხვა ხეობა ეწერა.",
        "Düzeltme: Geçit başka bir ilçede.",
        "Haberin ilk halinde başka bir ilçe yazılmıştı.",
        "Düzəliş: aşırım başqa rayondadır.",
        "Xəbərin əvvəlki versiyasında başqa rayon göstərilmişdi.",
    ],
)
def test_case_26_a_notice_of_a_mistake_is_a_correction(notice):
    assert texts("", notice) == "correction"
    assert texts(notice, notice + " It snowed again on the next day.") != "correction"


@pytest.mark.parametrize(
    "notice",
    [
        "This article has been retracted.",
        "RETRACTED: Pass closed",
        "Материал удалён по требованию редакции.",
        "Հոդվածը հեռացվել է։",
        "სტატია წაშლილია.",
        "Haber yayından kaldırılmıştır.",
        "Xəbər silinib.",
    ],
)
def test_a_text_that_takes_itself_back_is_withdrawn(notice):
    assert texts("", notice) == "withdrawn"


@pytest.mark.parametrize(
    "news",
    [
        "The minister corrected himself after the meeting.",
        "Market correction: shares fall for a third day.",
        "The prison became a house of correction.",
        "Troops were withdrawn from the pass.",
        "Суд внёс исправление в закон о дорогах.",
        "Մարզպետը ուղղեց իր խոսքը։",
        "The minister withdrew the bill.",
    ],
)
def test_news_about_corrections_is_no_notice(news):
    assert corrections(news) == 0
    assert retractions(news) == 0


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Two hurt in Gori", "Three hurt in Gori", "number"),
        ("2 hurt in Gori", "Three hurt in Gori", "number"),
        ("Three hurt in Gori", "3 hurt in Gori", "cosmetic"),
        ("Vote set for 9 January", "Vote set for 10 January", "number"),
        ("Vote set for 9 January", "Vote set for January 9", "cosmetic"),
        ("Ստեփանակերտ մեկնեց 3 բժիշկ", "Ստեփանակերտ մեկնեց 5 բժիշկ", "number"),
        ("Baku confirms the talks", "Baku denies the talks", "negation"),
        ("Школы откроют в марте", "Школы не откроют в марте", "negation"),
        ("Երևանը հաստատեց այցը", "Երևանը հերքեց այցը", "negation"),
        ("Okullar açılacak", "Okullar kapanacak", "negation"),
        ("The talks resume in Geneva", "The talks resume in Vienna", "quote-or-name"),
        ("Mayor opens the bridge", "Mayor Kaladze opens the bridge", "quote-or-name"),
        ("Mayor opens the bridge", "Mayor praises the bridge", "headline"),
        ("Mayor opens the brigde", "Mayor opens the bridge", "typo"),
        ("Mayor opens the bridge", "“Mayor” opens the bridge —", "cosmetic"),
        ("Snow closes two passes", "Lorries stuck as winter storm arrives", "headline"),
    ],
)
def test_headlines_have_the_gravest_class_that_fits(old, new, expected):
    assert titles(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Rescuers found 12 people there.", "Rescuers found 15 people there.", "number"),
        ("The ministry confirmed the plan.", "The ministry denied the plan.", "negation"),
        ("", "“We were told nothing at all,” said a driver.", "quote-or-name"),
        ("", "Later Nikol Pashinyan came to the valley.", "quote-or-name"),
        ("", "Later the wind fell and the snow stopped.", "added"),
        ("Later the wind fell and the snow stopped.", "", "removed"),
        ("The commitee meets.", "The committee meets.", "typo"),
        ("The committee meets.", "The council gathers.", "text"),
        ("Open at 10:30.", "Open at 11:30.", "text"),
        ("It is open.", "IT IS “OPEN”.", "cosmetic"),
    ],
)
def test_texts_have_the_gravest_class_that_fits(old, new, expected):
    assert texts(old, new) == expected


def test_a_counter_far_from_any_sentence_is_no_number():
    body = LEAD * 12

    assert classify(
        Words(title="Pass", content=f"{body}\n12 comments"),
        Words(title="Pass", content=f"{body}\n15 comments"),
    ) not in ("number", "negation")


def test_a_name_that_only_moved_neither_came_nor_went():
    old = f"Nikol Pashinyan came by car. {LEAD}"
    new = f"{LEAD}In the evening, by car, came Nikol Pashinyan."

    assert classify(Words(title="Pass", content=old), Words(title="Pass", content=new)) != (
        "quote-or-name"
    )


def test_a_text_that_is_left_out_once_is_not_compared():
    assert classify(
        Words(title="Pass", summary="One.", content=LEAD), Words(title="Pass", summary="One.")
    ) == ("cosmetic")


def test_the_score_says_how_much_changed():
    words = Words(title="Pass closed", summary="Snow fell.")

    assert edit_score(words, words) == 0
    assert edit_score(words, Words(title="Bridge opened", summary="Sun shone.")) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 100_000, "a " * 99_999 + "b"),
        ('"' * 200_000, '"a ' * 60_000),
        ("(" * 200_000, "(: " * 60_000),
        ("Abc def. " * 20_000, "Abd dfe. " * 20_000),
        ("12 13 " * 30_000, "13 14 " * 30_000),
    ],
    ids=["one word", "quotation marks", "brackets", "sentences", "numbers"],
)
def test_hostile_texts_are_classed_in_bounded_time(old, new):
    began = time.process_time()
    classify(Words(title="x", content=old), Words(title="x", content=new))

    assert time.process_time() - began < 20
