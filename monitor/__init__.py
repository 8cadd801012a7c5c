"""A news monitor for the South Caucasus."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        """The version, read from the installed package when it is first asked for.

        A reading worker never asks, and saves the six megabytes of modules that it takes.
        """
        if name != "__version__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import metadata

        return metadata.version("monitor")
