"""The composition root: from one configuration to the jobs, with everything that they need."""

import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace

from monitor import __version__, identify
from monitor.clock import Clock, SystemClock
from monitor.config import (
    ChannelSettings,
    Configuration,
    EmailSettings,
    FileSettings,
    StdoutSettings,
    WebhookSettings,
)
from monitor.daemon.thrift import spare_memory
from monitor.deliver import (
    Channel,
    ChannelSpec,
    EmailSpec,
    FileSpec,
    PostAnswer,
    StdoutSpec,
    WebhookSpec,
    build_channel,
)
from monitor.fetch import Fetcher, FetchPolicy, Outgoing
from monitor.jobs.digest import DigestMaker
from monitor.jobs.dispatch import Dispatcher, Route
from monitor.jobs.flights import Doors
from monitor.jobs.holding import HeldTeller
from monitor.jobs.keeping import Keeping
from monitor.jobs.looks import Looker
from monitor.jobs.poll import Poller
from monitor.jobs.rejudge import Rejudge
from monitor.jobs.upkeep import Upkeep, retention_of
from monitor.match import Profile, load_profile
from monitor.plan import Desk
from monitor.records import LookPolicy, Schedule
from monitor.sandbox import Sandbox
from monitor.store import Store, open_store
from monitor.text import FOLD_VERSION

log = logging.getLogger(__name__)

ANSWER_LIMIT_BYTES = 4_096  # of a receiver's answer: enough for its first sentence
DEFAULT_TOPIC = "south-caucasus"


@dataclass(slots=True)
class House:
    """Everything that runs, built once; a reload configures it again."""

    configuration: Configuration
    store: Store
    keeping: Keeping
    fetcher: Fetcher
    poller: Poller
    looker: Looker
    dispatcher: Dispatcher
    digests: DigestMaker
    held: HeldTeller
    upkeep: Upkeep
    rejudge: Rejudge
    clock: Clock
    channels: dict[str, Channel]

    async def configure(self, configuration: Configuration) -> None:
        """Use `configuration` from now on. Raises MonitorError and then changes nothing."""
        await self.adopt(configuration, *wishes_of(configuration))

    async def adopt(
        self, configuration: Configuration, desk: Desk, schedules: tuple[Schedule, ...]
    ) -> None:
        """As :meth:`configure`, with what :func:`wishes_of` made of the configuration."""
        channels = channels_of(configuration, self.fetcher)
        await self.keeping(self.store.enrol, configuration.sources, now=self.clock.now())
        self.configuration = configuration
        self.fetcher.reconfigure(policy_of(configuration))
        self.poller.configure(configuration.sources, desk)
        self.rejudge.configure(configuration.sources, desk)
        self.looker.configure(configuration.sources, desk)
        self.dispatcher.configure(
            {
                settings.name: Route(channel=channels[settings.name], policy=settings.retry)
                for settings in configuration.channels
            }
        )
        self.upkeep.configure(retention_of(configuration))
        self.digests.configure(schedules, desk.recipients)
        self.held.configure(configuration.sources, desk)
        for old in self.channels.values():
            await old.close()
        self.channels = channels


@contextlib.asynccontextmanager
async def open_house(
    configuration: Configuration, *, clock: Clock | None = None
) -> AsyncIterator[House]:
    """Build everything for `configuration`, and take it down again.

    Raises:
        ConfigError: a topic cannot be used.
        StoreError: the database cannot be used, or another monitor is at work on it.
    """
    spare_memory()
    clock = clock or SystemClock()
    wishes = wishes_of(configuration)  # a broken topic is told before the database is touched
    keeping = Keeping()
    try:
        store = await keeping(_open, configuration.database, clock)
    except BaseException:
        keeping.close()
        raise
    fetcher = Fetcher(policy_of(configuration))
    sandbox = Sandbox()
    dispatcher = Dispatcher(store=store, keeping=keeping, clock=clock)
    doors = Doors(store=store, keeping=keeping, clock=clock, told=dispatcher.ring)
    house = House(
        configuration=configuration,
        store=store,
        keeping=keeping,
        fetcher=fetcher,
        dispatcher=dispatcher,
        poller=Poller(site=fetcher, reader=sandbox, doors=doors),
        looker=Looker(site=fetcher, reader=sandbox, doors=doors),
        digests=DigestMaker(store=store, keeping=keeping, clock=clock, told=dispatcher.ring),
        held=HeldTeller(store=store, keeping=keeping, clock=clock, told=dispatcher.ring),
        upkeep=Upkeep(store, keeping, clock),
        rejudge=Rejudge(store, keeping, clock),
        clock=clock,
        channels={},
    )
    try:
        await house.adopt(configuration, *wishes)
        yield house
    finally:
        for channel in house.channels.values():
            await channel.close()
        await sandbox.aclose()
        await fetcher.aclose()
        await keeping(store.close)
        keeping.close()


