"""Addresses as keys: one article has many of them, and only one name.

:func:`canonical` gives that name. It is for comparison only; requests go to the address that the
publisher gave. What is folded here was learned from the addresses that newsrooms, social networks
and search engines hand out; whatever could tell two articles apart stays: language hosts and paths,
numbers, the case of a path, the order of a query.
"""

import functools
import hashlib
import re
from urllib.parse import quote, unquote, urljoin

from publicsuffixlist import PublicSuffixList

# RFC 3986, appendix B, with the backslash that browsers take for a slash.
_PARTS = re.compile(
    r"(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):)?(?:[/\\]{2}(?P<authority>[^/\\?#]*))?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:\#(?P<fragment>.*))?",
    re.DOTALL,
)
_STRAY = re.compile("[\t\n\r]+")  # as browsers do
_UNSAFE = re.compile('[\x00-\x20\x7f-\xa0"<>\\\\^`{|}\ud800-\udfff]|\\s')
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\ud800-\udfff]|\s")
_SCHEMES = ("http", "https", "")  # one scheme in the end, so both default ports are none
_DEFAULT_PORTS = ("", "80", "443")
_HOST_NAME = re.compile(r"[\w.~-]*|\[[\w.:]*\]", re.ASCII)
_SHARDS = 1024
_WRAPPERS_DEEP = 3  # addresses inside addresses that are unwrapped

# ------------------------------------------------------------------ hosts
_VARIANT_LABEL = re.compile(r"(?:www\d{0,2}|m|mobi|mobile|amp|wap|pda|touch)\.(?=[^.]+\.)")
_SECOND_LEVEL = re.compile(r"(?:ac|co|com|edu|gov|go|info|mil|net|or|org|pp)\.[a-z]{2}")
_INNER_MOBILE = re.compile(r"^([a-z-]{2,12})\.m\.(?=[^.]+\.)")  # en.m.wikipedia.org
_HOST_TWINS = {  # one newsroom under two names
    "bbc.co.uk": "bbc.com",
    "guardian.co.uk": "theguardian.com",
    "theguardian.co.uk": "theguardian.com",
    "independent.com": "independent.co.uk",
    "kavkaz-uzel.ru": "kavkaz-uzel.eu",
    "kavkaz-uzel.media": "kavkaz-uzel.eu",
    "rian.ru": "ria.ru",
    "twitter.com": "x.com",
    "telegram.me": "t.me",
    "fb.com": "facebook.com",
}
_AMP_CACHE = re.compile(r"[^/]*\.?(?:cdn\.ampproject\.org|bing-amp\.com)")
_AMP_CACHE_PATH = re.compile(r"/(?:amp|[a-z])(?:/s)?/(?P<inner>[^/.]+\.[^/]+(?:/.*)?)", re.DOTALL)
_WRAPPERS = {  # host and path of a page that only leads away: the parameter that says where
    "vk.com/away.php": ("to",),
    "away.vk.com/away.php": ("to",),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "facebook.com/sharer/sharer.php": ("u",),
    "facebook.com/sharer.php": ("u",),
    "l.instagram.com": ("u",),
    "google.com/url": ("url", "q"),
    "youtube.com/redirect": ("q",),
    "t.me/share/url": ("url",),
    "t.me/iv": ("url",),
    "telegram.me/share/url": ("url",),
    "x.com/share": ("url",),
    "x.com/intent/tweet": ("url",),
    "out.reddit.com": ("url",),
    "linkedin.com/redir/redirect": ("url",),
    "linkedin.com/sharing/share-offsite": ("url",),
    "ok.ru/offer": ("url",),
    "connect.ok.ru/offer": ("url",),
    "slack-redir.net/link": ("url",),
    "t.umblr.com/redirect": ("z",),
}
# The newsrooms on one publishing system, whose pages answer under any slug: /a/<slug>/<id>.html.
_SLUGLESS = re.compile(
    r"(?:^|\.)(?:azadliq|azathabar|azatliq|azattyk|azattyq|azattyqasia|azatutyun|amerikaninsesi"
    r"|amerikaovozi|amerikayidzayn|amerikiskhma|currenttime|ekhokavkaza|europalibera|evropaelire"
    r"|golosameriki|idelreal|kavkazr|krymr|ozodi|ozodlik|radiofarda|radiomarsho|radiosvoboda"
    r"|radiotavisupleba|rferl|severreal|sibreal|slobodnaevropa|svaboda|svoboda|svobodnaevropa"
    r"|szabadeuropa|voanews)\.[a-z]{2,4}$"
)
_VIDEO = re.compile(r"/[\w-]+", re.ASCII)
_PREVIEW = re.compile(r"^(?:/s)+(?=/.)")  # t.me/s/channel/1 shows t.me/channel/1 in a browser
_QUERYLESS = ("t.me", "x.com")  # what follows a question mark there is how, never what
_SLUG = re.compile(r"/a/[^/]+/(\d+\.html)$")

