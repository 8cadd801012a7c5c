import smtplib
import socket
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from monitor.testing import Mailbox, Refuse, Stall, Vanish


@pytest.fixture
def mailbox():
    with Mailbox() as running:
        yield running


def letter(text: str = "Snow on the pass.") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "monitor@example.org"
    message["To"] = "editor@example.org"
    message["Subject"] = "თბილისი · Snow"
    message["Message-ID"] = "<msg_1@example.org>"
    message.set_content(text)
    message.add_alternative("<p>Snow</p>", subtype="html")
    return message


def send(mailbox, message=None, *, to=("editor@example.org",), login=None):
    with smtplib.SMTP("127.0.0.1", mailbox.port, timeout=5) as line:
        if login:
            line.login(*login)
        return line.send_message(message or letter(), to_addrs=list(to))


def lines(mailbox, *commands: str) -> list[str]:
    """The replies to raw commands, the greeting first."""
    with (
        socket.create_connection(("127.0.0.1", mailbox.port), timeout=5) as line,
        line.makefile("rw", encoding="utf-8", newline="\r\n") as talk,
    ):
        replies = [talk.readline().strip()]
        for command in commands:
            talk.write(command + "\r\n")
            talk.flush()
            replies.append(talk.readline().strip())
        return replies


# ------------------------------------------------------------------ a good day
def test_a_letter_is_kept_and_read(mailbox):
    send(mailbox, to=("editor@example.org", "desk@example.org"))

    assert mailbox.wait_for(1)
    (kept,) = mailbox.letters()
    assert kept.sender == "monitor@example.org"
    assert kept.recipients == ("editor@example.org", "desk@example.org")
    assert (kept.id, kept.subject) == ("<msg_1@example.org>", "თბილისი · Snow")
    assert kept.text.strip() == "Snow on the pass."
    assert kept.is_acknowledged


def test_lines_that_begin_with_a_dot_arrive_as_they_were(mailbox):
    send(mailbox, letter("one\n.\n..two\n.three"))

    assert mailbox.letters()[0].text.split() == ["one", ".", "..two", ".three"]


def test_a_letter_without_headers_or_plain_part_reads_as_empty(mailbox):
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    message.set_content("<p>Snow</p>", subtype="html")
    send(mailbox, message)

    (kept,) = mailbox.letters()
    assert (kept.id, kept.subject, kept.text) == ("", "", "")


def test_the_small_verbs_answer(mailbox):
    replies = lines(mailbox, "HELO me", "NOOP", "VRFY you", "QUIT")

    assert [reply[:3] for reply in replies] == ["220", "250", "250", "502", "221"]


def test_commands_out_of_order_are_refused(mailbox):
    replies = lines(
        mailbox, "RCPT TO:<a@b.c>", "DATA", "MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c>", "RSET", "DATA"
    )

    assert [reply[:3] for reply in replies] == ["220", "503", "503", "250", "250", "250", "503"]


def test_a_reset_forgets_the_envelope(mailbox):
    replies = lines(mailbox, "MAIL FROM:<a@b.c>", "RSET", "RCPT TO:<a@b.c>")

    assert replies[-1].startswith("503")


# ------------------------------------------------------------------ log-in
def test_with_a_login_nobody_sends_without_it():
    with Mailbox(login=("desk", "swordfish")) as mailbox:
        with pytest.raises(smtplib.SMTPSenderRefused):
            send(mailbox)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            send(mailbox, login=("desk", "wrong"))
        send(mailbox, login=("desk", "swordfish"))

        assert len(mailbox.letters()) == 1


def test_both_ways_to_log_in_work():
    with (
        Mailbox(login=("desk", "swordfish")) as mailbox,
        smtplib.SMTP("127.0.0.1", mailbox.port) as line,
    ):
        line.ehlo()
        line.user, line.password = "desk", "swordfish"
        assert line.auth("LOGIN", line.auth_login, initial_response_ok=False)[0] == 235
        assert line.auth("PLAIN", line.auth_plain, initial_response_ok=False)[0] == 235


# ------------------------------------------------------------------ bad days
@pytest.mark.parametrize("stage", ["ehlo", "mail", "rcpt", "data", "letter"])
def test_a_refusal_at_any_stage_keeps_no_letter_and_passes(mailbox, stage):
    mailbox.trouble(stage, Refuse(451, "greylisted"), times=2 if stage == "ehlo" else 1)

    with pytest.raises(smtplib.SMTPException):
        send(mailbox)
    assert mailbox.letters() == ()

    send(mailbox)
    assert len(mailbox.letters()) == 1


def test_a_server_that_says_421_at_once_hangs_up(mailbox):
    mailbox.trouble("connect", Refuse(421, "busy"))

    with pytest.raises(smtplib.SMTPConnectError):
        send(mailbox)


def test_a_log_in_may_be_refused_for_now():
    with (
        Mailbox(login=("desk", "swordfish")) as mailbox,
        smtplib.SMTP("127.0.0.1", mailbox.port) as line,
    ):
        mailbox.trouble("auth", Refuse(454))
        line.ehlo()
        line.user, line.password = "desk", "swordfish"

        with pytest.raises(smtplib.SMTPAuthenticationError, match="454"):
            line.auth("PLAIN", line.auth_plain)


@pytest.mark.parametrize("stage", ["connect", "mail", "data"])
def test_a_connection_cut_before_the_letter_keeps_none(mailbox, stage):
    mailbox.trouble(stage, Vanish())

    with pytest.raises((smtplib.SMTPException, ConnectionError)):
        send(mailbox)

    assert mailbox.letters() == ()


def test_a_connection_cut_after_the_letter_keeps_it_unacknowledged(mailbox):
    mailbox.trouble("letter", Vanish())

    with pytest.raises((smtplib.SMTPException, ConnectionError)):
        send(mailbox)

    (kept,) = mailbox.letters()
    assert not kept.is_acknowledged


def test_a_letter_cut_in_its_middle_is_not_kept(mailbox):
    lines(mailbox, "MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c>", "DATA")

    assert mailbox.letters() == ()


def test_a_server_may_say_nothing_at_all(mailbox):
    mailbox.trouble("connect", Stall())

    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        smtplib.SMTP("127.0.0.1", mailbox.port, timeout=0.1)


def test_standing_trouble_lasts_until_recovery(mailbox):
    mailbox.trouble("mail", Refuse(452), times=None)
    for _ in range(3):
        with pytest.raises(smtplib.SMTPSenderRefused):
            send(mailbox)

    mailbox.recover()

    send(mailbox)
    assert len(mailbox.letters()) == 1


def test_one_unwanted_recipient_costs_the_other_nothing(mailbox):
    mailbox.refuse_recipient("gone@example.org")

    refused = send(mailbox, to=("gone@example.org", "editor@example.org"))

    assert refused["gone@example.org"][0] == 550
    assert mailbox.letters()[0].recipients == ("editor@example.org",)
