"""The program in a process of its own: a round for each line that it is sent.

``round_child.py CONFIG DEADLINE_S``; a line is JSON: the names that lead where, those in trouble,
and how many hours pass before the round. The answer is a line of JSON: what became of each source,
and every address to which this process has ever tried to connect, whoever in it did so.
The house is the real one; only its deadline is shorter, and its name server and clock are ours.
"""

import asyncio
import dataclasses
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from monitor.config import load
from monitor.daemon.building import open_house, policy_of
from monitor.testing.clock import FakeClock
from tests.threats.street import NameServer

TOUCHED: set[str] = set()


def note_connection(event: str, arguments: tuple[Any, ...]) -> None:
    """Note where a socket goes. Source: the table of audit events of Python."""
    if event in {"socket.connect", "socket.sendto"}:
        where = arguments[1]
        TOUCHED.add(str(where[0]) if isinstance(where, tuple) else str(where))


async def main(config: Path, deadline_s: float) -> None:
    """Serve until the lines end."""
    configuration = load(config, environ={})
    clock = FakeClock(dt.datetime.now(dt.UTC))
    policy = dataclasses.replace(policy_of(configuration), total_s=deadline_s)
    with NameServer({}).serving() as names:
        async with open_house(configuration, clock=clock) as house:
            house.fetcher.reconfigure(policy)
            every = [source.name for source in configuration.sources]
            while line := await asyncio.to_thread(sys.stdin.readline):
                wish = json.loads(line)
                names.table, names.trouble = wish["names"], wish["trouble"]
                clock.advance(dt.timedelta(hours=wish["hours"]))
                plans = await house.poller.round(every, seen=lambda _: None)
                for channel in configuration.channels:
                    await house.dispatcher.drain(channel.name, force=True)
                polled = {
                    plan.state.name: (plan.poll.outcome, plan.state.error_kind, plan.poll.detail)
                    for plan in plans
                }
                sys.stdout.write(json.dumps([polled, sorted(TOUCHED)]) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    sys.addaudithook(note_connection)
    asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2])))
