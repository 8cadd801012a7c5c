import base64
import datetime as dt
import json

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook

from monitor.testing import Drop, FakeClock, Receiver, Request, Slow, Status, is_signed

NOON = dt.datetime(2026, 1, 15, 12, 0, tzinfo=dt.UTC)
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
OTHER = "whsec_" + base64.b64encode(b"another secret, another secret..").decode()


@pytest.fixture
def receiver():
    with Receiver(clock=FakeClock(NOON)) as running:
        yield running


def post(receiver, body=b"{}", **headers):
    return httpx.post(receiver.url, content=body, headers=headers, timeout=5).status_code


def test_a_call_is_kept_with_its_headers_body_and_time(receiver):
    event = {"type": "item.new", "data": {"item": {"title": "Snow"}}}

    post(receiver, json.dumps(event).encode(), **{"webhook-id": "msg_1"})

    (hook,) = receiver.hooks()
    assert (hook.id, hook.event, hook.title) == ("msg_1", "item.new", "Snow")
    assert hook.request.at == NOON
    assert hook.is_taken


def test_a_body_that_is_no_object_has_no_event_and_no_title(receiver):
    post(receiver, b"[1]")

    (hook,) = receiver.hooks()
    assert (hook.id, hook.event, hook.title) == ("", "", "")


def test_scripted_answers_come_in_their_order_and_then_all_is_well(receiver):
    receiver.answers(500, Status(429, retry_after="7"))

    assert [post(receiver) for _ in range(3)] == [500, 429, 204]
    assert [hook.is_taken for hook in receiver.hooks()] == [False, False, True]
    assert len(receiver.taken()) == 1


def test_a_standing_answer_holds_until_it_is_taken_back(receiver):
    receiver.answers_always(410)
    assert [post(receiver), post(receiver)] == [410, 410]

    receiver.answers_always(None)

    assert post(receiver) == 204


def test_a_standing_fault_may_be_a_slow_answer(receiver):
    receiver.answers_always(Slow(first_s=0.01))

    assert post(receiver) == 204


def test_a_call_that_was_read_and_dropped_is_kept_as_not_taken(receiver):
    receiver.answers(Drop())

    with pytest.raises(httpx.TransportError):
        post(receiver, b'{"type": "item.new"}')

    (hook,) = receiver.hooks()
    assert (hook.event, hook.status, hook.is_taken) == ("item.new", None, False)


# ------------------------------------------------------------------ signatures
def signed(body: str, *secrets: str) -> Request:
    at = dt.datetime.now(dt.UTC)
    signatures = [Webhook(secret).sign("msg_1", at, body) for secret in secrets]
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return Request(at=at, method="POST", target="/", headers=headers, body=body.encode())


@settings(deadline=None)  # the first signature pays for the imports
@given(st.text())
def test_a_signature_of_the_reference_library_is_good(body):
    assert is_signed(signed(body, SECRET), SECRET)


def test_while_keys_rotate_either_signature_is_good():
    request = signed("{}", OTHER, SECRET)

    assert is_signed(request, SECRET)
    assert is_signed(request, OTHER)


def test_another_secret_another_body_or_a_missing_header_is_not_good():
    good = signed("{}", SECRET)
    changed = Request(at=NOON, method="POST", target="/", headers=good.headers, body=b"{ }")
    bare = Request(at=NOON, method="POST", target="/", headers={}, body=good.body)

    assert not is_signed(good, OTHER)
    assert not is_signed(good, "whsec_not base64!")
    assert not is_signed(changed, SECRET)
    assert not is_signed(bare, SECRET)
