"""What newsrooms put around a text that is not part of it.

A label before a headline, an agency in brackets, a publisher's name after a dash, the city and
agency that open a wire story. All of it is taken off for comparison; a dash clause that is not a
publisher's name stays, because most of those are headline.
"""

import re
from collections.abc import Collection

from monitor.text import fold

_LABELS = (
    "breaking news|breaking|urgent|just in|updated?(?: *#? *\\d{1,2})?|upd|flash|newsflash"
    "|срочно|молния|обновлено|обновляется|дополнено|экстренно"
    "|հրատապ|շտապ|թարմացվում է|թարմացված"
    "|son dakika|flaş|acil|güncellendi|güncelleme"
    "|təcili|son dəqiqə|yenilənib|yeniləndi"
    "|სასწრაფოდ|სასწრაფო|ბოლო ცნობა|განახლებულია|განახლებული"
)
_AGENCIES = (
    "reuters|ap|afp|dpa|ansa|efe|upi|xinhua|tass|тасс|итар-тасс|interfax|интерфакс|ria novosti"
    "|риа новости|риа|regnum|рейтер|укринформ|sputnik|спутник|armenpress|арменпресс|արմենպրես"
    "|arminfo|арминфо|azertac|azərtac|азертадж|apa|апа|trend|тренд|turan|report|interpressnews"
    "|интерпрессньюс|ინტერპრესნიუსი|aa|anadolu|iha|dha|belta|белта|unian|унн|yonhap|kyodo"
)
_LABEL = re.compile(
    rf"^\W*(?:[\[(]\s*(?:{_LABELS})\s*[\])]\s*[:.\-–—|]?|(?:{_LABELS})\s*[:!|•.\-–—]+)\s*",
    re.IGNORECASE,
)
_LABEL_AFTER = re.compile(rf"\s*[\[(]\s*(?:{_LABELS})\s*[\])]\s*$", re.IGNORECASE)
_NAMED_AGENCY = rf"[(\[]\s*(?:{_AGENCIES})\s*[)\]]"
_AGENCY = re.compile(_NAMED_AGENCY, re.IGNORECASE)
_AGENCY_APART = re.compile(rf"\s*{_NAMED_AGENCY}", re.IGNORECASE)
# TBILISI, Jan 9 (Reuters) - …   ЕРЕВАН, 9 янв - РИА Новости. …   BAKU. INTERFAX.AZ - …
_PLACE = r"[^\W\d][\w .'’/-]{1,40}(?:[,.]\s*(?:[\w.]{1,12}\s\d{1,2}|\d{1,2}\s[\w.]{1,12}))?"
_DATELINE = re.compile(
    rf"^\s*{_PLACE}[,.]?\s*"
    rf"(?:[(\[]\s*(?:{_AGENCIES})\s*[)\]]\s*[-–—:]*"
    rf"|\s*[-–—/.]\s*(?:{_AGENCIES})(?:\.\w{{2,3}})?\s*[./:\-–—]+)\s*",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+(?:[-–—|•·»]|::)\s+|\s*\|\s*")
_LONG_ENDINGS = (
    "example|website|company|network|digital|international|community|foundation|institute"
)
_HOST_NAME = re.compile(
    rf"(?:www\.)?(?:[\w-]+\.){{1,3}}(?:[a-z]{{2,6}}|{_LONG_ENDINGS}|рф|рус|укр|бел|հայ|გე)",
    re.IGNORECASE,
)
# Names under which papers and agencies sign a headline on other people's pages, folded and
# without spaces. A local paper's name comes from its own source or host instead.
_PUBLISHERS = re.compile(
    "1lurer|1tv|24news|abcnews|afp|aljazeera|anadoluagency|anadoluajansi|ansa|ap"
    "|apa|apnews|arabnews|arka|armenianweekly|armenpress|arminfo|asbarez"
    "|associatedpress|axios|azatutyun|azernews|azertac|azərtac|bbc|bbcnews"
    "|bbcnewstürkçe|bbcрусскаяслужба|bloomberg|businessinsider|caliberaz"
    "|carnegieendowment|cbc|cbsnews|civilge|civilgeorgia|cnbc|cnn|commonspace"
    "|currenttime|dailysabah|defensenews|deutschewelle|dw|economist|euractiv"
    "|eurasianet|euronews|evnreport|financialtimes|forbes|foreignpolicy|foxnews"
    "|france24|ft|georgiatoday|guardian|haaretz|haqqinaz|hetq|hürriyet|independent"
    "|intellinews|interfax|interpressnews|jamestown|jamnews|lemonde|mediamax|meduza"
    "|middleeasteye|minval|msn|nbcnews|newsam|newsru|newsweek|newyorktimes|npr"
    "|nytimes|ocmedia|panoramaam|pbs|politico|radiofreeeurope|radiolibertyrferl"
    "|reuters|rferl|rfi|ria|rt|rtve|sabah|skynews|sputnik|swissinfo|tass"
    "|tengrinews|theeconomist|theguardian|thehill|theindependent|thenewyorktimes"
    "|thetimes|thewallstreetjournal|thewashingtonpost|time|trend|trendaz|trt|trtworld"
    "|turan|unian|upi|usatoday|voanews|voiceofamerica|vox|washingtonpost|wsj|xinhua"
    "|yahoo|yahoonews|аргументыифакты|ведомости|вести|газетару|известия|интерфакс"
    "|кавказскийузел|коммерсант|коммерсантъ|лентару|медуза|настоящеевремя|новаягазета"
    "|радиосвобода|рбк|регнум|риановости|российскаягазета|спутник|тасс|эхокавказа"
    "|ազատություն|արմենպրես|ინტერპრესნიუსი"
)
_TAILS = ("news", "com", "online", "newsagency", "новости", "xeber", "xəbər", "haber")


def headline(title: str, *, publishers: Collection[str] = ()) -> str:
    """A title without the label before it and the publisher after it; never empty.

    Args:
        title: plain text.
        publishers: names of the source itself, as :func:`publisher_names` gives them.
    """
    bare = _without_agencies(_LABEL_AFTER.sub("", _after(_LABEL, title))).strip()
    bare = without_publisher(bare or title, publishers)
    return bare if bare == title or fold(bare) else title


def without_publisher(title: str, publishers: Collection[str]) -> str:
    """The title without a last clause that is nothing but one of the publisher's names."""
    head, tail = split_tail(title) if publishers else ("", title)
    if head and compact(tail) in publishers:
        return head
    return title


def signed(title: str) -> str:
    """The title without a last clause that is a known publisher or the name of a host."""
    head, tail = split_tail(title)
    if head and (_PUBLISHERS.fullmatch(compact(tail)) or _HOST_NAME.fullmatch(tail)):
        return head
    return title


def split_tail(title: str) -> tuple[str, str]:
    """What stands before and after the last dash or bar of a title; "" before where none is."""
    dashes = list(_DASH.finditer(title))
    if not dashes or not dashes[-1].start():
        return "", title
    return title[: dashes[-1].start()], title[dashes[-1].end() :]


def compact(name: str) -> str:
    """A name without case and spaces: ``npr.org`` and ``NPR ORG`` are one."""
    folded = fold(name)
    return folded.removeprefix("www ").replace(" ", "")


def host_label(name: str) -> str:
    """``sverigesradio`` of ``sverigesradio.se``; "" of what is no host name."""
    if not _HOST_NAME.fullmatch(name.strip()):
        return ""
    return compact(name.strip().removeprefix("www.").split(".")[0])


def publisher_names(*names: str) -> frozenset[str]:
    """The forms in which a publisher signs: its names and hosts, with the usual additions."""
    bare = {compact(name) for name in names} | {host_label(name) for name in names}
    bare |= {compact(name.partition(".")[0]) for name in names if "." in name}
    bare = {name for name in bare if len(name) > 1 and not name.isdigit()}
    return frozenset(bare | {name + tail for name in bare for tail in _TAILS})


def body(text: str) -> str:
    """A text without the place and agency that open it and the agencies in brackets."""
    return _without_agencies(_after(_DATELINE, text))


def _after(opening: re.Pattern[str], text: str) -> str:
    """What stands behind an opening, or all of it."""
    found = opening.match(text)
    return text[found.end() :] if found else text


def _without_agencies(text: str) -> str:
    # White space is everywhere and brackets are rare: they are looked for first.
    return _AGENCY_APART.sub("", text) if _AGENCY.search(text) else text


def is_labelled(title: str) -> bool:
    """Whether a title says of itself that it is urgent or another state of an earlier one."""
    return _LABEL.match(title) is not None or _LABEL_AFTER.search(title) is not None
