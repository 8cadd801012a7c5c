"""The language of a text: what its page states, where its letters do not say otherwise."""

import pytest

from monitor.parse.tongue import language_of, primary

ENGLISH = "The villagers said that the road was closed and the bridge has gone with the flood. " * 4
RUSSIAN = "Жители сообщили что дорога закрыта а мост унесло паводком. " * 6


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        ("Дорога", None, None),
        ("Дорога", "ru-RU", "ru"),
        (ENGLISH, None, "en"),
        (ENGLISH, "ru", "en"),
        (RUSSIAN, "en", "ru"),
        (RUSSIAN, "bg", "bg"),
        ("Мешканці повідомили що дорогу закрито її ніхто не розчищає. " * 6, "ru", "uk"),
        ("Ацҳара аӡбахә аҳәаақәа рҿы иҟоуп. " * 10, "ru", "ab"),
        ("Цæргутæ радзырдтой фæндаг æхгæд у æмæ хид нæй. " * 8, "ru", "os"),
        ("Ճանապարհը փակ է, կամուրջը քանդված է։ " * 8, None, "hy"),
        ("გზა დაკეტილია და ხიდი დანგრეულია. " * 10, "xmf", "xmf"),
        ("پل شکسته و جاده بسته است، گفت سخنگوی پلیس گمرک. " * 8, "ar", "fa"),
        ("الطريق مغلق والجسر منهار منذ الصباح. " * 10, "fa", "fa"),
        ("Sakinlər dedilər ki, körpü dağılıb və yollar bağlıdır. " * 6, "en", "az"),
        ("Köylüler köprünün yıkıldığını ve yolların kapalı olduğunu söyledi. " * 6, "az", "tr"),
        ("Köylüler köprünün yıkıldığını ve yolların kapalı olduğunu söyledi. " * 6, "de", "de"),
        ("Les habitants disent que la route est coupée depuis hier. " * 6, "fr", "fr"),
        ("Les habitants disent que la route est coupée depuis hier. " * 6, "ru", None),
    ],
)
def test_letters_decide_where_they_can_and_the_page_where_they_cannot(text, stated, language):
    assert language_of(text, stated) == language


@pytest.mark.parametrize(
    ("tag", "name"),
    [("hy-AM", "hy"), ("AM", "hy"), ("ge", "ka"), ("x", None), ("русский", None), (None, None)],
)
def test_what_sites_write_for_a_language_is_understood(tag, name):
    assert primary(tag) == name
