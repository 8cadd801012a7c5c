"""What finding copies and stories costs an item: fold, hash, sketch, probe.

``python bench/identity.py --window 100000 --window 200000`` fills the windowed index with that many
made items, then takes new ones of six languages through hashing, sketching and the question to the
store, and tells CPU milliseconds an item of each step and bytes an item of the index. The items of
the window are hashes alone, as many and as scattered as real ones; what they lead to is not read.
"""

import argparse
import datetime as dt
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from feeds import SENTENCES

from monitor.identify import content_keys, trace_of
from monitor.records import NearProbe, Trace
from monitor.store import open_store
from monitor.store.near import WEEK_MS

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
WEEK = int(NOW.timestamp() * 1000) // WEEK_MS
KEYS = 32  # of an item: 16 of its wording, 16 of what it tells
KEY_BITS = 47
VOCABULARY = 40_000  # terms that the window's items draw from, the common ones oftener
SUMMARY_WORDS = 60
_FILLED = """
    WITH RECURSIVE item (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM item LIMIT :items),
    place (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM place LIMIT :keys)
    INSERT OR IGNORE INTO trace (week, key, item)
    SELECT :week - item.number % 3, random() & :mask, item.number FROM item, place
    UNION ALL
    SELECT :week - item.number % 3, any_term(), item.number
    FROM item, place
    ORDER BY 1, 2, 3
"""


def main() -> None:
    """Measure, and print a table for docs/benchmarks.md."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--window", type=int, action="append", help="items; may be repeated")
    arguments.add_argument("--items", type=int, default=500, help="new ones that are measured")
    asked = arguments.parse_args()
    texts = list(_texts(asked.items))
    print("| items in the window | hash ms | sketch ms | probe ms | together ms | bytes an item |")
    print("|---:|---:|---:|---:|---:|---:|")
    for window in asked.window or (200_000,):
        with tempfile.TemporaryDirectory() as folder:
            print(_line(window, texts, Path(folder) / "bench.db"), flush=True)


def _line(window: int, texts: Sequence[tuple[str, str]], path: Path) -> str:
    with closing(open_store(str(path), write=True, now=NOW)):
        pass
    weight = _fill(path, window)
    with closing(open_store(str(path), write=True, now=NOW)) as store:
        hashed = _spent(lambda: [content_keys(title, text, "") for title, text in texts])
        traces: list[Trace] = []
        sketched = _spent(lambda: traces.extend(trace_of(title, text) for title, text in texts))
        probes = [NearProbe(traces={"new": trace}, source="bench") for trace in traces]
        probed = _spent(lambda: [store.near(probe, now=NOW) for probe in probes])
    each = [1000 * seconds / len(texts) for seconds in (hashed, sketched, probed)]
    shown = " | ".join(f"{ms:.2f}" for ms in (*each, sum(each)))
    return f"| {window:,} | {shown} | {weight:.0f} |"


def _fill(path: Path, window: int) -> float:
    """Put the keys of `window` items into the index, in SQL and in order; gives bytes an item."""
    chance = random.Random(3)
    terms = [key for trace in map(_trace, _texts(300)) for key in trace.terms]
    terms += [chance.getrandbits(KEY_BITS) for _ in range(VOCABULARY)]
    with closing(sqlite3.connect(path)) as db:
        before = _size(db)
        db.execute("PRAGMA synchronous = OFF")
        db.create_function("any_term", 0, lambda: terms[int(len(terms) * chance.random() ** 2)])
        asked = {"items": window, "keys": KEYS // 2, "mask": (1 << KEY_BITS) - 1, "week": WEEK}
        db.execute(_FILLED, asked)
        db.commit()
        return (_size(db) - before) / window


def _size(db: sqlite3.Connection) -> int:
    pages, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return int(pages) * int(size)


def _trace(words: tuple[str, str]) -> Trace:
    return trace_of(*words)


def _texts(count: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(5)
    for _ in range(count):
        sentences = SENTENCES[chance.choice(list(SENTENCES))]
        words = " ".join(chance.choice(sentences) for _ in range(12)).split()
        chance.shuffle(words)
        yield " ".join(words[:9]), " ".join(words[9 : 9 + SUMMARY_WORDS])


def _spent(work: Callable[[], object]) -> float:
    """Seconds of CPU time."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
