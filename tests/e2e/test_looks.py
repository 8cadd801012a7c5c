"""The pages of articles, from a site to an inbox: edits that no feed tells, and vanishings."""

import datetime as dt
from collections.abc import Sequence
from html import escape

import pytest

from monitor.testing import Body, FakeClock, Newsroom, Status
from monitor.testing.http import Hang
from tests.e2e.rig import Program, Rig, at_work

pytestmark = pytest.mark.anyio

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
SUMMARY = (
    "City engineers of the Georgian capital replaced the deck and the railings over the Mtkvari."
)
TEXT = (
    "City engineers of the Georgian capital replaced the deck and the railings over the Mtkvari "
    "river, which had rusted through in three places during the floods of last spring.",
    "The works cost the city budget 4 million lari, and two workers were hurt when a scaffold fell "
    "into the water in the first week of November, the mayor's office told reporters.",
    "From Monday on pedestrians may use the footbridge again from six in the morning until "
    "midnight; cyclists have to get off and push, as they had to before the works began.",
)
TOPIC = 'any = ["scaffold", "lari", "mayor*", "pedestrians", "cyclists"]\n'
HOUR = dt.timedelta(hours=1)
ALL = ("item.new", "item.revised", "item.withdrawn")


def page(
    *paragraphs: str, title: str = NEWS, beside: str = "", head: str = "", foot: str = ""
) -> Body:
    """A page as news systems write it."""
    text = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return Body(
        f'<!doctype html><html lang="en"><head><title>{escape(title)} | Kura Post</title>'
        f"<meta charset=utf-8></head><body><header><a href='/'>Kura Post</a></header><main>"
        f"<article><h1>{escape(title)}</h1>{head}<div class='body'>{text}</div>{foot}</article>"
        f"<aside>{beside}</aside></main><footer>© Kura Post</footer></body></html>".encode()
    )


def latest(*titles: str) -> str:
    """The list that stands beside every article."""
    rows = "".join(
        f"<li><a href='/news/{n}-{len(title)}'>{title}</a> <span>1{n}.Jan.2026</span></li>"
        for n, title in enumerate(titles)
    )
    return f"<h3>Latest news</h3><ul>{rows}</ul>"


def show(site: Newsroom, path: str, body: Body | Status | Hang) -> None:
    """Answer so from now on."""
    site.heal(path)
    site.fault(path, body)


async def published(program: Program, rig: Rig, site: Newsroom, *, first: Body) -> str:
    """A new article whose page was looked at once; its path."""
    await program.poll()
    article = site.publish(NEWS, SUMMARY)
    site.fault(article.path, first)
    await program.poll()
    await looks(program)
    return article.path


async def looks(program: Program, *, after: dt.timedelta | None = None) -> None:
    """Let time pass, look at what is due, tell."""
    if after is not None:
        program.clock.advance(after)
    await program.house.looker.round()
    await program.tell()


@pytest.fixture
def watched(rig: Rig, site: Newsroom) -> Rig:
    """A rig that polls the site's feed and hears of everything."""
    rig.source("kura", site.url("/rss.xml"))
    rig.events = ALL
    return rig


def versions(rig: Rig, title: str = NEWS) -> list[str]:
    """The edit classes of an item's versions."""
    item = rig.items()[title].item
    return [each.edit for each in rig.dossier(item.id).revisions]


# ------------------------------------------------------------------ the full text
async def test_case_45_the_full_text_of_the_page_is_an_enrichment_and_no_revision(
    watched: Rig, site: Newsroom, clock: FakeClock
):
    async with at_work(watched, clock) as program:
        await published(program, watched, site, first=page(*TEXT))
        await program.poll()

    item = watched.items()[NEWS].item
    assert item.summary == SUMMARY
    assert item.content.split("\n\n") == list(TEXT)
    assert watched.hooks() == [("item.new", NEWS)]
    assert versions(watched) == ["first"]
    with watched.reading() as store:
        assert [row.item.title for row in store.search("scaffold")] == [NEWS]


