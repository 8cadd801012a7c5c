"""Gives a message its form: a subject, an HTML page and a text of its own for each.

Templates see only views whose texts were cleaned; publishers' words are values in them, never
template, markup or header.
"""

import functools
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from monitor.deliver.alert import (
    content_language,
    item_view,
    notice_view,
)
from monitor.deliver.body import body_object
from monitor.deliver.digest import DigestView, digest_view, shortened
from monitor.deliver.edits import Run
from monitor.deliver.fields import Fields
from monitor.deliver.wording import place_codes, short_time
from monitor.records import Message

# Mail readers clip a page near 102 kB, and count it as it was sent.
PAGE_LIMIT_BYTES = 85_000
_STORIES_LIMIT = 500  # more never fit, even as one line each
_COLUMNS = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message as people see it."""

    subject: str  # at most 90 characters, one line
    html: str
    text: str  # at most 72 columns but for addresses
    languages: str  # value of a Content-Language header


RenderedDigest = Rendered


def render_message(message: Message) -> Rendered:
    """Give any message its form.

    Raises:
        DeliveryError: the stored body is not a JSON object.
    """
    if message.type != "digest":
        return render_alert(message)
    return _digest(Fields(body_object(message)).part("data").part("digest"))


def render_alert(message: Message) -> Rendered:
    """Give an alert about an item, a story or a source its form.

    Raises:
        DeliveryError: the stored body is not a JSON object.
    """
    body = Fields(body_object(message))
    if message.type.startswith("source."):
        notice = notice_view(message, body)
        return _rendered("notice", notice, notice.subject, "en")
    item = item_view(message, body)
    return _rendered("item", item, item.subject, content_language(item.language))


def render_digest(view: Mapping[str, object]) -> Rendered:
    """Give a digest its form, within :data:`PAGE_LIMIT_BYTES`; the same view, the same bytes.

    The stories that fewest sources carry become one line each, then "and N more".
    """
    return _digest(Fields(view))


def _digest(fields: Fields) -> Rendered:
    whole = digest_view(fields)
    fitted = _fitted(whole)
    languages = sorted({e.language for s in fitted.sections for e in s.entries} - {"", "en"})
    return _rendered("digest", fitted, whole.subject, ", ".join(["en", *languages]))


def summary_line(message: Message) -> str:
    """Give a message as one line for a terminal: time, places, title, source, address.

    Raises:
        DeliveryError: the stored body is not a JSON object.
    """
    body = Fields(body_object(message))
    at = short_time(body.time("timestamp") or message.created_at)
    if message.type == "digest":
        return f"{at} UTC  {digest_view(body.part('data').part('digest')).subject}"
    if message.type.startswith("source."):
        notice = notice_view(message, body)
        return "  ".join(filter(None, (f"{at} UTC", notice.subject, notice.reason, notice.url)))
    item = item_view(message, body)
    places = place_codes(body.part("data").part("match").texts("places"))
    title = f"{item.title} [{item.tag}]" if item.tag else item.title
    return "  ".join(filter(None, (f"{at} UTC", places, title, f"({item.source})", item.url)))


# ------------------------------------------------------------------ size
def _fitted(view: DigestView) -> DigestView:
    """Find the longest form whose page, as sent, is within the limit."""
    stories = min(view.stories, _STORIES_LIMIT)
    full = _most(stories, lambda n: _fits(shortened(view, full=n, kept=stories)))
    if full is not None:
        return shortened(view, full=full, kept=stories)
    kept = _most(stories, lambda n: _fits(shortened(view, full=0, kept=n)))
    return shortened(view, full=0, kept=kept or 0)


def _most(limit: int, fits: Callable[[int], bool]) -> int | None:
    """Give the largest number up to `limit` that fits; None if not even 0 does."""
    if fits(limit):
        return limit
    if not fits(0):
        return None
    low, high = 0, limit  # low fits, high does not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _fits(view: DigestView) -> bool:
    return sent_bytes(_page("digest", view)) <= PAGE_LIMIT_BYTES


def sent_bytes(text: str) -> int:
    """How many bytes `text` takes in a mail: base64 in lines of 76 characters."""
    encoded = 4 * -(-len(text.encode()) // 3)
    return encoded + 2 * -(-encoded // 76)


# ------------------------------------------------------------------ templates
def _rendered(template: str, view: object, subject: str, languages: str) -> Rendered:
    text = _templates().get_template(f"{template}.txt.j2").render(view=view)
    return Rendered(
        subject=subject, html=_page(template, view), text=_tidy(text), languages=languages
    )


def _page(template: str, view: object) -> str:
    return _templates().get_template(f"{template}.html.j2").render(view=view)


@functools.cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("monitor", "deliver/templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"wrap": _wrap, "marked": _marked, "language": _lang}
    return environment


def _wrap(text: str, first: str = "", rest: str | None = None) -> str:
    """Break `text` into lines of at most 72 columns; an address is never broken."""
    return textwrap.fill(
        text,
        _COLUMNS,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _marked(found: tuple[Run, ...]) -> str:
    """Show a change in plain text: ``[-140-] {+at least 410+} lorries``."""
    forms = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(forms[run.kind].format(run.text) for run in found)


def _lang(tag: str) -> Markup:
    """Give the ``lang`` attribute of a foreign text; nothing where the language is not known."""
    return Markup(' lang="{}"').format(tag) if tag else Markup("")


def _tidy(text: str) -> str:
    """Take trailing blanks off, but for the signature's ``-- ``, and runs of empty lines."""
    lines = [line if line == "-- " else line.rstrip() for line in text.strip().splitlines()]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)) + "\n"
