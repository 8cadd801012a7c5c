"""From a configuration to a house: wishes, manners, channels, and what is refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor import __version__
from monitor.daemon import desk_of, open_house, schedules_of
from monitor.daemon.building import channels_of, policy_of, recipients_of
from monitor.errors import ConfigError, StoreError
from monitor.fetch import Fetcher
from monitor.testing import Newsroom
from tests.daemon.settings import HEAD, alert, configured, digest, mail, source, webhook

pytestmark = pytest.mark.anyio

FEED = source("kura", "https://kura.example/feed")
FILE = '\n[[channel]]\nname = "log"\nkind = "file"\npath = "alerts.jsonl"\n'
STDOUT = '\n[[channel]]\nname = "out"\nkind = "stdout"\n'


def test_sites_learn_whom_to_write_to(tmp_path: Path):
    configuration = configured(tmp_path, 'contact = "desk@kura.example"\n', FEED)

    agent = policy_of(configuration).user_agent

    assert agent == f"monitor/{__version__} (news monitor; desk@kura.example)"


def test_without_a_contact_the_program_is_named_alone(tmp_path: Path):
    policy = policy_of(configured(tmp_path, FEED))

    assert policy.user_agent == f"monitor/{__version__} (news monitor)"
    assert policy.allow_addresses == ("127.0.0.0/8",)


async def test_every_kind_of_channel_is_built(tmp_path: Path):
    tables = (webhook("https://desk.example/hook"), mail(25, "a@x.example"), FILE, STDOUT)
    configuration = configured(tmp_path, FEED, *tables)
    fetcher = Fetcher(policy_of(configuration))

    channels = channels_of(configuration, fetcher)
    await fetcher.aclose()

    assert {name: channel.name for name, channel in channels.items()} == {
        name: name for name in ("desk", "mail", "log", "out")
    }


def test_only_mail_stands_for_several_people(tmp_path: Path):
    tables = (webhook("https://desk.example/hook"), mail(25, "a@x.example", "b@x.example"))

    assert recipients_of(configured(tmp_path, FEED, *tables)) == {
        "mail": ("a@x.example", "b@x.example")
    }


def test_a_topic_that_is_a_file_is_known_by_the_name_that_stands_in_it(tmp_path: Path):
    (tmp_path / "mine.toml").write_text('any = ["lithium"]\n', "utf-8")
    wish = alert("desk").replace('["south-caucasus"]', '["south-caucasus", "mine.toml"]')
    plan = digest("desk") + 'topics = ["mine.toml"]\n'
    configuration = configured(tmp_path, FEED, webhook("https://desk.example/hook"), wish, plan)

    desk = desk_of(configuration)

    assert [topic.topic for topic in desk.topics] == ["south-caucasus", "mine"]
    assert desk.rules[0].topics == ("south-caucasus", "mine")
    assert schedules_of(configuration)[0].topics == ("mine",)


async def test_a_topic_that_broke_since_is_told_before_the_database_is_made(tmp_path: Path):
    topic = tmp_path / "mine.toml"
    topic.write_text('any = ["lithium"]\n', "utf-8")
    wish = alert("desk").replace("south-caucasus", "mine.toml")
    configuration = configured(tmp_path, FEED, webhook("https://desk.example/hook"), wish)
    topic.write_text("any = [", "utf-8")

    with pytest.raises(ConfigError, match=r"mine\.toml"):
        async with open_house(configuration):
            pass

    assert not (tmp_path / "monitor.db").exists()


async def test_P08_a_second_house_on_one_database_is_refused(tmp_path: Path):  # noqa: N802 - the row
    configuration = configured(tmp_path, FEED)
    async with open_house(configuration) as house:
        with pytest.raises(StoreError, match="another monitor"):
            async with open_house(configuration):
                pass

        assert house.store.sources()[0].state.name == "kura"


async def test_a_configuration_that_cannot_be_used_changes_nothing(tmp_path: Path):
    configuration = configured(tmp_path, FEED)
    (tmp_path / "mine.toml").write_text('any = ["lithium"]\n', "utf-8")
    wish = alert("desk").replace("south-caucasus", "mine.toml")
    other = source("aras", "https://aras.example/feed")
    fresh = configured(tmp_path, other, webhook("https://desk.example/hook"), wish)
    (tmp_path / "mine.toml").unlink()

    async with open_house(configuration) as house:
        with pytest.raises(ConfigError):
            await house.configure(fresh)

        assert house.configuration is configuration
        assert [row.state.name for row in house.store.sources(enrolled=True)] == ["kura"]


async def test_another_configuration_is_used_from_then_on(tmp_path: Path):
    async with open_house(configured(tmp_path, FEED, STDOUT)) as house:
        other = source("aras", "https://aras.example/feed")
        await house.configure(configured(tmp_path, other, FILE))

        assert [row.state.name for row in house.store.sources(enrolled=True)] == ["aras"]
        assert list(house.channels) == ["log"]


async def test_keys_of_another_folding_are_computed_anew_and_nothing_is_lost(
    tmp_path: Path, site: Newsroom
):
    configuration = configured(tmp_path, source("kura", site.url("/rss.xml")))
    async with open_house(configuration) as house:
        await house.poller.round(seen=lambda visit: None)
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as database, database:
        database.execute("UPDATE meta SET value = '0' WHERE key = 'fold_version'")

    async with open_house(configuration) as house:
        (polled,) = await house.poller.round(seen=lambda visit: None)

        assert polled.poll.new == 0
        assert len(house.store.items()) == 1


async def test_a_database_that_cannot_be_opened_leaves_no_thread_behind(tmp_path: Path):
    (tmp_path / "monitor.db").mkdir()

    with pytest.raises(StoreError, match="is not a file"):
        async with open_house(configured(tmp_path, FEED, head=HEAD)):
            pass


async def test_keys_that_cannot_be_computed_leave_the_database_free_for_the_next_try(
    tmp_path: Path, site: Newsroom
):
    configuration = configured(tmp_path, source("kura", site.url("/rss.xml")))
    async with open_house(configuration) as house:
        await house.poller.round(seen=lambda visit: None)
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as database, database:
        database.execute("UPDATE meta SET value = '0' WHERE key = 'fold_version'")
        database.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'no'); END"
        )

    for _ in range(2):
        with pytest.raises(sqlite3.IntegrityError, match="no"):
            async with open_house(configuration):
                pass
