"""Verbs about telling: alerts list, retry, test; digest preview, send."""

import json
from pathlib import Path

import pytest

from monitor.testing import Refuse
from tests.cli.world import EDITED, NEWS, World

NEW = "Georgia and Armenia agree on a bridge"


@pytest.fixture
def owing(fresh: World) -> World:
    """A world in which the desk was busy when something came."""
    fresh.kura.publish("Shop hours in Lisbon")
    assert fresh.run("poll").code == 0
    fresh.kura.publish(NEW, "Work begins in spring.")
    fresh.desk.answers(503)
    assert fresh.run("poll").code == 1
    return fresh


# ------------------------------------------------------------------ list
def test_deliveries_are_listed_newest_first_with_the_answer(world: World):
    answer = world.run("alerts", "list", "--channel", "desk")

    rows = [line.split("\t") for line in answer.lines]
    assert {(row[2], row[5], row[6]) for row in rows} >= {
        ("delivered", f"item.new {NEWS}", "answered 204"),
        ("delivered", f"item.revised {EDITED}", "answered 204"),
    }
    assert "item.new" in rows[-1][5]
    assert {row[1] for row in rows} == {"desk"}
    assert all(row[7].startswith("msg_") for row in rows)
    assert "mail (one@kura.example)" in world.run("alerts", "list").out


def test_what_waits_says_how_much_and_until_when(owing: World):
    answer = owing.run("alerts", "list", "--state", "waiting")

    (row,) = (line.split("\t") for line in answer.lines)
    assert row[2:4] == ["waiting", "1"]
    assert row[4]
    assert row[6] == "answered 503"
    assert answer.err.startswith("desk: 1 waiting, ")


def test_json_gives_one_delivery_a_line(owing: World):
    rows = [json.loads(line) for line in owing.run("alerts", "list", "--json").lines]

    assert {row["channel"]: row["state"] for row in rows} == {
        "desk": "waiting",
        "mail": "delivered",
    }
    assert all((row["next_try"] is None) == (row["state"] != "waiting") for row in rows)


def test_nothing_given_up_is_nothing_found(world: World):
    answer = world.run("alerts", "list", "--state", "dead")

    assert (answer.code, answer.out, answer.err) == (1, "", "nothing found\n")


def test_a_channel_that_nobody_configured_is_said_to_be_unknown(world: World):
    answer = world.run("alerts", "list", "--channel", "dsk")

    assert answer.code == 2
    assert "no channel 'dsk'; did you mean 'desk'?" in answer.err


def test_what_was_given_up_is_named_with_the_way_back(owing: World):
    owing.post.refuse_recipient("one@kura.example")
    owing.kura.publish("Tbilisi and Yerevan sign a rail plan", "Trains follow.")
    owing.run("poll")

    answer = owing.run("alerts", "list", "--state", "dead")

    assert len(answer.lines) == 1
    assert "mail: 1 given up; `monitor alerts retry` sends them again" in answer.err


def test_a_closed_channel_is_told_loudly(owing: World):
    owing.desk.answers(410)
    owing.run("poll")

    answer = owing.run("alerts", "list")

    assert "channel 'desk' is closed" in answer.err
    assert "`monitor alerts retry --channel desk` opens it" in answer.err


# ------------------------------------------------------------------ retry
def test_D18_what_was_told_is_told_again_under_its_id(owing: World):  # noqa: N802 - the row
    owing.run("poll")
    (hook,) = owing.desk.taken()

    answer = owing.run("alerts", "retry", hook.id[:10])
    owing.run("poll")
    owing.run("alerts", "retry", hook.id)
    owing.run("poll")

    assert answer.code == 0
    assert answer.err.startswith("1 delivery is due now; ")
    assert [each.id for each in owing.desk.taken()] == [hook.id] * 3


def test_a_whole_channel_is_due_at_once_and_open_again(owing: World):
    owing.desk.answers(410)
    owing.run("poll")

    answer = owing.run("alerts", "retry", "--channel", "desk")
    owing.run("poll")

    assert answer.code == 0
    assert len(owing.desk.taken()) == 1
    assert "closed" not in owing.run("alerts", "list").err


