"""The script that people write: ask for each feed, parse it, keep what is new, say so.

``python peer_naive.py DATABASE both ADDRESSES``; what ``hostile.py`` compares with.
"""

import sqlite3
import sys
from pathlib import Path

import feedparser
import httpx


def main() -> None:
    """One round."""
    database, _, addresses = sys.argv[1:]
    db = sqlite3.connect(database)
    db.execute("CREATE TABLE IF NOT EXISTS entry (link TEXT PRIMARY KEY, title TEXT)")
    for address in Path(addresses).read_text("utf-8").split():
        try:
            answer = httpx.get(address, follow_redirects=True, timeout=30)
            parsed = feedparser.parse(answer.content)
        except httpx.HTTPError as error:
            print(address, error, file=sys.stderr)
            continue
        for one in parsed.entries:
            key, title = one.get("link") or one.get("id") or one.get("title"), one.get("title")
            new = db.execute("INSERT OR IGNORE INTO entry VALUES (?, ?)", (key, title)).rowcount
            if new:
                print(title)
        db.commit()


if __name__ == "__main__":
    main()
