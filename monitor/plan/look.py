"""What one look at an item's page means: everything decided into one frozen plan.

A page is never believed at once when it is gone or nearly empty, and never at all when it is an
error, a wall or something else.
"""

import datetime as dt
import re
from dataclasses import replace
from urllib.parse import urlsplit

from monitor import identify
from monitor.identify import PageEdit, PageWords, pages
from monitor.plan import routing
from monitor.plan.holding import now_or_later
from monitor.plan.page_words import is_from_source, next_look
from monitor.plan.setting import Desk, LookVisit
from monitor.records import (
    EDIT_CLASSES,
    AliasKey,
    Change,
    Document,
    Doubt,
    Draft,
    Gone,
    Item,
    Looked,
    LookPlan,
    LookPolicy,
    LookState,
    Match,
    Message,
    Moment,
    NewItem,
    NotModified,
    Refused,
    Revision,
)
from monitor.text import clean_title
from monitor.urls import site

CONFIRM = dt.timedelta(minutes=5)  # the longest wait for the look that confirms a shrunk text
RETRIES = (dt.timedelta(minutes=15), dt.timedelta(hours=1), dt.timedelta(hours=6))
WATCHED = dt.timedelta(days=30)  # after first sight no change begins the ages anew
JUDGED_CHARS = 200_000
_HOME = re.compile(r"/?(?:[a-z]{2,3}(?:-[a-z]{2})?/?)?(?:index\.\w+)?", re.IGNORECASE)


def plan_look(visit: LookVisit, known: Looked | None, desk: Desk, *, now: dt.datetime) -> LookPlan:
    """Decide what a look means. Pure: the same arguments give the same plan."""
    policy = desk.looks
    if known is None or policy is None:
        return LookPlan(state=replace(visit.state, due_at=None, detail="nobody looks any more"))
    look = _Look(visit, known, desk, policy, now)
    if visit.failure is not None:
        return look.trouble("failed", str(visit.failure))
    match visit.fetched:
        case Refused(kind="not-found") | Gone():
            return look.missing(_said_of(visit.fetched))
        case Refused() as refused:
            return look.refused(refused)
        case Document() as document if _is_home(document.url, visit.state.url):
            return look.missing("its address leads to the front page")
        case NotModified() | Document() | None if visit.page is None:
            return look.unchanged(visit.fetched)
        case fetched:
            assert visit.page is not None  # noqa: S101 - the cases before leave nothing else
            return look.read(fetched, visit.page)


def _said_of(fetched: Refused | Gone) -> str:
    return fetched.reason if isinstance(fetched, Refused) else "its site says that it is gone (410)"


def _is_home(led_to: str, asked: str) -> bool:
    """Whether a redirect led from an article to a front page."""
    parts = urlsplit(led_to)
    return (
        not parts.query
        and bool(_HOME.fullmatch(parts.path))
        and not _HOME.fullmatch(urlsplit(asked).path)
    )