async def test_an_article_that_only_its_full_text_makes_relevant_is_told_then(
    watched: Rig, site: Newsroom, clock: FakeClock
):
    (watched.directory / "scaffolds.toml").write_text(TOPIC)
    watched.to = ("letters",)
    watched.tables.append('[[alert]]\nname = "s"\ntopics = ["scaffolds.toml"]\nto = ["desk"]\n')
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY)
        site.fault(article.path, page(*TEXT))
        await program.poll()
        before = watched.hooks()
        await looks(program)
        await looks(program, after=HOUR)

    assert before == []
    assert watched.hooks() == [("item.new", NEWS)]
    assert len(watched.letters()) == 1


async def test_nobody_looks_at_what_no_topic_wants(watched: Rig, site, clock):
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish("Porto opens a school of sail makers", "Teachers come from Aveiro.")
        await program.poll()
        await looks(program)

    assert site.visits(article.path) == ()


# ------------------------------------------------------------------ edits
async def test_case_26_a_correction_under_the_text_is_told(watched: Rig, site, clock):
    note = "Correction: an earlier version of this article said that three workers were hurt."
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page(*TEXT, note))
        await looks(program, after=HOUR)
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.revised", NEWS)]
    change = watched.desk.taken()[-1].body["data"]["change"]
    assert change["edit"] == "correction"
    assert note in change["after"]["text"]
    assert versions(watched) == ["first", "correction"]


async def test_another_number_in_the_text_is_told_once(watched: Rig, site, clock):
    changed = TEXT[1].replace("two workers", "five workers").replace("4 million", "7 million")
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page(TEXT[0], changed, TEXT[2]))
        for _ in range(3):
            await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.revised", NEWS)]
    assert versions(watched)[1:] == ["number"]


async def test_a_headline_that_changes_in_page_and_feed_is_told_once(watched: Rig, site, clock):
    title = "Metekhi footbridge in Tbilisi opens again, railings still missing"
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY)
        site.fault(article.path, page(*TEXT))
        await program.poll()
        await looks(program)
        show(site, article.path, page(*TEXT, title=title))
        await looks(program, after=HOUR)
        site.edit(article.slug, title=title)
        await program.poll()
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.revised", title)]
    assert watched.items()[title].item.content.split("\n\n") == list(TEXT)


async def test_a_headline_that_the_feed_told_first_is_not_told_by_the_page(watched, site, clock):
    title = "Metekhi footbridge in Tbilisi opens again, railings still missing"
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY)
        site.fault(article.path, page(*TEXT))
        await program.poll()
        await looks(program)
        site.edit(article.slug, title=title)
        show(site, article.path, page(*TEXT, title=title))
        await program.poll()
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.revised", title)]


async def test_case_42_an_address_that_shows_another_article_has_versions_and_tells_nothing(
    watched: Rig, site, clock
):
    other = (
        "Fishermen of Setubal sold forty crates of sardines on Tuesday before the market closed, "
        "more than in any week of the winter, and hope that the weather stays calm.",
        "Prices fell by a fifth within an hour because three large boats came home together, said "
        "the harbour office, which expects the next fleet on Thursday evening.",
    )
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page(*other, title="Sardines in plenty at Setubal"))
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS)]
    assert len(watched.items()) == 7


async def test_case_43_a_live_page_is_one_item_and_is_not_told_at_every_change(
    watched: Rig, site, clock
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        for number in range(11, 31):
            text = f"Rescuers now count {number} cars that were damaged on the {number} lari road."
            show(site, path, page(text, *TEXT))
            await looks(program, after=dt.timedelta(minutes=15))

    told = [event for event, _ in watched.hooks()]
    assert told.count("item.new") == 1
    assert 3 <= told.count("item.revised") <= 9
    assert len(watched.items()) == 7


# ------------------------------------------------------------------ what is no edit
_AGE = "<p>%s minutes ago</p><span>%s views</span>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            page(*TEXT, beside=latest("Ferry to Batumi opens", "Yerevan plants trees along it")),
            page(*TEXT, beside=latest("A crane falls in Poti harbour", "Ferry to Batumi opens")),
            id="23-sidebar",
        ),
        pytest.param(
            page(
                *TEXT, head="<p>5 minutes ago</p><span>120 views</span>", foot="<p>3 comments</p>"
            ),
            page(
                *TEXT, head="<p>2 hours ago</p><span>4,312 views</span>", foot="<p>97 comments</p>"
            ),
            id="24-counters",
        ),
        pytest.param(
            page(*TEXT[:1], "Views: 120", *TEXT[1:], "Updated: 15 January 2026, 09:05"),
            page(*TEXT[:1], "Views: 6 511", *TEXT[1:], "Updated: 15 January 2026, 11:47"),
            id="24-counters-in-the-text",
        ),
        pytest.param(
            page(*TEXT),
            page(TEXT[0], "Read also: Ferry to Batumi opens after nine years", *TEXT[1:]),
            id="25-read-also",
        ),
    ],
)
async def test_case_23_24_25_what_stands_around_an_article_makes_no_version(
    watched: Rig, site, clock, before, after
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=before)
        show(site, path, after)
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS)]
    assert versions(watched) == ["first"]