def test_a_channel_that_owes_nothing_has_nothing_to_retry(fresh: World):
    fresh.run("poll")

    answer = fresh.run("alerts", "retry", "--channel", "desk")

    assert (answer.code, answer.err) == (1, "nothing waits there and nothing was given up\n")


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        ((), 2, "name messages by id, or a channel with --channel"),
        (("--channel", "pager"), 2, "no channel 'pager'; known: desk, mail, log"),
        (("msg_0000",), 1, "no message begins with 'msg_0000'; `monitor alerts list` shows them"),
        (("",), 1, "no message begins with ''"),
        (("msg_",), 1, "message 'msg_' is not clear: msg_"),
    ],
)
def test_a_retry_of_nothing_known_says_so(world: World, words, code: int, complaint: str):
    answer = world.run("alerts", "retry", *words)

    assert answer.code == code
    assert complaint in answer.err


# ------------------------------------------------------------------ test
def test_a_test_message_says_what_the_receiver_answered(fresh: World):
    answer = fresh.run("alerts", "test", "desk")

    assert (answer.code, answer.out) == (0, "desk: taken: answered 204\n")


def test_a_busy_receiver_ends_a_test_with_1(fresh: World):
    fresh.desk.answers(503)

    answer = fresh.run("alerts", "test", "desk")

    assert (answer.code, answer.out) == (1, "desk: not now: answered 503\n")


def test_a_refused_reader_is_named(fresh: World):
    fresh.post.refuse_recipient("one@kura.example")

    answer = fresh.run("alerts", "test", "mail")

    assert answer.code == 1
    assert answer.out.startswith("mail to one@kura.example: refused: 550")


def test_a_receivers_words_are_shown_and_not_obeyed(fresh: World):
    fresh.post.trouble("mail", Refuse(451, "later \x1b[2J\x07"))

    answer = fresh.run("alerts", "test", "mail")

    assert "later" in answer.out
    assert not set(answer.out) & set("\x1b\x07")


def test_an_unknown_channel_cannot_be_tested(fresh: World):
    answer = fresh.run("alerts", "test", "pager")

    assert answer.code == 2
    assert "no channel 'pager'; known: desk, mail, log" in answer.err


# ------------------------------------------------------------------ digests
def test_a_preview_is_text_and_remembers_nothing(world: World):
    answer = world.run("digest", "preview", "morning")

    assert answer.code == 0
    assert NEWS in answer.out
    assert world.run("digest", "preview", "morning").out == answer.out


def test_a_preview_can_be_a_page_or_json(world: World, tmp_path: Path):
    page = tmp_path / "morning.html"

    answer = world.run("digest", "preview", "morning", "--html", str(page), "--json")

    (view,) = map(json.loads, answer.lines)
    assert view["name"] == "morning"
    assert answer.err == f"written to {page}\n"
    assert NEWS in page.read_text("utf-8")


def test_a_page_alone_leaves_standard_output_empty(world: World, tmp_path: Path):
    answer = world.run("digest", "preview", "morning", "--html", str(tmp_path / "m.html"))

    assert (answer.code, answer.out) == (0, "")


def test_a_page_that_cannot_be_written_is_an_error_with_its_name(world: World, tmp_path: Path):
    answer = world.run("digest", "preview", "morning", "--html", str(tmp_path / "no" / "m.html"))

    assert answer.code == 1
    assert "error: cannot write " in answer.err


def test_C27_a_preview_obeys_no_title(world: World):  # noqa: N802 - the row
    answer = world.run("digest", "preview", "morning")

    assert "gnp.exe" in answer.out
    assert not set(answer.out) & set("\x1b\x9b\u202e")


def test_an_unknown_digest_names_those_that_are(world: World):
    for verb in ("preview", "send"):
        answer = world.run("digest", verb, "mornin")
        assert answer.code == 2
        assert "no digest 'mornin'; did you mean 'morning'?" in answer.err


def test_a_digest_sent_by_hand_is_delivered_at_once(owing: World):
    answer = owing.run("digest", "send", "morning")

    assert (answer.code, answer.lines[1]) == (0, "mail: 1 delivered, 0 waiting")
    assert owing.post.letters()[-1].subject.strip().startswith("South Caucasus, ")


def test_a_digest_that_its_reader_refuses_ends_with_1(owing: World):
    owing.post.refuse_recipient("one@kura.example")

    answer = owing.run("digest", "send", "morning")

    assert answer.code == 1
    assert "mail: 0 delivered, 0 waiting, 1 given up" in answer.lines
