# ruff: noqa: N802 - tests that show a row of the table of threats carry its id
import asyncio
import email
import email.policy

import anyio
import pytest

from monitor.deliver import EmailSpec, build_channel
from monitor.deliver.smtp import KEPT_LIMIT, MAILS_LIMIT
from monitor.errors import DeliveryError
from monitor.records import Accepted, Deferred, Rejected
from tests.deliver.receiver import no_post
from tests.deliver.samples import NOW, message
from tests.deliver.smtp_server import Script, mail_server

pytestmark = pytest.mark.anyio

DESK, NIGHT = "desk@example.org", "night@example.org"


def mailer(port, **changes):
    values = {
        "name": "mail",
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "South Caucasus <monitor@example.org>",
        "timeout_s": 5.0,
        "host_id": "monitor.example.org",
    }
    return build_channel(EmailSpec(**values | changes), send=no_post)


async def send(channel, *recipients, told=None):
    """Send to each recipient in turn and let go of the connection."""
    try:
        return [await channel.send(told or message(), to, now=NOW) for to in recipients]
    finally:
        await channel.close()


async def outcome(script, *recipients):
    async with mail_server(script) as server:
        return await send(mailer(server.port), *recipients or (DESK,)), server


async def test_a_mail_arrives_in_two_parts_from_the_configured_sender():
    receipts, server = await outcome(Script())

    assert receipts == [Accepted(answer="250 queued")]
    (mail,) = server.mails
    parsed = email.message_from_bytes(mail.content, policy=email.policy.default)
    assert parsed["From"] == "South Caucasus <monitor@example.org>"
    assert parsed["To"] == DESK
    assert parsed["Message-ID"] == "<m4t8w2p6r1s5d9f3@monitor.example.org>"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert server.said("MAIL") == ["MAIL FROM:<monitor@example.org>"]


async def test_D01_a_server_that_is_down_is_an_outage():
    async with mail_server() as server:
        port = server.port
    (receipt,) = await send(mailer(port), DESK)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert receipt.answer.startswith(f"channel 'mail': 127.0.0.1:{port}: ")


async def test_D01_a_server_that_hangs_costs_no_more_than_the_time_limit():
    async with mail_server(Script(silent=True)) as server:
        (receipt,) = await send(mailer(server.port, timeout_s=0.2), DESK)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert "no answer in time" in receipt.answer


@pytest.mark.parametrize(
    "script",
    [
        Script(greeting="421 too busy"),
        Script(greeting="554 go away"),
        Script(greeting="this is not SMTP"),
        Script(mail=["421 closing"]),
        Script(rcpt={DESK: ["421 closing"]}),
        Script(data=["421 closing"]),
        Script(mail=["550 you may not write as this sender"]),
        Script(rcpt={DESK: ["nonsense"]}),
    ],
)
async def test_D01_a_server_that_takes_nothing_from_us_is_an_outage(script):
    (receipt,), server = await outcome(script)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert server.mails == []


async def test_D02_a_greylisted_mail_is_delivered_at_the_next_attempt():
    script = Script(rcpt={DESK: ["450 greylisted, come back", "250 ok"]})
    receipts, server = await outcome(script, DESK, DESK)

    assert receipts[0] == Deferred(answer="450 greylisted, come back", outage=False)
    assert isinstance(receipts[1], Accepted)
    assert len(server.mails) == 1


@pytest.mark.parametrize(
    "script",
    [Script(data=["452 disk full"]), Script(mail=["451 later"])],
)
async def test_D02_a_temporary_refusal_at_any_step_keeps_the_mail(script):
    (receipt,), _ = await outcome(script)

    assert isinstance(receipt, Deferred)
    assert not receipt.outage


@pytest.mark.parametrize(
    "script",
    [Script(rcpt={DESK: ["550 no such user"]}), Script(data=["554 looks like spam"])],
)
async def test_D03_a_final_refusal_is_not_tried_again(script):
    (receipt,), server = await outcome(script)

    assert isinstance(receipt, Rejected)
    assert receipt.answer[:3] in {"550", "554"}
    assert server.mails == []


async def test_D04_a_refused_recipient_never_costs_the_other_its_only_copy():
    script = Script(rcpt={DESK: ["550 no such user"]})
    receipts, server = await outcome(script, DESK, NIGHT)

    assert [type(receipt) for receipt in receipts] == [Rejected, Accepted]
    assert [mail.recipient for mail in server.mails] == [NIGHT]
    assert server.connections == 1  # the refusal left the connection usable


