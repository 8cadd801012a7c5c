# ruff: noqa: N802 - tests that show a row of the table of threats carry its id
import base64
import datetime as dt
import json

import pytest
from standardwebhooks import Webhook

from monitor.deliver import WebhookSpec, build_channel
from monitor.deliver.webhook import BODY_LIMIT_BYTES
from monitor.errors import DeliveryError, FetchError
from monitor.records import Accepted, Closed, Deferred, Rejected
from tests.deliver.receiver import answer, no_post, post, webhook_receiver
from tests.deliver.samples import NOW, message, titled

pytestmark = pytest.mark.anyio

SECRET = "whsec_" + base64.b64encode(b"an own secret of thirty-two bytes").decode()
OTHER = "whsec_" + base64.b64encode(b"the next secret, while it rotates").decode()


def channel(url, *secrets, send=post):
    return build_channel(WebhookSpec(name="desk", url=url, secrets=secrets), send=send)


def present():
    return dt.datetime.now(dt.UTC)  # the verifier looks at the machine's clock


async def receipt_of(*answers, now=NOW):
    async with webhook_receiver(*answers) as receiver:
        return await channel(receiver.url, SECRET).send(message(), "", now=now)


async def test_the_body_is_posted_byte_for_byte_under_the_messages_id():
    told = titled("Սևանը, Севан, სევანი")
    async with webhook_receiver() as receiver:
        receipt = await channel(receiver.url, SECRET).send(told, "", now=NOW)

    assert receipt == Accepted(answer="answered 200")
    (request,) = receiver.requests
    assert request.body == told.body.encode()
    assert request.headers["webhook-id"] == told.id
    assert request.headers["content-type"] == "application/json"


async def test_D16_the_reference_verifier_accepts_every_attempt_and_each_has_its_own_time():
    now = present()
    async with webhook_receiver(answer(500), answer(200)) as receiver:
        desk = channel(receiver.url, SECRET)
        first = await desk.send(message(), "", now=now)
        second = await desk.send(message(), "", now=now + dt.timedelta(seconds=5))

    assert isinstance(first, Deferred)
    assert isinstance(second, Accepted)
    for request in receiver.requests:
        assert Webhook(SECRET).verify(request.body, request.headers) == json.loads(message().body)
    times = [int(request.headers["webhook-timestamp"]) for request in receiver.requests]
    assert times[1] - times[0] == 5


async def test_D16_old_and_new_secret_both_verify_while_they_are_rotated():
    async with webhook_receiver() as receiver:
        await channel(receiver.url, OTHER, SECRET).send(message(), "", now=present())

    (request,) = receiver.requests
    for secret in (SECRET, OTHER):
        Webhook(secret).verify(request.body, request.headers)


async def test_a_bare_base64_secret_is_read_as_the_reference_reads_it():
    secret = SECRET.removeprefix("whsec_")
    async with webhook_receiver() as receiver:
        await channel(receiver.url, secret).send(message(), "", now=present())

    (request,) = receiver.requests
    Webhook(secret).verify(request.body, request.headers)


async def test_a_plain_text_secret_signs_with_its_own_bytes():
    async with webhook_receiver() as receiver:
        await channel(receiver.url, "correct horse").send(message(), "", now=present())

    (request,) = receiver.requests
    Webhook(b"correct horse").verify(request.body, request.headers)


async def test_without_a_secret_nothing_is_signed():
    async with webhook_receiver() as receiver:
        await channel(receiver.url).send(message(), "", now=NOW)

    assert "webhook-signature" not in receiver.requests[0].headers


@pytest.mark.parametrize("secret", ["whsec_", "whsec_***", ""])
async def test_an_unreadable_secret_is_refused_without_being_shown(secret):
    with pytest.raises(DeliveryError, match="channel 'desk': its secret") as refused:
        channel("https://example.org/", secret)

    assert "***" not in str(refused.value)


async def test_an_address_that_is_not_http_is_refused_without_being_shown():
    with pytest.raises(DeliveryError, match="https://") as refused:
        channel("ftp://example.org/t0ken")

    assert "t0ken" not in str(refused.value)


async def test_D08_after_six_failures_the_same_message_is_taken_once():
    async with webhook_receiver(*[answer(500)] * 6, answer(204)) as receiver:
        desk = channel(receiver.url, SECRET)
        receipts = [await desk.send(message(), "", now=NOW) for _ in range(7)]

    assert [type(receipt) for receipt in receipts] == [Deferred] * 6 + [Accepted]
    assert receipts[0] == Deferred(answer="answered 500", outage=False)
    assert {request.headers["webhook-id"] for request in receiver.requests} == {message().id}


