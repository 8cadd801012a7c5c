"""One round without a daemon: poll and tell, a digest by hand, a test message."""

from pathlib import Path

import pytest

from monitor.daemon import poll_once, schedules_of, send_digest, send_test
from monitor.records import Accepted, Deferred, Rejected
from monitor.testing import Mailbox, Newsroom, Receiver
from tests.daemon.settings import alert, configured, digest, mail, source, webhook

pytestmark = pytest.mark.anyio

NEWS = "Georgia and Armenia open a second crossing"


def ignore(visit: object) -> None:
    """Nobody watches."""


async def test_a_round_polls_keeps_and_tells(tmp_path: Path, site: Newsroom, desk: Receiver):
    feed = source("kura", site.url("/rss.xml"))
    configuration = configured(tmp_path, feed, webhook(desk.url), alert("desk"))
    seen: list[str] = []

    first = await poll_once(configuration, None, seen=lambda visit: seen.append(visit.source.name))
    site.publish(NEWS, "Trucks pass from today.")
    second = await poll_once(configuration, ["kura"], seen=ignore)

    assert seen == ["kura"]
    assert (first.polled[0].poll.new, first.tallies["desk"].delivered) == (1, 0)
    assert (second.polled[0].poll.new, second.tallies["desk"].delivered) == (1, 1)
    assert [hook.title for hook in desk.taken()] == [NEWS]


async def test_what_waits_for_its_next_try_is_tried_in_the_next_round(
    tmp_path: Path, site: Newsroom, desk: Receiver
):
    feed = source("kura", site.url("/rss.xml"))
    configuration = configured(tmp_path, feed, webhook(desk.url), alert("desk"))
    await poll_once(configuration, None, seen=ignore)
    site.publish(NEWS, "Trucks pass from today.")
    desk.answers(503)

    second = await poll_once(configuration, None, seen=ignore)
    third = await poll_once(configuration, None, seen=ignore)

    assert second.tallies["desk"].deferred == 1
    assert third.tallies["desk"].delivered == 1
    assert len({hook.id for hook in desk.hooks()}) == 1


async def test_a_digest_by_hand_goes_to_every_reader(tmp_path: Path, site: Newsroom, post: Mailbox):
    feed = source("kura", site.url("/rss.xml"))
    readers = mail(post.port, "one@kura.example", "two@kura.example")
    configuration = configured(tmp_path, feed, readers, digest("mail"))
    await poll_once(configuration, None, seen=ignore)
    site.publish(NEWS, "Trucks pass from today.")
    await poll_once(configuration, None, seen=ignore)

    tallies = await send_digest(configuration, schedules_of(configuration)[0])

    assert tallies["mail"].delivered == 2
    assert all(NEWS in letter.text for letter in post.letters())
    assert {letter.recipients for letter in post.letters()} == {
        ("one@kura.example",),
        ("two@kura.example",),
    }


async def test_a_test_message_is_signed_with_the_senders_host_and_told_to_each(
    tmp_path: Path, post: Mailbox
):
    post.refuse_recipient("two@kura.example")
    configuration = configured(tmp_path, mail(post.port, "one@kura.example", "two@kura.example"))

    receipts = dict(await send_test(configuration, "mail"))

    assert isinstance(receipts["one@kura.example"], Accepted)
    assert isinstance(receipts["two@kura.example"], Rejected)
    assert post.letters()[0].id.endswith("@kura.example>")
    assert not (tmp_path / "monitor.db").exists()


async def test_a_test_message_over_a_webhook_gives_the_receivers_answer(
    tmp_path: Path, desk: Receiver
):
    desk.answers(503)
    configuration = configured(tmp_path, webhook(desk.url))

    ((recipient, receipt),) = await send_test(configuration, "desk")

    assert (recipient, type(receipt)) == ("", Deferred)
    assert desk.hooks()[0].event == "source.changed"
