"""A loopback newsroom for benchmarks: thousands of feeds, made of our own sentences.

Feed `n` is the same bytes in every run: RSS 2.0 for even numbers, Atom for odd ones, 30 entries in
one of six languages. Every address of 127.0.0.0/8 answers, so each feed has a host of its own.

    /feed/N         the feed, with ETag and Last-Modified, and 304 for who knows it
    /_deaf          from now on conditions are ignored: every answer is the whole, unchanged feed
    /_attentive     conditions are heeded again
    /_grow/PERCENT  so many of the feeds gain one entry, and drop their oldest
    /_reset         as in the beginning, counters too
    /_counts        what was answered, as JSON

Run it alone: ``python bench/feeds.py --port 8800 --feeds 1000``. It uses uvloop where that is
installed, so that the server costs less of the machine that is being measured.
"""

import argparse
import asyncio
import datetime as dt
import gc
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape

ENTRIES = 30
START = dt.datetime(2026, 3, 2, 6, 0, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=23)  # between two entries of one feed

# What local papers write about on a slow day; a third of it names the South Caucasus.
SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "The mayor of Gyumri opened the repaired bridge and thanked the workers for a fast winter",
        "A storm closed the mountain road for two days, and bread came to the village by sledge",
        "Tbilisi's city council will vote on bus fares next week after a long public hearing",
        "The orchestra starts its tour of four coastal towns with a concert for schoolchildren",
        "Growers expect a late harvest because the nights stayed cold until the end of the month",
        "Teachers asked the ministry for smaller classes and for heating that works in February",
        "The museum bought a map from 1890 that shows every mill along the river",
    ),
    "ru": (
        "В Ереване открылась выставка старых фотографий, собранных жителями одного квартала",
        "Дорожная служба закрыла перевал на два дня из-за снега и сильного ветра",
        "Городской совет обсудит проезд в автобусах после долгих слушаний с жителями",
        "Музей получил карту девятнадцатого века, на которой отмечены все мельницы у реки",
        "Учителя попросили министерство о небольших классах и о тёплых школах зимой",
        "Фермеры ждут позднего урожая: ночи оставались холодными до конца месяца",
    ),
    "hy": (
        "Գյումրիում բացվեց վերանորոգված կամուրջը, և քաղաքապետը շնորհավորեց բանվորներին",
        "Ձյան պատճառով լեռնային ճանապարհը երկու օր փակ էր, հացը գյուղ հասցրին սահնակով",
        "Թանգարանը ձեռք բերեց հին քարտեզ, որի վրա նշված են գետի բոլոր ջրաղացները",
        "Ուսուցիչները նախարարությունից խնդրեցին ավելի փոքր դասարաններ և տաք դպրոցներ",
        "Նվագախումբը շրջագայությունը սկսում է դպրոցականների համար տրվող համերգով",
    ),
    "az": (
        "Bakıda köhnə fotoların sərgisi açıldı, şəkilləri bir məhəllənin sakinləri toplayıb",
        "Qar səbəbindən dağ yolu iki gün bağlı qaldı, kəndə çörək kirşə ilə gətirildi",
        "Şəhər şurası avtobus biletinin qiymətini gələn həftə səsə qoyacaq",
        "Muzey çay boyunca bütün dəyirmanları göstərən qədim xəritə alıb",
        "Müəllimlər nazirlikdən kiçik siniflər və isti məktəblər istədilər",
    ),
    "ka": (
        "თბილისში გაიხსნა ძველი ფოტოების გამოფენა, რომელიც უბნის მცხოვრებლებმა შეაგროვეს",
        "თოვლის გამო მთის გზა ორი დღე დაკეტილი იყო და პური სოფელში მარხილით მიიტანეს",
        "მუზეუმმა შეიძინა ძველი რუკა, რომელზეც მდინარის ყველა წისქვილია აღნიშნული",
        "მასწავლებლებმა სამინისტროს პატარა კლასები და თბილი სკოლები სთხოვეს",
        "ორკესტრი ტურნეს სკოლის მოსწავლეებისთვის გამართული კონცერტით იწყებს",
    ),
    "tr": (
        "Belediye otobüs ücretlerini uzun bir toplantıdan sonra gelecek hafta oylayacak",
        "Kar yüzünden dağ yolu iki gün kapalı kaldı, köye ekmek kızakla getirildi",
        "Müze ırmak boyundaki bütün değirmenleri gösteren eski bir harita satın aldı",
        "Öğretmenler bakanlıktan daha küçük sınıflar ve sıcak okullar istedi",
        "Orkestra dört kıyı kentini kapsayan turnesine çocuklar için bir konserle başlıyor",
    ),
}
LANGUAGES = tuple(SENTENCES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of one feed; a higher `number` is newer."""

    number: int
    title: str
    html: str
    url: str
    at: dt.datetime


def host_of(feed: int) -> str:
    """The loopback address of a feed: no two of the first 60,000 share one."""
    return f"127.{10 + feed // 60_000}.{feed // 240 % 250}.{1 + feed % 240}"


def entries_of(feed: int, grown: int) -> Iterator[Entry]:
    """The entries of a feed that gained `grown` of them, newest first."""
    site = f"https://paper{feed}.example"
    for number in range(ENTRIES + grown - 1, grown - 1, -1):
        chance = random.Random(feed * 1_000_003 + number)
        sentences = SENTENCES[LANGUAGES[feed % len(LANGUAGES)]]
        picked = [chance.choices(sentences, k=3) for _ in range(1 + feed % 4)]
        text = "".join(
            f"<p>{escape('. '.join(three))} ({chance.randrange(10**6)}).</p>" for three in picked
        )
        link = f'<p><a href="{site}/tag/{number % 9}">№ {number % 9}</a> …</p>'
        joint = "&" if number % 7 == 0 else "and"
        yield Entry(
            number=number,
            title=f"{chance.choice(sentences)}, {number} {joint} {feed}",
            html=text + (link.replace("…", "&amp; …") if number % 3 == 0 else link),
            url=f"{site}/articles/{number}?utm_source=feed&utm_medium=rss",
            at=START + STEP * number,
        )


def feed_bytes(feed: int, grown: int = 0) -> bytes:
    """The document of a feed."""
    language = LANGUAGES[feed % len(LANGUAGES)]
    entries = tuple(entries_of(feed, grown))
    made = _rss(feed, language, entries) if feed % 2 == 0 else _atom(feed, language, entries)
    return made.encode()


def _rss(feed: int, language: str, entries: Sequence[Entry]) -> str:
    items = "\n".join(
        f"<item><title>{escape(each.title)}</title><link>{escape(each.url)}</link>"
        f'<guid isPermaLink="false">paper{feed}-{each.number}</guid>'
        f"<pubDate>{format_datetime(each.at)}</pubDate><dc:creator>Reporter {each.number % 5}"
        f"</dc:creator><category>town</category><category>{language}</category>"
        f"<description>{escape(each.html)}</description></item>"
        for each in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Paper {feed}</title><link>https://paper{feed}.example/</link>"
        f"<description>What paper {feed} writes</description><language>{language}</language>"
        f"<lastBuildDate>{format_datetime(entries[0].at)}</lastBuildDate>\n{items}\n</channel></rss>\n"
    )


def _atom(feed: int, language: str, entries: Sequence[Entry]) -> str:
    items = "\n".join(
        f"<entry><title>{escape(each.title)}</title>"
        f'<link rel="alternate" href="{escape(each.url)}"/><id>tag:paper{feed},{each.number}</id>'
        f"<published>{each.at.isoformat()}</published><updated>{each.at.isoformat()}</updated>"
        f'<author><name>Reporter {each.number % 5}</name></author><category term="{language}"/>'
        f'<summary type="html">{escape(each.html)}</summary></entry>'
        for each in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f"<title>Paper {feed}</title>"
        f'<link href="https://paper{feed}.example/"/><id>tag:paper{feed}</id>'
        f"<updated>{entries[0].at.isoformat()}</updated>\n{items}\n</feed>\n"
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A feed ready to be sent."""

    etag: bytes
    whole: bytes
    unchanged: bytes


class Newsroom:
    """Every feed, as it stands in this round."""

    def __init__(self, feeds: int) -> None:
        self.feeds = feeds
        self.reset()

    def reset(self) -> None:
        """Everything as in the beginning."""
        self.grown: Counter[int] = Counter()
        self.shelves: dict[int, Shelf] = {}
        self.counts: Counter[str] = Counter()
        self.rounds = 0
        self.is_deaf = False
        for feed in range(self.feeds):  # nobody waits for the generator while times are taken
            self.shelf(feed)

    def grow(self, percent: float) -> None:
        """Let some feeds gain an entry; which ones depends on the round alone."""
        self.rounds += 1
        chosen = random.Random(self.rounds).sample(
            range(self.feeds), round(self.feeds * percent / 100)
        )
        for feed in chosen:
            self.grown[feed] += 1
            self.shelves.pop(feed, None)
            self.shelf(feed)

    def shelf(self, feed: int) -> Shelf:
        """The answers for a feed."""
        if feed not in self.shelves:
            self.shelves[feed] = _shelve(feed, self.grown[feed])
        return self.shelves[feed]

    def answer(self, request: bytes) -> bytes:
        """The whole answer to a whole request."""
        path = request.split(b" ", 2)[1].decode("ascii", "replace")
        _, verb, *rest = path.split("/")
        match verb:
            case "feed" if rest and rest[0].isdigit() and int(rest[0]) < self.feeds:
                return self._feed(self.shelf(int(rest[0])), request)
            case "_deaf" | "_attentive":
                self.is_deaf = verb == "_deaf"
            case "_grow":
                self.grow(float(rest[0]))
            case "_reset":
                self.reset()
            case "_counts":
                pass
            case _:
                self.counts["404"] += 1
                return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        body = json.dumps(self.counts).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)

    def _feed(self, shelf: Shelf, request: bytes) -> bytes:
        if not self.is_deaf and shelf.etag in request:
            self.counts["304"] += 1
            return shelf.unchanged
        self.counts["200"] += 1
        return shelf.whole


