"""A folder with a configuration file in it, and the two ways to read it."""

from pathlib import Path
from textwrap import dedent

import pytest

from monitor.config import Configuration, WebhookSettings, load
from monitor.errors import ConfigError

SECRET = "whsec_" + "c2VjcmV0" * 5  # forty made-up characters

SOURCE = '[[source]]\nname = "oc-media"\nurl = "https://example.org/feed"\n'
HOOK = '[[channel]]\nname = "desk"\nkind = "webhook"\n'
MAIL = (
    '[[channel]]\nname = "mail"\nkind = "email"\nhost = "mail"\nusername = "u"\n'
    'sender = "m@example.org"\nto = ["d@example.org"]\n'
)
URL = 'url = "https://example.org/hook"\n'


def hook(configuration: Configuration) -> WebhookSettings:
    found = configuration.channels[0]
    assert isinstance(found, WebhookSettings)
    return found


class Desk:
    """Somebody who writes a configuration and reads what the program says of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "sources.toml"
        self.environ: dict[str, str] = {}

    def writes(self, text: str, *, mode: int = 0o600) -> "Desk":
        self.path.write_text(dedent(text), "utf-8")
        self.path.chmod(mode)
        return self

    def keeps(self, name: str, text: str, *, mode: int = 0o600) -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        path.chmod(mode)
        return path

    def loads(self, text: str | None = None, *, mode: int = 0o600) -> Configuration:
        if text is not None:
            self.writes(text, mode=mode)
        return load(self.path, environ=self.environ)

    def is_told(self, text: str | None = None) -> list[str]:
        """The lines of the refusal, without the folder, which differs from run to run."""
        with pytest.raises(ConfigError) as refusal:
            self.loads(text)
        return str(refusal.value).replace(f"{self.folder}/", "").split("\n")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
