"""Every hostile answer at once, beside five healthy sources, while memory is watched."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.testing import Newsroom
from tests.e2e.rig import Rig, newsroom, open_rig
from tests.threats.answers import Hostile, hostile
from tests.threats.measuring import Child, Watch
from tests.threats.street import Street, entry, feed

MEMORY_LIMIT_BYTES = 150 * 2**20  # of the program itself
TREE_LIMIT_BYTES = 185 * 2**20  # with the worker that reads for it, in which a moment may cost 60
DEADLINE_S = 4.0  # of one answer; thirty in the product
ROUND_LIMIT_S = 40.0
HEALTHY = 5


@dataclass
class Story:
    """Three rounds: all is well, all is hostile, all is well again."""

    rows: dict[str, Hostile]
    answers: dict[str, list[str]]  # label -> outcome, kind, detail of the second round
    last: dict[str, list[str]]
    took_s: float
    watch: Watch
    touched: list[str]
    rig: Rig
    healthy: tuple[Newsroom, ...]
    log: str


def well(label: str, *more: str) -> bytes:
    """What a site says while it is well."""
    old = (entry(f"Old notice {n} of office {label}", guid=f"{label}-{n}") for n in range(4))
    return feed(*more, *old)


def news(label: str) -> str:
    """What each site has to tell in the end."""
    # A number of its own: texts that differ in nothing but a label are copies of one another.
    return f"Tbilisi lays the first stone of pier {int.from_bytes(label.encode()[-6:]) % 1_000_003}"


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    rows = hostile()
    with ExitStack() as stack:
        rig = stack.enter_context(open_rig(tmp_path))
        rig.to = ("desk",)
        street = stack.enter_context(Street())
        for label in rows:
            rig.source(label, street.open(label, well(label)).url, kind="feed")
        healthy = tuple(stack.enter_context(newsroom(name=f"Healthy {n}")) for n in range(HEALTHY))
        for n, site in enumerate(healthy):
            site.publish(f"Old notice of harbour {n}", f"Berth {n} is closed.")
            rig.source(f"healthy-{n}", site.url("/rss.xml"))
        yield tell(rows, rig, street, healthy)


def tell(
    rows: dict[str, Hostile], rig: Rig, street: Street, healthy: tuple[Newsroom, ...]
) -> Story:
    names = {**street.names(), "private.example": "10.0.0.1"}
    trouble = {
        street.sites[label].host: row.name_trouble
        for label, row in rows.items()
        if row.name_trouble
    }
    with Child(rig, deadline_s=DEADLINE_S) as child:
        first = child.round(names)
        assert {outcome for outcome, _, _ in first.values()} == {"read"}, first
        for label, row in rows.items():
            street.sites[label].reply = row.reply
        for n, site in enumerate(healthy):
            site.publish(news(f"healthy-{n}"), "A ribbon was cut.")
        began = time.monotonic()
        second = child.round(names, trouble=trouble, hours=1)
        took_s = time.monotonic() - began
        for label in rows:
            street.sites[label].reply = well(label, entry(news(label), guid=f"new-{label}"))
        third = child.round(names, hours=24 * 8)
    return Story(rows, second, third, took_s, child.watch, child.touched, rig, healthy, child.log)


def test_there_are_many_hostile_answers():
    assert len(hostile()) >= 90


def is_recorded_for_what_it_is(story: Story) -> None:
    unexpected = {
        label: story.answers[label]
        for label, row in story.rows.items()
        if (story.answers[label][1] or "") not in row.kinds
    }

    assert unexpected == {}


def is_one_line_for_people(story: Story) -> None:
    details = [detail for _, kind, detail in story.answers.values() if kind and kind != "gone"]

    assert len(details) > 60
    assert all(detail and "\n" not in detail and len(detail) < 500 for detail in details), details


def costs_no_healthy_source_its_poll(story: Story) -> None:
    outcomes = {story.answers[f"healthy-{n}"][0] for n in range(HEALTHY)}

    assert outcomes == {"read"}
    titles = [title for _, title in story.rig.hooks()]
    assert [titles.count(news(f"healthy-{n}")) for n in range(HEALTHY)] == [1] * HEALTHY


def is_forgotten_once_the_site_is_well(story: Story) -> None:
    titles = [title for _, title in story.rig.hooks()]

    assert {k: v for k, v in story.last.items() if v[0] != "read" and k in story.rows} == {}
    assert {
        label: titles.count(news(label)) for label in story.rows if titles.count(news(label)) != 1
    } == {}


def costs_less_than_the_limits(story: Story) -> None:
    assert 0 < story.watch.alone_bytes <= MEMORY_LIMIT_BYTES, story.watch
    assert 0 < story.watch.together_bytes <= TREE_LIMIT_BYTES, story.watch
    assert story.took_s <= ROUND_LIMIT_S


def leads_no_socket_to_a_private_address(story: Story) -> None:
    """Loopback is where our world stands, and the configuration allows it."""
    assert len(story.touched) > 60
    assert [address for address in story.touched if not address.startswith("127.0.")] == []


def plants_nothing(story: Story) -> None:
    stored = " ".join(row.item.title + row.item.summary for row in story.rig.items().values())

    assert "root:" not in stored
    assert "lollollol" not in stored
    assert "Traceback" not in story.log
    assert "unexpected" not in story.log


# One test, so that the story is told once, however many processes share the tests.
def test_N22_to_N29_and_all_others_at_once_cost_nobody_else_anything(story: Story):
    is_recorded_for_what_it_is(story)
    is_one_line_for_people(story)
    costs_no_healthy_source_its_poll(story)
    is_forgotten_once_the_site_is_well(story)
    costs_less_than_the_limits(story)
    leads_no_socket_to_a_private_address(story)
    plants_nothing(story)