def _shelve(feed: int, grown: int) -> Shelf:
    body = feed_bytes(feed, grown)
    etag = b'"%b"' % hashlib.blake2b(body, digest_size=8).hexdigest().encode()
    stated = format_datetime(START + STEP * (ENTRIES + grown), usegmt=True).encode()
    kind = b"rss" if feed % 2 == 0 else b"atom"
    head = b"ETag: %b\r\nLast-Modified: %b\r\n" % (etag, stated)
    return Shelf(
        etag=etag,
        whole=b"HTTP/1.1 200 OK\r\n%bContent-Type: application/%b+xml; charset=utf-8\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (head, kind, len(body), body),
        unchanged=b"HTTP/1.1 304 Not Modified\r\n%b\r\n" % head,
    )


class Connection(asyncio.Protocol):
    """One client; requests have no body, and may come many on one connection."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._newsroom.counts["connections"] += 1

    def data_received(self, piece: bytes) -> None:
        """Answer every request that is complete."""
        self._read += piece
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            request, self._read = self._read[: end + 4], self._read[end + 4 :]
            self._transport.write(self._newsroom.answer(request))
            if b"connection: close" in request.lower():
                self._transport.close()


async def serve(port: int, feeds: int) -> None:
    """Serve until killed; says ``ready`` when it is."""
    newsroom = Newsroom(feeds)
    gc.freeze()
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(newsroom), "0.0.0.0", port, backlog=4096
    )
    print("ready", flush=True)
    await server.serve_forever()


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(description="A loopback newsroom for benchmarks.")
    arguments.add_argument("--port", type=int, default=8800)
    arguments.add_argument("--feeds", type=int, default=1000)
    given = arguments.parse_args()
    run = asyncio.run
    with suppress(ImportError):
        import uvloop

        run = uvloop.run
    run(serve(given.port, given.feeds))


if __name__ == "__main__":
    main()
