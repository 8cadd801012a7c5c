"""The daemon as a process: signals, a second one, bad sites, secrets, signs of life."""
# ruff: noqa: N802 - some tests are named after the fault that they show

import json
import os
import socket
from collections.abc import Iterator

import pytest

from monitor.testing import Hang, Mailbox, Newsroom, Raw, Slow, is_signed
from tests import planted
from tests.e2e.rig import Rig, eventually, newsroom, verb

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
LATER = "Yerevan plants plane trees along the Hrazdan"
TEXT = "The city hall said so on Monday, and the work is to end before the spring."


@pytest.fixture
def kura(rig: Rig) -> Iterator[Newsroom]:
    with newsroom() as site:
        site.publish("Old notice of the Lisbon harbour office", "Berth 7 is closed for cleaning.")
        rig.source("kura", site.url("/rss.xml"))
        rig.write()
        yield site


def polled(site: Newsroom, times: int = 1) -> bool:
    before = len(site.visits("/rss.xml"))
    return eventually(lambda: len(site.visits("/rss.xml")) >= before + times, within_s=30)


def test_P03_a_daemon_asked_to_stop_while_it_tells_stops_in_time_and_tells_the_rest_later(
    rig: Rig, kura: Newsroom
):
    rig.to = ("desk",)
    rig.write()
    with rig.daemon() as daemon:
        assert polled(kura, 2)
        rig.desk.answers_always(Hang())
        for number in range(12):
            kura.publish(f"Baku harbour adds pier number {number}", TEXT)
        assert rig.desk.wait_until(lambda: len(rig.desk.hooks()) >= 1, within_s=20)

        assert daemon.stop(within_s=15) == 0

    assert rig.desk.taken() == ()
    rig.desk.answers_always(None)
    cut_off = {hook.id: hook.request.body for hook in rig.desk.hooks()}
    with rig.daemon() as daemon:
        assert rig.desk.wait_for(12, within_s=20)
        assert daemon.stop() == 0
    assert len({hook.id for hook in rig.desk.taken()}) == 12
    assert {hook.id: hook.request.body for hook in rig.desk.taken()}.items() >= cut_off.items()


def test_P08_a_second_daemon_and_a_poll_beside_one_are_refused_in_one_line(rig: Rig, kura):
    with rig.daemon() as daemon:
        second, poll = verb(rig, "run"), verb(rig, "poll")
        pid = daemon.process.pid

        assert polled(kura, 2)

    for refused in (second, poll):
        assert refused.code == 1
        assert f"another monitor (pid {pid}) is at work" in refused.err
        assert len(refused.err.splitlines()) == 1


def test_P11_a_broken_file_on_reload_is_named_by_its_line_and_the_old_one_stays(rig: Rig, kura):
    with newsroom(name="Ararat") as ararat, rig.daemon() as daemon:
        assert polled(kura)
        text = rig.config.read_text("utf-8")
        rig.write(broken='\n[[source]]\nname = "typo"\nurll = "https://example.org/"\n')
        line = rig.config.read_text("utf-8").count("\n")

        daemon.hang_up()

        assert eventually(lambda: daemon.said("the old configuration stays"))
        assert f"sources.toml:{line}" in daemon.log
        assert "urll" in daemon.log
        assert polled(kura, 2)
        kura.publish(NEWS, TEXT)
        assert rig.desk.wait_for(1, within_s=20)

        rig.config.write_text(text, encoding="utf-8")
        rig.source("ararat", ararat.url("/rss.xml"))
        rig.write()
        daemon.hang_up()
        assert eventually(lambda: daemon.said("reload: 2 sources"))
        assert polled(ararat, 2)
        ararat.publish(LATER, TEXT)
        assert rig.desk.wait_for(2, within_s=20)
        assert daemon.stop() == 0


