"""What changes on a page without anybody having edited its article.

Clocks, counters, "5 minutes ago", the blocks that a site shows on every page. The words that are
left are what versions are told by.
"""

import re
from collections.abc import Collection, Iterator

from monitor.identify.keys import digest
from monitor.text import fold

BLOCKS = 400  # of one page; what comes later is not learned from
_SHORT_CHARS = 140  # a longer block is running text, in which a number or a clock is news
_FEW_WORDS = 2  # a block of fewer words than this is no block that sites would share

_UNITS = (
    r"sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|секунд\w*|сек|минут\w*|мин|час\w*|ч|дн\w*|день|недел\w*|месяц\w*|год\w*|лет"
    r"|վայրկյան\w*|րոպե\w*|ժամ\w*|օր\w*|շաբաթ\w*|ամիս\w*"
    r"|saniyə|saniye|dəqiqə|dakika|dk|saat|gün|həftə|hafta|ay|il|yil"
    r"|წამ\w*|წუთ\w*|საათ\w*|დღ\w*|კვირ\w*|თვ\w*"
)
_AGO = r"ago|назад|առաջ|əvvəl|öncə|once|önce|წინ"
_RELATIVE = re.compile(
    rf"\b(?:\d+|an?|one|bir|մեկ|ერთი)? ?(?:{_UNITS}) (?:{_AGO})\b"
    r"|\b(?:just now|только что|հենց նոր|indicə|az once|ახლახან)\b"
)
_COUNTED = (
    r"views?|reads?|readers?|comments?|shares?|likes?|reactions?|votes?|followers|downloads?"
    r"|просмотр\w*|прочтени\w*|комментари\w*|лайк\w*|репост\w*|голос\w*|подписчик\w*|оцен\w*"
    r"|դիտում\w*|դիտվել\w*|մեկնաբանություն\w*|ընթերցում\w*"
    r"|baxiş\w*|oxunma\w*|oxunub|şərh\w*|rəy\w*|paylaşim\w*|bəyən\w*"
    r"|ნახვა\w*|კომენტარ\w*|გაზიარება\w*|მოწონება\w*"
    r"|görüntülenme\w*|okunma\w*|yorum\w*|beğeni\w*"
)
_AMOUNT = r"\d+(?: \d{3})*(?: \d+)?(?: ?(?:k|m|тыс|млн|min|bin|հազ|ათ))?"
_COUNTER = re.compile(rf"\b{_AMOUNT} (?:{_COUNTED})\b|\b(?:{_COUNTED}) {_AMOUNT}\b")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b(?:\s*(?:[ap]\.?m\.?|[A-Z]{3,4}))?")
_STAMP = re.compile(
    r"(?:last )?(?:updated|modified|published|posted|edited)\b|обновлен\w*|опубликован\w*"
    r"|изменен\w*|дата публикации|թարմացվ\w*|հրապարակվ\w*|yenilən\w*"
    r"|yayimlan\w*|dərc olun\w*|tarix\b"
    r"|განახლ\w*|გამოქვეყნ\w*|güncellen\w*|yayinlan\w*|son guncelleme"
)
_LETTER = re.compile(r"[^\W\d_]")


def paragraphs(text: str) -> list[str]:
    """The blocks of a page's text, in order."""
    return [line for part in text.splitlines() if (line := part.strip())]


def block_keys(text: str) -> tuple[str, ...]:
    """Keys of the blocks of a text, each once; equal on every page that shows the block."""
    keys = dict.fromkeys(
        digest(masked)
        for each in paragraphs(text)[:BLOCKS]
        if len((masked := masked_block(each)).split()) >= _FEW_WORDS
    )
    return tuple(keys)


def own_blocks(text: str, common: Collection[str]) -> Iterator[str]:
    """The blocks that are the article's own, as they stand."""
    for each in paragraphs(text):
        masked = masked_block(each)
        if masked and digest(masked) not in common:
            yield each


def own_words(text: str, common: Collection[str]) -> list[str]:
    """The folded words of a text without what is noise or the site's own."""
    return [
        word
        for each in paragraphs(text)
        if (masked := masked_block(each)) and digest(masked) not in common
        for word in masked.split()
    ]


def masked_block(block: str) -> str:
    """A block folded, without clocks, counters and ages; "" where nothing else stands in it."""
    if len(block) > _SHORT_CHARS:
        return fold(block)
    folded = fold(_CLOCK.sub(" ", block))
    if _STAMP.match(folded) and any(map(str.isdigit, block)):
        return ""
    folded = _RELATIVE.sub(" ", _COUNTER.sub(" ", folded))
    return " ".join(folded.split()) if _LETTER.search(folded) else ""


def site_key(site: str, keys: Collection[str]) -> tuple[str, ...]:
    """Keys of blocks as one site has them."""
    return tuple(f"{site} {key}" for key in keys)
