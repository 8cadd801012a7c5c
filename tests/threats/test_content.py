"""Group C from the site to the reader: the webhook, the mail, the digest, the command line."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import datetime as dt
import json
import re
import time
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.match import profile_from_toml
from monitor.records import Draft
from monitor.testing import FakeClock, Newsroom
from tests.e2e.rig import Rig, verb
from tests.threats.house import HOUR, NEWS, OLD, TEXT, news, old, told, under_fire
from tests.threats.street import NameServer, Site, Street, entry, feed, ok, page, rss

pytestmark = pytest.mark.anyio

DIGEST = '[[digest]]\nname = "morning"\nto = ["letters"]\nat = "07:30"\ntimezone = "Asia/Tbilisi"\n'
MARKUP = (
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    "<svg onload=alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<button formaction="javascript:alert(1)">x</button>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
)
SAFE = ("http://", "https://", "mailto:", "#")
LINKS = ("href", "src", "action", "background")
SIGNS = "*bold* <!channel> @everyone <b>x</b> [a](https://evil.example)"
TEMPLATES = "{{7*7}} ${7*7} {% print(7*7) %} #{7*7} <%= 7*7 %> %(title)s {0} {title}"


def escaped(text: str) -> str:
    """Text as it stands in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.fixture
def kiosk(rig: Rig, kura: Newsroom, street: Street, names: NameServer) -> Site:
    site = street.open("kiosk", old())
    names.table = street.names()
    rig.source("kiosk", site.url, kind="feed")
    return site


async def gives(rig: Rig, clock: FakeClock, kiosk: Site, reply: bytes) -> list[str]:
    """The headlines that are told when a site that was well gives `reply`."""
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = reply
        await program.poll()
    return told(rig)