def test_a_site_that_hangs_drips_or_talks_nonsense_costs_no_other_its_poll(rig: Rig, kura):
    with newsroom(name="a") as mute, newsroom(name="b") as mad, newsroom(name="c") as slow:
        mute.fault("/rss.xml", Hang())
        mad.fault("/rss.xml", Raw(b"\x00\xff SSH-2.0 not a web server \r\n\r\n" * 1000))
        slow.fault("/rss.xml", Slow(gap_s=1.0, chunk_bytes=1))
        for name, site in (("mute", mute), ("mad", mad), ("slow", slow)):
            rig.source(name, site.url("/rss.xml"))
        rig.write()
        with rig.daemon() as daemon:
            assert polled(kura, 3)
            kura.publish(NEWS, TEXT)
            assert rig.desk.wait_for(1, within_s=10)
            assert rig.post.wait_for(1, within_s=10)
            assert polled(kura, 3)
            assert eventually(lambda: daemon.said("source 'mad'"))
            assert daemon.stop() == 0  # also with two visits that would take half a minute
    states = {each["source"]: each for each in map(json.loads, listed(rig))}
    assert states["kura"]["errors"] == 0
    assert states["mad"]["errors"] >= 1
    assert states["mad"]["error"]


def listed(rig: Rig) -> list[str]:
    return verb(rig, "sources", "list", "--json").out.splitlines()


def test_no_secret_is_ever_said(rig: Rig, kura: Newsroom, monkeypatch: pytest.MonkeyPatch):
    secrets = {
        "DESK_URL": f"http://127.0.0.1:{rig.desk.port}/hook/{planted.TOKEN}",
        "DESK_SECRET": planted.SIGNING,
        "POST_PASSWORD": planted.PASSWORD,
    }
    with Mailbox(login=("editor", "another password")) as locked:
        rig.write()
        text = rig.config.read_text("utf-8")
        text = text.replace(f'url = "{rig.desk.url}"', 'url_env = "DESK_URL"')
        text = "\n".join(
            'secret_env = "DESK_SECRET"' if line.startswith("secret =") else line
            for line in text.splitlines()
        )
        text = text.replace(
            f"port = {rig.post.port}",
            f'port = {locked.port}\nusername = "editor"\npassword_env = "POST_PASSWORD"',
        )
        rig.config.write_text(text, encoding="utf-8")
        for name, secret in secrets.items():
            monkeypatch.setenv(name, secret)
        said = [verb(rig, "check"), verb(rig, "check", "--json")]
        assert [each.code for each in said] == [0, 0], said[0].err
        with rig.daemon() as daemon:
            assert polled(kura, 2)
            rig.desk.answers(500)
            kura.publish(NEWS, TEXT)
            assert rig.desk.wait_for(1, within_s=20)
            assert eventually(lambda: daemon.said("channel 'letters'"))
            assert daemon.stop() == 0
        rig.desk.down()
        said += [
            verb(rig, *words)
            for words in (
                ("alerts", "test", "desk"),
                ("alerts", "test", "letters"),
                ("alerts", "list"),
                ("poll",),
            )
        ]

    assert is_signed(rig.desk.taken()[0].request, secrets["DESK_SECRET"])
    everything = daemon.log + "".join(each.out + each.err for each in said)
    assert "letters" in everything
    assert not planted.is_in(everything)
    assert not planted.is_in(rig.database.read_bytes())


def test_healthcheck_says_whether_a_daemon_is_at_work(rig: Rig, kura):
    before = verb(rig, "healthcheck")
    with rig.daemon() as daemon:
        well = verb(rig, "healthcheck")
        shown = verb(rig, "healthcheck", "--json")
        assert daemon.stop() == 0

    assert before.code == 1
    assert "Traceback" not in before.err
    assert (well.code, well.out.startswith("well")) == (0, True), well.err
    assert json.loads(shown.out)["well"] is True


def test_a_service_manager_hears_of_start_reload_and_stop(rig: Rig, kura: Newsroom):
    address = rig.directory / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(20)
        heard = []

        def hears(word: str) -> bool:
            while word not in heard:
                heard.extend(manager.recv(4096).decode().splitlines())
            return True

        with rig.daemon(NOTIFY_SOCKET=str(address)) as daemon:
            assert hears("READY=1")
            daemon.hang_up()
            assert hears("RELOADING=1")
            assert eventually(lambda: daemon.said("reload: 1 sources"))
            assert daemon.stop() == 0
            assert hears("STOPPING=1")


def test_files_of_the_daemon_are_for_its_owner_alone(rig: Rig, kura):
    with rig.daemon() as daemon:
        assert polled(kura, 2)
        modes = {path.name: path.stat().st_mode & 0o777 for path in rig.directory.glob("*.db*")}
        assert daemon.stop() == 0

    assert set(modes) >= {"monitor.db", "monitor.db.lock"}
    assert set(modes.values()) == {0o600}
    assert os.access(rig.database, os.R_OK)
