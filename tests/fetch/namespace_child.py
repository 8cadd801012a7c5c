"""Run inside a network of its own (``unshare``): default address rules, canaries everywhere.

Prints one line of JSON: what came of each address that was tried, and which canaries were touched.
"""

import asyncio
import json
import subprocess
import sys
from typing import Any

from monitor.errors import FetchError
from monitor.fetch import Fetcher, FetchPolicy, Outgoing

PUBLIC = "93.184.216.34"  # invented here: it exists on this machine's loopback alone
PRIVATE = ("127.0.0.1", "127.9.9.9", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1")
PRIVATE_V6 = ("::1", "fd00::1")
NAMES = {
    "public.example": (PUBLIC,),
    "private.example": ("10.0.0.1",),
    "mapped.example": ("::ffff:127.0.0.1",),
    "unspecified.example": ("0.0.0.0",),
    "mixed.example": ("192.168.1.1", PUBLIC),
    "rebinding.example": (PUBLIC,),
}
LOCATIONS = (
    "http://127.0.0.1/",
    "http://localhost/",
    "http://0.0.0.0/",
    "http://0/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[fd00::1]/",
    "http://10.0.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/",
    "http://private.example/",
    "http://mapped.example/",
    "http://unspecified.example/",
    "//10.0.0.1/",
)


class Names:
    """A name server; one of its names changes with every question."""

    def __init__(self) -> None:
        self.questions = 0

    async def __call__(self, host: str) -> tuple[str, ...]:
        if host == "rebinding.example":
            self.questions += 1
            return (PUBLIC,) if self.questions % 2 else ("127.0.0.1",)
        return NAMES.get(host, ("127.0.0.1",))


def set_up() -> None:
    for command in (
        ["ip", "link", "set", "lo", "up"],
        *(
            ["ip", "addr", "add", f"{address}/32", "dev", "lo"]
            for address in (PUBLIC, *PRIVATE[2:])
        ),
        ["ip", "-6", "addr", "add", "fd00::1/128", "dev", "lo"],
    ):
        subprocess.run(command, check=False, capture_output=True)


async def main() -> None:
    touched: list[str] = []
    locations = iter(LOCATIONS)

    async def canary(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        touched.append(writer.get_extra_info("sockname")[0])
        writer.close()

    async def kiosk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b"GET /go" in head:
            location = next(locations)
            writer.write(
                f"HTTP/1.1 302 F\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
            )
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npublic")
        await writer.drain()
        writer.close()

    await asyncio.start_server(kiosk, PUBLIC, 80)
    for address in (*PRIVATE, *PRIVATE_V6):
        try:
            await asyncio.start_server(canary, address, 80)
        except OSError:  # no IPv6 here
            continue
    outcomes: dict[str, Any] = {}
    async with Fetcher(FetchPolicy(user_agent="monitor/1", total_s=5), resolver=Names()) as out:

        async def attempt(label: str, url: str) -> None:
            try:
                answer = await out.send(Outgoing(url=url, follow_redirects=True))
                outcomes[label] = answer.body.decode()
            except FetchError as error:
                outcomes[label] = error.kind

        for location in LOCATIONS:
            await attempt(f"to {location}", f"http://{PUBLIC}/go")
        for location in LOCATIONS[:-1]:
            await attempt(location, location)
        await attempt("public", "http://public.example/")
        await attempt("mixed", "http://mixed.example/")
        await attempt("rebinding 1", "http://rebinding.example/")
        await attempt("rebinding 2", "http://rebinding.example/")
    sys.stdout.write(json.dumps({"outcomes": outcomes, "touched": touched}))


if __name__ == "__main__":
    set_up()
    asyncio.run(main())
