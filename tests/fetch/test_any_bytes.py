"""Whatever bytes a server sends: one of the four outcomes, or an error of ours. Nothing else."""

import asyncio

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.fetch.answers import RETRY_LIMIT, read_retry_after
from monitor.fetch.target import read_location, read_target
from monitor.records import Document, Gone, NotModified, Refused, Validators
from tests.fetch.world import NOW, fetcher, site, source

STATUSES = ["200 OK", "200", "304 N", "302 F", "410 G", "429 T", "503 S", "999 ?", "101 U", "20 x"]
HEADERS = [
    "Content-Length: 5",
    "Content-Length: 99999999999999999999999",
    "Content-Length: \xb2",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Content-Encoding: gzip",
    "Content-Encoding: \xff",
    "Location: //",
    "Location: http://[",
    "Location: \xff\xfe",
    "Location: ?",
    "Retry-After: \xb2\xb2",
    "Retry-After: Fri, 31 Dec 9999 23:59:59 -2359",
    "Expires: Fri, 31 Dec 9999 23:59:59 GMT",
    "Date: Mon, 01 Jan 0001 00:00:00 +1400",
    "Cache-Control: max-age=\xb2",
    "Age: 99999999999999999999",
    'ETag: "\xe9"',
    "ETag:",
    "Last-Modified: \x01",
    "Content-Type: \xff",
    ": nameless",
    "no colon",
    " folded: 1",
]
ANSWERS = st.builds(
    lambda status, headers, body: (
        "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode("latin-1") + body
    ),
    st.sampled_from(STATUSES),
    st.lists(st.sampled_from(HEADERS), max_size=4),
    st.binary(max_size=40),
)


@settings(max_examples=150, deadline=None)
@given(reply=ANSWERS | st.binary(max_size=80), has_validators=st.booleans())
def test_any_answer_is_an_outcome_or_an_error_of_ours(reply, has_validators):
    async def poll() -> object:
        validators = Validators(etag='"1"') if has_validators else Validators()
        async with site(reply) as kiosk, fetcher(total_s=2.0) as out:
            try:
                return await out.document(source(kiosk.url()), validators, now=NOW)
            except FetchError as error:
                return error

    outcome = asyncio.run(poll())

    assert isinstance(outcome, Document | NotModified | Gone | Refused | FetchError)
    if isinstance(outcome, FetchError):
        assert outcome.kind != "failing"


DATES = st.builds(
    "{}, {} {} {} {}:{}:{} {}".format,
    st.sampled_from(["Mon", "Fri", ""]),
    st.integers(0, 32),
    st.sampled_from(["Jan", "Dec", "Foo"]),
    st.sampled_from([0, 1, 69, 1970, 2026, 9999, 10000]),
    st.integers(0, 25),
    st.integers(0, 60),
    st.integers(0, 61),
    st.sampled_from(["GMT", "-2359", "+2359", "+9999", "-0000", "XYZ", ""]),
)


@given(text=DATES | st.text(max_size=70))
@example("Fri, 31 Dec 9999 23:59:59 -2359")
@example("Mon, 01 Jan 0001 00:00:00 +2359")
def test_any_retry_after_is_within_a_day_or_nothing(text):
    at = read_retry_after(text, now=NOW)

    assert at is None or NOW <= at <= NOW + RETRY_LIMIT


@given(location=st.text(max_size=40) | st.text("/\\:@[]%?#.0123456789abx \t", max_size=20))
def test_any_redirect_leads_to_a_checked_address_or_is_refused(location):
    current = read_target("https://news.example/a/b?c", allow=())
    try:
        target = read_location(current, location, allow=())
    except FetchError:
        return
    # what was checked is what is read again from its own text: no second meaning
    assert read_target(str(target), allow=()) == target