def _open(database: str, clock: Clock) -> Store:
    """The database for its one writer, with keys of this program's folding. Raises StoreError."""
    store = open_store(database, write=True, now=clock.now())
    try:
        if store.needs_rebuild(FOLD_VERSION):
            log.info("text is folded otherwise now: computing all keys anew, nothing is told")
            store.rebuild_keys(
                identify.content_keys, fold_version=FOLD_VERSION, aliases=identify.folded_aliases
            )
            store.beat(clock.now())
    except BaseException:
        store.close()
        raise
    return store


def wishes_of(configuration: Configuration) -> tuple[Desk, tuple[Schedule, ...]]:
    """What decisions are made with, and the digests; topics are compiled once for both.

    Raises:
        ConfigError: a topic cannot be used.
    """
    profiles = _profiles(configuration)
    desk = Desk(
        topics=tuple({profile.topic: profile for profile in profiles.values()}.values()),
        rules=tuple(
            replace(rule, topics=tuple(profiles[name].topic for name in rule.topics))
            for rule in configuration.alerts
        ),
        limits=configuration.limits,
        recipients=recipients_of(configuration),
        live_every=configuration.live_every,
        looks=LookPolicy(ages=configuration.recheck, confirm_after=configuration.confirm_after),
    )
    schedules = tuple(
        replace(digest, topics=tuple(profiles[name].topic for name in digest.topics))
        for digest in configuration.digests
    )
    return desk, schedules


def desk_of(configuration: Configuration) -> Desk:
    """What decisions are made with. Raises ConfigError for a topic that cannot be used."""
    return wishes_of(configuration)[0]


def schedules_of(configuration: Configuration) -> tuple[Schedule, ...]:
    """The digests, their topics by the names that matches bear. Raises ConfigError."""
    return wishes_of(configuration)[1]


def _profiles(configuration: Configuration) -> dict[str, Profile]:
    """Every topic in use, by its name in the configuration: a built-in one or a file."""
    names = [DEFAULT_TOPIC, *(t for rule in configuration.alerts for t in rule.topics)]
    names += (t for digest in configuration.digests for t in digest.topics)
    return {name: load_profile(name) for name in dict.fromkeys(names)}


def recipients_of(configuration: Configuration) -> Mapping[str, tuple[str, ...]]:
    """Who stands behind each channel that is more than one place."""
    return {
        channel.name: channel.to
        for channel in configuration.channels
        if isinstance(channel, EmailSettings)
    }


def policy_of(configuration: Configuration) -> FetchPolicy:
    """How we behave towards sites."""
    contact = f"; {configuration.contact}" if configuration.contact else ""
    return FetchPolicy(
        user_agent=f"monitor/{__version__} (news monitor{contact})",
        allow_addresses=configuration.allow_addresses,
        host_gap=configuration.host_gap,
    )


def channels_of(configuration: Configuration, fetcher: Fetcher) -> dict[str, Channel]:
    """The configured channels; webhooks go out through the program's one outbound function."""
    post = _Poster(fetcher)
    return {
        settings.name: build_channel(_spec(settings), send=post)
        for settings in configuration.channels
    }


def _spec(settings: ChannelSettings) -> ChannelSpec:
    match settings:
        case WebhookSettings():
            return WebhookSpec(name=settings.name, url=settings.url, secrets=settings.secrets)
        case EmailSettings():
            return EmailSpec(
                name=settings.name,
                host=settings.host,
                port=settings.port,
                security=settings.security,
                username=settings.username,
                password=settings.password,
                sender=settings.sender,
                to=settings.to,
                host_id=settings.sender.rpartition("@")[2].strip("> ") or "monitor.localhost",
            )
        case FileSettings():
            return FileSpec(name=settings.name, path=str(settings.path))
        case StdoutSettings():
            return StdoutSpec(name=settings.name)


@dataclass(frozen=True, slots=True)
class _Poster:
    """The webhook's door to the world."""

    fetcher: Fetcher

    async def __call__(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes,
        timeout_s: float,
        allow_addresses: tuple[str, ...],
    ) -> PostAnswer:
        """One POST, no redirect followed. Raises FetchError."""
        answer = await self.fetcher.send(
            Outgoing(
                url=url,
                method="POST",
                headers=tuple(headers.items()),
                body=body,
                needs_body=False,
                total_s=timeout_s,
                body_limit_bytes=ANSWER_LIMIT_BYTES,
                allow_addresses=allow_addresses,
            )
        )
        return PostAnswer(
            status=answer.status, headers=dict(answer.headers), body_start=answer.body
        )
