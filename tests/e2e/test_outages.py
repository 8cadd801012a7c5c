"""A receiver that is away for a while: the other one is not delayed, and each hears once."""

from collections.abc import Iterator

import pytest

from monitor.testing import Newsroom, Refuse, Vanish
from tests.e2e.rig import Rig, eventually, newsroom, verb

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
LATER = "Yerevan plants plane trees along the Hrazdan"
TEXT = "The city hall said so on Monday, and the work is to end before the spring."
POLLS = 5


@pytest.fixture
def kura(rig: Rig) -> Iterator[Newsroom]:
    with newsroom() as site:
        site.publish("Old notice of the Lisbon harbour office", "Berth 7 is closed for cleaning.")
        rig.source("kura", site.url("/rss.xml"))
        rig.write()
        yield site


def subjects(rig: Rig) -> list[str]:
    return [letter.text.partition("\n")[0] for letter in rig.letters()]


def test_mail_that_is_down_for_five_polls_comes_once_and_the_webhook_did_not_wait(rig: Rig, kura):
    assert verb(rig, "poll").code == 0
    kura.publish(NEWS, TEXT)
    rig.post.down()

    codes = [verb(rig, "poll").code for _ in range(POLLS)]

    assert codes == [1] * POLLS
    assert (rig.hooks(), rig.letters()) == ([("item.new", NEWS)], ())
    rig.post.up()
    assert verb(rig, "poll").code == 0
    assert (rig.hooks(), subjects(rig)) == ([("item.new", NEWS)], [NEWS])
    assert verb(rig, "poll").code == 0
    assert (len(rig.hooks()), len(rig.letters())) == (1, 1)


def test_a_webhook_that_is_down_for_five_polls_is_told_once_and_mail_did_not_wait(rig: Rig, kura):
    assert verb(rig, "poll").code == 0
    kura.publish(NEWS, TEXT)
    rig.desk.down()

    codes = [verb(rig, "poll").code for _ in range(POLLS)]

    assert codes == [1] * POLLS
    assert (rig.hooks(), subjects(rig)) == ([], [NEWS])
    rig.desk.up()
    assert verb(rig, "poll").code == 0
    assert (rig.hooks(), subjects(rig)) == ([("item.new", NEWS)], [NEWS])
    assert verb(rig, "poll").code == 0
    assert (len(rig.hooks()), len(rig.letters())) == (1, 1)


def test_a_webhook_that_fails_for_five_polls_gets_every_attempt_under_one_id(rig: Rig, kura):
    verb(rig, "poll")
    kura.publish(NEWS, TEXT)
    rig.desk.answers(*[500] * POLLS)

    for _ in range(POLLS + 1):
        verb(rig, "poll")

    assert [hook.status for hook in rig.desk.hooks()] == [*[500] * POLLS, 204]
    assert len({(hook.id, hook.request.body) for hook in rig.desk.hooks()}) == 1
    assert subjects(rig) == [NEWS]


def test_mail_cut_before_the_thank_you_is_sent_again_as_the_same_mail(rig: Rig, kura):
    verb(rig, "poll")
    kura.publish(NEWS, TEXT)
    rig.post.trouble("letter", Vanish(), times=1)

    codes = [verb(rig, "poll").code for _ in range(2)]

    assert codes == [1, 0]
    first, second = rig.letters()
    assert first.raw == second.raw


def test_mail_that_is_refused_for_good_is_shown_and_not_tried_for_ever(rig: Rig, kura):
    verb(rig, "poll")
    kura.publish(NEWS, TEXT)
    rig.post.trouble("letter", Refuse(554, "no thanks"), times=1)

    assert verb(rig, "poll").code == 1
    verb(rig, "poll")

    assert rig.letters() == ()
    dead = verb(rig, "alerts", "list", "--state", "dead")
    assert (dead.code, dead.out.count("\n")) == (0, 1)
    assert "no thanks" in dead.out
    assert verb(rig, "alerts", "retry", "--channel", "letters").code == 0
    verb(rig, "poll")
    assert subjects(rig) == [NEWS]


def test_under_a_running_daemon_either_receiver_can_be_away_for_five_polls(rig: Rig, kura):
    def polled(times: int) -> bool:
        before = len(kura.visits("/rss.xml"))
        return eventually(lambda: len(kura.visits("/rss.xml")) >= before + times, within_s=40)

    with rig.daemon() as daemon:
        assert polled(1)
        rig.post.down()
        kura.publish(NEWS, TEXT)
        assert rig.desk.wait_for(1, within_s=20)
        assert polled(POLLS)
        assert rig.letters() == ()
        rig.post.up()
        assert rig.post.wait_for(1, within_s=20)

        rig.desk.down()
        kura.publish(LATER, TEXT)
        assert rig.post.wait_for(2, within_s=20)
        assert polled(POLLS)
        assert len(rig.hooks()) == 1
        rig.desk.up()
        assert rig.desk.wait_for(2, within_s=20)

        assert polled(1)
        assert daemon.stop() == 0

    assert rig.hooks() == [("item.new", NEWS), ("item.new", LATER)]
    assert subjects(rig) == [NEWS, LATER]
