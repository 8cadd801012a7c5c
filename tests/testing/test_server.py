import socket

import httpx
import pytest

from monitor.testing import Hang, Newsroom, Receiver
from monitor.testing.http import BODY_LIMIT_BYTES


@pytest.fixture
def anyio_backend():
    return "asyncio"


def cut_off(server, words: bytes, *, leaves: bool = True) -> bool:
    """Whether the server ends the conversation without an answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(words)
        if leaves:
            line.shutdown(socket.SHUT_WR)
        try:
            return line.recv(4096) == b""
        except ConnectionResetError:
            return True


def test_a_server_that_goes_down_refuses_and_comes_back_on_its_port():
    with Receiver() as receiver:
        port = receiver.port
        receiver.down()
        with pytest.raises(httpx.ConnectError):
            httpx.post(receiver.url)

        receiver.up()

        assert receiver.is_up
        assert receiver.port == port
        assert httpx.post(receiver.url, content=b"{}").status_code == 204


def test_nobody_else_gets_the_port_of_a_server_that_is_down():
    with Receiver() as receiver:
        receiver.down()

        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", receiver.port))


def test_going_down_twice_or_up_twice_changes_nothing():
    with Receiver() as receiver:
        receiver.up()
        receiver.down()
        receiver.down()
        receiver.up()

        assert httpx.post(receiver.url, content=b"{}").status_code == 204


def test_a_server_stops_while_it_is_down_or_holds_a_client():
    with Newsroom() as quiet:
        quiet.down()
    with Newsroom() as busy:
        busy.fault("/rss.xml", Hang())
        with socket.create_connection(("127.0.0.1", busy.port)) as client:
            client.sendall(b"GET /rss.xml HTTP/1.1\r\n\r\n")
            with socket.create_connection(("127.0.0.1", busy.port)):
                busy.down()
            try:
                assert client.recv(10) == b""
            except ConnectionResetError:
                assert not busy.is_up


def test_the_port_is_known_only_once_the_server_runs():
    with pytest.raises(AssertionError, match="with statement"):
        _ = Newsroom().port
    with pytest.raises(AssertionError, match="with statement"):
        Newsroom().up()


def test_a_client_that_talks_nonsense_costs_nobody_else_an_answer():
    with Newsroom() as site:
        assert cut_off(site, b"")
        assert cut_off(site, b"\r\n\r\n")
        assert cut_off(site, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 3 + b"content-length: 9\r\n\r\n")
        many = b"".join(b"x%d: 1\r\n" % number for number in range(300))
        assert cut_off(site, b"GET / HTTP/1.1\r\n" + many + b"\r\n")
        size = b"content-length: %d\r\n\r\n" % (BODY_LIMIT_BYTES + 1)
        assert cut_off(site, b"POST / HTTP/1.1\r\n" + size)

        assert httpx.get(site.url("/rss.xml")).status_code == 200


def test_waiting_ends_when_it_happens_or_when_time_is_up():
    with Receiver() as receiver:
        assert not receiver.wait_for(1, within_s=0.01)
        httpx.post(receiver.url, content=b"{}")

        assert receiver.wait_for(1)


@pytest.mark.anyio
async def test_a_server_serves_the_loop_that_waits_for_it():
    async with Receiver() as receiver, httpx.AsyncClient() as client:
        await client.post(receiver.url, content=b"{}")

        assert await receiver.until(lambda: len(receiver.taken()) == 1)


def test_a_greeting_of_tls_that_has_three_words_by_chance_is_hung_up_on():
    with Newsroom() as site:
        assert cut_off(site, b"\x16\x03\x01 \x07 \xc0\n\x00\x17", leaves=False)
