"""The demo's world: eight invented sites, a webhook receiver and a mailbox, all on loopback."""

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.testing import Mailbox, Newsroom, Receiver, Story, outlets, stories

SECRET = "whsec_bW9uaXRvci1kZW1vLXNlY3JldC0zMi1ieXRlcw=="  # noqa: S105 - signs to ourselves
SECRET_VARIABLE = "DEMO_SECRET"  # noqa: S105 - a name, not a secret
DESK, LETTERS = "desk", "letters"  # the two channels
DIGEST = "morning"
ZONE = "Asia/Tbilisi"
LOOK_AGAIN_S = 8  # after the first sight of an article its page is looked at again


@dataclass(frozen=True, slots=True)
class Beat:
    """A source of the configuration: which site it reads, and where."""

    source: str
    outlet: str
    path: str
    kind: str


BEATS = (
    Beat("kura-post", "Kura Post", "/rss.xml", "auto"),
    Beat("kura-post-page", "Kura Post", "/latest", "listing"),
    Beat("atlas-dispatch", "Atlas Dispatch", "/rss.xml", "feed"),
    Beat("stepnoy-telegraf", "Степной телеграф", "/feed.json", "feed"),
    Beat("ararat", "Արարատի տեղեկագիր", "/atom.xml", "feed"),
    Beat("xezer", "Xəzər Bülleteni", "/rdf.xml", "auto"),
    Beat("mtkvari", "მტკვრის ამბები", "/latest", "listing"),
    Beat("bogaz", "Boğaz Haber", "/news/story-1", "listing"),  # the list beside an article
    Beat("northern-gale", "Northern Gale", "/rss.xml", "feed"),  # the one that will break
)
BREAKING = "northern-gale"
ARCHIVES: Mapping[str, slice] = {
    "Kura Post": slice(0, 5),
    "Atlas Dispatch": slice(5, 10),
    "Northern Gale": slice(10, 13),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that is not the program."""

    sites: Mapping[str, Newsroom]  # by outlet
    receiver: Receiver
    mailbox: Mailbox

    def site(self, source: str) -> Newsroom:
        """The newsroom behind a source."""
        return self.sites[next(beat.outlet for beat in BEATS if beat.source == source)]

    @property
    def polls(self) -> Mapping[str, int]:
        """How often each source was asked so far."""
        return {beat.source: len(self.sites[beat.outlet].visits(beat.path)) for beat in BEATS}

    @property
    def archive_size(self) -> int:
        """How many articles the sources show together; a page does not list itself."""
        pages = sum(beat.path.startswith("/news/") for beat in BEATS)
        return sum(len(site.articles) for site in self.sites.values()) - pages


@contextlib.contextmanager
def open_world() -> Iterator[World]:
    """Start every server, with the old stories in place; all end with the block."""
    with contextlib.ExitStack() as stack:
        sites = {}
        for outlet in outlets():
            site = Newsroom(outlet.name, language=outlet.language)
            sites[outlet.name] = stack.enter_context(site)
            _fill(site, outlet.language)
        receiver = stack.enter_context(Receiver())
        mailbox = stack.enter_context(Mailbox())
        yield World(sites=sites, receiver=receiver, mailbox=mailbox)


def _fill(site: Newsroom, language: str) -> None:
    """Print the old stories, one a day, the newest yesterday."""
    archive = stories(language, is_archive=True)
    chosen: tuple[Story, ...] = archive[ARCHIVES.get(site.name, slice(None))]
    now = dt.datetime.now(dt.UTC)
    for age, old in zip(range(len(chosen), 0, -1), chosen, strict=True):
        site.publish(old.title, old.summary, published=now - dt.timedelta(days=age))


def write_configuration(world: World, directory: Path) -> Path:
    """Write the ``sources.toml`` of the demo; its path."""
    countries = {outlet.name: outlet.country for outlet in outlets()}
    later = dt.datetime.now(ZoneInfo(ZONE)) + dt.timedelta(hours=6)  # not while we look
    head = _HEAD.format(
        zone=ZONE,
        secret=SECRET_VARIABLE,
        hook=world.receiver.url,
        port=world.mailbox.port,
        digest=DIGEST,
        again=f"{LOOK_AGAIN_S}s",
        digest_at=f"{later:%H:%M}",
    )
    parts = [head]
    for beat in BEATS:
        site = world.sites[beat.outlet]
        country = countries[beat.outlet]
        parts.append(
            f'[[source]]\nname = "{beat.source}"\nurl = "{site.url(beat.path)}"\n'
            f'kind = "{beat.kind}"\nlanguage = "{site.language}"\nevery = "1s"\n'
            + (f'country = "{country}"\n' if country else "")
        )
    path = directory / "sources.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


_HEAD = """\
# Written by monitor demo: every span is as short as it may be, every address is this machine.
[monitor]
database = "monitor.db"
contact = "demo@example.org"
timezone = "{zone}"
allow_addresses = ["127.0.0.0/8"]
min_interval = "1s"
host_gap = "0s"
error_backoff = "1s"
recheck = ["{again}"]
confirm_after = "1s"

[[channel]]
name = "desk"
kind = "webhook"
url = "{hook}"
secret_env = "{secret}"
retry = ["1s", "1s", "2s", "2s", "3s"]

[[channel]]
name = "letters"
kind = "email"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "monitor@example.org"
to = ["editor@example.org"]
retry = ["1s", "1s", "2s", "2s", "3s"]

[[alert]]
name = "south-caucasus"
topics = ["south-caucasus"]
events = ["item.new", "item.revised", "item.withdrawn"]
to = ["desk", "letters"]

[[digest]]
name = "{digest}"
to = ["letters"]
at = "{digest_at}"
"""
