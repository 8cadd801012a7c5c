"""What the service manager hears: datagrams on the socket that it named."""

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.daemon import Notifier


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(5)
        yield manager


def test_lines_arrive_as_one_datagram(manager: socket.socket):
    notifier = Notifier.from_environ({"NOTIFY_SOCKET": str(manager.getsockname())})

    assert notifier.say("READY=1", "STATUS=polling")
    assert manager.recv(1024) == b"READY=1\nSTATUS=polling"


def test_an_at_sign_means_the_abstract_namespace():
    name = f"monitor-{uuid.uuid4().hex}"
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as manager:
        manager.bind(f"\0{name}")
        manager.settimeout(5)

        assert Notifier.from_environ({"NOTIFY_SOCKET": f"@{name}"}).say("WATCHDOG=1")
        assert manager.recv(1024) == b"WATCHDOG=1"


def test_nobody_asked_and_nothing_is_sent():
    assert not Notifier.from_environ({}).say("READY=1")


def test_a_manager_that_went_away_is_no_failure(tmp_path: Path):
    notifier = Notifier.from_environ({"NOTIFY_SOCKET": str(tmp_path / "gone")})

    assert not notifier.say("READY=1")


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "120000000"}, 120.0),
        ({"WATCHDOG_USEC": "120000000", "WATCHDOG_PID": str(os.getpid())}, 120.0),
        ({"WATCHDOG_USEC": "120000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_counts_where_it_is_meant_for_this_process(environ, seconds):
    assert Notifier.from_environ(environ).watchdog_s == seconds
