"""The verb `sources show`: everything that is known of one source."""

import json

from monitor.testing import Status
from tests.cli.world import World


def test_a_source_is_shown_with_its_last_answers(world: World):
    answer = world.run("sources", "show", "kura")

    assert answer.code == 0
    assert world.kura.url("/rss.xml") in answer.out
    assert "feed" in answer.out
    assert "read, " in answer.out
    known = json.loads(world.run("sources", "show", "kura", "--json").out)
    assert (known["kind"], known["items"], known["layouts"]) == ("feed", 5, [])
    assert known["polls"][0]["outcome"] == "read"
    assert known["marks"] == []
    assert known["wrapper"] is None


def test_what_is_wrong_with_a_source_stands_in_words(fresh: World):
    fresh.kura.fault("/rss.xml", Status(404))
    fresh.run("poll", "kura")

    answer = fresh.run("sources", "show", "kura")

    assert "not-found" in answer.out
    assert "refused, 0 entries, 0 new" in answer.out
    assert json.loads(fresh.run("sources", "show", "kura", "--json").out)["errors"] == 1


def test_a_source_that_was_never_polled_or_is_not_there_says_so(fresh: World):
    assert fresh.run("sources", "show", "nobody").code == 2
    asked = fresh.run("sources", "show", "kura")
    assert (asked.code, "was not polled yet" in asked.err) == (1, True)
    fresh.run("poll", "aras")
    asked = fresh.run("sources", "show", "kura")
    assert (asked.code, "was not polled yet" in asked.err) == (1, True)
