"""What a list found on a page is."""

from dataclasses import dataclass

from monitor.records import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list of headlines, in the order of the page."""

    items: tuple[Draft, ...]
    score: float  # comparable within one page only
    why: tuple[str, ...]  # what spoke for it, in words
    wrapper: str | None = None  # path of the elements that hold the titles; None for plain text
