"""A webhook receiver on loopback with scripted answers, and the way the tests post to it."""

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx

from monitor.deliver import PostAnswer
from monitor.errors import FetchError


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers are raw HTTP, taken one by one, the last one stays; b"" drops the connection."""

    answers: list[bytes]
    requests: list[Request] = field(default_factory=list)
    sent_bytes: int = 0
    url: str = ""
    calls: set[asyncio.Task[None]] = field(default_factory=set)

    async def handle(self, reader, writer):
        task = asyncio.current_task()
        assert task is not None
        self.calls.add(task)
        task.add_done_callback(self.calls.discard)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            headers |= {
                name.lower(): value
                for name, _, value in (line.partition(": ") for line in head[1:] if line)
            }
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.requests.append(Request(head[0].split(" ")[1], headers, body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            for start in range(0, len(answer), 65_536):
                writer.write(answer[start : start + 65_536])
                await writer.drain()
                self.sent_bytes += 65_536
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


def answer(status, *headers, body=b""):
    lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", "connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@asynccontextmanager
async def webhook_receiver(*answers):
    receiver = Receiver(list(answers) or [answer(200)])
    server = await asyncio.start_server(receiver.handle, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook/t0ken-in-path"
    try:
        yield receiver
    finally:
        server.close()
        await server.wait_closed()
        for call in tuple(receiver.calls):  # its caller may have left in the middle
            call.cancel()
        await asyncio.gather(*receiver.calls, return_exceptions=True)


async def post(url, *, headers, body, timeout_s, allow_addresses):
    """What the program's outbound function promises, by the shortest way."""
    async with httpx.AsyncClient(timeout=timeout_s, trust_env=False) as client:
        try:
            async with client.stream("POST", url, headers=headers, content=body) as response:
                start = b""
                async for part in response.aiter_raw(4096):
                    start = part
                    break
                return PostAnswer(
                    status=response.status_code,
                    headers={k.lower(): v for k, v in response.headers.items()},
                    body_start=start,
                )
        except httpx.HTTPError as error:
            raise FetchError(f"{url!r}: {type(error).__name__}", kind="connection") from error


async def no_post(url, *, headers, body, timeout_s, allow_addresses):
    """Stands where nothing may be posted."""
    raise AssertionError(url)
