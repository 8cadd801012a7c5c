"""A news site on loopback: it publishes, copies, edits, removes, moves and breaks."""

import asyncio
import dataclasses
import datetime as dt
import hashlib
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime

from monitor.clock import Clock, SystemClock
from monitor.testing.formats import PUBLICATIONS, Article, Front, article_page, home_page
from monitor.testing.http import Answer, Fault, Request, Status, read_request, write_answer
from monitor.testing.server import LOOPBACK, LoopbackServer

WINDOW = 30  # articles that a feed or list shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request and what it got; `status` None where no answer was written."""

    request: Request
    status: int | None


class Newsroom(LoopbackServer):
    """One outlet on one port, that is: one site.

    Its articles stand in ``/rss.xml``, ``/atom.xml``, ``/rdf.xml``, ``/feed.json``,
    ``/news-sitemap.xml`` and ``/latest``, and each at its own address with the latest list beside
    it; a first page once :meth:`open_home` was called. Another outlet is another Newsroom.
    `conditional` False makes a site without validators; `robots` is the text of ``/robots.txt``,
    absent when None.
    """

    def __init__(
        self,
        name: str = "Kura Post",
        *,
        language: str = "en",
        clock: Clock | None = None,
        conditional: bool = True,
        robots: str | None = None,
    ) -> None:
        super().__init__()
        self.name = name
        self.language = language
        self.conditional = conditional
        self.robots = robots
        self.window = WINDOW
        self._clock = clock or SystemClock()
        self._changed_at = self._clock.now().replace(microsecond=0)
        self._articles: dict[str, Article] = {}  # in the order of publication
        self._count = 0
        self._generation = 1
        self._moved: dict[str, str] = {}
        self._pages: dict[str, Answer] = {}
        self._home: tuple[tuple[str, ...], bool] | None = None
        self._faults: dict[str, deque[tuple[Fault, int | None]]] = {}
        self._visits: list[Visit] = []

    # ------------------------------------------------------------------ addresses
    @property
    def base(self) -> str:
        """The site's address, without a slash at its end."""
        return f"http://{LOOPBACK}:{self.port}"

    def url(self, path: str) -> str:
        """The full address of `path`."""
        return self.base + path

    # ------------------------------------------------------------------ the desk
    def publish(
        self,
        title: str,
        summary: str = "",
        *,
        published: dt.datetime | None = None,
        guid: str | None = None,
        path: str | None = None,
    ) -> Article:
        """Put an article on top of every feed and list."""
        with self._changed:
            self._count += 1
            slug = f"story-{self._count}"
            when = (published or self._clock.now()).replace(microsecond=0)
            article = Article(
                slug=slug,
                guid=guid or f"{self.name.casefold().replace(' ', '-')}:{self._count}",
                path=path or f"/news/{slug}",
                title=title,
                summary=summary,
                published=when,
                updated=when,
            )
            self._articles[slug] = article
            self._touch()
            return article

    def copy(self, article: Article) -> Article:
        """Publish another outlet's text here, word for word, as partners of an agency do."""
        return self.publish(article.title, article.summary, published=article.published)

    def edit(
        self,
        slug: str,
        *,
        title: str | None = None,
        summary: str | None = None,
        published: dt.datetime | None = None,
        guid: str | None = None,
        path: str | None = None,
    ) -> Article:
        """Change what is given; the article keeps its place."""
        given = {
            "title": title,
            "summary": summary,
            "published": published,
            "guid": guid,
            "path": path,
        }
        with self._changed:
            changes = {name: value for name, value in given.items() if value is not None}
            now = self._clock.now().replace(microsecond=0)
            before = self._articles[slug]
            after = dataclasses.replace(before, updated=now, **changes)  # type: ignore[arg-type]
            self._articles[slug] = after
            if after.path != before.path:
                self._moved[before.path] = after.path
            self._touch()
            return after

    def put(
        self, path: str, content: str | bytes, content_type: str = "text/html; charset=utf-8"
    ) -> None:
        """Let `path` show these bytes, whatever stood there."""
        body = content.encode() if isinstance(content, str) else content
        with self._changed:
            self._pages[path] = Answer(headers={"content-type": content_type}, body=body)
            self._touch()

    def open_home(self, *feeds: str, shows_list: bool = True) -> None:
        """Give the site a first page, which names `feeds` and shows the latest articles."""
        with self._changed:
            self._home = (feeds, shows_list)
            self._touch()

    def remove(self, slug: str) -> None:
        """Take an article off every list; its address answers 404."""
        with self._changed:
            del self._articles[slug]
            self._touch()

    def rewrite_links(self) -> None:
        """Give every article another guid and address, as a relaunched site does; texts stay.

        The old addresses lead to the new ones.
        """
        with self._changed:
            self._generation += 1
            for slug in tuple(self._articles):
                mark = hashlib.blake2b(f"{slug} {self._generation}".encode(), digest_size=6)
                name = mark.hexdigest()
                self.edit(slug, guid=f"urn:post:{name}", path=f"/v{self._generation}/{name}.html")

    @property
    def articles(self) -> tuple[Article, ...]:
        """What stands on the site, newest first."""
        with self._changed:
            return tuple(reversed(self._articles.values()))

    # ------------------------------------------------------------------ trouble
    def fault(self, path: str, fault: Fault, *, times: int | None = None) -> None:
        """Let `path` misbehave, for the next `times` requests (None: until :meth:`heal`).

        Several faults of one path follow one another.
        """
        with self._changed:
            self._faults.setdefault(path, deque()).append((fault, times))

    def heal(self, path: str) -> None:
        """Let `path` answer properly again."""
        with self._changed:
            self._faults.pop(path, None)

    # ------------------------------------------------------------------ the visitors' book
    def visits(self, path: str | None = None) -> tuple[Visit, ...]:
        """Every request so far (to `path`), oldest first."""
        with self._changed:
            return tuple(v for v in self._visits if path in {None, v.request.path})

    def visit_counts(self) -> Mapping[str, int]:
        """How often each path was asked for."""
        with self._changed:
            return Counter(visit.request.path for visit in self._visits)

    # ------------------------------------------------------------------ answering
    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader, at=self._clock.now())
        with self._changed:
            answer, fault = self._answer(request)
            place = len(self._visits)
            self._visits.append(Visit(request=request, status=None))
            self._happened()

        def begins(status: int) -> None:
            with self._changed:
                self._visits[place] = Visit(request=request, status=status)
                self._happened()

        bare = request.method == "HEAD"
        await write_answer(writer, answer, begins=begins, fault=fault, bare=bare)

    def _answer(self, request: Request) -> tuple[Answer, Fault | None]:
        with self._changed:
            fault = self._next_fault(request.path)
            answer = self._content(request.path)
            if isinstance(fault, Status) or answer.status != 200 or not self.conditional:
                return answer, fault
            return self._conditioned(request, answer), fault

    def _next_fault(self, path: str) -> Fault | None:
        faults = self._faults.get(path)
        if not faults:
            return None
        fault, left = faults[0]
        if left == 1:
            faults.popleft()
        elif left is not None:
            faults[0] = (fault, left - 1)
        return fault

    def _content(self, path: str) -> Answer:
        front = Front(
            site=self.name,
            base=self.base,
            language=self.language,
            changed=self._changed_at,
            articles=self.articles[: self.window],
        )
        if path == "/robots.txt" and self.robots is not None:
            return Answer(headers={"content-type": "text/plain"}, body=self.robots.encode())
        if path == "/" and self._home is not None:
            feeds, shows_list = self._home
            page = home_page(front, feeds=feeds, shows_list=shows_list)
            return Answer(headers={"content-type": "text/html; charset=utf-8"}, body=page)
        if page_put := self._pages.get(path):
            return page_put
        if publication := PUBLICATIONS.get(path):
            headers = {"content-type": publication.content_type}
            return Answer(headers=headers, body=publication.render(front))
        if target := self._moved.get(path):
            return Answer(status=301, headers={"location": target})
        for article in self._articles.values():
            if article.path == path:
                headers = {"content-type": "text/html; charset=utf-8"}
                return Answer(headers=headers, body=article_page(front, article))
        return Answer(status=404, headers={"content-type": "text/plain"}, body=b"no such page\n")

    def _conditioned(self, request: Request, answer: Answer) -> Answer:
        """Add validators, or answer 304. Source: RFC 9110 section 13.2.2 (If-None-Match first)."""
        etag = f'"{hashlib.blake2b(answer.body, digest_size=8).hexdigest()}"'
        validators = {
            "etag": etag,
            "last-modified": format_datetime(self._changed_at, usegmt=True),
        }
        asked = request.headers.get("if-none-match")
        since = request.headers.get("if-modified-since")
        if asked is not None:
            is_same = etag in asked
        else:
            is_same = since is not None and parsedate_to_datetime(since) >= self._changed_at
        if is_same:
            return Answer(status=304, headers=validators)
        return Answer(headers={**answer.headers, **validators}, body=answer.body)

    def _touch(self) -> None:
        self._changed_at = self._clock.now().replace(microsecond=0)
        self._happened()
