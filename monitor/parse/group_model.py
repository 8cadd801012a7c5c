"""What a group of headlines on a page is."""

from dataclasses import dataclass

from monitor.records import Moment

MIN_ITEMS = 3


@dataclass(slots=True)
class Item:
    """One headline with what stands with it."""

    title: str
    href: str | None
    moment: Moment | None
    at: int  # place of its title among the page's segments
    summary: str | None = None
    heading: int = 0


@dataclass(slots=True)
class Group:
    """Items of one kind, in the order of the page."""

    items: list[Item]
    path: tuple[str, ...]
    start: int  # the first and the last segment that belong to it
    end: int
    is_elsewhere: bool
    is_menu: bool
    is_loose: bool = False  # its members are alike in their tags only, not in their classes
    wrapper: str = ""  # how to find it again: its way, what holds the titles, and their path
    names: str = ""  # classes and ids around it, in small letters
    heading: str | None = None  # the text above it, if that announces news
    is_popular: bool = False  # the text above it announces what others read
    priced: float = 0.0  # share of the blocks that hold a price
