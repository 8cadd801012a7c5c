"""The acts of the demo: each does something to the world and says what must follow."""

import time

from monitor.cli.demo.books import CHANNELS
from monitor.cli.demo.stage import LATE_STORY, ROUND_S, WAIT_S, Stage
from monitor.cli.demo.world import BEATS, BREAKING, DESK, LETTERS
from monitor.testing import Article, Body, Hang, Raw, Stall, Status, story

SIX = {
    "kura-post": "en-lars",
    "stepnoy-telegraf": "ru-cableway",
    "ararat": "hy-library",
    "xezer": "az-bus",
    "mtkvari": "ka-tram",
    "bogaz": "tr-train",
}
ELSEWHERE = {
    "en-atlanta": "atlas-dispatch",
    "en-bulldogs": "atlas-dispatch",
    "en-penguins": "atlas-dispatch",
    "ru-embankment": "stepnoy-telegraf",
    "tr-coast": "bogaz",
}
WIRE_AT = ("atlas-dispatch", "stepnoy-telegraf", "ararat", "xezer")
COUNTED = (
    "Rescuers bring 12 hikers down from Mount Aragats in Armenia",
    "Rescuers bring 19 hikers down from Mount Aragats in Armenia",
)
RESCUED = "A storm had caught them above the upper lake. All are well, the rescue service said."
CORRECTED = (
    "Ferry between Batumi and Burgas sails on Mondays",
    "Correction: ferry between Batumi and Burgas sails on Mondays",
)
FERRY = "The line was closed for the winter. The harbour of Batumi expects the first lorries soon."
VANISHING = "Tbilisi closes the cable car to Mtatsminda until further notice"
MTATSMINDA = "A wheel is worn, the operator said. Visitors take the bus or the funicular."
REWRITTEN = "Upper Lars road reopens to cars; lorries still wait at the Georgian border"


def baseline(stage: Stage) -> None:
    """The first look at every site: everything is stored, nobody is told."""
    began = time.monotonic()
    stage.start()
    size = stage.world.archive_size
    stage.narrator.say(f"{len(BEATS)} sources, {size} old articles on their sites")
    stage.rounds()
    code, listed, complaint = stage.house.ask("items", "--json")
    stored = len(listed.splitlines())
    came = f"{stored} stored, {stage.heard} told" if code == 0 else complaint.strip()[-200:]
    is_true = stored == size and stage.heard == 0
    stage.check(
        "first look", f"{size} old articles stored, 0 told", is_true=is_true, came=came, began=began
    )


def six_languages(stage: Stage) -> list[Article]:
    """News in six languages, each in another form; one site is read as feed and as page."""
    stage.narrator.say("six sites publish: RSS, JSON Feed, Atom, RDF, a page, a list on an article")
    articles = [stage.publish(source, story_id) for source, story_id in SIX.items()]
    stage.expect_told("six languages, six forms", *(article.title for article in articles))
    return articles


def a_wire_and_elsewhere(stage: Stage) -> None:
    """A wire text on four sites; stories about other places; and a site that breaks meanwhile."""
    gale = stage.world.site(BREAKING)
    gale.fault("/rss.xml", Status(500), times=1)
    gale.fault("/rss.xml", Body(b"<html><title>Be right back</title>"), times=1)
    gale.fault("/rss.xml", Raw(b"\x00\xff\x16 not a web server at all\r\n\r\n"), times=1)
    stage.publish(BREAKING, LATE_STORY)
    stage.narrator.say("one site breaks: error 500, then garbage; what it prints must wait")
    stage.narrator.say("four other sites carry the same wire text")
    wire = stage.publish(WIRE_AT[0], "en-wire")
    for source in WIRE_AT[1:]:
        stage.world.site(source).copy(wire)
    stage.narrator.say("and five stories from elsewhere appear, of Atlanta among others")
    elsewhere = tuple(story(story_id).title for story_id in ELSEWHERE)
    for story_id, source in ELSEWHERE.items():
        stage.publish(source, story_id, is_owed=False)
    stage.expect_told("a wire text on four sites", wire.title, expected="1 alert a channel")
    stage.rounds()
    alerts = [len(set(stage.books.ids(channel, wire.title))) for channel in CHANNELS]
    stage.check(
        "its three copies",
        "no alert of their own",
        is_true=alerts == [1, 1],
        came=f"alerts in all: {alerts[0]} by webhook, {alerts[1]} by mail",
    )
    leaked = sum(stage.books.told(channel, "item.new", elsewhere) for channel in CHANNELS)
    stage.check(
        "Georgia the US state, Dagestan, İzmir, penguins",
        "nobody told",
        is_true=leaked == 0,
        came=f"{leaked} told",
    )


def edits(stage: Stage, article: Article) -> None:
    """A headline is rewritten: an update. Then what changes nothing for a reader: silence."""
    stage.narrator.say("Kura Post rewrites a headline")
    stage.world.site("kura-post").edit(article.slug, title=REWRITTEN)
    stage.books.owe("item.revised", REWRITTEN)
    stage.expect_told(
        "a rewritten headline", REWRITTEN, event="item.revised", expected="1 update a channel"
    )
    _a_number_and_a_correction(stage)
    since = stage.heard
    telegraph = stage.world.site("stepnoy-telegraf")
    cableway = next(a for a in telegraph.articles if a.title == story("ru-cableway").title)
    quoted = cableway.title.replace("Лиси", "«Лиси»").replace(" к ", "\u00a0к ")
    telegraph.edit(cableway.slug, title=quoted)
    stage.narrator.say("another site only adds quotation marks to a headline")
    stage.world.site("ararat").rewrite_links()
    stage.narrator.say("a third one is relaunched: every guid and every address is another")
    stage.expect_silence("quotation marks; new links everywhere", since, "nobody told")