class _Look:
    """One look with everything that its decision needs."""

    def __init__(
        self, visit: LookVisit, known: Looked, desk: Desk, policy: LookPolicy, now: dt.datetime
    ) -> None:
        self.visit, self.known, self.desk, self.now = visit, known, desk, now
        self.policy = policy
        self.item = known.item
        self.state = replace(visit.state, looks=visit.state.looks + 1, looked_at=now)

    # -------------------------------------------------------------- nothing to compare
    def trouble(
        self, outcome: str, detail: str, *, retry_at: dt.datetime | None = None
    ) -> LookPlan:
        """The page could not be seen as it is: nothing is concluded, the next look comes."""
        state = self.state
        due = next_look(self.policy, state.since, self.now)
        if due is None and state.failures < len(RETRIES) and (state.read_at is None or state.doubt):
            due = self.now + RETRIES[state.failures]
        if due is not None and retry_at is not None:
            due = max(due, retry_at)
        failed = replace(
            state, outcome=outcome, detail=detail, failures=state.failures + 1, due_at=due
        )
        return LookPlan(state=failed, host_not_before=retry_at)

    def refused(self, refused: Refused) -> LookPlan:
        """The site does not show it to us."""
        if refused.kind == "robots":
            state = replace(self.state, outcome="refused", detail=refused.reason, due_at=None)
            return LookPlan(state=state)
        return self.trouble("refused", refused.reason, retry_at=refused.retry_at)

    def unchanged(self, fetched: object) -> LookPlan:
        """The page is byte for byte what it was, or says so."""
        return self._settled(self.state, fetched, outcome="unchanged")

    def missing(self, reason: str) -> LookPlan:
        """The page is not there: believed when a second look, long enough after, says so too."""
        state, doubt = self.state, self.state.doubt
        is_known = state.read_at is not None and self.item.state != "withdrawn"
        if not is_known:
            due = next_look(self.policy, state.since, self.now)
            return LookPlan(state=replace(state, outcome="missing", detail=reason, due_at=due))
        if doubt is None or doubt.kind != "missing":
            doubt = Doubt(kind="missing", since=self.now)
        confirmed_at = doubt.since + self.policy.confirm_after
        if self.now < confirmed_at or doubt.since == self.now:
            held = replace(
                state, outcome="missing", detail=reason, doubt=doubt, due_at=confirmed_at
            )
            return LookPlan(state=held)
        return self._withdraw(reason)

    def _withdraw(self, reason: str) -> LookPlan:
        change = self._change(
            replace(self.item, state="withdrawn"),
            edit="withdrawn",
            text=self.known.page_text,
            matches=self.known.matches,
        )
        told = routing.tell_withdrawn(
            self.visit.source, change, self.desk, reason=reason, now=self.now
        )
        since = self._restarted()
        state = replace(
            self.state,
            outcome="withdrawn",
            detail=reason,
            doubt=None,
            since=since,
            body_hash=None,
            etag=None,
            last_modified=None,
            due_at=next_look(self.policy, since, self.now),
        )
        return LookPlan(state=state, change=change, messages=told)

    # -------------------------------------------------------------- a page that was read
    def read(self, fetched: object, page: Draft) -> LookPlan:
        """Compare what the page shows with what it showed."""
        words = PageWords(title=clean_title(page.title or ""), text=page.content or "")
        before = PageWords(title=self.item.title, text=self.known.page_text)
        if pages.is_error(words) and not pages.is_error(before):
            return self.trouble("failed", f"the page says {words.title!r}")
        is_ours = pages.shows(words, self.item.title, self.item.summary) or (
            bool(before.text) and pages.shows(words, before.text)
        )
        if not before.text:
            if not is_ours or not words.text:
                return self.trouble("failed", f"the page shows something else: {words.title!r}")
            return self._first(fetched, page, words)
        return self._again(fetched, words, before, is_ours=is_ours)

    def _first(self, fetched: object, page: Draft, words: PageWords) -> LookPlan:
        """The full text of an article: more of the same, never an edit."""
        item = self.item
        item = replace(
            item,
            authors=item.authors or page.authors,
            published=_fuller(item.published, page.published),
            language=item.language or page.language,
        )
        matches = self._judge(item, words.text)
        change = self._change(item, edit="enrichment", text=words.text, matches=matches, seq=0)
        told: tuple[Message, ...] = ()
        if not item.baseline:
            arrived = NewItem(
                item=replace(item, last_seen=self.now),
                aliases=(),
                revision=change.revision,
                matches=matches,
            )
            told = routing.tell_new(self.visit.source, arrived, self.desk, told=self.known.told)
        plan = self._settled(self._remembering(words), fetched, outcome="read")
        return replace(
            plan,
            first=change,
            blocks=self._blocks(words),
            aliases=self._names(fetched),
            messages=told,
        )

    def _again(
        self, fetched: object, words: PageWords, before: PageWords, *, is_ours: bool
    ) -> LookPlan:
        common = self._common()
        retitled = pages.title_key(words.title) != self.state.title_key and bool(words.title)
        is_same = pages.page_key(words, common)[1] == pages.page_key(before, common)[1]
        if is_same and not retitled:
            return self._settled(self._remembering(words), fetched, outcome="unchanged")
        if pages.is_shrunk(before, words, common):
            return self._shrunk(fetched, words, before, is_ours=is_ours)
        if not is_ours and len(words.text) < len(before.text) // 2:
            return self.trouble("failed", f"the page shows something else: {words.title!r}")
        return self._edited(fetched, words, before, retitled=retitled)

    def _shrunk(
        self, fetched: object, words: PageWords, before: PageWords, *, is_ours: bool
    ) -> LookPlan:
        """Nearly nothing is left: a wall, a slip or an edit. The next look says which."""
        if not pages.shows(words, self.item.title) and not is_ours:
            return self.trouble("failed", f"the page shows something else: {words.title!r}")
        doubt = self.state.doubt
        wait = min(self.policy.confirm_after, CONFIRM)
        if doubt is None or doubt.kind != "shrunk" or self.now < doubt.since + wait:
            doubt = (
                doubt if doubt and doubt.kind == "shrunk" else Doubt(kind="shrunk", since=self.now)
            )
            held = replace(
                self.state,
                outcome="held",
                detail="nearly all of its text is gone; the next look decides",
                doubt=doubt,
                due_at=doubt.since + wait,
            )
            return LookPlan(state=held)
        return self._edited(fetched, words, before, retitled=False)

    def _edited(
        self, fetched: object, words: PageWords, before: PageWords, *, retitled: bool
    ) -> LookPlan:
        found = pages.compare_pages(before, words, common=self._common(), retitled=retitled)
        key = pages.title_key(words.title)
        is_new_title = retitled and key not in self.known.titles
        is_own = retitled and key in {title for title, _ in self.known.past}
        title = words.title if is_new_title or is_own else self.item.title
        item = replace(self.item, title=title)
        keys = identify.content_keys(title, item.summary, words.text)
        if (keys.title_key, keys.text_key) in self.known.past:
            return self._back(fetched, words, item)
        told_at, read_at = self.known.revised_told_at, self.visit.state.read_at
        is_told = told_at is not None and read_at is not None and told_at >= read_at
        is_late = is_told and is_from_source(self.item, words, before)
        if is_late or (found.edit == "headline" and not is_new_title):
            found = replace(found, edit="text", is_event=False, is_tellable=False)
        change = self._change(
            item, edit=found.edit, text=words.text, matches=self._judge(item, words.text)
        )
        since = self._restarted()
        state = replace(self._remembering(words), since=since)
        plan = self._settled(state, fetched, outcome="changed")
        told, change = self._tell(found, change) if found.is_tellable else ((), change)
        return replace(plan, change=change, messages=told, blocks=self._blocks(words))

    def _back(self, fetched: object, words: PageWords, item: Item) -> LookPlan:
        """A state that the page had before: a sighting; the second one means that it flips."""
        plan = self._settled(self._remembering(words), fetched, outcome="changed")
        matches = self._judge(item, words.text)
        change = self._change(item, edit="text", text=words.text, matches=matches)
        sighting = replace(
            change,
            back=True,
            unstable=self.known.unstable or self.known.backs > 0,
            revision=replace(change.revision, seq=self.item.revision),
        )
        return replace(plan, change=sighting)

    def _tell(self, found: PageEdit, change: Change) -> tuple[tuple[Message, ...], Change]:
        """What is told of an edit now, and the change with what is held back."""
        if self.known.unstable and not _is_grave(found):
            return (), change
        shown = replace(change, item=replace(change.item, last_seen=self.now))
        told = routing.tell_revised(
            self.visit.source,
            self.item,
            shown,
            self.desk,
            edit=found,
            text=(found.before, found.after),
        )
        return now_or_later(told, change, self.known, edit=found, desk=self.desk)

    # -------------------------------------------------------------- parts of a plan
    def _settled(self, state: LookState, fetched: object, *, outcome: str) -> LookPlan:
        """The page was seen as it is."""
        state = replace(
            state,
            outcome=outcome,
            detail="",
            failures=0,
            doubt=None,
            read_at=self.now,
            due_at=next_look(self.policy, state.since, self.now),
        )
        if isinstance(fetched, Document):
            state = replace(
                state,
                etag=fetched.etag,
                last_modified=fetched.last_modified,
                body_hash=fetched.body_hash,
            )
        # Whether its source still lists it shows at the next document that is read.
        is_back = self.item.state == "withdrawn"
        return LookPlan(state=state, item_state="listed" if is_back else None)

    def _names(self, fetched: object) -> tuple[AliasKey, ...]:
        """The address to which the page's own one led: the article is known by it, too."""
        if not isinstance(fetched, Document):
            return ()
        return identify.names_of_page(self.visit.source, fetched.url)

    def _remembering(self, words: PageWords) -> LookState:
        return replace(self.state, title_key=pages.title_key(words.title))

    def _restarted(self) -> dt.datetime:
        """A change begins the ages anew, but not for ever."""
        is_young = self.now - self.item.first_seen < WATCHED and not self.known.unstable
        return self.now if is_young else self.state.since

    def _blocks(self, words: PageWords) -> tuple[str, ...]:
        return identify.site_key(site(self.state.url), identify.block_keys(words.text))

    def _common(self) -> frozenset[str]:
        """Keys of the blocks that the site repeats, as the page's own blocks bear them."""
        start = len(site(self.state.url)) + 1
        return frozenset(key[start:] for key in self.known.common)

    def _judge(self, item: Item, text: str) -> tuple[Match, ...]:
        draft = Draft(
            url=item.url,
            title=item.title,
            summary=item.summary,
            content=text[:JUDGED_CHARS],
            tags=item.tags,
            language=item.language,
            published=item.published,
        )
        country = self.visit.source.country
        return tuple(topic.judge(draft, country=country) for topic in self.desk.topics)

    def _change(
        self,
        item: Item,
        *,
        edit: str,
        text: str,
        matches: tuple[Match, ...],
        seq: int | None = None,
    ) -> Change:
        seq = self.item.revision + 1 if seq is None else seq
        revision = Revision(
            item_id=item.id,
            seq=seq,
            seen_at=self.now,
            title=item.title,
            summary=item.summary,
            content=text,
            keys=identify.content_keys(item.title, item.summary, text),
            edit=edit,
            via="page",
        )
        changed = replace(item, revision=seq, content=text)
        return Change(
            item=changed, revision=revision, matches=matches, unstable=self.known.unstable
        )


def _is_grave(found: PageEdit) -> bool:
    """Whether an edit is told even of a page that goes to and fro between wordings."""
    return EDIT_CLASSES.index(found.edit) <= EDIT_CLASSES.index("negation")


def _fuller(stated: Moment | None, found: Moment | None) -> Moment | None:
    """What the source states, unless the page states the same day more exactly."""
    if stated is None or found is None:
        return stated or found
    is_finer = stated.precision != "minute" and found.precision == "minute"
    return found if is_finer and found.at.date() == stated.at.date() else stated