async def test_blocks_that_a_site_shows_under_every_article_make_no_version(
    watched: Rig, site, clock
):
    def appeal(name: str) -> str:
        return f"Support independent reporting from the mountains: write to {name} today."

    titles = [f"Georgian village number {n} near Gori gets a new school roof" for n in range(5)]
    async with at_work(watched, clock) as program:
        await program.poll()
        paths = []
        for title in titles:
            article = site.publish(title, "The roof of the Georgian school was paid by the state.")
            text = f"{title}, said the ministry in Tbilisi, which paid for all of it this winter."
            site.fault(article.path, page(text, *TEXT[:2], appeal("Nino")))
            paths.append((article.path, title, text))
        await program.poll()
        await looks(program)
        for path, title, text in paths:
            show(site, path, page(text, *TEXT[:2], title=title))
        await looks(program, after=HOUR)

    assert [event for event, _ in watched.hooks()] == ["item.new"] * 5


# ------------------------------------------------------------------ vanishings
@pytest.mark.parametrize("code", [404, 410])
async def test_case_20_an_article_that_is_gone_twice_is_withdrawn_and_its_text_kept(
    watched: Rig, site, clock, code
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, Status(code))
        await looks(program, after=dt.timedelta(minutes=20))
        first = watched.hooks()
        await looks(program, after=dt.timedelta(minutes=50))
        early = watched.hooks()
        await looks(program, after=dt.timedelta(minutes=15))
        await looks(program, after=3 * HOUR)

    assert first == early == [("item.new", NEWS)]
    assert watched.hooks() == [("item.new", NEWS), ("item.withdrawn", NEWS)]
    item = watched.items()[NEWS].item
    assert item.state == "withdrawn"
    assert item.content.split("\n\n") == list(TEXT)
    assert len(watched.letters()) == 2


async def test_case_20_a_redirect_to_the_front_page_counts_as_gone(watched, site, clock):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, Status(302, location="/"))
        site.fault("/", page(*TEXT[:1], title="Kura Post, the news of the river"))
        await looks(program, after=HOUR)
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS), ("item.withdrawn", NEWS)]


async def test_case_20_one_slip_of_a_site_withdraws_nothing(watched, site, clock):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, Status(404))
        await looks(program, after=HOUR)
        show(site, path, page(*TEXT))
        await looks(program, after=HOUR)
        show(site, path, Status(404))
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS)]
    assert watched.items()[NEWS].item.state == "listed"


async def test_an_article_that_comes_back_is_no_longer_withdrawn(watched, site, clock):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, Status(404))
        await looks(program, after=HOUR)
        await looks(program, after=HOUR)
        show(site, path, page(*TEXT))
        await looks(program, after=HOUR)
        await program.poll()

    assert watched.items()[NEWS].item.state == "listed"
    assert [event for event, _ in watched.hooks()] == ["item.new", "item.withdrawn"]


WALL = (
    b"<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>"
    b"<p>We and our 812 partners store information on your device. Accept all cookies or manage "
    b"your choices; you may withdraw your consent at any time in the settings.</p></body></html>"
)
ERROR = b"<html><head><title>Error 500</title></head><body><h1>Oops</h1><p>Try later</p></body>"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Status(403), id="403"),
        pytest.param(Status(429, retry_after="120"), id="429"),
        pytest.param(Status(503), id="503"),
        pytest.param(Body(WALL), id="cookie-wall"),
        pytest.param(Body(ERROR), id="error-with-200"),
        pytest.param(Body(b""), id="nothing"),
        pytest.param(Body(b"\x00\x01\x02" * 500), id="binary"),
    ],
)
async def test_case_21_an_answer_that_is_not_the_article_is_no_version_and_no_event(
    watched: Rig, site, clock, answer
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, answer)
        for _ in range(4):
            await looks(program, after=HOUR)
        look = watched.dossier(watched.items()[NEWS].item.id).look
        show(site, path, page(*TEXT))
        await looks(program, after=6 * HOUR)

    assert look is not None
    assert look.outcome in {"failed", "refused"}
    assert look.detail
    assert watched.hooks() == [("item.new", NEWS)]
    assert versions(watched) == ["first"]
    assert watched.items()[NEWS].item.content.split("\n\n") == list(TEXT)


