"""What every channel promises, asked of each of them."""

import dataclasses
import importlib
import io
import pkgutil

import pytest

import monitor.deliver
from monitor.deliver import (
    CHANNELS,
    EmailSpec,
    FileSpec,
    StdoutSpec,
    WebhookSpec,
    build_channel,
)
from monitor.deliver.stdout import StdoutChannel
from monitor.records import Accepted, Deferred
from tests.deliver.receiver import answer, no_post, post, webhook_receiver
from tests.deliver.samples import NOW, message, notice, titled
from tests.deliver.smtp_server import Script, mail_server

pytestmark = pytest.mark.anyio

SPECS = (EmailSpec, FileSpec, StdoutSpec, WebhookSpec)


def test_every_file_that_builds_a_channel_is_in_the_registry():
    modules = (
        importlib.import_module(f"monitor.deliver.{found.name}")
        for found in pkgutil.iter_modules(monitor.deliver.__path__)
    )
    builders = {
        module.__name__.rpartition(".")[2] for module in modules if hasattr(module, "build")
    }

    assert builders == set(CHANNELS)
    assert {spec.kind for spec in SPECS} == set(CHANNELS)


def test_a_secret_is_never_part_of_what_a_spec_shows():
    webhook = WebhookSpec(name="desk", url="https://example.org/t0ken", secrets=("whsec_s3cret",))
    email = EmailSpec(
        name="mail", host="h", port=25, username="u", password="s3cret", sender="a@b.c"
    )

    assert not any(word in repr(webhook) + repr(email) for word in ("t0ken", "s3cret"))


@pytest.mark.parametrize("spec", SPECS)
def test_a_spec_is_frozen(spec):
    assert spec.__dataclass_params__.frozen
    assert "name" in {field.name for field in dataclasses.fields(spec)}


class _World:
    """A receiver that works, or one that does not, for any kind of channel."""

    def __init__(self, kind, works, tmp_path):
        self.kind, self.works, self.tmp_path = kind, works, tmp_path

    async def __aenter__(self):
        if self.kind == "webhook":
            self.opened = webhook_receiver(answer(200 if self.works else 503))
            receiver = await self.opened.__aenter__()
            return build_channel(WebhookSpec(name="one", url=receiver.url), send=post)
        if self.kind == "email":
            self.opened = mail_server(Script(greeting="220 hi" if self.works else "421 busy"))
            server = await self.opened.__aenter__()
            spec = EmailSpec(
                name="one",
                host="127.0.0.1",
                port=server.port,
                security="none",
                sender="a@b.example",
            )
            return build_channel(spec, send=no_post)
        if self.kind == "file":
            path = self.tmp_path / "alerts.jsonl" if self.works else self.tmp_path / "no" / "such"
            return build_channel(FileSpec(name="one", path=str(path)), send=no_post)
        stream = io.StringIO()
        if not self.works:
            stream.close()
        return StdoutChannel(StdoutSpec(name="one"), stream)

    async def __aexit__(self, *failure):
        if hasattr(self, "opened"):
            await self.opened.__aexit__(*failure)


@pytest.fixture(params=sorted(CHANNELS))
def kind(request):
    return request.param


async def test_a_receiver_that_works_takes_every_kind_of_message(kind, tmp_path):
    async with _World(kind, True, tmp_path) as channel:
        for told in (message(), titled("hy: Երևան"), notice("source.down"), message({})):
            receipt = await channel.send(told, "desk@example.org", now=NOW)
            assert isinstance(receipt, Accepted), receipt
        await channel.close()
        await channel.close()
        again = await channel.send(message(), "desk@example.org", now=NOW)
        await channel.close()

    assert isinstance(again, Accepted)
    assert channel.name == "one"


async def test_a_receiver_that_does_not_work_defers_and_nothing_is_raised(kind, tmp_path):
    async with _World(kind, False, tmp_path) as channel:
        receipt = await channel.send(message(), "desk@example.org", now=NOW)
        await channel.close()

    assert isinstance(receipt, Deferred)
    assert receipt.outage
    assert receipt.answer
