"""A poll: what is asked, and which of the four outcomes comes back."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import datetime as dt

import pytest

from monitor.errors import FetchError
from monitor.records import Document, Fetched, Gone, NotModified, Refused, Validators
from tests.fetch.world import AGENT, NOW, Reply, fetcher, ok, redirect, site, source

pytestmark = pytest.mark.anyio

KNOWN = Validators(etag='"v1"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT")


async def poll(*replies: Reply, validators: Validators = KNOWN) -> Fetched:
    async with site(*replies) as kiosk, fetcher() as out:
        return await out.document(source(kiosk.url()), validators, now=NOW)


async def refused(reply: Reply) -> Refused:
    outcome = await poll(reply)
    assert isinstance(outcome, Refused)
    return outcome


def status(line: str, *headers: str, body: bytes = b"") -> bytes:
    return ok(body, *headers, status=line)


async def test_a_document_comes_with_its_hash_and_validators():
    reply = ok(b"<rss>one</rss>", 'ETag: "a,b"', "Last-Modified: Sun, 01 Mar 2026 10:00:00 GMT")
    async with site(reply) as kiosk, fetcher() as out:
        document = await out.document(source(kiosk.url()), Validators(), now=NOW)

    assert isinstance(document, Document)
    assert document.body == b"<rss>one</rss>"
    assert document.etag == '"a,b"'
    assert document.last_modified == "Sun, 01 Mar 2026 10:00:00 GMT"
    assert document.url == kiosk.url()
    assert len(document.body_hash) == 32
    assert document.moved_to is None


async def test_a_question_names_us_and_what_we_read():
    async with site() as kiosk, fetcher() as out:
        await out.document(source(kiosk.url()), Validators(), now=NOW)

    (asked,) = kiosk.requests
    assert asked.line == "GET /feed HTTP/1.1"
    assert asked.headers["user-agent"] == AGENT
    assert asked.headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert asked.headers["accept"].startswith("application/atom+xml")
    assert asked.headers["connection"] == "close"
    assert "if-none-match" not in asked.headers
    assert "if-modified-since" not in asked.headers


async def test_the_time_of_a_document_counts_on_from_the_start_of_the_poll():
    outcome = await poll(ok())

    assert isinstance(outcome, Document)
    assert dt.timedelta(0) < outcome.fetched_at - NOW < dt.timedelta(seconds=5)


async def test_N39_a_304_that_nobody_asked_for_is_asked_again_without_caches():
    async with site(status("304 Not Modified"), ok(b"all of it")) as kiosk, fetcher() as out:
        outcome = await out.document(source(kiosk.url()), Validators(), now=NOW)

    assert isinstance(outcome, Document)
    assert outcome.body == b"all of it"
    assert kiosk.requests[1].headers["cache-control"] == "no-cache"


async def test_N39_a_site_that_only_ever_says_304_is_an_error():
    with pytest.raises(FetchError, match="twice") as caught:
        await poll(status("304 Not Modified"), validators=Validators())

    assert caught.value.kind == "protocol"


async def test_N40_a_304_to_a_conditional_question_is_an_exact_nothing_new():
    reply = status("304 Not Modified", "Cache-Control: max-age=60")
    async with site(reply) as kiosk, fetcher() as out:
        outcome = await out.document(source(kiosk.url()), KNOWN, now=NOW)

    assert isinstance(outcome, NotModified)
    assert outcome.max_age == dt.timedelta(seconds=60)
    assert kiosk.requests[0].headers["if-none-match"] == '"v1"'
    assert kiosk.requests[0].headers["if-modified-since"] == KNOWN.last_modified


async def test_N41_a_weak_etag_with_commas_is_sent_back_verbatim():
    etag = 'W/"1,2, 3-gzip"'
    replies = (ok(b"x", f"ETag: {etag}"), status("304 Not Modified"))
    async with site(*replies) as kiosk, fetcher() as out:
        first = await out.document(source(kiosk.url()), Validators(), now=NOW)
        assert isinstance(first, Document)
        await out.document(source(kiosk.url()), Validators(etag=first.etag), now=NOW)

    assert kiosk.requests[1].headers["if-none-match"] == etag


async def test_N42_a_new_body_under_an_old_etag_has_a_new_hash():
    first = await poll(ok(b"one", 'ETag: "v1"'))
    second = await poll(ok(b"two", 'ETag: "v1"'))

    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.etag == second.etag
    assert first.body_hash != second.body_hash


@pytest.mark.parametrize("etag", ['"' + "x" * 9000 + '"', '"a\x01b"', '"a\x7fb"', '"a\x85b"'])
async def test_N43_an_etag_that_is_too_long_or_holds_controls_is_dropped(etag):
    outcome = await poll(ok(b"x", f"ETag: {etag}"))

    assert isinstance(outcome, Document)
    assert outcome.etag is None


async def test_N43_an_unsafe_validator_from_elsewhere_is_never_sent():
    async with site() as kiosk, fetcher() as out:
        bad = Validators(etag='"a\r\nX-Evil: 1"', last_modified="x" * 200)
        await out.document(source(kiosk.url()), bad, now=NOW)

    assert "if-none-match" not in kiosk.requests[0].headers
    assert "x-evil" not in kiosk.requests[0].headers
    assert "if-modified-since" not in kiosk.requests[0].headers


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("404 Not Found", "not-found"),  # N44
        ("401 Unauthorized", "refused"),
        ("400 Bad Request", "refused"),
        ("300 Multiple Choices", "refused"),
        ("403 Forbidden", "blocked"),
        ("429 Too Many Requests", "rate-limited"),
        ("500 Internal Server Error", "server-error"),
        ("503 Service Unavailable", "server-error"),
    ],
)
async def test_a_no_is_a_value_with_a_kind(line, kind):
    outcome = await refused(status(line))

    assert outcome.kind == kind
    assert outcome.status == int(line[:3])
    assert line[:3] in outcome.reason
    assert outcome.retry_at is None


async def test_N45_a_410_pauses_the_source():
    outcome = await poll(status("410 Gone"))

    assert isinstance(outcome, Gone)
    assert outcome.since - NOW < dt.timedelta(seconds=5)


@pytest.mark.parametrize("line", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_N46_retry_after_in_seconds_is_kept(line):
    outcome = await refused(status(line, "Retry-After: 120"))

    assert outcome.retry_at == outcome.at + dt.timedelta(seconds=120)


async def test_N46_retry_after_as_a_date_is_kept():
    outcome = await refused(
        status("429 Too Many Requests", "Retry-After: Sun, 01 Mar 2026 13:00:00 GMT")
    )

    assert outcome.retry_at == dt.datetime(2026, 3, 1, 13, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "value", ["99999999999", "9" * 30, "Sun, 01 Mar 2099 13:00:00 GMT", "86401"]
)
async def test_N47_an_absurd_retry_after_is_at_most_a_day(value):
    outcome = await refused(status("503 Service Unavailable", f"Retry-After: {value}"))

    # thirty digits are not a number of seconds that anybody meant
    expected = None if len(value) == 30 else outcome.at + dt.timedelta(hours=24)
    assert outcome.retry_at == expected


@pytest.mark.parametrize(
    "value",
    ["-5", "soon", "", "1.5", "Sun, 01 Mar 2020 13:00:00 GMT", "Sun, 99 Mar 2026 99:00:00 GMT"],
)
async def test_N47_a_negative_past_or_junk_retry_after_says_nothing(value):
    outcome = await refused(status("429 Too Many Requests", f"Retry-After: {value}"))

    assert outcome.retry_at is None


async def test_N48_a_503_is_followed_by_a_document():
    async with site(status("503 Service Unavailable"), ok(b"back")) as kiosk, fetcher() as out:
        first = await out.document(source(kiosk.url()), KNOWN, now=NOW)
        second = await out.document(source(kiosk.url()), KNOWN, now=NOW)

    assert isinstance(first, Refused)
    assert isinstance(second, Document)


@pytest.mark.parametrize(
    "reply",
    [
        status("403 Forbidden", "cf-mitigated: challenge"),
        status("200 OK", "cf-mitigated: challenge", body=b"<html>"),
        status("202 Accepted", "x-amzn-waf-action: challenge"),
        status("503 Service Unavailable", body=b"<title>Just a moment...</title>"),
        status("429 Too Many Requests", body=b"<script src=/cdn-cgi/challenge-platform/x>"),
    ],
)
async def test_N50_a_challenge_is_named_as_blocked(reply):
    outcome = await refused(reply)

    assert outcome.kind == "blocked"
    assert "protection" in outcome.reason


async def test_an_article_that_talks_of_a_challenge_is_no_challenge():
    assert isinstance(await poll(ok(b"Just a moment... said the minister")), Document)


@pytest.mark.parametrize("line", ["206 Partial Content", "226 IM Used", "101 Switching Protocols"])
async def test_an_answer_to_another_question_is_an_error(line):
    with pytest.raises(FetchError) as caught:
        await poll(status(line))

    assert caught.value.kind == "protocol"


async def test_an_error_page_in_a_broken_coding_is_still_a_refusal():
    outcome = await refused(status("503 Service Unavailable", "Content-Encoding: gzip", body=b"no"))

    assert outcome.kind == "server-error"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["Cache-Control: public, max-age=600"], 600),
        (["Cache-Control: s-maxage=1, max-age=600", "Age: 100"], 500),
        (["Cache-Control: max-age=600", "Age: 601"], None),
        (["Cache-Control: max-age=600", "Age: old"], 600),
        (["Cache-Control: max-age=600, no-cache"], None),
        (["Cache-Control: no-store"], None),
        (["Cache-Control: max-age=99999999999999"], 366 * 86400),
        (["Cache-Control: s-maxage=5"], None),
        (
            ["Expires: Sun, 01 Mar 2026 10:10:00 GMT", "Date: Sun, 01 Mar 2026 10:00:00 GMT"],
            600,
        ),
        (["Expires: 0"], None),
        (["Expires: " + "x" * 100], None),
        (["Expires: Thu, 01 Jan 1970 00:00:00 -0000"], None),
        ([], None),
    ],
)
async def test_the_promised_freshness_is_read(headers, seconds):
    outcome = await poll(ok(b"x", *headers))

    assert isinstance(outcome, Document)
    assert outcome.max_age == (None if seconds is None else dt.timedelta(seconds=seconds))


async def test_expires_without_a_date_counts_from_now():
    outcome = await poll(ok(b"x", "Expires: Sun, 01 Mar 2026 13:00:00 GMT"))

    assert isinstance(outcome, Document)
    assert outcome.max_age is not None
    assert dt.timedelta(minutes=59) < outcome.max_age <= dt.timedelta(hours=1)


@pytest.mark.parametrize("line", ["301 Moved Permanently", "308 Permanent Redirect"])
async def test_N38_a_permanent_move_is_followed_and_noted(line):
    async with site(redirect("/new", line), ok(b"here")) as kiosk, fetcher() as out:
        outcome = await out.document(source(kiosk.url()), Validators(), now=NOW)

    assert isinstance(outcome, Document)
    assert outcome.url == outcome.moved_to == kiosk.url("/new")


async def test_N38_a_move_that_is_partly_temporary_is_not_noted():
    replies = (redirect("/a", "301 Moved Permanently"), redirect("/b", "302 Found"), ok())
    async with site(*replies) as kiosk, fetcher() as out:
        outcome = await out.document(source(kiosk.url()), Validators(), now=NOW)

    assert isinstance(outcome, Document)
    assert outcome.url == kiosk.url("/b")
    assert outcome.moved_to is None


async def test_N51_eighty_kilobytes_of_cookies_pass_and_are_forgotten():
    cookies = [f"Set-Cookie: c{number}={'x' * 800}" for number in range(100)]
    async with site(ok(b"x", *cookies), ok(b"y")) as kiosk, fetcher() as out:
        first = await out.document(source(kiosk.url()), Validators(), now=NOW)
        await out.document(source(kiosk.url()), Validators(), now=NOW)

    assert isinstance(first, Document)
    assert "cookie" not in kiosk.requests[1].headers


async def test_a_source_may_reach_the_network_that_it_names_and_no_other_may():
    async with site() as kiosk, fetcher(allow_addresses=()) as out:
        named = source(kiosk.url(), allow_addresses=("127.0.0.1/32",))
        assert isinstance(await out.document(named, Validators(), now=NOW), Document)
        with pytest.raises(FetchError) as caught:
            await out.document(source(kiosk.url()), Validators(), now=NOW)

    assert caught.value.kind == "address"
    assert len(kiosk.requests) == 1


async def test_headers_that_date_a_document_stay_with_it_and_those_of_a_visitor_do_not():
    document = await poll(
        ok(
            b"hello",
            "Date: Fri, 09 Jan 2026 07:00:00 GMT",
            "Server: kiosk",
            f"Via: {'x' * 3_000}",
            "Set-Cookie: visitor=7",
            "CF-Ray: 8f3-TBS",
            "X-Forwarded-For: 192.0.2.7",
        )
    )

    assert isinstance(document, Document)
    kept = dict(document.headers)
    assert {"date", "server", "via", "cf-ray"} <= set(kept)
    assert not {"set-cookie", "x-forwarded-for"} & set(kept)
    assert (kept["cf-ray"], len(kept["via"])) == ("8f3-TBS", 1_024)
