"""What judging costs: the South Caucasus profile beside one regular expression of its names.

``python bench/match.py`` makes headlines of its own in six languages, a few of which name the
region, and tells in one run, each figure the best of several rounds of CPU time: items a second
with title and summary of 300 characters, megabytes a second of running text, the time to load the
profile, the memory that it keeps, and what Python's ``re`` does with an alternation of the same
names.
"""

import argparse
import gc
import random
import re
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

from feeds import SENTENCES

import monitor.match
from monitor.match import Profile, load_profile
from monitor.records import Draft
from monitor.text import fold

# By its path: asked for by its name it is compiled only once a process.
SHIPPED = Path(monitor.match.__file__).parent / "profiles" / "south-caucasus"
SUMMARY_CHARS = 300
TEXT_CHARS = 20_000  # of a content: what is read of one
COUNTRIES = (None, None, None, "GE", "AM", "AZ")
NAMED = ("Tbilisi", "Ереван", "Երևան", "Bakı", "თბილისი", "Gürcistan")


def main() -> None:
    """Measure, and print a table for docs/benchmarks.md."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--items", type=int, default=3_000)
    arguments.add_argument("--rounds", type=int, default=7)
    asked = arguments.parse_args()
    load_s = best(lambda: load_profile(SHIPPED), rounds=3)
    profile, kept_bytes = weighed()
    items = drafts(asked.items)
    texts = [Draft(content=words) for words in running_texts(20)]
    names = profile.definition.names
    cold_s = once(lambda: judge(load_profile(SHIPPED), items)) - load_s
    warm_s = best(lambda: judge(profile, items), rounds=asked.rounds)
    text_s = best(lambda: judge(profile, [(draft, None) for draft in texts]), rounds=asked.rounds)
    text_bytes = sum(len((draft.content or "").encode()) for draft in texts)
    few = items[:100]
    expression = alternation(profile)
    re_s = best(lambda: search(expression, few), rounds=3)
    print(f"{len(profile.definition.concepts)} concepts, {len(names)} names")
    print(f"load {load_s:.2f} s, {kept_bytes / 1e6:.1f} MB kept")
    print(f"items: {len(items) / warm_s:,.0f} a second, {len(items) / cold_s:,.0f} from cold")
    print(f"running text: {text_bytes / text_s / 1e6:.1f} MB a second")
    print(f"re alternation: {len(few) / re_s:,.0f} items a second")


def drafts(count: int) -> list[tuple[Draft, str | None]]:
    """Headlines with a summary; about one in six names the region outright."""
    chance = random.Random(7)
    made = []
    for _ in range(count):
        language = chance.choice(list(SENTENCES))
        words = " ".join(chance.choice(SENTENCES[language]) for _ in range(4)).split()
        chance.shuffle(words)
        if chance.random() < 1 / 6:
            words[3] = chance.choice(NAMED)
        text = " ".join(words)
        made.append(
            (Draft(title=text[:70], summary=text[70:][:SUMMARY_CHARS]), chance.choice(COUNTRIES))
        )
    return made


def running_texts(count: int) -> list[str]:
    """Articles of whole sentences, each in one language."""
    chance = random.Random(11)
    made = []
    for at in range(count):
        sentences = SENTENCES[list(SENTENCES)[at % len(SENTENCES)]]
        text = ""
        while len(text) < TEXT_CHARS:
            text += chance.choice(sentences) + ". "
        made.append(text[:TEXT_CHARS])
    return made


def judge(profile: Profile, items: Sequence[tuple[Draft, str | None]]) -> None:
    """Judge each."""
    for draft, country in items:
        profile.judge(draft, country=country)


def alternation(profile: Profile) -> re.Pattern[str]:
    """The stems of the same names behind a word boundary: what a list of keywords would be."""
    stems = {" ".join(word.stem for word in name.words) for name in profile.definition.names}
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, stems), reverse=True)) + ")")


def search(expression: re.Pattern[str], items: Sequence[tuple[Draft, str | None]]) -> None:
    """Find all names of each, in its folded text."""
    for draft, _ in items:
        expression.findall(fold(f"{draft.title} {draft.summary}"))


def weighed() -> tuple[Profile, int]:
    """A profile, and how many bytes it keeps once it is compiled."""
    gc.collect()
    tracemalloc.start()
    profile = load_profile(SHIPPED)
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return profile, kept


def best(work: Callable[[], object], *, rounds: int) -> float:
    """Seconds of CPU time of the fastest of several rounds."""
    return min(once(work) for _ in range(rounds))


def once(work: Callable[[], object]) -> float:
    """Seconds of CPU time."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