# ------------------------------------------------------------------ paths
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9~_-][A-Za-z0-9._~-]*)*/?")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})?")
# What RFC 3986 leaves bare, and the marks that browsers and servers escape as they please.
_UNRESERVED = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!'()*,:@"
)
_SLASHES = re.compile(r"/{2,}")
_SESSION_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sid|sessionid)=[^/?#;]*|/\([A-Z]\([a-z0-9]{16,}\)\)(?=/)",
    re.IGNORECASE,
)
_VARIANT_HEAD = re.compile(
    r"^(?:/(?:amp|amphtml|print))+(?=/.)|(?<=^/[a-z]{2})/amp(?=/.)|(?<=^/news)/amp(?=/.)",
    re.IGNORECASE,
)
_VARIANT_TAIL = re.compile(
    r"(?<=.)/(?:amp|amp\.html?|amphtml|print|comment-page-\d+|index\.(?:html?|php|aspx?|shtml|jsp)|default\.aspx?)/?$"
    r"|(?<=.)/+$|(?<=[^/.])\.amp(?=\.html?$|$)",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index\.(?:html?|php|aspx?|shtml|jsp)|default\.aspx?)/?$", re.IGNORECASE)

# ------------------------------------------------------------------ queries
_TRACKING = re.compile(
    r"(?:utm[_-]|hsa_|_hs|mc_|mkt_|mtm_|matomo_|pk_|piwik_|at_|ga_|gaa_|fb_|ns_|itm_|oly_|vero_|trk"
    r"|guce|soc_|__|wt[._]|ref_(?:src|url)|cx_|amp_|aspsession|yadclid|dt_platform|dt_dapp|mindbox|rb_clickid"
    r"|[a-z]{0,4}clid$|msclkid$|wickedid$|epik$|ef_id$|s_kwcid$|dm_i$|hsctatracking$|stickyad$"
    r"|action_(?:object|type|ref)_map$|guccounter$|intc(?:id|mp)$|ftag$|tsrc$|twsrc$|clickid$|gclsrc$|gbraid$|wbraid$|gad_|srsltid$|igsh|mibextid$|paipv$"
    r"|_?openstat$|sfnsn$|xtor$|xtref$|ito$|i?cid$|ncid$|ocid$|s_cid$|cmp$|cmpid$|cmp_id$|campaign$"
    r"|smid$|smtyp$|smprod$|smvar$|mbid$|bxid$|cndid$|esrc$|reflink$|leadsource$|taid$|sr_share"
    r"|spm$|scm$|share$|shared$|sharetype$|share_id$|share_from$|shareid$|_ga$|_gl$|_ym"
    r"|unlocked_article_code$|traffic_source$|recirc$|rcmd$|linkid$|li_fat_id$|usqp$|aoh$|referr?er"
    r"|amp$|isamp$|withmediaplayer$|nomobile$|print$|printable$|printversion$|forprint$"
    r"|replytocom$|commentid$|comment_id$|showcomments?$|phpsessid$|jsessionid$|session_?id$|cfid$"
    r"|cftoken$|_$|nocache$|no_cache$|cachebust|cb$|rnd$|random$|rss$|fromrss$|from_rss$|maca$|nclick|erid$|yhid$|roistat|nb$|ysclid$|_amp$|no_?amp$|nonamp$|feedtype$|feedname$|fromig$|gs_lcp$|ved$|usg$)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:i?cid|ncid|campaign|linkid|share|cmp|print)$", re.IGNORECASE)
