"""Where each headline of a group lies among the segments of its page, and what belongs to it."""

import re
from collections import Counter
from dataclasses import dataclass

from monitor.parse import limits
from monitor.parse.flow import Node, Segment, ancestors
from monitor.parse.group_model import MIN_ITEMS
from monitor.parse.headings import is_latest, is_never_a_title, is_popular

_MIN_TITLE_CHARS = 8
_MAX_TITLE_CHARS = 400
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HEADING_CHARS = 60  # a longer heading between two lists is a headline itself


def may_be_title(segment: Segment) -> bool:
    """Whether a segment reads like a headline, for all that can be said of it alone."""
    text = segment.text
    if segment.moment is not None or is_never_a_title(text) or is_latest(text) or is_popular(text):
        return False
    if _IDEOGRAPHS.search(text):
        return len(text) >= _MIN_TITLE_CHARS
    return _MIN_TITLE_CHARS <= len(text) <= _MAX_TITLE_CHARS and " " in text


def sections_of(segments: list[Segment], places: list[int]) -> list[tuple[str, list[int]]]:
    """The places under each heading that stands between them, with that heading's words.

    All under "" where no heading does. A date is no such heading, nor is a link or a headline.
    """
    inside = set(places)
    links = {segments[at].link for at in places}
    owners = Counter(node for at in places for node in ancestors(segments[at].node))
    sections: list[tuple[str, list[int]]] = [("", [])]
    previous = max(places[0] - 4, 0)
    for at in places:
        for between in range(previous, at):
            one = segments[between]
            if between not in inside and one.link not in links and _parts_lists(one, owners):
                sections.append((one.text, []))
        sections[-1][1].append(at)
        previous = at + 1
    return [section for section in sections if len(section[1]) >= MIN_ITEMS]


def _parts_lists(segment: Segment, owners: "Counter[Node]") -> bool:
    """Whether a segment heads a list: it stands above many headlines, never beside one."""
    text = segment.text
    if segment.moment is not None or len(text) > _HEADING_CHARS:
        return False
    if not (segment.heading or is_latest(text) or is_popular(text)):
        return False
    around = next(iter(ancestors(segment.node)), None)
    return around is None or owners[around] != 1


@dataclass(slots=True)
class Span:
    """Where one member lies among the segments: its own, and the first and last of its block."""

    member: list[int]
    start: int
    end: int
    block: Node | None  # None where one element holds several members


def members_of(segments: list[Segment], places: list[int]) -> list[list[int]]:
    """Places joined where one link or one element holds several (a title broken by ``<br>``)."""
    members: list[list[int]] = []
    for at in places:
        one, last = segments[at], segments[members[-1][-1]] if members else None
        same_link = last is not None and one.link is not None and one.link is last.link
        is_next = last is not None and one.node is last.node and members[-1][-1] == at - 1
        if same_link or is_next:
            members[-1].append(at)
        else:
            members.append([at])
    return members


def spans_of(segments: list[Segment], places: list[int]) -> list[Span]:
    """Each headline of a group with its block: the largest element that holds no other one."""
    members = members_of(segments, places)[: limits.MAX_LISTED]
    counts: Counter[Node] = Counter()
    for member in members:
        counts.update(segments[member[0]].around)
    bounds = [-1, *(member[-1] for member in members)]
    spans: list[Span] = []
    for number, member in enumerate(members):
        block: Node | None = None  # stays None where one element holds several members
        for at in segments[member[0]].around:
            if counts[at] > 1:
                break
            block = at
        low = bounds[number] + 1
        high = members[number + 1][0] - 1 if number + 1 < len(members) else len(segments) - 1
        start, end = member[0], member[-1]
        while start > low and is_inside(segments[start - 1], block):
            start -= 1
        while end < high and is_inside(segments[end + 1], block):
            end += 1
        spans.append(Span(member, start, end, block))
    return spans


def is_inside(segment: Segment, block: Node | None) -> bool:
    """Whether a segment's element is a block or stands in it."""
    return block is not None and block in segment.around
