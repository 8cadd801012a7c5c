"""The wiring: builds the house from a configuration and runs it, as a daemon or for one round."""

from monitor.daemon.building import House, desk_of, open_house, schedules_of
from monitor.daemon.looking import discover, look_at, verify
from monitor.daemon.notify import Notifier
from monitor.daemon.once import Round, poll_once, rejudge_stored, send_digest, send_test
from monitor.daemon.service import Service
from monitor.jobs.digest import collect

__all__ = [
    "House",
    "Notifier",
    "Round",
    "Service",
    "collect",
    "desk_of",
    "discover",
    "look_at",
    "open_house",
    "poll_once",
    "rejudge_stored",
    "schedules_of",
    "send_digest",
    "send_test",
    "verify",
]
