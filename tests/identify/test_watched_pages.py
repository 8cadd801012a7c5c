"""A page that is watched as one item: which change of it is an edit, and of what kind."""

import datetime as dt
from dataclasses import replace

from monitor import identify
from monitor.identify import Edit, Novelty, noise, pages
from monitor.identify.pages import PageWords
from monitor.records import Draft, Source, SourceState
from tests.identify.shelf import MONDAY, TEXTS, Shelf

URL = "https://kura.example/border"
PAGE = Source(name="border", url=URL, kind="page")
PART = replace(PAGE, select="table.crossings")
BODY = "\n\n".join(TEXTS)


class Watch:
    """Looks at one page again and again."""

    def __init__(self, source: Source = PAGE) -> None:
        self.source, self.shelf, self.now = source, Shelf(), MONDAY

    def saw(self, body: str, title: str = "Border crossings", **habit) -> Novelty:
        self.now += dt.timedelta(hours=1)
        draft = Draft(guid=URL, url=URL, title=title, content=body)
        told = identify.candidates(self.source, [draft], now=self.now, is_page=True)
        known = self.shelf.known(identify.probe(self.source, told, now=self.now))
        state = SourceState(name=self.source.name, due_at=self.now, baselined_at=MONDAY)
        if habit:
            state = replace(state, habit=replace(state.habit, **habit))
        novelty = identify.resolve(self.source, state, told, known, now=self.now, is_page=True)
        self.shelf.keep(self.source, novelty, self.now)
        return novelty

    def edits(self, body: str, title: str = "Border crossings") -> tuple[Edit, ...]:
        return self.saw(body, title).changed


def watching(source: Source = PAGE, body: str = BODY) -> Watch:
    watch = Watch(source)
    assert len(watch.saw(body).new) == 1
    return watch


def test_the_paragraphs_of_a_page_stay_apart_and_empty_ones_are_left_out():
    watch = watching(body="<b>Lars</b> is open\n\n <i></i> \n\nSadakhlo is closed")

    (item,) = watch.shelf.items.values()

    assert item.content == "Lars is open\n\nSadakhlo is closed"


def test_a_page_whose_clock_and_counter_moved_did_not_change():
    watch = watching(body=f"{BODY}\n\nUpdated at 10:15\n\n12 views")

    assert watch.edits(f"{BODY}\n\nUpdated at 11:20\n\n348 views") == ()


def test_a_changed_word_is_an_edit_with_what_was_and_what_is():
    (edit,) = watching(body=f"{BODY}\n\nLars: open").edits(f"{BODY}\n\nLars: closed")

    assert edit.text == ("Lars: open", "Lars: closed")
    assert (edit.seq, edit.is_event, edit.is_tellable) == (2, True, True)


def test_the_title_of_a_page_counts_unless_a_part_of_it_was_chosen():
    assert len(watching().edits(BODY, "Border crossings are closed")) == 1
    assert watching(PART).edits(BODY, "Border crossings are closed") == ()


def test_a_page_that_lost_nearly_all_of_its_words_is_believed_at_the_second_look():
    watch = watching()

    first = watch.saw("Loading.")
    second = watch.saw("Loading.", marks=(_emptied(),))

    assert (first.emptied, first.changed) == (True, ())
    assert (second.emptied, [edit.edit for edit in second.changed]) == (False, ["removed"])


def _emptied():
    from monitor.records import Mark

    return Mark(kind="emptied", words="nearly all of its words are gone", since=MONDAY)


def test_keys_of_another_version_are_compared_with_nothing():
    watch = watching()
    (item,) = watch.shelf.items.values()
    watch.shelf.items[item.id] = replace(item, keys=replace(item.keys, fold_version=0))

    assert watch.edits(f"{BODY}\n\nLars: closed") == ()


# ------------------------------------------------------------------ states of a page
def test_an_article_that_was_emptied_is_removed_rather_than_reworded():
    before = PageWords(title="The pass", text="\n".join(TEXTS))
    after = PageWords(title="The pass", text="Volunteers dug the holes in August.")

    found = pages.compare_pages(before, after, retitled=False)

    assert (found.edit, found.is_event) == ("removed", True)


def test_a_block_that_the_site_shows_everywhere_is_not_the_articles():
    common = noise.block_keys("Read our newsletter each morning")

    own = list(noise.own_blocks(f"{TEXTS[0]}\nRead our newsletter each morning", common))

    assert own == [TEXTS[0]]


def test_what_is_noise_alone_is_no_block_of_its_own():
    text = f"{TEXTS[0]}\nLast updated 12 January 2026\n10:15\n348 views\n5 minutes ago"

    assert list(noise.own_blocks(text, ())) == [TEXTS[0]]


def test_numbers_and_clocks_within_running_text_are_words_of_it():
    long = f"{TEXTS[0]} {TEXTS[1]} It closed at 10:15, and 348 comments came."

    assert "348 comments" in noise.masked_block(long)
