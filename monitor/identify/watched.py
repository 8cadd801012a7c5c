"""How a watched page changed: every change of its words counts, what is noise never does."""

from monitor.identify import pages
from monitor.identify.novelty import Edit
from monitor.identify.pages import PageWords
from monitor.records import TOLD_CLASSES, Candidate, KnownItem
from monitor.text import FOLD_VERSION


def compare_watched(candidate: Candidate, known: KnownItem, *, is_part: bool) -> Edit | None:
    """The change of a page since its newest revision; None if only noise differs.

    `is_part`: a part of the page was chosen, so its title does not count.
    """
    if known.keys.fold_version != FOLD_VERSION:
        return None  # its keys are about to be rebuilt
    before, after = _states(candidate, known)
    retitled = not is_part and pages.title_key(before.title) != pages.title_key(after.title)
    if not retitled and pages.page_key(before, ())[1] == pages.page_key(after, ())[1]:
        return None
    found = pages.compare_pages(before, after, retitled=retitled)
    return Edit(
        candidate=candidate,
        known=known,
        edit=found.edit,
        is_event=found.edit in TOLD_CLASSES,
        is_tellable=found.edit in TOLD_CLASSES,
        score=found.score,
        seq=known.revision + 1,
        text=(found.before, found.after),
        unstable=known.unstable,
    )


def is_emptied(candidate: Candidate, known: KnownItem) -> bool:
    """Whether nearly all words of a page are gone."""
    before, after = _states(candidate, known)
    return pages.is_shrunk(before, after, ())


def _states(candidate: Candidate, known: KnownItem) -> tuple[PageWords, PageWords]:
    """What the page said and says; a text that stayed is not asked of the store."""
    is_same = candidate.keys.text_key == known.keys.text_key
    text = candidate.content if is_same else known.content
    before = PageWords(title=known.title, text=text)
    return before, PageWords(title=candidate.title, text=candidate.content)
