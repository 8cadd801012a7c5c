import pytest

from monitor.testing import outlets, stories, story
from monitor.testing.texts import LANGUAGES
from monitor.text import script_of, words

SCRIPTS = {"hy": "armenian", "ka": "georgian", "ru": "cyrillic"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_an_outlet_old_stories_and_both_kinds_of_news(language):
    assert [one for one in outlets() if one.language == language]
    assert len(stories(language, is_archive=True)) >= 5
    assert len(stories(language, is_archive=False, is_relevant=True)) >= 4
    assert stories(language, is_archive=False, is_relevant=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_story_is_written_in_the_script_of_its_language(language):
    wanted = SCRIPTS.get(language, "latin")
    for one in stories(language):
        letters = [word for word in words(f"{one.title} {one.summary}") if word.isalpha()]
        assert {script_of(word) for word in letters} == {wanted}, one.id


def test_ids_and_titles_are_unique():
    everything = stories()

    assert len({one.id for one in everything}) == len(everything)
    assert len({one.title for one in everything}) == len(everything)


def test_a_story_is_found_by_its_id():
    assert story("en-lars").about == ("GE",)
    assert story("en-lars").is_relevant
    assert not story("en-atlanta").is_relevant
