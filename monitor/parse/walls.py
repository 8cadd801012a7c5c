"""Pages that stand before what was asked for: parked domains, logins, cookies, empty shells.

Each has its own word, so that people know what would help. They are told by what they say and by
how little that is: an article about cookies is not a cookie wall.
"""

import re

from monitor.errors import ParseError

_LOOKED_AT_CHARS = 300_000
_PARKED_CHARS = 4_000  # of text; lists of "related searches" stand on parked pages
_WALL_CHARS = 3_000
_SHELL_CHARS = 1_200
_BARE_CHARS = 200
_NOT_SHOWN = re.compile(
    r"<(script|style|template|svg|head)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<[^>]{0,2000}>")
_PARKED = re.compile(
    r"domain(?: name)?(?: \S{1,60})? (?:is|may be) (?:for sale|parked|expired|available)"
    r"|(?:buy|purchase|acquire) this domain|domain (?:has expired|parking)"
    r"|this domain (?:has|was) (?:recently )?(?:been )?registered"
    r"|account (?:has been )?suspended|future home of"
    r"|домен(?: \S{1,60})? (?:прода[её]тся|припаркован|свободен|недоступен)|купить (?:этот )?домен"
    r"|срок регистрации домена|сайт (?:заблокирован хостинг|отключ[её]н)"
    r"|(?:bu )?domen(?: \S{1,60})? (?:satılır|satışdadır)|alan adı (?:satılık|park)"
    r"|դոմենը վաճառվում է|დომენი იყიდება",
    re.IGNORECASE,
)
_PARKING = re.compile(
    r"sedoparking|parkingcrew|bodis\.com|parklogic|hugedomains|afternic|undeveloped\.com"
    r"|domain-?parking|parked-?domain|above\.com/marketplace",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^>]{0,500}type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN = re.compile(
    r"(?:log|sign) ?in to (?:continue|read|view|see)|subscribe to (?:continue|read)|for subscribers"
    r"|войдите,? чтобы|требуется (?:вход|авторизация)|только для подписчиков|giriş (?:yapın|edin)"
    r"|abunə(?:çilər| olun)|devam etmek için (?:giriş|abone)|մուտք գործեք|გაიარეთ ავტორიზაცია",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"cookie|consent|gdpr|куки|файлы cookie|çerez|kuki|քուքի|ქუქი|персональных данных",
    re.IGNORECASE,
)
_ACCEPT = re.compile(
    r"accept|agree|consent|принять|принимаю|соглас|kabul|qəbul|razıyam"
    r"|ընդուն|համաձայն|თანხმ|მიღება",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(
    r"enable javascript|requires? javascript|javascript (?:is )?(?:disabled|required|must)"
    r"|включите javascript|javascript(?:'|’)?[iı] (?:etkin|aktiv)"
    r"|<(?:div|main|body)\b[^>]{0,200}\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|app-root|gatsby)\b"
    r"|<app-root\b|ng-app|data-reactroot|infinite-?scroll|data-infinite|v-cloak",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


def refuse_parked(html: str, url: str) -> None:
    """Raise ParseError (parked) where a domain is for sale, or its hosting has ended."""
    head = html[:_LOOKED_AT_CHARS]
    if not (_PARKED.search(head) or _PARKING.search(head)):
        return
    text = shown_text(head)
    if len(text) <= _PARKED_CHARS and (_PARKED.search(text) or _PARKING.search(head)):
        raise ParseError(
            f"the address {url!r} leads to a parked page: the domain is for sale, or its hosting "
            "has ended; find the new address of the newsroom, or remove the source",
            kind="parked",
        )


def is_said_by(text: str) -> bool:
    """Whether the words of an article are those of a wall: few, and of cookies or a login."""
    if len(text) > _SHELL_CHARS:
        return False
    is_short = len(text) <= 2 * _BARE_CHARS
    is_asked = _COOKIES.search(text) and (is_short or _ACCEPT.search(text))
    return bool(is_asked) or _LOGIN.search(text) is not None


def refuse_wall(html: str, url: str) -> None:
    """Raise ParseError where something stands before a page that holds nothing else.

    Its kind is login-wall, cookie-wall, needs-browser or empty.
    """
    head = html[:_LOOKED_AT_CHARS]
    text = shown_text(head)
    if len(text) <= _WALL_CHARS and (_PASSWORD.search(head) or _LOGIN.search(text)):
        raise ParseError(
            f"the page at {url!r} asks for a login before it shows anything; use a page or a feed "
            "of the site that is open to everybody",
            kind="login-wall",
        )
    if len(text) <= _WALL_CHARS and _COOKIES.search(text) and _ACCEPT.search(head):
        raise ParseError(
            f"the page at {url!r} asks to accept cookies before it shows anything; use a feed or "
            "another page of the site, which often stand in front of that wall",
            kind="cookie-wall",
        )
    scripts = len(_SCRIPT.findall(head))
    is_bare = scripts > 0 and len(text) <= _BARE_CHARS
    if is_bare or (len(text) <= _SHELL_CHARS and _SCRIPTED.search(head)):
        raise ParseError(
            f"the page at {url!r} is a shell that its scripts fill, so that it needs a browser; "
            "look for a feed, a sitemap or a plain page of the site",
            kind="needs-browser",
        )
    if not text:
        raise ParseError(
            f"the page at {url!r} is an empty document; try again later, or use another address of "
            "the site",
            kind="empty",
        )


def shown_text(html: str) -> str:
    """The words of a page, roughly: good enough to count them and to look for some."""
    return " ".join(_TAG.sub(" ", _NOT_SHOWN.sub(" ", html)).replace("&nbsp;", " ").split())