class Markup(HTMLParser):
    """What a mail program or a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    @classmethod
    def of(cls, text: str) -> "Markup":
        seen = cls()
        seen.feed(text)
        return seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


async def test_C06_a_headline_of_two_megabytes_is_cut_and_told(rig, clock, kiosk):
    title = "Тбилиси " + "Щ" * 1_000_000
    (heard,) = await gives(rig, clock, kiosk, feed(entry(title, guid="g" * 1_000_000)))

    assert heard.startswith("Тбилиси ЩЩЩ")
    assert len(heard) <= 1000
    (letter,) = rig.letters()
    assert len(str(letter.message["subject"])) < 250


@pytest.mark.parametrize(
    ("charset", "title", "declared"),
    [
        pytest.param("utf-8", "Հայաստան. Երևանում ձյուն է", "iso-8859-1", id="C08 wrong header"),
        pytest.param("windows-1251", "Снег в Тбилиси", "windows-1251", id="C09 windows-1251"),
        pytest.param("utf-16", "Երևանում ձյուն է", "utf-16", id="C09 utf-16"),
    ],
)
async def test_C08_to_C09_letters_reach_mail_and_webhook_intact(
    rig, clock, kiosk, *, charset, title, declared
):
    text = rss(entry(title, TEXT, guid="new"), entry(OLD, guid="old"))
    if charset != "utf-8":
        text = text.replace('version="1.0"', f'version="1.0" encoding="{charset}"')
    reply = ok(text.encode(charset), f"Content-Type: text/xml; charset={declared}")

    assert await gives(rig, clock, kiosk, reply) == [title]
    assert title in rig.letters()[0].text
    assert title in verb(rig, "items").out


async def test_C13_a_date_ten_years_ahead_never_pins_an_item_to_the_top(rig, clock, kiosk):
    later = "Tbilisi opens the second pier"
    rig.tables.append(DIGEST)
    ahead = "<pubDate>Tue, 15 Jan 2036 09:00:00 GMT</pubDate>"
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = news(more=ahead)
        await program.poll()
        clock.advance(HOUR)
        kiosk.reply = feed(
            entry(later, "More of it.", guid="later"),
            entry(NEWS, TEXT, guid="new", more=ahead),
            entry(OLD, guid="old"),
        )
        await program.poll()
        clock.set(dt.datetime(2026, 1, 16, 4, tzinfo=dt.UTC))
        await program.poll()

    assert told(rig) == [NEWS, later]
    rows = [json.loads(line) for line in verb(rig, "items", "--json").out.splitlines()]
    assert [row["title"] for row in rows if row["title"] in {NEWS, later}] == [later, NEWS]
    digest = rig.letters()[-1].text
    assert digest.index(later) < digest.index(NEWS)


@pytest.mark.parametrize("stated", ["Thu, 01 Jan 1970 00:00:00 GMT", "soon", "9999999-01-01", ""])
async def test_C14_a_date_that_cannot_be_is_no_reason_to_be_silent(rig, clock, kiosk, stated):
    assert await gives(rig, clock, kiosk, news(more=f"<pubDate>{stated}</pubDate>")) == [NEWS]


async def test_C20_fifty_thousand_entries_cost_seconds_and_are_noted(rig, clock, kura, kiosk):
    many = feed(*(entry(f"Note {n} of the office", guid=f"n{n}") for n in range(50_000)))
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = many
        kura.publish(NEWS, TEXT)
        began = time.monotonic()
        polled = await program.poll()
        took_s = time.monotonic() - began

    assert took_s < 30
    assert polled["kiosk"].poll.entries == 5_000
    assert "50,000 entries" in polled["kiosk"].poll.detail
    assert told(rig) == [NEWS]


async def test_C22_a_parked_domain_is_an_error_that_names_it_and_the_items_stay(rig, clock, kiosk):
    async with under_fire(rig, clock) as program:
        await program.poll()
        kiosk.reply = page("<title>kiosk.example is for sale</title><body>Buy it</body>")
        polled = await program.poll()
        state = rig.items()[OLD].item.state

    assert polled["kiosk"].state.error_kind == "not-a-feed"
    assert "for sale" in polled["kiosk"].poll.detail
    assert state == "listed"
    assert "for sale" in verb(rig, "sources", "list").out


@pytest.fixture
def written(rig: Rig, kiosk: Site, tmp_path: Path) -> Path:
    """Where the page of a digest goes."""
    rig.tables.append(DIGEST)
    return tmp_path / "morning.html"


async def test_C24_markup_in_a_headline_reaches_nobody_as_markup(rig, kiosk, written):
    clock = FakeClock(dt.datetime.now(dt.UTC))
    entries = (
        entry(
            escaped(f"Tbilisi {number} {markup}"),
            escaped(f"{markup} in Tbilisi {number}"),
            guid=f"m{number}",
            link="javascript:alert(1)",
        )
        for number, markup in enumerate(MARKUP)
    )
    heard = await gives(rig, clock, kiosk, feed(*entries, entry(OLD, guid="old")))
    shown = verb(rig, "digest", "preview", "morning", "--html", str(written))

    assert len(heard) == len(MARKUP)
    assert shown.code == 0, shown.err
    pages = [written.read_text("utf-8"), *(html_of(letter.message) for letter in rig.letters())]
    assert len(pages) == 1 + len(MARKUP)
    for text in pages:
        seen = Markup.of(text)
        assert seen.tags.isdisjoint({"script", "img", "svg", "iframe", "button", "base", "form"})
        assert not any(name.startswith("on") for name, _ in seen.attributes)
        assert not {"srcdoc", "formaction", "http-equiv"} & {name for name, _ in seen.attributes}
        assert all(link.startswith(SAFE) for name, link in seen.attributes if name in LINKS)
    items = [json.loads(hook.request.body)["data"]["item"] for hook in rig.desk.taken()]
    assert {item["url"] for item in items} == {None}


async def test_C25_signs_of_other_channels_are_words_and_the_message_is_accepted(rig, clock, kiosk):
    (heard,) = await gives(rig, clock, kiosk, news(f"Tbilisi {escaped(SIGNS)}"))

    assert heard == "Tbilisi *bold* @everyone x [a](https://evil.example)"
    (letter,) = rig.letters()
    assert "<b>x</b>" not in html_of(letter.message)
    assert 'href="https://evil.example' not in html_of(letter.message)


async def test_C26_line_ends_in_a_headline_make_no_header_and_the_mail_is_sent(rig, clock, kiosk):
    title = "Tbilisi&#13;&#10;Bcc: victim@example.org&#13;&#10;&#13;&#10;body"
    await gives(rig, clock, kiosk, news(title))

    (letter,) = rig.letters()
    assert letter.message.get_all("subject") == [letter.subject]
    assert letter.message["bcc"] is None
    assert letter.recipients == ("editor@example.org",)


async def test_C27_what_turns_the_reading_direction_reaches_no_subject_and_no_terminal(
    rig, clock, kiosk
):
    title = "Tbilisi \u202eevil\u202c \u200b\u2066x\u2069 " + "z" + "\u0335" * 50
    await gives(rig, clock, kiosk, news(title))

    for text in (rig.letters()[0].subject, verb(rig, "items").out, told(rig)[0]):
        assert "Tbilisi" in text
        assert not re.search("[\u200b\u202a-\u202e]", text)
    assert "\u0335" * 9 not in rig.letters()[0].subject


async def test_C28_templates_in_a_headline_are_never_evaluated(rig, kiosk, written):
    clock = FakeClock(dt.datetime.now(dt.UTC))
    (heard,) = await gives(rig, clock, kiosk, news(f"Tbilisi {escaped(TEMPLATES)}"))
    verb(rig, "digest", "preview", "morning", "--html", str(written))

    (letter,) = rig.letters()
    for text in (heard, letter.text, letter.subject, verb(rig, "items").out):
        assert "{{7*7}}" in text
        assert "49" not in text.replace(letter.id, "")
    assert "{{7*7}}" in written.read_text("utf-8")
    assert "49" not in re.sub(r"<style.*?</style>", "", written.read_text("utf-8"), flags=re.DOTALL)


async def test_C29_nothing_that_a_spreadsheet_would_run_is_written_as_a_table(rig, clock, kiosk):
    """There is no CSV: what is printed for programs is JSON, in which a formula is a string."""
    await gives(rig, clock, kiosk, news('=HYPERLINK("https://evil.example","Tbilisi")'))

    assert "csv" not in verb(rig, "items", "--help").out.lower()
    rows = [json.loads(line) for line in verb(rig, "items", "--json").out.splitlines()]
    assert '=HYPERLINK("https://evil.example","Tbilisi")' in [row["title"] for row in rows]


async def test_C30_to_C32_no_headline_and_no_search_is_ever_a_query(rig, clock, kiosk):
    title = "Tbilisi'); DROP TABLE item; --"
    await gives(rig, clock, kiosk, news(title, "100% of the_votes"))

    assert title in rig.items()
    found = {
        words: verb(rig, "search", "--", words)
        for words in ("'); DROP TABLE item", "100%", "%", "the_votes", "_", '"unbalanced', "NEAR(",
                      "title:tbilisi", "*", "tbilisi OR", "{a b}", "^x", "-", "\x00")
    }  # fmt: skip
    assert {words: one.err for words, one in found.items() if one.code not in {0, 1}} == {}
    assert not any("Traceback" in one.err or "syntax" in one.err for one in found.values())
    assert title in found["the_votes"].out
    assert title in found["title:tbilisi"].out or found["title:tbilisi"].code == 1
    assert "Lisbon" not in found["%"].out + found["_"].out


async def test_C33_a_topic_cannot_hold_an_expression_that_never_ends():
    """Names are words, not expressions: what looks like one is letters."""
    text = "a" * 100_000 + "!"
    began = time.monotonic()
    for words in ("(a+)+$", "(a|aa)+$", ".*.*.*.*!", "a*"):
        try:
            profile_from_toml(f'any = ["{words}"]', "mine").judge(Draft(title="x", summary=text))
        except ConfigError as error:
            assert words in str(error)  # noqa: PT017 - either answer will do, if it is quick

    assert time.monotonic() - began < 5


async def test_C34_no_headline_and_no_address_names_a_file(rig, clock, kiosk, tmp_path):
    before = set(tmp_path.parent.rglob("*"))
    entries = (
        entry(
            f"Tbilisi {number} {way}",
            f"{way} {number}",
            guid=way,
            link=f"https://kiosk.example/{way}",
        )
        for number, way in enumerate(
            # what a publisher may call its items to be written elsewhere; nothing is
            ("../../../../tmp/owned", "/etc/cron.d/owned", "..\\owned.exe")
        )
    )
    await gives(rig, clock, kiosk, feed(*entries, entry(OLD, guid="old")))

    assert len(rig.letters()) == 3
    made = {path.name for path in set(tmp_path.parent.rglob("*")) - before}
    assert {name for name in made if not name.startswith(("monitor.db", "sources.toml"))} == set()
