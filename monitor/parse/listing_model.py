"""What a list found on a page is."""

from dataclasses import dataclass

from monitor.records import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list of headlines, in the order of the page."""

    items: tuple[Draft, ...]
    score: float  # comparable within one page only
    why: tuple[str, ...]  # what spoke for it, in words
    wrapper: str | None = None  # how to find it on the next page; None for plain text
    next_url: str | None = None  # the page that goes on where this one ends
