"""lemon24/reader on the same feeds; run by ``poll.py --peer reader`` in an environment of its own.

``python peer_reader.py DATABASE add ADDRESSES`` enrols what stands in a file, ``update`` polls
everything once and prints how many feeds failed and how many entries there are; ``both ADDRESSES``
does one after the other.
"""

import json
import sys
from pathlib import Path

from reader import make_reader

WORKERS = 20


def main() -> None:
    """The command line."""
    database, verb, *rest = sys.argv[1:]
    reader = make_reader(database)
    if verb in {"add", "both"}:
        for address in Path(rest[0]).read_text().split():
            reader.add_feed(address)
    if verb == "add":
        return
    reader.update_feeds(scheduled=False, workers=WORKERS)
    failed = sum(feed.last_exception is not None for feed in reader.get_feeds())
    print(json.dumps({"errors": failed, "items": reader.get_entry_counts().total}))


if __name__ == "__main__":
    main()
