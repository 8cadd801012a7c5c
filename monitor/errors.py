"""Everything that can go wrong, as one tree.

::

    MonitorError
    ├── ConfigError        the configuration cannot be used as it stands
    ├── SourceError        one source could not be read; every other source goes on
    │   ├── FetchError     no usable answer came from the network
    │   └── ParseError     an answer came, and it is not what the source is said to be
    ├── DeliveryError      a channel cannot be built or used as configured
    └── StoreError         the database cannot be opened, read or written

Expected outcomes (not modified, gone, refused by the site, a receiver that asks to wait) are
values in :mod:`monitor.records`, never exceptions.

A message says what happened, to which one, what was seen and what would do: lower case, no full
stop, values in ``repr``. It never holds a secret.
"""


class MonitorError(Exception):
    """The root: whatever this program raises on purpose."""


class ConfigError(MonitorError):
    """The configuration cannot be used; the message names file, line, key and remedy."""


class SourceError(MonitorError):
    """One source could not be read; `kind` is the short word that its health shows."""

    def __init__(self, message: str, *, kind: str = "failing") -> None:
        """Keep `message` for people and `kind` (such as ``timeout``) for counting."""
        super().__init__(message)
        self.kind = kind


class FetchError(SourceError):
    """No usable answer: name, connection, TLS, deadline, size, redirect, address or encoding."""


class ParseError(SourceError):
    """The document is not what the source is said to be, or it is not safe to read."""


class DeliveryError(MonitorError):
    """A channel cannot be built or used as configured."""


class StoreError(MonitorError):
    """The database cannot be used; nothing was overwritten."""
