import io

import httpx
import pytest
from rich.cells import cell_len

from monitor.cli.demo import closing
from monitor.cli.demo.books import fact_of_letter
from monitor.cli.demo.house import House
from monitor.cli.demo.narrator import Check, Narrator
from monitor.cli.demo.patience import Patience
from monitor.cli.demo.world import DESK
from monitor.testing import story
from tests.demo.conftest import Screen

GOOD = Check(step="six forms", expected="6 told", came="6 by webhook", is_true=True, took_s=1.25)
BAD = Check(step="edits", expected="1 update", came="Երևան: 0", is_true=False, took_s=25.0)


# ------------------------------------------------------------------ the narrator
def test_nothing_is_wider_than_the_terminal(screen):
    narrator = Narrator(screen)

    narrator.say("a third site is relaunched: every guid and every address is another one " * 2)
    narrator.judge(BAD)
    narrator.quote("x" * 200)
    narrator.table([GOOD, BAD])

    assert max(map(cell_len, screen.lines)) <= 60
    assert "✗ edits: Երևան: 0" in screen.words


def test_a_pipe_gets_each_sentence_on_one_whole_line():
    pipe = Screen(is_terminal=False)

    Narrator(pipe).say("a long sentence " * 10)

    assert [line for line in pipe.lines if line] == [
        "  0.0 s  " + ("a long sentence " * 10).strip()
    ]


def test_a_console_without_our_letters_gets_words_and_question_marks():
    plain = Screen(encoding="ascii")
    narrator = Narrator(plain)

    narrator.table([GOOD, BAD])

    assert plain.lines[2].startswith("ok")
    assert plain.lines[3].startswith("NO")
    assert "?????: 0" in plain.words


# ------------------------------------------------------------------ waiting
def test_waiting_ends_with_the_condition_or_with_the_time():
    seen = iter([False, False, True])

    assert Patience(5).until(lambda: next(seen), within_s=5)
    assert not Patience(5).until(lambda: False, within_s=0.01)
    assert not Patience(0).until(lambda: False, within_s=60)


# ------------------------------------------------------------------ the house
@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a shell script in the place of the program."""

    def put(script: str) -> House:
        path = tmp_path / "program"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr("sys.executable", str(path))
        return House(tmp_path / "sources.toml", tmp_path / "log", {"TOKEN": "of the demo"})

    return put


def test_a_program_that_ignores_sigterm_is_killed(program, monkeypatch):
    monkeypatch.setattr("monitor.cli.demo.house.STOP_WITHIN_S", 0.2)
    house = program("trap '' TERM\necho ready: now\nwhile :; do :; done")
    house.start()
    assert Patience(10).until(lambda: house.is_ready, within_s=10)

    code, meaning = house.stop()

    assert (code, house.is_running) == (None, False)
    assert "killed" in meaning
    house.clear()


def test_what_is_not_running_cannot_be_stopped_or_asked_for_words(program):
    house = program("exit 0")

    assert house.stop() == (None, "it was not running")
    assert (house.is_running, house.is_ready, house.last_words()) == (False, False, "")
    house.kill()
    house.clear()


def test_a_verb_that_never_ends_is_given_up(program, monkeypatch):
    monkeypatch.setattr("monitor.cli.demo.house.VERB_WITHIN_S", 0.1)

    code, _, complaint = program("exec sleep 60").ask("items")

    assert code == 124
    assert "no answer" in complaint


def test_settings_of_the_users_own_monitor_do_not_reach_the_demo(program, monkeypatch):
    monkeypatch.setenv("MONITOR_DATABASE", "precious.db")

    _, said, _ = program('echo "[$MONITOR_DATABASE] [$TOKEN] $*"').ask("why", "x")

    assert said.startswith("[] [of the demo] -m monitor --config")
    assert said.rstrip().endswith("why x")


# ------------------------------------------------------------------ the verdicts
def test_a_message_that_never_came_puts_the_books_out_of_balance(stage, screen):
    stage.publish("kura-post", "en-lars")

    closing.close_books(stage)

    assert [check.is_true for check in stage.checks] == [False, False, False]
    assert "1 missing, 0 doubled, 0 unexpected" in screen.words
    assert story("en-lars").title.split()[0] in screen.words


def test_a_message_that_nobody_owed_is_found(stage):
    stage.publish("kura-post", "en-atlanta", is_owed=False)
    title = story("en-atlanta").title
    body = {"type": "item.new", "data": {"item": {"title": title}}}
    httpx.post(stage.world.receiver.url, json=body)

    assert stage.books.balance()[DESK].unexpected == (("item.new", title),)


def test_noise_and_sites_that_were_not_asked_break_the_silence(stage, screen):
    httpx.post(stage.world.receiver.url, json={"type": "item.new"})

    stage.expect_silence("new links", 0, "nobody told")

    (check,) = stage.checks
    assert not check.is_true
    assert check.came == "1 messages, but not every site was asked again in time"


def test_a_program_that_cannot_say_why_or_draw_a_digest_fails_both(stage, program, tmp_path):
    stage.house = program("echo broken >&2; exit 3")

    closing.explain(stage)
    closing.leave_digest(stage, tmp_path / "digest.html")

    assert [(check.is_true, check.came) for check in stage.checks] == [
        (False, "exit code 3"),
        (False, "broken"),
    ]


@pytest.mark.parametrize(
    ("content", "verdict"), [(None, "no such file"), (b"not a database" * 99, "not a database")]
)
def test_a_missing_or_broken_database_is_called_so(stage, tmp_path, content, verdict):
    database = tmp_path / "some.db"
    if content is not None:
        database.write_bytes(content)

    closing.stop(stage, database)

    assert [check.is_true for check in stage.checks] == [False, False]
    assert verdict in stage.checks[-1].came


def test_a_mail_is_read_by_its_headline_and_the_kind_of_edit_below(stage):
    def letter(text):
        import smtplib
        from email.message import EmailMessage

        message = EmailMessage()
        message["From"], message["To"] = "a@example.org", "b@example.org"
        message.set_content(text)
        with smtplib.SMTP("127.0.0.1", stage.world.mailbox.port) as line:
            line.send_message(message)
        return stage.world.mailbox.letters()[-1]

    new = letter("Snow closes the\nroad\n====\nGeorgia\nKura Post\n")
    edit = letter("Snow closes the road\n====\n[headline changed] Georgia\n")

    assert fact_of_letter(new) == ("item.new", "Snow closes the road")
    assert fact_of_letter(edit) == ("item.revised", "Snow closes the road")


def test_the_screen_of_these_tests_is_a_terminal(screen):
    assert screen.is_terminal
    assert isinstance(screen.file, io.TextIOWrapper)
