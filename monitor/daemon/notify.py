"""Tell the service manager how we are.

Source: sd_notify(3): datagrams of ``KEY=value`` lines to the socket named by ``NOTIFY_SOCKET``; a
leading ``@`` means the abstract namespace. Without that variable nobody asked, and nothing is sent.
"""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notifier:
    """The service manager's socket, if there is one."""

    address: str | None
    watchdog_s: float | None  # it wants to hear from us at least this often

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Notifier":
        """Read what the service manager set for this very process."""
        wanted = environ.get("WATCHDOG_USEC", "")
        for_us = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        seconds = int(wanted) / 1e6 if wanted.isdigit() and for_us else None
        return cls(environ.get("NOTIFY_SOCKET"), seconds)

    def say(self, *lines: str) -> bool:
        """Send ``KEY=value`` lines; False when nobody listens, which is no failure."""
        if not self.address:
            return False
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
            try:
                door.sendto("\n".join(lines).encode(), address)
            except OSError:
                return False  # the manager went away; the work goes on
        return True