_SWITCHED = re.compile(r"(?:share|print)=[01]$", re.IGNORECASE)
_ORIGIN = re.compile(  # a word says where the reader came from, a number which article it is
    r"(?:s?ref|refer|(?:from)?source|src|from|via|origin|partner|emc|feature|feed)$", re.IGNORECASE
)
_WORD = re.compile(r"[a-z][a-z._ -]*\d{0,2}[a-z._ -]*", re.IGNORECASE)
_LOOK = re.compile(
    r"(?:outputtype|output|view|mode|format|tpl|layout|type|version|template|display|action|do|op|task)$",
    re.IGNORECASE,
)
_LOOKS = re.compile(r"(?:amp|print|printable|printer|mobile|desktop)", re.IGNORECASE)
_DEVICE = re.compile(r"(?:mobile|desktop|device|is_mobile)$", re.IGNORECASE)
_SWITCH = re.compile(
    r"(?:m=[01]|comments=(?:1|true|show))$", re.IGNORECASE
)  # Blogger's mobile page
_STAMP = re.compile(
    r"(?:t|ts|time|timestamp)=\d{10,}$", re.IGNORECASE
)  # seconds: only to pass a cache
_SESSION = re.compile(r"(?:sid|s|sess|session|zenid|oscsid|x-session)$", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=.*[a-z])(?=.*\d)[0-9a-z]{20,}", re.IGNORECASE)


def canonical(url: str) -> str:
    """The name that all addresses of one page share; ``https`` whatever the scheme was.

    Never raises. What is no web address (``mailto:``, ``news:``, a relative path) comes back
    without surrounding space, else as it was. Naming a name changes nothing.
    """
    url = address = url.strip()
    for _ in range(_WRAPPERS_DEEP):
        name, inner = _name(address)
        if inner is None:
            return name
        address = inner.strip()
    return url


def _name(url: str) -> tuple[str, str | None]:
    """The canonical name, and the address inside it if the page only leads elsewhere."""
    parts = _split(url)
    scheme = (parts["scheme"] or "").lower()
    if scheme not in _SCHEMES or not parts["authority"]:
        return url, None
    host, port = _host(parts["authority"])
    if not host:
        return url, None
    path, query = _path(parts["path"].replace("\\", "/")), parts["query"] or ""
    inner = _inside(host, path, query)
    if inner is not None:
        return url, inner
    host, path, query = _site_rules(host, _without_variants(path), _query(query))
    return f"https://{host}{port}{path}{query}{_route(parts['fragment'] or '')}", None


def _split(url: str) -> re.Match[str]:
    return next(_PARTS.finditer(_STRAY.sub("", url)))  # every part is optional: it always matches


# ------------------------------------------------------------------ host
def _host(authority: str) -> tuple[str, str]:
    """The folded host and ``:port`` where that is not the default; user and password go."""
    host, port = _split_authority(authority)
    host = fold_variants(ascii_host(host))
    return host, "" if port in _DEFAULT_PORTS else f":{port}"


def _split_authority(authority: str) -> tuple[str, str]:
    address = authority.rpartition("@")[2]
    host, colon, port = address.rpartition(":")
    if not colon or not (port.isascii() and (port.isdigit() or not port)) or host.endswith(":"):
        return address, ""
    return host, port.lstrip("0")


def ascii_host(host: str) -> str:
    """A host in lower case and in the ASCII form of its international letters."""
    name = (unquote(host, errors="replace") if "%" in host else host).rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            name = "/"
    if not _HOST_NAME.fullmatch(name):  # escapes and full-width letters may hide delimiters
        name = quote(host.casefold(), safe="%", errors="replace")
    return name.lower().rstrip(".")


def fold_variants(host: str) -> str:
    """The host without the labels that only say for which device a page is made."""
    while variant := _VARIANT_LABEL.match(host):
        if _SECOND_LEVEL.fullmatch(host, variant.end()):
            break
        host = host[variant.end() :]
    host = _INNER_MOBILE.sub(r"\1.", host)
    return _HOST_TWINS.get(host, host)


def _inside(host: str, path: str, query: str) -> str | None:
    """The address that an AMP cache or a leaving page carries."""
    if _AMP_CACHE.fullmatch(host) or (host.startswith("google.") and path.startswith("/amp/")):
        cached = _AMP_CACHE_PATH.fullmatch(path)
        return f"https://{cached['inner']}{'?' if query else ''}{query}" if cached else None
    for key in _WRAPPERS.get(f"{host}{path}".rstrip("/"), ()):
        for name, _, value in (pair.partition("=") for pair in query.split("&")):
            if name == key and (target := _carried(value)).startswith("http"):
                return target
    return None


def _carried(value: str) -> str:
    """The address that a parameter's value is, with nothing in it that cannot be printed."""
    target = _STRAY.sub("", unquote(value, errors="replace").strip())
    return _UNPRINTABLE.sub(lambda found: quote(found[0], errors="replace"), target)