@pytest.mark.parametrize(
    ("script", "copies"), [(Script(drop_in_data=1), 1), (Script(drop_after_data=1), 2)]
)
async def test_D05_a_mail_lost_with_its_connection_is_sent_again_with_the_same_bytes(
    script, copies
):
    receipts, server = await outcome(script, DESK, DESK)

    assert isinstance(receipts[0], Deferred)
    assert receipts[0].outage
    assert isinstance(receipts[1], Accepted)
    assert len(server.mails) == copies
    assert len({mail.content for mail in server.mails}) == 1


async def test_a_burst_goes_over_one_connection():
    _, server = await outcome(Script(), *[DESK] * 5)

    assert server.connections == 1
    assert len(server.mails) == 5
    assert server.said("QUIT")


async def test_D15_a_backlog_is_sent_over_few_connections():
    _, server = await outcome(Script(), *[DESK] * (MAILS_LIMIT + 1))

    assert server.connections == 2
    assert len(server.mails) == MAILS_LIMIT + 1


async def test_a_connection_that_the_server_closed_in_between_is_opened_again():
    receipts, server = await outcome(Script(drops_after_mails=1), DESK, DESK, DESK)

    assert [type(receipt) for receipt in receipts] == [Accepted] * 3
    assert server.connections == 3


@pytest.mark.parametrize("rset", ["421 idle for too long", "500 what?"])
async def test_a_connection_that_the_server_is_tired_of_is_opened_again(rset):
    receipts, server = await outcome(Script(rset=rset), DESK, DESK)

    assert [type(receipt) for receipt in receipts] == [Accepted] * 2
    assert server.connections == 2


async def test_mails_sent_side_by_side_do_not_wait_for_each_other():
    many = KEPT_LIMIT + 2
    async with mail_server() as server:
        channel = mailer(server.port)
        async with anyio.create_task_group() as group:
            for _ in range(many):
                group.start_soon(lambda: channel.send(message(), DESK, now=NOW))
        await channel.close()

    assert len(server.mails) == many


async def test_an_idle_connection_is_hung_up_with_a_goodbye(monkeypatch):
    monkeypatch.setattr("monitor.deliver.smtp.IDLE_S", 0.0)
    async with mail_server() as server:
        channel = mailer(server.port)
        await channel.send(message(), DESK, now=NOW)
        await asyncio.gather(*server.sessions)

        assert server.said("QUIT")
        assert isinstance(await channel.send(message(), DESK, now=NOW), Accepted)
        await channel.close()


def test_a_program_that_ends_without_closing_leaves_no_connection_open():
    async def briefly():
        async with mail_server() as server:
            return await mailer(server.port).send(message(), DESK, now=NOW)

    assert isinstance(asyncio.run(briefly()), Accepted)


@pytest.mark.parametrize(
    "recipient",
    ["", "desk", "desk@", "a b@example.org", "desk@example.org>\r\nRCPT TO:<x@y.z", "десk@e.org"],
)
async def test_an_address_that_mail_cannot_carry_is_rejected_without_a_connection(recipient):
    async with mail_server() as server:
        (receipt,) = await send(mailer(server.port), recipient)

        assert isinstance(receipt, Rejected)
        assert server.connections == 0


async def test_a_host_in_another_script_is_written_as_idna():
    _, server = await outcome(Script(), "desk@пример.рф")

    assert server.mails[0].recipient == "desk@xn--e1afmkfd.xn--p1ai"


async def test_a_damaged_row_is_rejected_without_a_connection():
    async with mail_server() as server:
        (receipt,) = await send(mailer(server.port), DESK, told=message("{"))

        assert isinstance(receipt, Rejected)
        assert "the row is damaged" in receipt.answer
        assert server.connections == 0


async def test_a_send_that_is_cut_short_by_its_deadline_leaves_no_connection():
    async with mail_server(Script(silent_after_data=True)) as server:
        receipts = await send(mailer(server.port, timeout_s=0.3), DESK, DESK)

    assert all(isinstance(receipt, Deferred) and receipt.outage for receipt in receipts)
    assert server.connections == 2


async def test_a_host_name_that_no_resolver_takes_is_an_outage():
    (receipt,) = await send(mailer(25, host="x" * 70 + ".example"), DESK)

    assert isinstance(receipt, Deferred)
    assert receipt.outage


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sender": "nobody"}, "sender is 'nobody'"),
        ({"host_id": "a b"}, "host_id is 'a b'"),
        ({"security": "tls", "ca_file": "/nowhere/ca.pem"}, "'/nowhere/ca.pem' cannot be read"),
        ({"host": "mail.example.org", "username": "u", "password": "s3cret"}, "in clear"),
        ({"host": "10.0.0.1", "username": "u", "password": "s3cret"}, "in clear"),
    ],
)
async def test_what_cannot_be_used_is_refused_when_the_channel_is_built(changes, words):
    with pytest.raises(DeliveryError, match="channel 'mail'") as refused:
        mailer(25, **changes)

    assert words in str(refused.value)
    assert "s3cret" not in str(refused.value)
