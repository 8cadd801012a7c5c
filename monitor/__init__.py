"""A news monitor for the South Caucasus."""

from importlib import metadata

__version__ = metadata.version("monitor")