async def test_D09_an_answer_that_is_cut_off_leads_to_another_attempt_under_the_same_id():
    async with webhook_receiver(b"", answer(200)) as receiver:
        desk = channel(receiver.url, SECRET)
        receipts = [await desk.send(message(), "", now=NOW) for _ in range(2)]

    assert isinstance(receipts[0], Deferred)
    assert receipts[0].outage
    assert isinstance(receipts[1], Accepted)
    first, second = receiver.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


async def test_D09_a_closed_port_is_an_outage():
    async with webhook_receiver() as receiver:
        url = receiver.url
    receipt = await channel(url, SECRET).send(message(), "", now=NOW)

    assert isinstance(receipt, Deferred)
    assert receipt.outage


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_D10_a_busy_receiver_says_when_to_come_back(status):
    receipt = await receipt_of(answer(status, "Retry-After: 120"))

    assert receipt == Deferred(
        answer=f"answered {status}", outage=True, retry_at=NOW + dt.timedelta(seconds=120)
    )


async def test_D11_gone_closes_the_endpoint():
    assert await receipt_of(answer(410)) == Closed(answer="answered 410")


async def test_D12_a_redirect_is_not_followed_and_the_message_is_kept():
    async with webhook_receiver() as inside:
        location = f"Location: {inside.url}"
        receipt = await receipt_of(answer(302, location))

    assert inside.requests == []
    assert isinstance(receipt, Deferred)
    assert "redirects are not followed" in receipt.answer


async def test_D14_a_huge_answer_is_not_read_in_full():
    async with webhook_receiver(answer(200, body=b"x" * 50_000_000)) as receiver:
        receipt = await channel(receiver.url, SECRET).send(message(), "", now=NOW)

    assert isinstance(receipt, Accepted)
    assert len(receipt.answer) < 200
    assert receiver.sent_bytes < 25_000_000


async def test_D17_every_attempt_of_a_message_has_the_same_body():
    async with webhook_receiver(answer(500)) as receiver:
        desk = channel(receiver.url, SECRET)
        for minutes in range(3):
            await desk.send(message(), "", now=NOW + dt.timedelta(minutes=minutes))

    assert len({request.body for request in receiver.requests}) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 422])
async def test_a_refusal_may_be_a_mistake_that_someone_mends_so_it_is_tried_again(status):
    receipt = await receipt_of(answer(status, "Retry-After: 9", body=b"no such \x1b[31mhook"))

    assert receipt == Deferred(answer=f"answered {status}: no such [31mhook", outage=False)


async def test_half_a_letter_in_a_title_still_gives_json():
    told = titled("half \ud83d a letter")
    async with webhook_receiver() as receiver:
        receipt = await channel(receiver.url, SECRET).send(told, "", now=present())

    assert isinstance(receipt, Accepted)
    received = Webhook(SECRET).verify(receiver.requests[0].body, receiver.requests[0].headers)
    assert received["data"]["item"]["title"] == "half \ud83d a letter"


async def test_a_body_beyond_the_limit_is_never_sent():
    told = titled("x" * BODY_LIMIT_BYTES)

    receipt = await channel("https://example.org/", SECRET, send=no_post).send(told, "", now=NOW)

    assert isinstance(receipt, Rejected)
    assert "at most 262144" in receipt.answer


async def test_a_failure_names_the_host_and_keeps_the_token_in_the_path_secret():
    async def failing(url, **_):
        raise FetchError(f"{url!r}: timed out; also /t0ken/part?key=s3cret", kind="timeout")

    url = "https://user:passw0rd@hooks.example/t0ken/part?key=s3cret"
    receipt = await channel(url, send=failing).send(message(), "", now=NOW)

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert "hooks.example" in receipt.answer
    for secret in ("t0ken", "s3cret", "passw0rd"):
        assert secret not in receipt.answer


async def test_the_port_hears_of_the_time_limit_and_of_allowed_addresses():
    heard: dict[str, object] = {}

    async def listening(url, *, headers, body, timeout_s, allow_addresses):
        heard.update(timeout_s=timeout_s, allow_addresses=allow_addresses)
        raise FetchError("no")

    spec = WebhookSpec(
        name="desk", url="https://example.org/", allow_addresses=("10.0.0.0/8",), timeout_s=500
    )
    await build_channel(spec, send=listening).send(message(), "", now=NOW)

    assert heard == {"timeout_s": 30.0, "allow_addresses": ("10.0.0.0/8",)}
