"""Ten thousand made articles of which it is known what each is to the others.

``python -m tests.quality.identity_made --items 10000 --stories 300`` makes newsrooms in six
languages: events that several of them report in their own words, carriers that print the same text
with their own signature, a cut or another typography, daily templates, and articles that are
changed later at their address. Everything goes through the decision and the store that a poll
uses; then groups and stories are compared with the truth by B-cubed.
"""
# ruff: noqa: T201 - a command of its own: printing is what it is for

import argparse
import datetime as dt
import random
import re
import sqlite3
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from monitor import identify
from monitor.plan import Desk, Visit, plan_poll, read_news
from monitor.records import (
    Document,
    Draft,
    Evidence,
    Limits,
    Match,
    Moment,
    Near,
    Reading,
    Source,
    SourceState,
)
from monitor.store import Store, open_store

MONDAY = dt.datetime(2026, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
SPAN_HOURS = 240  # over which the stories begin
LIFE_HOURS = 20  # after which nobody reports a story any more
CARRIERS = 150  # newsrooms of one language; each reports a story once
TEMPLATES = 0.1  # of the stories
EDITED = 0.05  # of the articles, changed later at their address
_SENTENCE_END = re.compile(r"(?<=[.։]) ")
LIMITS = Limits(
    min_interval=dt.timedelta(minutes=1),
    max_interval=dt.timedelta(hours=12),
    error_backoff=dt.timedelta(minutes=1),
    error_backoff_cap=dt.timedelta(hours=6),
)


@dataclass(frozen=True, slots=True)
class Made:
    """One article, and what it is."""

    source: str
    hour: int  # when it is polled
    draft: Draft
    story: int
    text: tuple[int, int]  # story and report: copies have the same


# ------------------------------------------------------------------ making
def made(items: int, stories: int, *, seed: int) -> list[Made]:
    """Articles and later versions of them, in the order in which they come."""
    chance = random.Random(seed)
    weights = [chance.paretovariate(2) for _ in range(stories)]
    sizes = Counter(chance.choices(range(stories), weights=weights, k=items))
    every = [each for story in range(stories) for each in _story(story, sizes[story], chance)]
    edits = [_edited(each, chance) for each in every if chance.random() < EDITED]
    return sorted((*every, *edits), key=lambda each: each.hour)


def _story(story: int, size: int, chance: random.Random) -> Iterable[Made]:
    language = list(WORDS)[story % len(WORDS)]
    words = WORDS[language]
    kind = "rate" if chance.random() < TEMPLATES else chance.choice(("fire", "talks", "trial"))
    begin = chance.randrange(SPAN_HOURS)
    day = MONDAY + begin * HOUR
    facts = {
        "place": chance.choice(words["places"]),
        "who": chance.choice(words["people"]),
        "thing": chance.choice(words["things"]),
        "n": chance.randrange(3, 99),
        "m": chance.randrange(110, 990),
        "k": chance.randrange(3, 39),
        "date": f"{day:%d.%m.%Y}",
    }
    reports = [report.format_map(facts) for report in words["reports"][kind]]
    for number in range(min(size, CARRIERS)):
        report = chance.randrange(len(reports))
        hour = begin + (chance.randrange(LIFE_HOURS) if number else 0)
        title, _, text = reports[report].partition(" | ")
        source = f"{language}-{number}"
        title, text = _carried(title, text, source, chance, words["also"])
        url = f"https://{source}.example/{story}/{number}"
        at = MONDAY + hour * HOUR - dt.timedelta(minutes=chance.randrange(50))
        stated = Moment(at=at, precision="minute", text="") if chance.random() < 0.8 else None
        draft = Draft(url=url, title=title, summary=text, published=stated)
        yield Made(source, hour, draft, story, (story, report))


def _carried(
    title: str, text: str, source: str, chance: random.Random, also: Sequence[str]
) -> tuple[str, str]:
    """A text as a carrier prints it."""
    way = chance.choice(("as is", "as is", "signed", "cut", "also", "typography", "agency"))
    if way == "signed":
        return f"{title} | {source}.example", text
    if way == "cut":
        return title, " ".join(_SENTENCE_END.split(text)[:-1])
    if way == "also":
        return title, f"{text} {chance.choice(also)}"
    if way == "typography":
        return title.replace(" ", "\u00a0", 1), text.replace('"', "”").replace(" – ", " — ")
    if way == "agency":
        return title, f"{chance.choice(('INTERFAX', 'APA', 'REUTERS'))} – {text}"
    return title, text


def _edited(each: Made, chance: random.Random) -> Made:
    """The article with another sentence, some hours later."""
    first, *rest = _SENTENCE_END.split(each.draft.summary or "")
    text = " ".join((first, f"{chance.choice(WORDS[each.source[:2]]['also'])}.", *rest))
    later = each.hour + chance.randrange(1, 30)
    return replace(each, hour=later, draft=replace(each.draft, summary=text))


# ------------------------------------------------------------------ polling
class Everything:
    """A topic that wants all."""

    topic = "everything"
    version = "1"

    def judge(self, draft: Draft, *, country: str | None = None) -> Match:
        """Say yes."""
        del draft, country
        why: tuple[Evidence, ...] = ()
        return Match(
            topic=self.topic, version="1", relevant=True, borderline=False, score=1, places=(),
            why=why,
        )  # fmt: skip


def polled(every: Sequence[Made], store: Store) -> None:
    """Bring everything to the store, hour by hour, source by source."""
    sources = {name: _source(name) for name in sorted({each.source for each in every})}
    store.enrol(tuple(sources.values()), now=MONDAY)
    desk = Desk(topics=(Everything(),), rules=(), limits=LIMITS)
    batches: dict[int, dict[str, list[Draft]]] = {}
    for each in every:
        batches.setdefault(each.hour, {}).setdefault(each.source, []).append(each.draft)
    for hour, documents in batches.items():
        now = MONDAY + hour * HOUR
        with store.batch():
            for name, drafts in documents.items():
                _poll(sources[name], drafts, store, desk, now)


def _poll(
    source: Source, drafts: Sequence[Draft], store: Store, desk: Desk, now: dt.datetime
) -> None:
    state = SourceState(name=source.name, due_at=now, baselined_at=MONDAY - HOUR)
    visit = Visit(
        source=source,
        state=state,
        fetched=Document(
            url=source.url, status=200, body=b"", content_type="", fetched_at=now, body_hash=""
        ),
        reading=Reading(kind="feed", drafts=()),
        candidates=identify.candidates(source, drafts, now=now),
    )
    known = store.known(identify.probe(source, visit.candidates, now=now))
    news = read_news(visit, known, desk, now=now)
    near = store.near(news.probe, now=now) if news and news.probe else Near()
    store.apply([plan_poll(visit, known, desk, now=now, news=news, near=near)], None, now=now)


def _source(name: str) -> Source:
    return Source(name=name, url=f"https://{name}.example/feed", language=name[:2])


# ------------------------------------------------------------------ comparing
@dataclass(frozen=True, slots=True)
class Score:
    """How well a sorting into groups is the true one, by B-cubed."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def b_cubed(pairs: Sequence[tuple[object, object]]) -> Score:
    """Of every item's true group and the one that was said. Source: Bagga and Baldwin, 1998."""
    both, true, said = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    shares = [(both[pair], said[pair[1]], true[pair[0]]) for pair in pairs]
    return Score(
        precision=sum(hits / others for hits, others, _ in shares) / len(shares),
        recall=sum(hits / others for hits, _, others in shares) / len(shares),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made of everything."""

    items: int  # kept; an edit is none of its own
    articles: int  # made
    groups: Score
    stories: Score
    by_language: Mapping[str, tuple[Score, Score]]
    cpu_s: float


def outcome(items: int, stories: int, *, seed: int) -> Outcome:
    """Make, poll and compare."""
    every = made(items, stories, seed=seed)
    truth = {each.draft.url: each for each in every}
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "made.db")
        with closing(open_store(path, write=True, now=MONDAY)) as store:
            began = time.process_time()
            polled(every, store)
            spent = time.process_time() - began
            kept = _kept(path)
    rows = [(truth[url], group, story) for url, group, story in kept]
    texts = [(each.text, group) for each, group, _ in rows]
    events = [(each.story, story) for each, _, story in rows]
    split = {
        name: (
            b_cubed([p for p, (each, *_) in zip(texts, rows, strict=True) if _in(each, name)]),
            b_cubed([p for p, (each, *_) in zip(events, rows, strict=True) if _in(each, name)]),
        )
        for name in sorted({each.source[:2] for each, *_ in rows})
    }
    return Outcome(len(rows), len(truth), b_cubed(texts), b_cubed(events), split, spent)


def _in(each: Made, language: str) -> bool:
    return each.source[:2] == language


def _kept(path: str) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(
            "SELECT i.url, i.copy_group, coalesce(s.story, i.id) FROM item i "
            "LEFT JOIN story_item s ON s.item = i.number"
        ).fetchall()


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--items", type=int, default=10_000)
    arguments.add_argument("--stories", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    found = outcome(asked.items, asked.stories, seed=asked.seed)
    print(f"{found.items} items of {found.articles} articles, {found.cpu_s:.1f} s of CPU")
    print(_shown("all", found.groups, found.stories))
    for language, (groups, events) in found.by_language.items():
        print(_shown(language, groups, events))


def _shown(name: str, groups: Score, events: Score) -> str:
    parts = (
        f"{what} F1 {score.f1:.3f} (precision {score.precision:.3f}, recall {score.recall:.3f})"
        for what, score in (("copies", groups), ("stories", events))
    )
    return f"{name}: {', '.join(parts)}"


if __name__ == "__main__":
    main()
