# ruff: noqa: N802 - tests that show a row of the table of threats carry its id
import email
import email.policy
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from monitor.deliver import EmailSpec, render_message
from monitor.deliver.mail import ascii_address, build_mail
from tests.deliver.samples import digest_view, item_body, message, notice, revised, titled

SPEC = EmailSpec(
    name="mail",
    host="mail.example.org",
    port=587,
    sender="South Caucasus <monitor@example.org>",
    host_id="monitor.example.org",
)

HEADERS = {
    *(b"Message-ID", b"Date", b"From", b"To", b"Subject", b"In-Reply-To", b"References"),
    *(b"List-Id", b"Auto-Submitted", b"X-Auto-Response-Suppress"),
    *(b"MIME-Version", b"Content-Type", b"Content-Language"),
}


def sent(told):
    """Give the mail as a mailbox reads it, after a real trip through bytes."""
    mail = build_mail(told, render_message(told), spec=SPEC, recipient="desk@example.org")
    return email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)


def parts(mail):
    text, html = mail.iter_parts()
    return text.get_content(), html.get_content()


def test_the_headers_say_what_it_is_and_where_it_belongs():
    mail = sent(message())

    assert mail["Subject"] == "GE · Upper Lars road closed by snow; 140 lorries waiting (Kura Post)"
    assert mail["Message-ID"] == "<m4t8w2p6r1s5d9f3@monitor.example.org>"
    assert (
        mail["References"] == mail["In-Reply-To"] == "<story.q7m2k9x4c1v8b3n5@monitor.example.org>"
    )
    assert mail["List-Id"] == "<south-caucasus.monitor.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Content-Language"] == "en"
    assert mail["Date"].datetime == message().created_at


def test_every_part_goes_as_base64():
    assert {part["Content-Transfer-Encoding"] for part in sent(message()).iter_parts()} == {
        "base64"
    }


def test_a_mail_is_the_same_bytes_on_every_attempt():
    first, second = (
        build_mail(message(), render_message(message()), spec=SPEC, recipient="a@b.c").as_bytes()
        for _ in range(2)
    )

    assert first == second


def test_notices_of_one_source_and_editions_of_one_digest_are_threads():
    digest = message(
        {"type": "digest", "data": {"digest": digest_view()}}, alerts=("morning",), item_id=None
    )

    source = sent(notice("source.down"))["References"]
    assert re.fullmatch(r"<source\.[0-9a-f]{32}@monitor\.example\.org>", source)
    assert source == sent(notice("source.recovered"))["References"]
    assert sent(digest)["References"] == "<digest.morning@monitor.example.org>"
    assert sent(digest)["Content-Language"] == "en, az, hy, ka, ru, tr"


def test_a_message_about_nothing_in_particular_starts_no_thread():
    mail = sent(message(item_id=None, group=None, alerts=()))

    assert mail["References"] is None
    assert mail["List-Id"] == "<desk.monitor.example.org>"


def test_a_sender_without_a_name_is_called_monitor():
    spec = EmailSpec(name="mail", host="h", port=25, sender="monitor@example.org")
    mail = build_mail(message(), render_message(message()), spec=spec, recipient="a@b.c")

    assert mail["From"] == "monitor <monitor@example.org>"


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<svg onload=alert(1)>",
        "<iframe srcdoc='<p>x'></iframe>",
        "<button formaction=javascript:alert(1)>x</button>",
        "<base href=https://evil.example/>",
        "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
        '"><a href="https://evil.example/">x</a>',
        "--><style>*{display:none}</style>",
    ],
)
def test_C24_markup_in_any_field_stays_words(payload):
    body = item_body(title=payload, summary=payload, source=payload, authors=[payload])
    body["data"]["match"]["why"] = body["data"]["match"]["places"] = [payload]
    body["data"]["item"]["id"] = body["data"]["story"]["first_source"] = payload
    body["data"]["change"] = {
        "edit": payload,
        "before": {"title": payload, "summary": payload},
        "after": {"title": f"new {payload}", "summary": f"new {payload}"},
    }
    plain = lxml_html.fromstring(parts(sent(message()))[1])
    told = message(body, type="item.revised", alerts=(payload,), channel=payload)
    page = lxml_html.fromstring(parts(sent(told))[1])

    names = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert names <= {element.tag for element in plain.iter()} | {"del", "ins", "span"}
    attributes = {name for element in page.iter() for name in element.attrib}
    assert not any(name.startswith("on") or name == "formaction" for name in attributes)
    assert payload in "".join(page.itertext())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        " vbscript:x",
        "//evil.example/",
        "https://",
        "http://[broken",
        "https://long.example/" + "x" * 3_000,
    ],
)
def test_C24_only_web_addresses_become_links(url):
    text, html = parts(sent(message(item_body(url=url, source_url=url))))

    assert "href" not in html
    assert url.strip() not in text.splitlines()


