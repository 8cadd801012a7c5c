"""What newsrooms write above their lists, and what they write that is never a headline."""

import re
from functools import lru_cache

from monitor.text import fold

_LATEST = """
    latest news|latest|recent news|recent posts|recent articles|latest articles|latest updates
    |news feed|newsfeed|news|breaking news|top news|last news|all news|more news|latest stories
    |последние новости|новости|лента новостей|лента|свежие новости|главные новости|все новости
    |последнее|новости дня|другие новости|новости партнеров
    |son xəbərlər|xəbərlər|xəbər lenti|son xəbər|xəbər|günün xəbərləri|bütün xəbərlər
    |son haberler|haberler|son dakika|gündem|en son haberler|tüm haberler
    |վերջին նորություններ|վերջին լուրեր|լրահոս|նորություններ|լուրեր|օրվա լուրեր|բոլոր լուրերը
    |ბოლო ამბები|ბოლო სიახლეები|სიახლეები|ახალი ამბები|ყველა სიახლე|უახლესი ამბები"""
_NEVER = """
    read more|more|continue reading|all|show more|load more|comment|comments|share|subscribe|log in
    |sign up|contact us|about us|privacy policy|terms of use|terms of service|home|next|previous
    |читать далее|подробнее|далее|все|ещё|показать ещё|загрузить ещё|контакты|о нас|главная
    |ətraflı|davamı|hamısı|əlaqə|ana səhifə|devamı|devamını oku|tümü|iletişim|ana sayfa
    |ավելին|կարդալ ավելին|բոլորը|կապ|գլխավոր|ვრცლად|სრულად|ყველა|კონტაქტი|მთავარი"""

_POPULAR = """
    most read|most viewed|most popular|popular|popular posts|popular news|trending|trending now
    |recommended|related|related news|related articles|read also|see also|you may also like|top
    |editor's choice|editors' picks|популярное|популярные новости|самое читаемое|самое популярное
    |топ новостей|читайте также|рекомендуем|по теме|похожие новости|выбор редакции|ən çox oxunan
    |ən çox oxunanlar|çox oxunanlar|populyar|oxşar xəbərlər|həmçinin oxuyun|redaktorun seçimi
    |çok okunan|çok okunanlar|en çok okunanlar|popüler|ilgili haberler
    |bunları da okuyun|editörün seçimi
    |ամենաընթերցված|ամենաընթերցվածները|ամենադիտված|հանրաճանաչ|առնչվող նյութեր|կարդացեք նաև
    |პოპულარული|ყველაზე კითხვადი|ყველაზე პოპულარული|მსგავსი სიახლეები|ასევე წაიკითხეთ"""
_LABELS = """
    video|photo|photos|audio|live|breaking|exclusive|updated|update|opinion|analysis|new|gallery|podcast
    |watch|listen|explainer|feature|interview|report|special report|investigation|infographic|quiz
    |sponsored|premium|in pictures|in photos|live updates|just in|developing|urgent|editorial
    |longread|must read|fact check|subscribers only
    |видео|фото|аудио|эксклюзив|срочно|обновлено|мнение|онлайн|прямой эфир|молния|важно|фоторепортаж
    |интервью|репортаж|аналитика|спецпроект|лонгрид|расследование|инфографика|трансляция|колонка
    |подкаст|галерея|фотогалерея|фото и видео|реклама|на правах рекламы|опрос|главное|новое
    |foto|eksklüziv|təcili|yenilənib|canlı|rəy|özəl|son dakika|canlı yayın|güncellendi|görüş
    |müsahibə|reportaj|təhlil|şok|aktual|foto-video|video xəbər|fotoqalereya|infoqrafika|mühüm
    |özel|özel haber|flaş|galeri|foto galeri|video galeri|röportaj|analiz|haber analiz|yorum
    |sıcak gelişme|resmi ilan|reklam|infografik
    |տեսանյութ|լուսանկար|ֆոտո|վիդեո|շտապ|բացառիկ|ուղիղ|կարծիք|հարցազրույց|վերլուծություն|ռեպորտաժ
    |թարմացված|թարմացվում է|լուսանկարներ|ֆոտոշարք|ուղիղ եթեր|հատուկ|կարևոր|գովազդ|տեսանյութեր
    |ვიდეო|ფოტო|ექსკლუზივი|სასწრაფო|პირდაპირი|ინტერვიუ|ანალიზი|რეპორტაჟი|ფოტოგალერეა|სპეციალური
    |განახლებულია|პირდაპირი ეთერი|ბლოგი|აზრი|მოსაზრება|ფოტორეპორტაჟი|რეკლამა|მნიშვნელოვანი"""

LATEST = frozenset(fold(name) for name in _LATEST.split("|"))
_NEVER_A_TITLE = frozenset(fold(name) for name in _NEVER.split("|"))
_POPULAR_NAMES = frozenset(fold(name) for name in _POPULAR.split("|"))
_LABEL_NAMES = frozenset(fold(name) for name in _LABELS.split("|"))
# Longest first: "latest news" is taken off before "latest". One word alone is too often the
# beginning of a headline, but for the Armenian name of a news feed, which is nothing else.
_GLUED = sorted(
    {" ".join(name.split()) for name in _LATEST.split("|") if " " in name.strip()} | {"լրահոս"},
    key=len,
    reverse=True,
)
_EDGE = re.compile(r"^[\s:|»)–—-]+")
_GEORGIAN = re.compile("[\u10d0-\u10ff]{3}")


@lru_cache(maxsize=2_048)  # a page is looked through several times
def _folded(text: str) -> str:
    return fold(text)


def is_latest(text: str) -> bool:
    """Whether a text is the heading of a list of news and nothing else."""
    return len(text) <= 40 and _folded(text) in LATEST


def is_never_a_title(text: str) -> bool:
    """Whether a text is a button or a menu entry of any news site."""
    return len(text) <= 40 and _folded(text) in _NEVER_A_TITLE


def buttons() -> str:
    """A pattern of what buttons beneath a headline say."""
    return "|".join(
        re.escape(" ".join(name.split()))
        for name in _NEVER.split("|")
        if " " in name or len(name) > 4
    )


def is_popular(text: str) -> bool:
    """Whether a text is the heading of a list that is not in the order of time."""
    return len(text) <= 40 and _folded(text) in _POPULAR_NAMES


def is_label(text: str) -> bool:
    """Whether a text says of what kind an article is, and no more."""
    return len(text) <= 20 and _folded(text) in _LABEL_NAMES


def without_heading(text: str) -> str | None:
    """The first title of a list whose heading is glued to it; None if none is.

    The page puts the two in neighbouring inline elements, so that its text reads
    ``Latest newsThe Use of …``.
    """
    lowered = text.lower()
    for name in _GLUED:
        if lowered.startswith(name) and len(text) > len(name):
            rest = text[len(name) :]
            # Glued to a capital letter or a mark; after a space it may be part of the headline.
            # Georgian has no capitals in use: there a word must begin, not a case ending.
            if (
                rest[0].isupper()
                or _GEORGIAN.match(rest)
                or not (rest[0].isalpha() or rest[0] == " ")
            ):
                return _EDGE.sub("", rest) or None
    return None
