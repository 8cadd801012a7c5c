"""Pages of articles as the tests of looks publish them, and looks at them."""

import datetime as dt
from html import escape

from monitor.testing import Body, Newsroom, Status
from monitor.testing.http import Hang
from tests.e2e.rig import Program, Rig

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
    await program.house.held.tell_due()
    await program.tell()


def versions(rig: Rig, title: str = NEWS) -> list[str]:
    """The edit classes of an item's versions."""
    item = rig.items()[title].item
    return [each.edit for each in rig.dossier(item.id).revisions]