def test_C24_an_address_cannot_leave_its_attribute():
    _, html = parts(sent(message(item_body(url='https://e.example/"onclick="x\u202e y<z'))))

    links = lxml_html.fromstring(html).xpath("//a[starts-with(@href, 'https://e.example')]")
    assert links
    assert all(link.get("onclick") is None for link in links)
    assert links[0].get("href") == "https://e.example/%22onclick=%22x%E2%80%AE%20y%3Cz"


@pytest.mark.parametrize("payload", ["*bold* _it_ [x](y)", "<!channel> @everyone", "<b>&amp;</b>"])
def test_C25_other_channels_signs_are_words_in_a_mail(payload):
    mail = sent(titled(payload))

    assert payload in mail["Subject"]
    assert payload in parts(mail)[0]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00"])
def test_C26_a_line_end_in_a_title_never_makes_a_header(end):
    mail = sent(titled(f"One{end}Bcc: thief@example.net{end}{end}body", source=f"S{end}To: x@y.z"))

    assert mail.get_all("Subject") == ["GE · One Bcc: thief@example.net body (S To: x@y.z)"]
    assert mail["Bcc"] is None
    assert mail.get_all("To") == ["desk@example.org"]


def test_C27_direction_overrides_invisible_letters_and_zalgo_are_taken_out():
    zalgo = "Z" + "\u0334\u0321\u0353\u0489" * 20 + "algo"
    mail = sent(titled(f"abc\u202etxt.exe\u202c \u2066x\u2069 ze\u200bro\ufeff \u00adsoft {zalgo}"))

    subject = str(mail["Subject"])
    assert not any(letter in subject for letter in "\u202e\u202c\u2066\u2069\u200b\ufeff\u00ad")
    assert len(re.findall("[\u0300-\u036f\u0489]", subject)) <= 3
    assert "abctxt.exe x zero soft" in subject
    assert "\u202e" not in "".join(parts(mail))


@pytest.mark.parametrize("payload", ["{{ 7*7 }}", "{% for x in y %}", "${7*7}", "#{7*7}", "{#"])
def test_C28_template_syntax_is_never_evaluated(payload):
    mail = sent(message(item_body(title=payload, summary=payload, source=payload)))

    for told in (str(mail["Subject"]), *parts(mail)):
        assert "49" not in told.replace("#5b6266", "").replace("#0b5f6a", "").replace("m4t8", "")
    assert payload in parts(mail)[0]


@given(title=st.text(), other=st.text(), summary=st.text(max_size=300), url=st.text())
def test_whatever_a_publisher_writes_there_is_a_mail_with_one_line_headers(
    title, other, summary, url
):
    body = item_body(title=title, summary=summary, source=other, url=url, language=other)
    body["data"]["match"]["places"] = [other]
    told = message(body, alerts=(other,), source=other, group=title, item_id=None)
    mail = sent(told)

    assert len(str(mail["Subject"])) <= 90
    raw = build_mail(told, render_message(told), spec=SPEC, recipient="a@b.c").as_bytes()
    header = raw.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0] for line in header.split(b"\r\n") if line[:1] not in b" \t"]
    assert len(names) == len(set(names))
    assert set(names) <= HEADERS
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


@given(before=st.text(), after=st.text(), edit=st.text(max_size=50))
def test_whatever_changes_there_is_a_subject(before, after, edit):
    mail = sent(revised(edit, {"title": before}, {"title": after}))

    assert 0 < len(str(mail["Subject"])) <= 90


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" desk@example.org ", "desk@example.org"),
        ("desk+news@ex-ample.org", "desk+news@ex-ample.org"),
        ("desk@пример.рф", "desk@xn--e1afmkfd.xn--p1ai"),
        ("desk", None),
        ("@example.org", None),
        ("de sk@example.org", None),
        ("დესკი@example.org", None),
        ("desk@" + "პ" * 80, None),
    ],
)
def test_an_address_is_what_smtp_can_carry(text, address):
    assert ascii_address(text) == address
