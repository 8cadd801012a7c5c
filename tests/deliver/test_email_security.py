# ruff: noqa: N802 - tests that show a row of the table of threats carry its id
import base64

import pytest
import trustme

from monitor.deliver import EmailSpec, build_channel
from monitor.records import Accepted, Deferred
from tests.deliver.receiver import no_post
from tests.deliver.samples import NOW, message
from tests.deliver.smtp_server import Script, mail_server

pytestmark = pytest.mark.anyio

PASSWORD = "correct-horse-battery"
DESK = "desk@example.org"


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


async def send(server, **changes):
    values = {
        "name": "mail",
        "host": "127.0.0.1",
        "port": server.port,
        "security": "starttls",
        "username": "monitor",
        "password": PASSWORD,
        "sender": "monitor@example.org",
        "timeout_s": 5.0,
    }
    channel = build_channel(EmailSpec(**values | changes), send=no_post)
    try:
        return await channel.send(message(), DESK, now=NOW)
    finally:
        await channel.close()


def forms_of_the_password():
    plain = base64.b64encode(f"\0monitor\0{PASSWORD}".encode()).decode()
    return PASSWORD, base64.b64encode(PASSWORD.encode()).decode(), plain


def nothing_leaked(server, receipt):
    heard = server.clear_text() + receipt.answer
    assert not any(form in heard for form in forms_of_the_password())
    assert "AUTH" not in server.clear_text()
    assert "MAIL" not in server.clear_text()
    assert server.mails == []


@pytest.mark.parametrize("tls", ["starttls", "wrapped"])
async def test_password_and_mail_travel_encrypted(tls, authority, ca_file):
    security = "starttls" if tls == "starttls" else "tls"
    script = Script(tls=tls, advertises_auth=True, needs_auth=True)
    async with mail_server(script, authority=authority) as server:
        receipt = await send(server, security=security, ca_file=ca_file)

    assert isinstance(receipt, Accepted)
    assert [mail.was_encrypted for mail in server.mails] == [True]
    assert server.clear_text() in {"", "EHLO monitor.localhost\nSTARTTLS"}


@pytest.mark.parametrize(
    "script",
    [
        Script(advertises_auth=True),  # stripped on the way
        Script(tls="starttls", starttls_reply="454 not now", advertises_auth=True),
        Script(tls="starttls", starttls_reply="502 what", advertises_auth=True),
        Script(tls="starttls", breaks_handshake=True, advertises_auth=True),
    ],
)
async def test_D06_without_starttls_neither_password_nor_mail_is_sent(script, authority, ca_file):
    async with mail_server(script, authority=authority) as server:
        receipt = await send(server, ca_file=ca_file)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    nothing_leaked(server, receipt)


@pytest.mark.parametrize("tls", ["starttls", "wrapped"])
async def test_D06_a_certificate_that_nobody_vouches_for_is_not_trusted(tls):
    security = "starttls" if tls == "starttls" else "tls"
    async with mail_server(Script(tls=tls, advertises_auth=True)) as server:
        receipt = await send(server, security=security)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert "certificate" in receipt.answer.lower()
    nothing_leaked(server, receipt)


async def test_D06_a_certificate_for_another_name_is_not_trusted(ca_file, authority):
    script = Script(tls="starttls", advertises_auth=True)
    async with mail_server(script, authority=authority) as server:
        receipt = await send(server, host="127.0.0.2", ca_file=ca_file)

    assert isinstance(receipt, Deferred)
    assert receipt.outage


async def test_D07_a_refused_login_names_the_channel_and_not_the_password(authority, ca_file):
    echoes = " ".join(forms_of_the_password())
    script = Script(tls="starttls", advertises_auth=True, auth_reply=f"535 bad login {echoes}")
    async with mail_server(script, authority=authority) as server:
        receipt = await send(server, ca_file=ca_file)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert "channel 'mail'" in receipt.answer
    assert "535 bad login … … …" in receipt.answer
    assert not any(form in receipt.answer for form in forms_of_the_password())
    assert server.mails == []


@pytest.mark.parametrize("advertises_auth", [True, False])
async def test_D07_a_server_that_wants_a_login_we_were_not_given_is_an_outage(advertises_auth):
    script = Script(advertises_auth=advertises_auth, needs_auth=True)
    async with mail_server(script) as server:
        receipt = await send(server, security="none", username=None, password=None)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert "check sender, username and password" in receipt.answer
    assert server.mails == []


async def test_D07_a_server_that_offers_no_login_is_an_outage(authority, ca_file):
    async with mail_server(Script(tls="starttls"), authority=authority) as server:
        receipt = await send(server, ca_file=ca_file)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert server.mails == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_login_in_clear_is_possible_on_this_machine_alone(host):
    async with mail_server(Script(advertises_auth=True, needs_auth=True)) as server:
        receipt = await send(server, host=host, security="none")

    assert isinstance(receipt, Accepted)
