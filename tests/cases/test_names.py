"""What an article is called may change as it likes: it is the same one, and nobody hears of it."""

from dataclasses import replace

import pytest

from monitor.records import Draft, Moment
from tests.cases.room import DAY, HOUR, Room, article, before, on, state_of

NEWS = "Tbilisi reopens the Metekhi footbridge after a year of repairs"
TEXT = "City engineers replaced the deck and the railings over the river before the winter came."
OTHER = "Porto opens a school of sail makers beside the fish market"
NEW = ("item.new", NEWS)
TOPICS = (
    ("the bridge over the Debed opens to lorries", "The works had taken two winters."),
    ("a school in Akhalkalaki gets a new roof", "Parents had waited for it since the storm."),
    ("vineyards of Kakheti count the damage of hail", "Growers expect help from the fund."),
    ("trains to Yerevan run twice a day from May", "The railway hopes for tourists."),
    ("the museum in Sheki shows carpets of three valleys", "Most of them were lent."),
    ("engineers inspect the old dam above Jvari", "Divers wait until the water is low."),
)


def a_feed(*, guids: str = "g{}", host: str = "kura.example", path: str = "news") -> list[Draft]:
    """Six articles that a topic wants, and what stood there before them."""
    articles = [
        article(
            f"Tbilisi hears: {title}",
            text,
            guid=guids.format(n),
            url=f"https://{host}/{path}/{n + 101}",
        )
        for n, (title, text) in enumerate(TOPICS)
    ]
    return [*articles, before("kura")]


def nothing_more(room: Room, *drafts: Draft, after=HOUR, **options: str) -> None:
    """A poll that brings no item, no version and no message."""
    told, items = room.told, len(room.items)
    plan = room.poll(*drafts, after=after, **options)

    assert (plan.poll.new, plan.poll.revised) == (0, 0)
    assert room.told == told
    assert len(room.items) == items


def test_case_03_https_in_all_links_is_another_name_and_no_news(room: Room):
    secure = [replace(each, guid=each.url) for each in a_feed()[:6]] + [before("kura")]
    plain = [replace(each, url=f"{each.url}".replace("https", "http")) for each in secure[:6]]
    room.poll(*(replace(each, guid=each.url) for each in plain), before("kura"))

    nothing_more(room, *secure)
    nothing_more(room, *secure)
    guids = [a.value for a in room.dossier(room.items[0]).aliases if a.kind == "guid"]
    assert [guid.partition(":")[0] for guid in guids] == ["http", "https"]


def test_case_12_one_guid_on_five_items_is_five_items_and_the_guid_is_distrusted(room: Room):
    feed = [*a_feed(guids="same")[:5], before("kura")]

    plan = room.poll(*feed)

    assert plan.poll.new == 5
    assert not state_of(room).guid_trusted
    assert len(room.told) == 5
    nothing_more(room, *feed)


@pytest.mark.parametrize("guid", ["1", "", "  "])
def test_case_13_a_constant_or_empty_guid_is_five_items(room: Room, guid):
    feed = [*(replace(each, guid=guid) for each in a_feed()[:5]), before("kura")]

    assert room.poll(*feed).poll.new == 5
    assert len(room.told) == 5
    nothing_more(room, *feed)


def test_case_14_guids_of_a_session_are_one_item_by_address(room: Room):
    for n in range(5):
        room.poll(*a_feed(guids=f"session-{n}-{{}}"))

    assert len(room.items) == len(room.told) == 6
    assert not state_of(room).guid_trusted


def test_case_16_two_titles_on_one_day_are_two_items_and_stay_two(room: Room):
    feed = [Draft(title=f"Tbilisi hears: {title}", published=on(4)) for title, _ in TOPICS[:2]]

    assert room.poll(*feed, kind="listing").poll.new == 2
    nothing_more(room, *feed, kind="listing")


def test_case_17_a_day_in_other_words_is_the_same_item(room: Room):
    day = on(9)
    room.poll(Draft(title=NEWS, published=day), kind="listing")
    written = Moment(at=day.at, precision="day", text="9 January 2026")

    nothing_more(room, Draft(title=NEWS, published=written), kind="listing")


def test_case_18_and_19_an_item_that_leaves_is_unlisted_and_that_returns_is_no_news(room: Room):
    room.poll(article(NEWS, TEXT), before("kura"))

    nothing_more(room, before("kura"))
    assert room.only().state == "unlisted"
    nothing_more(room, article(NEWS, TEXT), before("kura"), after=3 * DAY)
    assert room.only().state == "listed"
    assert room.told == [NEW]


