"""Reading what strangers wrote without risking the daemon.

The worker process lives in this package, too, and imports it first: nothing that only the daemon
needs (an event loop, TLS) may be imported here before somebody asks for :class:`Sandbox`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.sandbox.pool import Sandbox

__all__ = ["Sandbox"]


def __getattr__(name: str) -> object:
    """The sandbox, imported when it is first asked for (PEP 562)."""
    if name != "Sandbox":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from monitor.sandbox.pool import Sandbox

    return Sandbox
