"""What a site's answer means: pure reading of status, headers and a little of the body."""

import datetime as dt
import hashlib
import re
from email.utils import parsedate_to_datetime

from monitor.errors import FetchError
from monitor.fetch.policy import Answer
from monitor.fetch.target import shown
from monitor.records import Document, Fetched, Gone, NotModified, Refused, Validators

ETAG_LIMIT = 1024  # characters; a longer one is a mistake or an attack, never a validator
RETRY_LIMIT = dt.timedelta(hours=24)
_FRESH_LIMIT_S = 366 * 86_400
_SAFE = re.compile(r"[\x20-\x7e\xa1-\xff]+")
_SECONDS = re.compile(r"[0-9]{1,20}")
_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?([0-9]{1,20})', re.IGNORECASE)
_NEVER_FRESH = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)(?:$|[\s,;])", re.IGNORECASE)
# What says when a document was made, by whom it was served and how it came.
_KEPT_HEADERS = frozenset(
    {
        *("age", "cache-control", "cf-ray", "content-encoding", "content-language"),
        *("content-length", "content-type", "date", "etag", "last-modified", "server", "via"),
        *("x-cache", "x-served-by"),
    }
)
_HEADER_LIMIT = 1_024  # characters of a kept value
_HEADERS_KEPT = 40
_PERMANENT = frozenset({301, 308})
# Words of the interstitial pages of the large protection services; seen with 403, 429 and 503.
_CHALLENGES = (
    b"just a moment...",
    b"challenge-platform",
    b"cf-chl-",
    b"ddos-guard",
    b"_incapsula_",
)


def safe_validator(value: str | None, *, limit: int = ETAG_LIMIT) -> str | None:
    """The validator, byte for byte, or None if it cannot be sent back safely."""
    if value is None or len(value) > limit or not _SAFE.fullmatch(value):
        return None
    return value


def conditional_headers(validators: Validators) -> tuple[tuple[str, str], ...]:
    """The headers that ask "only if it changed"; none if nothing usable is known."""
    pairs = (
        ("If-None-Match", safe_validator(validators.etag)),
        ("If-Modified-Since", safe_validator(validators.last_modified, limit=128)),
    )
    return tuple((name, value) for name, value in pairs if value is not None)


def _read_http_date(text: str | None) -> dt.datetime | None:
    if text is None or len(text) > 64:
        return None
    try:
        at = parsedate_to_datetime(text)
        return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
    except (ValueError, OverflowError, IndexError, TypeError):  # the standard parser's own slips
        return None


def read_retry_after(text: str | None, *, now: dt.datetime) -> dt.datetime | None:
    """When to come back: seconds or a date, at most a day ahead; None if it says nothing usable."""
    text = (text or "").strip()
    if _SECONDS.fullmatch(text):
        return now + min(RETRY_LIMIT, dt.timedelta(seconds=min(int(text), 10**6)))
    at = _read_http_date(text or None)
    if at is None or at <= now:
        return None
    return min(at, now + RETRY_LIMIT)


def read_max_age(answer: Answer, *, now: dt.datetime) -> dt.timedelta | None:
    """How much longer the site itself calls this answer fresh; None if it promises nothing."""
    control = answer.header("cache-control") or ""
    if _NEVER_FRESH.search(control):
        return None
    if found := _MAX_AGE.search(control):
        fresh_s = min(int(found[1]), _FRESH_LIMIT_S)
    else:
        expires = _read_http_date(answer.header("expires"))
        if expires is None:
            return None
        sent = _read_http_date(answer.header("date")) or now
        fresh_s = min(int((expires - sent).total_seconds()), _FRESH_LIMIT_S)
    age = (answer.header("age") or "").strip()
    left_s = fresh_s - (int(age) if _SECONDS.fullmatch(age) else 0)
    return dt.timedelta(seconds=left_s) if left_s > 0 else None


def moved_to(answer: Answer) -> str | None:
    """The new address, if every redirect on the way said that it is for good."""
    if answer.hops and all(hop.status in _PERMANENT for hop in answer.hops):
        return answer.url
    return None


def is_challenge(answer: Answer) -> bool:
    """Whether a protection service answered in the site's place."""
    if answer.header("cf-mitigated") == "challenge":
        return True
    if answer.header("x-amzn-waf-action") in ("challenge", "captcha"):
        return True
    if answer.status not in (403, 429, 503):
        return False
    body = answer.body.lower()
    return any(words in body for words in _CHALLENGES)


def _refusal(answer: Answer) -> tuple[str, str]:
    """The kind of a refusal, and the reason in words."""
    status = answer.status
    if is_challenge(answer):
        return "blocked", f"a protection service asks for a browser (status {status})"
    match status:
        case 429:
            return "rate-limited", "the site asks for fewer requests (status 429)"
        case 403:
            return "blocked", "the site does not let this program in (status 403)"
        case 404:
            return "not-found", "there is nothing at this address (status 404)"
        case _ if status >= 500:
            return "server-error", f"the site is broken or busy (status {status})"
        case _:
            return "refused", f"the site refuses (status {status})"


def kept_headers(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The headers that belong to the evidence, in their order; none that names a visitor."""
    kept = [
        (name, value[:_HEADER_LIMIT]) for name, value in answer.headers if name in _KEPT_HEADERS
    ]
    return tuple(kept[:_HEADERS_KEPT])


def _document(answer: Answer, *, at: dt.datetime) -> Document:
    return Document(
        url=answer.url,
        status=answer.status,
        body=answer.body,
        content_type=answer.header("content-type"),
        fetched_at=at,
        body_hash=hashlib.blake2b(answer.body, digest_size=16).hexdigest(),
        etag=safe_validator(answer.header("etag")),
        last_modified=safe_validator(answer.header("last-modified"), limit=128),
        max_age=read_max_age(answer, now=at),
        moved_to=moved_to(answer),
        headers=kept_headers(answer),
    )


def read_answer(answer: Answer, *, at: dt.datetime) -> Fetched:
    """The answer to a poll as one of the four outcomes.

    A 304 is taken at its word here; whether one was asked for is the caller's to know.

    Raises:
        FetchError: kind ``protocol``, for an answer that only another question could have got.
    """
    status = answer.status
    if status in (206, 226) or status < 200:
        raise FetchError(
            f"{shown(answer.url)} answers {status}, which was not asked for; nothing of it is kept",
            kind="protocol",
        )
    if status == 304:
        age = read_max_age(answer, now=at)
        return NotModified(url=answer.url, fetched_at=at, max_age=age, moved_to=moved_to(answer))
    if status == 410:
        return Gone(url=answer.url, since=at)
    if status < 300 and not is_challenge(answer):
        return _document(answer, at=at)
    kind, reason = _refusal(answer)
    retry_at = read_retry_after(answer.header("retry-after"), now=at)
    return Refused(
        url=answer.url, status=status, reason=reason, kind=kind, at=at, retry_at=retry_at
    )