def test_case_34_a_text_that_moved_to_another_section_is_one_item_with_two_names(room: Room):
    room.poll(article(NEWS, TEXT))
    moved = article(NEWS, TEXT, url="https://kura.example/world/8/footbridge", guid="other")

    nothing_more(room, moved)
    urls = [alias.value for alias in room.dossier().aliases if alias.kind == "url"]
    assert len(urls) == 2


def test_case_35_one_title_over_two_texts_at_one_site_is_two_items_and_one_story(room: Room):
    other = (
        "The mayor of the capital said that the next bridge to be closed is the one at the park."
    )
    room.poll(article(NEWS, TEXT))
    room.poll(article(NEWS, other, number=8), article(NEWS, TEXT), after=HOUR)

    first, second = room.items
    assert first.group != second.group
    assert room.dossier(first).story == room.dossier(second).story == first.id
    assert room.told == [NEW, NEW]


def test_case_36_another_form_of_the_publishers_name_is_no_version(room: Room):
    room.poll(article(f"{NEWS} - Kura", TEXT))

    nothing_more(room, article(f"{NEWS} - kura.example", TEXT))
    assert room.versions() == ["first"]


def test_case_37_a_day_behind_a_dash_is_no_publisher(room: Room):
    ninth, tenth = (
        article(f"Tbilisi: hava proqnozu - {day} yanvar", number=day) for day in (9, 10)
    )
    room.poll(ninth)
    room.poll(tenth, ninth, after=DAY)

    assert [item.title for item in room.items] == [ninth.title, tenth.title]
    assert len(room.told) == 2


@pytest.mark.parametrize(
    "url",
    [
        "https://www.kura.example/news/7",
        "https://kura.example/news/7/",
        "http://KURA.example:80/news/7#top",
    ],
)
def test_case_38_the_forms_of_one_link_are_one_item(room: Room, url):
    room.poll(article(NEWS, TEXT, guid=None))

    nothing_more(room, article(NEWS, TEXT, guid=None, url=url))


@pytest.mark.parametrize("home", ["https://kura.example/", "https://kura.example/en/"])
def test_case_40_items_that_all_link_to_the_front_page_stay_apart(room: Room, home):
    feed = [*(replace(each, url=home, guid=None) for each in a_feed()[:6]), before("kura")]

    assert room.poll(*feed).poll.new == 6
    assert len(room.told) == 6
    nothing_more(room, *feed)


def test_case_41_an_edited_slug_with_the_same_number_is_the_same_item(room: Room):
    slug = "https://kura.example/news-4123-old-words"
    room.poll(article(NEWS, TEXT, guid=None, url=slug))

    nothing_more(room, article(NEWS, TEXT, guid=None, url=slug.replace("old", "new")), after=DAY)


def test_case_44_a_date_pushed_forward_is_no_event(room: Room):
    room.poll(article(NEWS, TEXT))

    nothing_more(room, article(NEWS, TEXT, published=on(14, 9)))
    assert room.versions() == ["first"]


CARS = "Tbilisi: C\u00e1rs return to the embankment"


@pytest.mark.parametrize(
    "title",
    [
        "Tbilisi: Ca\u0301rs return to the embankment",
        "Tbi\u200blisi: C\u00e1rs return\ufeff to the embankment",
        "Tbilisi: C&amp;aacute;rs return to the&amp;nbsp;embankment",
    ],
)
def test_case_48_letters_in_another_form_are_told_to_nobody(room: Room, title):
    room.poll(article(CARS, TEXT))
    room.poll(article(title, TEXT), after=HOUR)

    assert room.told == [("item.new", CARS)]
    assert set(room.versions()[1:]) <= {"cosmetic"}


def test_case_48_misread_letters_are_no_version(room: Room):
    room.poll(article(CARS, TEXT))

    nothing_more(room, article(CARS.encode().decode("cp1252"), TEXT))
    assert room.only().title == CARS


def test_case_49_a_short_title_at_two_sites_is_two_groups_and_told_twice(rooms: Room):
    title = "Tbilisi in photos"
    rooms.poll(article(title))
    rooms.poll(article(title, url="https://aras.example/1"), source="aras")

    assert len({item.group for item in rooms.items}) == 2
    assert rooms.told == [("item.new", title)] * 2


def test_case_54_a_deleted_item_stays_deleted_whatever_its_source_shows(room: Room):
    room.poll(article(NEWS, TEXT))
    room.store.mark(room.only().id, "deleted")

    nothing_more(room, article(NEWS, TEXT))
    nothing_more(room, article("Tbilisi: another headline altogether", TEXT), after=DAY)
    assert room.only().state == "deleted"