async def test_case_22_a_text_that_is_nearly_gone_is_told_when_a_second_look_confirms_it(
    watched: Rig, site, clock
):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT, *TEXT[:2]))
        show(site, path, page("The footbridge is open."))
        await looks(program, after=HOUR)
        first = watched.hooks()
        await looks(program, after=dt.timedelta(minutes=10))
        await looks(program, after=HOUR)

    assert first == [("item.new", NEWS)]
    assert watched.hooks() == [("item.new", NEWS), ("item.revised", NEWS)]
    assert versions(watched)[1:] == ["removed"]


async def test_case_22_a_text_that_is_back_at_the_next_look_was_never_gone(watched, site, clock):
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page("The footbridge is open."))
        await looks(program, after=HOUR)
        show(site, path, page(*TEXT))
        await looks(program, after=dt.timedelta(minutes=10))

    assert watched.hooks() == [("item.new", NEWS)]
    assert versions(watched) == ["first"]


async def test_case_39_an_amp_address_of_a_known_article_is_another_name_for_it(
    watched: Rig, site, clock
):
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, SUMMARY)
        site.fault(article.path, page(*TEXT))
        await program.poll()
        await looks(program)
        watched_path = article.path
        site.edit(article.slug, path=f"/amp{watched_path}")
        await program.poll()
        await looks(program, after=HOUR)

    assert watched.hooks() == [("item.new", NEWS)]
    assert len(watched.items()) == 7


# ------------------------------------------------------------------ when, and how often
def visits(site: Newsroom, path: str) -> Sequence[dt.timedelta]:
    """The ages at which a page was asked for."""
    times = [visit.request.at for visit in site.visits(path)]
    return [at - times[0] for at in times]


async def test_looks_come_at_the_ages_of_the_configuration_and_then_no_more(watched, site, clock):
    watched.head = ['recheck = ["10m", "1h", "2h"]']
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        for _ in range(40):
            await looks(program, after=dt.timedelta(minutes=5))

    assert visits(site, path) == [dt.timedelta(minutes=each) for each in (0, 10, 60, 120)]


async def test_without_ages_a_page_is_looked_at_once_for_its_text(watched, site, clock):
    watched.head = ["recheck = []"]
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        await looks(program, after=48 * HOUR)

    assert len(site.visits(path)) == 1
    assert watched.items()[NEWS].item.content


async def test_a_change_begins_the_ages_anew(watched, site, clock):
    watched.head = ['recheck = ["10m", "1h"]']
    async with at_work(watched, clock) as program:
        path = await published(program, watched, site, first=page(*TEXT))
        show(site, path, page(*TEXT, "Correction: it was closed for eleven months."))
        for _ in range(30):
            await looks(program, after=dt.timedelta(minutes=5))

    assert visits(site, path) == [dt.timedelta(minutes=each) for each in (0, 10, 20, 70)]


async def test_a_page_that_did_not_change_is_asked_for_conditionally(watched, site, clock):
    site.conditional = True
    async with at_work(watched, clock) as program:
        await program.poll()
        article = site.publish(NEWS, f"{SUMMARY}\n" + "\n".join(TEXT))
        await program.poll()
        await looks(program)
        await looks(program, after=HOUR)

    assert [visit.status for visit in site.visits(article.path)] == [200, 304]


async def test_show_and_why_say_when_the_page_was_looked_at(watched, site, clock):
    from tests.e2e.rig import verb

    async with at_work(watched, clock) as program:
        await published(program, watched, site, first=page(*TEXT))

    shown = verb(watched, "why", NEWS)
    assert "looked at" in shown.out
    assert "next look" in shown.out
