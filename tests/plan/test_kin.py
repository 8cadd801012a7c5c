"""What a poll makes of new items that copy or continue what others told before."""

import datetime as dt
import json
from dataclasses import replace

from monitor.plan import plan_poll
from monitor.records import CopyHit, Draft, Known, Near, NearItem, PollPlan, Rule, StoryState
from tests.plan.builders import NOW, desk, visit_of
from tests.plan.test_poll import planned

TITLE = "Rescue teams near Tbilisi dig out three hikers after an avalanche"
TEXT = (
    "Rescue workers in the district dug out three hikers on Saturday morning after an avalanche "
    "came down above the village of Gergeti, the emergency service of Georgia said in Tbilisi."
)
DRAFT = Draft(guid="a", url="https://kura.example/n/1", title=TITLE, summary=TEXT)
EARLIER = NearItem(
    item_id="first",
    source="aras",
    group="first",
    story="first",
    title=TITLE,
    text=TEXT,
    first_seen=NOW - dt.timedelta(hours=3),
    published=None,
    bands=16,
    weight=1.0,
)
TOLD = StoryState(
    id="first",
    title=TITLE,
    first_seen=EARLIER.first_seen,
    sources=("aras", "debed"),
    items=2,
)
RULE = Rule(name="all", topics=("caucasus",), events=("item.new", "story.grown"), to=("desk",))


def near_of(
    drafts: tuple[Draft, ...], *found: NearItem, story: StoryState | None = TOLD, **more
) -> Near:
    """What the store would answer for the first of some drafts."""
    new = plan_poll(visit_of(*drafts), Known(), desk(RULE), now=NOW).new[0]
    stories = {story.id: story} if story else {}
    return Near(items={new.item.id: found}, stories=stories, **more)


def polled(draft: Draft, near: Near, *, known: Known | None = None) -> PollPlan:
    return plan_poll(visit_of(draft), known or Known(), desk(RULE), now=NOW, near=near)


def test_a_copy_joins_the_group_and_the_story_of_the_first_and_says_why():
    plan = polled(DRAFT, near_of((DRAFT,), EARLIER))

    (new,) = plan.new
    assert (new.item.group, new.story) == ("first", "first")
    assert [(tie.other, tie.kind) for tie in new.ties] == [("first", "copy")]


def test_a_copy_is_not_told_where_the_first_was_and_still_grows_its_story():
    near = near_of((DRAFT,), EARLIER, told={"first": ("desk",)})

    plan = polled(DRAFT, near)

    assert [each.type for each in plan.messages] == ["story.grown"]
    said = json.loads(plan.messages[0].body)["data"]["story"]
    assert (said["id"], said["sources"]) == ("first", ["aras", "debed", "kura"])
    assert (said["items"], said["minutes"], said["is_copy"]) == (3, 180, True)


def test_the_message_of_a_new_item_shows_its_place_among_the_others():
    plan = polled(DRAFT, near_of((DRAFT,), EARLIER, carriers={"first": 2}))

    said = json.loads(plan.messages[0].body)["data"]["story"]
    assert (plan.messages[0].type, said["group"], said["copies"]) == ("item.new", "first", 2)
    assert (said["sources"], said["first_source"]) == (3, "aras")


def test_a_story_that_reaches_no_telling_number_of_sources_is_not_told():
    for sources in (("aras",), ("aras", "debed", "sevan"), ("aras", "debed", "kura")):
        near = near_of((DRAFT,), EARLIER, story=replace(TOLD, sources=sources))

        assert [each.type for each in polled(DRAFT, near).messages] == ["item.new"]


def test_a_story_whose_first_source_is_gone_is_told_as_ours():
    near = near_of((DRAFT,), EARLIER, story=replace(TOLD, sources=()))

    said = json.loads(polled(DRAFT, near).messages[0].body)["data"]["story"]

    assert (said["sources"], said["first_source"]) == (1, "")


def test_a_copy_with_a_number_of_its_own_is_told_with_what_differs():
    other = replace(
        EARLIER, title=TITLE.replace("three", "five"), text=TEXT.replace("three", "five")
    )

    plan = polled(DRAFT, near_of((DRAFT,), other))

    (new,) = plan.new
    assert (new.item.group, new.story) == (new.item.id, "first")
    said = json.loads(plan.messages[0].body)["data"]["story"]["differs"]
    assert said["from"] == "first"
    assert "3" in said["why"]
    assert "5" in said["why"]


def copied(plan: PollPlan) -> Known:
    """A store that has the words of a plan's first item under another source's item."""
    key = plan.new[0].revision.keys.copy_key
    hit = CopyHit(
        item_id="first", source="aras", group="first", first_seen=NOW - dt.timedelta(hours=3),
        published=None,
    )  # fmt: skip
    return Known(copies={key: (hit,)})


def test_the_same_words_are_a_copy_before_anything_is_compared():
    known = copied(planned(DRAFT))

    alone = polled(DRAFT, Near(), known=known).new[0]
    beside = polled(DRAFT, near_of((DRAFT,), EARLIER), known=known).new[0]

    assert [(tie.kind, tie.method) for tie in alone.ties] == [("copy", "text")]
    assert [(tie.kind, tie.method) for tie in beside.ties] == [("copy", "text")]
    assert (beside.item.group, beside.story) == ("first", "first")


def test_the_same_words_that_also_continue_a_story_have_both_ties():
    known = copied(planned(DRAFT))
    story = replace(
        EARLIER,
        item_id="second",
        story="",
        title="Three hikers dug out near Tbilisi after avalanche, rescue teams say",
        text="The avalanche came down above the village of Gergeti in Georgia.",
    )

    (new,) = polled(DRAFT, near_of((DRAFT,), story), known=known).new

    assert [(tie.other, tie.kind) for tie in new.ties] == [("first", "copy"), ("second", "story")]
    assert new.story == "second"


def test_what_shares_a_few_rare_words_and_no_more_is_nothing():
    stranger = replace(EARLIER, title="Choir festival in the hills", text="Singers met.")

    (new,) = polled(DRAFT, near_of((DRAFT,), stranger)).new

    assert (new.ties, new.story, new.item.group) == ((), new.item.id, new.item.id)


def test_an_item_that_nobody_hears_of_is_compared_with_nothing():
    dull = replace(DRAFT, title="Choir festival in the hills")

    (new,) = planned(dull).new

    assert (new.trace, new.story, new.ties) == (None, "", ())
