"""Peak memory of a process of its own while it meets a bomb."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, gzip, resource, sys, threading, socket, zlib
import brotli
from monitor.errors import FetchError
from monitor.fetch import Fetcher, FetchPolicy, Outgoing

coding, port = sys.argv[1], int(sys.argv[2])

def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

async def main():
    policy = FetchPolicy(user_agent="monitor/1", allow_addresses=("127.0.0.0/8",))
    async with Fetcher(policy) as out:
        url = f"http://127.0.0.1:{port}/"
        await out.send(Outgoing(url=url + "warm"))
        before = peak_kb()
        try:
            await out.send(Outgoing(url=url + "bomb"))
        except FetchError as error:
            print(error.kind, peak_kb() - before)

asyncio.run(main())
"""
SERVER = """
import socket, sys, zlib
import brotli
if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MIB = 2**20
def coder(coding):
    if coding == "br":
        stream = brotli.Compressor(quality=3)
        return stream.process, stream.finish
    stream = zstd.ZstdCompressor(level=3)
    return stream.compress, stream.flush

def bomb(coding):
    if coding in ("gzip", "deflate"):  # one megabyte, sealed off, a thousand times: quick to make
        stream = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
        first = stream.compress(bytes(MIB)) + stream.flush(zlib.Z_FULL_FLUSH)
        block = stream.compress(bytes(MIB)) + stream.flush(zlib.Z_FULL_FLUSH)
        return first + block * 1023 + stream.flush()
    compress, flush = coder(coding)
    zeros = bytes(MIB)
    return b"".join(compress(zeros) for _ in range(1024)) + flush()

coding = sys.argv[1]
payload = bomb(coding)
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
while True:
    peer, _ = server.accept()
    head = peer.recv(65536)
    if b"/bomb" in head:
        answer = f"HTTP/1.1 200 OK\\r\\nContent-Encoding: {coding}\\r\\n\\r\\n".encode() + payload
    else:
        answer = b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n"
    try:
        peer.sendall(answer)
    except OSError:
        pass
    peer.close()
"""


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_N12_a_gigabyte_of_zeros_costs_less_than_forty_megabytes(coding):
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, coding], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        child = subprocess.run(
            [sys.executable, "-c", CHILD, coding, port],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=ROOT,
            check=False,
        )
    finally:
        server.kill()
        server.communicate()

    assert child.stderr == ""
    kind, kilobytes = child.stdout.split()
    assert kind == "too-large"
    assert int(kilobytes) < 40 * 1024
