"""The four stories: poll, dispatch, digest, upkeep. Each reads: ask, read, decide, keep.

The colour changes here: the store's plain functions run one after another on a thread of their own,
so that a database that is locked for a while delays nobody's sockets.
"""