# ------------------------------------------------------------------ path, query, fragment
def _path(path: str) -> str:
    if _PLAIN_PATH.fullmatch(path):
        return path
    path = _SLASHES.sub("/", _SESSION_PATH.sub("", _escapes(path)))
    return _without_dots(path) if "/." in path else path


def _without_variants(path: str) -> str:
    path = _VARIANT_HEAD.sub("", path)
    while (shorter := _INDEX.sub("/", _VARIANT_TAIL.sub("", path))) != path:
        path = shorter
    return path if path.startswith("/") else f"/{path}"


def _escapes(text: str) -> str:
    """Percent signs in one spelling: unreserved letters bare, the rest escaped in upper case."""
    text = _ESCAPE.sub(_escape, text)
    return quote(text, safe="%/:@!$&'()*+,;=~", errors="replace")


def _escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    letter = chr(int(match[1], 16))
    return letter if letter in _UNRESERVED else match[0].upper()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    pairs = query.replace("&amp;", "&").split("&")
    kept = [_escapes(pair.replace("+", "%20")) for pair in pairs if _names(pair)]
    return f"?{'&'.join(kept)}" if kept else ""


def _names(pair: str) -> bool:
    """Whether a parameter may say which page it is, rather than how somebody came to it."""
    key, equals, value = pair.partition("=")
    if not key and not value:
        return False
    if (equals and not value) or _SWITCH.match(pair) or _STAMP.match(pair):
        return False
    if _TRACKING.match(key):
        return bool(_NUMBERED.match(key)) and value.isdigit() and not _SWITCHED.match(pair)
    if _ORIGIN.match(key):
        return not (not value or _WORD.fullmatch(value))
    if _LOOK.match(key):
        return not _LOOKS.fullmatch(value)
    if _DEVICE.match(key):
        return False
    return not (_SESSION.match(key) and _SESSION_VALUE.fullmatch(value))


def _route(fragment: str) -> str:
    """A fragment that a page's script reads as an address."""
    if len(fragment) < 2 or not fragment.startswith(("!", "/")) or fragment == "!/":
        return ""
    return "#" + _escapes(fragment)


def _site_rules(host: str, path: str, query: str) -> tuple[str, str, str]:
    """What only the addresses of one site or one publishing system allow."""
    if path.startswith("/a/") and _SLUGLESS.search(host):
        path = _SLUG.sub(r"/a/\1", path)
    elif host == "youtu.be" and _VIDEO.fullmatch(path):
        host, path, query = "youtube.com", "/watch", f"?v={path[1:]}"
    elif host == "youtube.com" and path == "/watch":
        query = "".join(f"?{pair}" for pair in query[1:].split("&") if pair.startswith("v="))
    elif host in _QUERYLESS:
        path, query = _PREVIEW.sub("", path), ""
    return host, path, query


# ------------------------------------------------------------------ links and sites
def absolute(base: str, href: str) -> str | None:
    """The full address of a link, safe to print and to request; None if it leads to no web page.

    Letters of other scripts stay as they are; spaces, quotes and brackets are escaped.
    """
    try:
        url = urljoin(base, _STRAY.sub("", href.strip()))
    except ValueError:  # brackets that are no IPv6 address
        return None
    parts = _split(url)
    if (parts["scheme"] or "").lower() not in ("http", "https") or not parts["authority"]:
        return None
    return _UNSAFE.sub(lambda found: quote(found[0], errors="replace"), url)


@functools.cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # some 60 ms and a few MB: only once, and only where it is needed


@functools.lru_cache(maxsize=4096)
def registrable_host(url: str) -> str:
    """The part of an address's host that its owner registered: ``example.co.uk``.

    Addresses in digits, ``localhost`` and other names without a dot are their own site and keep
    their port. An address without a host gives "".
    """
    parts = _split(url.strip())
    host, port = _split_authority(parts["authority"] or "")
    host = ascii_host(host)
    if "." not in host or host.startswith("[") or host.replace(".", "").isdigit():
        return host if port in _DEFAULT_PORTS else f"{host}:{port}"
    return str(_suffixes().privatesuffix(host) or host)


def site(url: str) -> str:
    """The site that an address belongs to, one name for the twins of a newsroom."""
    return registrable_host(canonical(url))


def shard_of(url: str) -> int:
    """The partition, 0 to 1023, of an address's site; the same on every machine and version."""
    digest = hashlib.blake2b(registrable_host(url).encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big") % _SHARDS
