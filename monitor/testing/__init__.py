"""The world in a box: newsroom, mailbox, webhook receiver and clock, for tests and the demo.

Everything listens on 127.0.0.1 alone, in threads of its own, and ends with its ``with`` block::

    with Newsroom("Kura Post") as site, Receiver() as desk:
        site.publish("Upper Lars road closed by snow")
        ...
        assert desk.wait_for(1)
"""

from monitor.testing.clock import FakeClock
from monitor.testing.formats import Article
from monitor.testing.http import Body, Cut, Drop, Fault, Hang, Raw, Request, Slow, Status
from monitor.testing.ledger import Arrival, Balance, Ledger
from monitor.testing.mailbox import Letter, Mailbox, Refuse, Stall, Trouble, Vanish
from monitor.testing.newsroom import Newsroom, Visit
from monitor.testing.receiver import Hook, Receiver, is_signed
from monitor.testing.texts import Outlet, Story, outlets, stories, story

__all__ = [
    "Arrival",
    "Article",
    "Balance",
    "Body",
    "Cut",
    "Drop",
    "FakeClock",
    "Fault",
    "Hang",
    "Hook",
    "Ledger",
    "Letter",
    "Mailbox",
    "Newsroom",
    "Outlet",
    "Raw",
    "Receiver",
    "Refuse",
    "Request",
    "Slow",
    "Stall",
    "Status",
    "Story",
    "Trouble",
    "Vanish",
    "Visit",
    "is_signed",
    "outlets",
    "stories",
    "story",
]
