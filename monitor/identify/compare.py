"""How two drafts relate, without a store."""

from monitor.identify import wording
from monitor.identify.candidates import COPY_WINDOW
from monitor.identify.contrast import (
    Contrast,
    Wording,
    contrast,
    has_own_figure,
    names_differ,
    wording_of,
)
from monitor.identify.edits import NEAR, overlap, text_of
from monitor.identify.kinship import STORY, borne_out, is_told_again, kinship
from monitor.identify.likeness import Likeness, likeness
from monitor.identify.recurring import is_recurring
from monitor.identify.signatures import unsigned
from monitor.identify.swapped import swapped
from monitor.records import Draft, Verdict
from monitor.text import clean_title, fold, plain_text
from monitor.urls import canonical

EQUAL_WORDS = 4  # fewer are a label such as "photos of the day"
COLUMN_WORDS = 40  # of a column that comes again, below which equal words say nothing
COPY_WORDS = 8  # fewer say nothing but an equal headline
COPY_SHARE = 0.3  # of three-word runs, where neither side has a number of its own
COPY_SHARE_NUMBERED = 0.6  # where one side alone has one
COPY_SHARE_SHORT = 0.5
SHORT_WORDS = 40  # below, single words weigh much
ORDER_SHARE = 0.8  # of words in the same order
PART_SHARE = 0.8  # of the shorter one's runs
ALIGNED_SHARE = 0.9
BORNE_OUT = 0.3  # of the headlines, below which a short text may stand under any of them


def compare(a: Draft, b: Draft) -> Verdict:
    """Whether two drafts are the same item, copies of one text, one story or different things."""
    if _share_name(a, b) and _share_words(a, b):
        return Verdict(relation="same", score=1.0, why=("the same address or guid",))
    if _are_far_apart(a, b):
        return Verdict(relation="different", score=0.0, why=("more than 72 h apart",))
    left, right = _words(a, b)
    if left == right and _may_be_equal(a, b, left):
        return Verdict(relation="copy", score=1.0, why=("the same words",))
    return _alike(a, b)


def _alike(a: Draft, b: Draft) -> Verdict:
    left, right = _wordings(a, b)
    alike = likeness(left, right)
    copied = copied_why(left, right, alike)
    against = spoken_against(left, right, alike) if copied else contrast(left, right)
    if copied and against is None and not is_column(left, right, a.title or "", b.title or ""):
        return Verdict(relation="copy", score=alike.most, why=(copied,))
    kin = kinship(left, right)
    if copied and against is not None:
        # Where no dates stand, the same form filled in on another day cannot be ruled out.
        is_dated = a.published is not None and b.published is not None
        is_kin = is_dated and tells_again(left, right, against)
    else:
        is_kin = kin.score >= STORY
    why = against.why if against else kin.why if is_kin else "little in common"
    return Verdict(relation="story" if is_kin else "different", score=kin.score, why=(why,))


def spoken_against(a: Wording, b: Wording, alike: Likeness) -> Contrast | None:
    """What speaks against two texts being one that share their wording."""
    return contrast(a, b, aligned=alike.body >= ALIGNED_SHARE) or swapped(a, b)


def tells_again(a: Wording, b: Wording, against: Contrast) -> bool:
    """Whether two texts of one wording tell of one event though something speaks against it.

    A toll that rose does, and a denial. A form filled in anew has other names or words as well.
    """
    if against.kind not in ("number", "opposite") or not is_told_again(a, b):
        return False
    if names_differ(a, b):
        return False
    return against.kind == "opposite" or swapped(a, b) is None


def copied_why(a: Wording, b: Wording, alike: Likeness) -> str:
    """Why two texts are one, if their shares say so; "" where they do not."""
    shorter = min(len(a.all), len(b.all))
    if shorter < COPY_WORDS:
        return ""
    needed = COPY_SHARE_SHORT if shorter < SHORT_WORDS else COPY_SHARE
    if has_own_figure(a, b) or has_own_figure(b, a):
        needed = COPY_SHARE_NUMBERED
    if alike.whole < needed and _may_be_boilerplate(a, b):
        return ""
    score = max(alike.whole, alike.body)
    if score >= needed:
        return f"{score:.2f} of the wording is shared"
    if alike.order >= ORDER_SHARE:
        return f"{alike.order:.2f} of the words stand in the same order"
    if alike.part >= PART_SHARE:
        return f"{alike.part:.2f} of the shorter one stands in the other"
    return ""


def _may_be_boilerplate(a: Wording, b: Wording) -> bool:
    """Whether a few equal sentences stand under headlines that have nothing to do with them."""
    is_short = min(len(a.body), len(b.body)) < SHORT_WORDS
    return is_short and borne_out(a, b) < BORNE_OUT


def is_column(a: Wording, b: Wording, *titles: str) -> bool:
    """Whether two short texts stand under the headline of a column that comes again and again."""
    return min(len(a.body), len(b.body)) < COLUMN_WORDS and all(map(is_recurring, titles))


def _may_be_equal(a: Draft, b: Draft, words: list[str]) -> bool:
    """Whether equal words mean one text: a label or a column says so only of itself.

    "(updated)" says of a headline that it tells the same again, however short it is.
    """
    if len(words) < EQUAL_WORDS:
        titles = (clean_title(each.title or "") for each in (a, b))
        return len(words) > 1 and any(map(wording.is_labelled, titles))
    return len(words) >= COLUMN_WORDS or not is_recurring(a.title or "")


def _share_name(a: Draft, b: Draft) -> bool:
    if a.url and b.url:
        return canonical(a.url) == canonical(b.url)
    return bool(a.guid) and a.guid == b.guid


def _share_words(a: Draft, b: Draft) -> bool:
    return overlap(text_of(_text(a)), text_of(_text(b))) >= NEAR


def _are_far_apart(a: Draft, b: Draft) -> bool:
    if a.published is None or b.published is None:
        return False
    return abs(a.published.at - b.published.at) > COPY_WINDOW


def _titles(a: Draft, b: Draft) -> tuple[str, str]:
    return unsigned(clean_title(a.title or ""), clean_title(b.title or ""))


def _words(a: Draft, b: Draft) -> tuple[list[str], list[str]]:
    """The words of both, headlines without the publisher that each other's signature gives away."""
    left, right = _titles(a, b)
    return _fold_all(left, a), _fold_all(right, b)


def _wordings(a: Draft, b: Draft) -> tuple[Wording, Wording]:
    left, right = _titles(a, b)
    return wording_of(left, _plain(a)), wording_of(right, _plain(b))


def _plain(draft: Draft) -> str:
    return plain_text(draft.content or draft.summary or "")


def _fold_all(title: str, draft: Draft) -> list[str]:
    return fold(f"{title}\n{wording.body(_plain(draft))}").split()


def _text(draft: Draft) -> str:
    title = wording.headline(clean_title(draft.title or ""))
    return f"{title}\n{_plain(draft)}"
