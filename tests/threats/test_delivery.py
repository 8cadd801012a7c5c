"""Group D and secrets where the program as a whole speaks: who hears what, how often, and when."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import json
import resource

import pytest

from monitor.records import Message
from monitor.testing import Hang, Newsroom, Receiver, Refuse, Status, is_signed
from tests import planted
from tests.e2e.rig import SECRET, Outcome, Rig, verb
from tests.threats.house import HOUR, NEWS, TEXT, told, under_fire

pytestmark = pytest.mark.anyio

ROUNDS = 8
BACKLOG = 2_000
SOURCES = 20
MORE_BYTES = 30 * 2**20


def story(number: int) -> str:
    return f"Batumi harbour adds pier number {number}"


async def test_D13_while_a_receiver_thinks_polling_goes_on(rig: Rig, clock, kura: Newsroom):
    rig.to = ("desk",)
    rig.desk.answers_always(Hang())
    async with under_fire(rig, clock) as program:
        await program.gather()
        program.house.dispatcher.start()
        kura.publish(story(0), TEXT)
        await program.gather()
        program.house.dispatcher.ring()
        assert await rig.desk.until(lambda: len(rig.desk.hooks()) == 1)
        new = []
        for number in range(1, ROUNDS):
            kura.publish(story(number), TEXT)
            new.append((await program.gather())["kura"].poll.new)
        still_thinking = rig.desk.taken() == ()
        await program.house.dispatcher.stop(0.05)

    assert new == [1] * (ROUNDS - 1)
    assert still_thinking
    rig.desk.answers_always(None)
    clock.advance(HOUR)
    async with under_fire(rig, clock) as program:
        await program.tell()
    assert sorted(told(rig)) == sorted(story(number) for number in range(ROUNDS))
    ids = {hook.id for hook in rig.desk.hooks()}
    assert len(ids) == ROUNDS


async def test_D15_a_backlog_of_two_thousand_is_told_whole_in_order_and_in_little_memory(
    rig: Rig, clock, kura
):
    async with under_fire(rig, clock) as program:
        house = program.house
        with house.store.batch():
            for number in range(BACKLOG):
                body = json.dumps({"type": "item.new", "data": {"item": {"title": story(number)}}})
                house.store.enqueue(
                    [
                        Message(
                            id=f"msg_{number:05}",
                            type="item.new",
                            channel="desk",
                            created_at=clock.now(),
                            body=body,
                            source=f"source-{number % SOURCES}",
                        )
                    ]
                )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        tally = await house.dispatcher.drain("desk")
        grown_bytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024

    assert tally.delivered == BACKLOG
    ids = [hook.id for hook in rig.desk.taken()]
    assert len(set(ids)) == len(ids) == BACKLOG
    for rest in range(SOURCES):
        mine = [name for name in ids if int(name.removeprefix("msg_")) % SOURCES == rest]
        assert mine == sorted(mine)
    assert grown_bytes < MORE_BYTES


def test_D18_an_old_alert_is_sent_again_on_command_under_its_old_id(rig: Rig, kura: Newsroom):
    rig.to = ("desk",)
    rig.write()
    verb(rig, "poll")
    kura.publish(NEWS, TEXT)
    verb(rig, "poll")
    (first,) = rig.desk.taken()

    assert verb(rig, "alerts", "retry", first.id).code == 0
    verb(rig, "poll")
    verb(rig, "poll")

    one, again = rig.desk.taken()
    assert (again.id, again.request.body) == (one.id, one.request.body)
    assert is_signed(again.request, SECRET)


async def test_D19_what_stood_there_at_the_first_look_is_kept_and_not_told(rig: Rig, clock, kura):
    kura.publish(NEWS, TEXT)
    async with under_fire(rig, clock) as program:
        first = await program.poll()
        kura.publish(story(1), TEXT)
        await program.poll()

    assert first["kura"].poll.new == 2
    assert NEWS in rig.items()
    assert told(rig) == [story(1)]
    assert len(rig.letters()) == 1


async def test_D08_and_D01_two_receivers_that_are_away_hear_each_message_once(
    rig: Rig, clock, kura
):
    async with under_fire(rig, clock) as program:
        await program.poll()
        rig.desk.answers_always(Status(503))
        rig.post.trouble("connect", Refuse(421), times=None)
        for number in range(4):
            kura.publish(story(number), TEXT)
            await program.poll()
            clock.advance(HOUR)
        assert (rig.desk.taken(), rig.letters()) == ((), ())
        rig.desk.answers_always(None)
        rig.post.recover()
        await program.poll()
        await program.poll()

    assert sorted(told_ok(rig.desk)) == sorted(story(number) for number in range(4))
    assert len({letter.id for letter in rig.letters()}) == len(rig.letters()) == 4


def told_ok(desk: Receiver) -> list[str]:
    return [hook.title for hook in desk.taken()]


# ------------------------------------------------------------------ secrets
def test_A09_a_planted_secret_is_in_nothing_that_is_said_or_kept(rig: Rig, kura: Newsroom):
    config = rig.write()
    text = (
        config.read_text("utf-8")
        .replace(SECRET, planted.SIGNING)
        .replace("/hook", f"/hook?key={planted.TOKEN}")
    )
    config.write_text(
        text.replace(
            'security = "none"',
            f'security = "none"\nusername = "e"\npassword = "{planted.PASSWORD}"',
        ),
        encoding="utf-8",
    )
    said: list[Outcome] = [verb(rig, "check"), verb(rig, "check", "--json"), verb(rig, "poll")]
    kura.publish(NEWS, TEXT)
    rig.desk.answers(500)
    said += [
        verb(rig, *words)
        for words in (
            ("poll",),
            ("alerts", "list"),
            ("alerts", "test", "desk"),
            ("alerts", "test", "letters"),
            ("why", NEWS),
            ("sources", "list"),
        )
    ]
    rig.desk.down()
    said += [verb(rig, "poll"), verb(rig, "alerts", "list", "--json")]
    config.write_text(config.read_text("utf-8") + "\n[broken", encoding="utf-8")
    said.append(verb(rig, "poll"))

    everything = "".join(one.out + one.err for one in said)
    kept = b"".join(path.read_bytes() for path in rig.directory.glob("monitor.db*"))
    assert rig.desk.hooks()
    assert "letters" in everything
    assert not planted.is_in(everything)
    assert not planted.is_in(kept)
