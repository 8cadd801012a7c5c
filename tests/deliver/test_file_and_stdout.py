import io
import json
import os
import resource
import signal
import stat

import pytest

from monitor.deliver import FileSpec, StdoutSpec, build_channel
from monitor.deliver.stdout import StdoutChannel
from monitor.records import Accepted, Deferred, Rejected
from tests.deliver.receiver import no_post
from tests.deliver.samples import NOW, digest_view, item_body, message, notice, revised, titled

pytestmark = pytest.mark.anyio


async def append(path, *told):
    channel = build_channel(FileSpec(name="log", path=str(path)), send=no_post)
    return [await channel.send(one, "", now=NOW) for one in told]


def lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines() if line]


async def test_each_message_is_one_json_line_that_begins_with_its_id(tmp_path):
    path = tmp_path / "alerts.jsonl"
    receipts = await append(path, message(), titled("Ганджа, Գյումրի, ბათუმი"))

    assert all(isinstance(receipt, Accepted) for receipt in receipts)
    first, second = lines(path)
    assert first == {"id": message().id, **item_body()}
    assert second["data"]["item"]["title"] == "Ганджа, Գյումրի, ბათუმი"
    assert path.read_text().startswith('{"id":')


async def test_only_the_owner_may_read_the_file(tmp_path):
    path = tmp_path / "alerts.jsonl"
    await append(path, message())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_line_that_a_crash_has_torn_does_not_spoil_the_next(tmp_path):
    path = tmp_path / "alerts.jsonl"
    path.write_bytes(b'{"id":"whole"}\n{"id":"to')
    await append(path, message())

    assert path.read_bytes().splitlines()[1] == b'{"id":"to'
    assert json.loads(path.read_bytes().splitlines()[2])["id"] == message().id


async def test_half_a_letter_is_written_as_json(tmp_path):
    path = tmp_path / "alerts.jsonl"
    await append(path, titled("half \ud83d"))

    assert lines(path)[0]["data"]["item"]["title"] == "half \ud83d"


@pytest.mark.parametrize("body", ["{", "[]", "[" * 100_000, "NaN?"])
async def test_a_damaged_row_is_rejected(body, tmp_path):
    (receipt,) = await append(tmp_path / "alerts.jsonl", message(body))

    assert isinstance(receipt, Rejected)
    assert "the row is damaged" in receipt.answer


async def test_what_is_not_a_file_is_an_outage(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    receipts = await append(tmp_path, message()) + await append(tmp_path / "pipe", message())

    assert all(isinstance(receipt, Deferred) and receipt.outage for receipt in receipts)
    assert "not a regular file" in receipts[1].answer


async def test_a_full_disk_is_an_outage_and_the_next_line_is_whole(tmp_path):
    path = tmp_path / "alerts.jsonl"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        receipts = await append(path, message(), message())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    (last,) = await append(path, message())

    assert all(isinstance(receipt, Deferred) and receipt.outage for receipt in receipts)
    assert isinstance(last, Accepted)
    assert json.loads(path.read_bytes().splitlines()[-1])["id"] == message().id


# ------------------------------------------------------------------ stdout
async def printed(told):
    stream = io.StringIO()
    await StdoutChannel(StdoutSpec(name="terminal"), stream).send(told, "", now=NOW)
    return stream.getvalue()


async def test_a_person_reads_time_places_title_source_and_address_on_one_line():
    assert await printed(message()) == (
        "22 Nov 08:02 UTC  GE  Upper Lars road closed by snow; 140 lorries waiting  (Kura Post)  "
        "https://kurapost.example/en/upper-lars-closed\n"
    )


async def test_a_change_says_what_kind_it_is():
    told = revised("headline", {"title": "One"}, {"title": "Two"})

    assert "GE  Two [headline changed]  (Kura Post)" in await printed(told)


async def test_notices_and_digests_are_one_line_each():
    digest = {"type": "digest", "timestamp": "soon", "data": {"digest": digest_view()}}

    assert (await printed(notice("source.silent"))).startswith(
        "22 Nov 10:40 UTC  Source silent: Берег, 9 h 08  nothing new since 05:32"
    )
    assert (await printed(message(digest))).startswith("22 Nov 08:02 UTC  South Caucasus, 23 Nov: ")


async def test_a_title_cannot_steer_the_terminal():
    line = await printed(titled("red \x1b[31m\x9b31m bell \a and \r\nsecond line \u202eesrever"))

    assert line.count("\n") == 1
    assert not any(letter in line for letter in "\x1b\x9b\a\r\u202e")


async def test_letters_that_a_terminal_does_not_know_become_question_marks():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    await StdoutChannel(StdoutSpec(name="terminal"), stream).send(titled("Գ!"), "", now=NOW)
    stream.seek(0)

    assert "GE  ?!  (Kura Post)" in stream.read()


async def test_standard_output_is_looked_up_when_it_is_written_to(capsys):
    channel = build_channel(StdoutSpec(name="terminal"), send=no_post)

    assert isinstance(await channel.send(message(), "", now=NOW), Accepted)
    assert "Upper Lars" in capsys.readouterr().out


async def test_a_damaged_row_is_rejected_before_anything_is_printed():
    stream = io.StringIO()
    channel = StdoutChannel(StdoutSpec(name="terminal"), stream)

    assert isinstance(await channel.send(message("?"), "", now=NOW), Rejected)
    assert stream.getvalue() == ""
