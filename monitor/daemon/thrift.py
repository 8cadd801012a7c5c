"""Memory that is free goes back to the machine."""

import contextlib
import ctypes

# Source: malloc.h of glibc, mallopt(3).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_ARENAS = 2
_FREE_BYTES = 128 * 1024


def spare_memory() -> None:
    """Have glibc keep little of what is freed; other C libraries do so, or cannot be asked.

    By itself it keeps a heap for each thread, and learns from one body of fifteen megabytes to
    keep blocks of that size for ever.
    """
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, _ARENAS)
        mallopt(_MMAP_THRESHOLD, _FREE_BYTES)
        mallopt(_TRIM_THRESHOLD, _FREE_BYTES)