def _a_number_and_a_correction(stage: Stage) -> None:
    """A toll rises in a headline; another article says that it was wrong."""
    stage.narrator.say("Atlas Dispatch has 12 people rescued, then 19; Kura Post corrects itself")
    dispatch, post = stage.world.site("atlas-dispatch"), stage.world.site("kura-post")
    counted = stage.tell_first("atlas-dispatch", COUNTED[0], RESCUED)
    corrected = stage.tell_first("kura-post", CORRECTED[0], FERRY)
    stage.expect_told("two articles that will change", COUNTED[0], CORRECTED[0])
    dispatch.edit(counted.slug, title=COUNTED[1])
    post.edit(corrected.slug, title=CORRECTED[1])
    stage.books.owe("item.revised", COUNTED[1], CORRECTED[1])
    stage.expect_told(
        "a number changed; a correction",
        COUNTED[1],
        CORRECTED[1],
        event="item.revised",
        expected="2 updates a channel",
    )
    classes = [stage.books.edit_of(title) for title in (COUNTED[1], CORRECTED[1])]
    stage.check(
        "both said for what they are",
        "number, correction",
        is_true=classes == ["number", "correction"],
        came=", ".join(classes),
    )


def vanish(stage: Stage) -> None:
    """An article is printed, read and taken down; what comes of it shows while others play."""
    stage.narrator.say("Atlas Dispatch prints an article, and takes it down when it was read")
    dispatch = stage.world.site("atlas-dispatch")
    article = stage.tell_first("atlas-dispatch", VANISHING, MTATSMINDA)
    is_read = stage.patience.until(lambda: bool(dispatch.visits(article.path)), within_s=WAIT_S)
    if is_read and stage.patience.until(
        lambda: all(stage.books.has(each, "item.new", (VANISHING,)) for each in CHANNELS),
        within_s=WAIT_S,
    ):
        dispatch.remove(article.slug)
    stage.books.owe("item.withdrawn", VANISHING)


def vanished(stage: Stage) -> None:
    """Two looks found nothing where the article was: it was withdrawn, and its text is kept."""
    stage.expect_told(
        "an article taken down", VANISHING, event="item.withdrawn", expected="1 notice a channel"
    )


def receiver_down(stage: Stage) -> None:
    """The webhook's receiver is away: mail goes on, the webhook is told once when it is back."""
    stage.world.receiver.down()
    stage.narrator.say("the webhook's receiver goes down; two sites publish")
    titles = [stage.publish("kura-post", "en-syunik").title, stage.publish("xezer", "az-gas").title]
    stage.expect_told("receiver down: mail goes on", *titles, channels=(LETTERS,))
    stage.rounds(1)
    stage.world.receiver.up()
    stage.narrator.say("the receiver is back")
    stage.expect_told("receiver back: told once", *titles, channels=(DESK,))


def mail_down(stage: Stage) -> None:
    """The mail server is away: the webhook goes on, mail follows when it is back."""
    stage.world.mailbox.down()
    stage.narrator.say("the mail server goes down; two sites publish")
    titles = [stage.publish("mtkvari", "ka-port").title, stage.publish("ararat", "hy-power").title]
    stage.expect_told("mail down: webhook goes on", *titles, channels=(DESK,))
    stage.rounds(1)
    stage.world.mailbox.up()
    stage.narrator.say("the mail server is back")
    stage.expect_told("mail back: told once", *titles, channels=(LETTERS,))


def killed_after_publishing(stage: Stage) -> None:
    """SIGKILL while fresh stories are being read."""
    at = {"kura-post": "en-inguri", "stepnoy-telegraf": "ru-commission", "xezer": "az-museum"}
    before = stage.world.polls
    titles = [stage.publish(source, story_id).title for source, story_id in at.items()]
    stage.patience.until(
        lambda: any(stage.world.polls[source] > before[source] for source in at), within_s=ROUND_S
    )
    stage.house.kill()
    stage.narrator.say("kill -9, with three stories just being read", style="bold")
    stage.start()
    stage.expect_told("killed while reading", *titles)


def killed_while_telling(stage: Stage) -> None:
    """SIGKILL between the receivers' storing a message and their saying so."""
    stage.patience.until(lambda: stage.books.has_everything, within_s=WAIT_S)
    stage.world.receiver.answers(Hang())
    stage.world.mailbox.trouble("letter", Stall())
    title = stage.publish("bogaz", "tr-market").title
    stage.narrator.say("one more story; both receivers store it and do not say so")
    stage.patience.until(
        lambda: all(stage.books.has(channel, "item.new", (title,)) for channel in CHANNELS),
        within_s=WAIT_S,
    )
    stage.house.kill()
    stage.narrator.say("kill -9, before anybody said thank you", style="bold")
    stage.start()
    began = time.monotonic()
    is_repeated = stage.patience.until(
        lambda: all(len(stage.books.ids(channel, title)) > 1 for channel in CHANNELS),
        within_s=WAIT_S,
    )
    ids = [stage.books.ids(channel, title) for channel in CHANNELS]
    arrivals, names = sum(map(len, ids)), sum(len(set(one)) for one in ids)
    stage.check(
        "killed while telling",
        "told again, under the same id",
        is_true=is_repeated and all(len(set(one)) == 1 for one in ids),
        came=f"{arrivals} arrivals, {names} ids on 2 channels",
        began=began,
    )


def broken_site_back(stage: Stage) -> None:
    """The site that broke answers again, and what it printed meanwhile is told."""
    stage.expect_told("the broken site, back by itself", story(LATE_STORY).title)
