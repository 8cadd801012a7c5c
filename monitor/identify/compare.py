"""How two drafts relate, without a store."""

from monitor.identify import wording
from monitor.identify.candidates import COPY_WINDOW
from monitor.identify.edits import NEAR, numbers, overlap, text_of
from monitor.identify.keys import COPY_WORDS
from monitor.records import Draft, Verdict
from monitor.text import clean_title, fold, plain_text
from monitor.urls import canonical

SHINGLE_WORDS = 3
EQUAL_WORDS = 5  # fewer are a label such as "photos of the day"
COPY_OVERLAP = 0.3  # of shingles, where no side has a number of its own
COPY_OVERLAP_NUMBERED = 0.6  # where one side alone has one
SHORT_WORDS = 40  # below, single words weigh much: the overlap must be larger
COPY_OVERLAP_SHORT = 0.6
STORY_OVERLAP = 0.25  # of word beginnings
STORY_LETTERS = 6


def compare(a: Draft, b: Draft) -> Verdict:
    """Whether two drafts are the same item, copies of one text, one story or different things."""
    if _share_name(a, b) and _share_words(a, b):
        return Verdict(relation="same", score=1.0, why=("the same address or guid",))
    if _are_far_apart(a, b):
        return Verdict(relation="different", score=0.0, why=("more than 72 h apart",))
    left, right = _words(a, b)
    if left == right and len(left) >= EQUAL_WORDS:
        return Verdict(relation="copy", score=1.0, why=("the same words",))
    return _alike(a, b, left, right)


def _alike(a: Draft, b: Draft, left: list[str], right: list[str]) -> Verdict:
    score = overlap(_shingles(left), _shingles(right))
    mine, theirs = numbers(_text(a)), numbers(_text(b))
    own = bool(mine - theirs) + bool(theirs - mine)
    needed = COPY_OVERLAP_SHORT if min(len(left), len(right)) < SHORT_WORDS else COPY_OVERLAP
    needed = max(needed, COPY_OVERLAP_NUMBERED) if own else needed
    if own < 2 and score >= needed and min(len(left), len(right)) >= COPY_WORDS:
        return Verdict(relation="copy", score=score, why=(f"{score:.2f} of the wording is shared",))
    topic = overlap(_beginnings(left), _beginnings(right))
    if topic >= STORY_OVERLAP:
        why = "each has a number of its own" if own == 2 else f"{topic:.2f} of the words are shared"
        return Verdict(relation="story", score=topic, why=(why,))
    return Verdict(relation="different", score=score, why=("little in common",))


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


def _words(a: Draft, b: Draft) -> tuple[list[str], list[str]]:
    """The words of both, headlines without the publisher that each other's signature gives away."""
    titles = [wording.headline(clean_title(each.title or "")) for each in (a, b)]
    tails = [wording.split_tail(title)[1] for title in titles]
    names = wording.publisher_names(*(t for t in tails if wording.host_label(t)))
    left, right = (wording.signed(wording.without_publisher(t, names)) for t in titles)
    return _fold_all(left, a), _fold_all(right, b)


def _fold_all(title: str, draft: Draft) -> list[str]:
    text = plain_text(draft.content or draft.summary or "")
    return fold(f"{title}\n{wording.body(text)}").split()


def _text(draft: Draft) -> str:
    title = wording.headline(clean_title(draft.title or ""))
    return f"{title}\n{plain_text(draft.content or draft.summary or '')}"


def _shingles(words: list[str]) -> frozenset[str]:
    last = max(len(words) - SHINGLE_WORDS + 1, 1)
    return frozenset(" ".join(words[at : at + SHINGLE_WORDS]) for at in range(last))


def _beginnings(words: list[str]) -> frozenset[str]:
    return frozenset(word[:STORY_LETTERS] for word in words if len(word) > 3)
