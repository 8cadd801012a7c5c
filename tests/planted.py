"""Secrets of the tests' own configurations, which nothing may ever say or keep.

``conftest.py`` looks for them in all that is captured and in every file that the program wrote.
"""

import base64
from collections.abc import Iterator
from pathlib import Path

RIG = "whsec_ZW5kLXRvLWVuZC1zZWNyZXQtb2YtMzItYnl0ZXMhIQ=="
CRASH = "whsec_Y3Jhc2gtdGVzdC1zZWNyZXQtb2YtMzItYnl0ZXMhIQ=="
DOCS = "whsec_ZG9jcy1zZWNyZXQtdGhpcnR5LXR3by1ieXRlcy1sb25n"
SIGNING = "whsec_" + base64.b64encode(b"planted-secret-of-thirty-two-byte").decode()
PASSWORD = "Pl4nted-Passw0rd"
TOKEN = "t0ken-in-the-address"

_SECRETS = (*(key.removeprefix("whsec_") for key in (RIG, CRASH, DOCS, SIGNING)), PASSWORD, TOKEN)
_KEYS = (base64.b64decode(key) for key in _SECRETS[:4])
# As written, as SMTP carries it, and the key itself.
_FORMS = (
    *(word.encode() for word in _SECRETS),
    *_KEYS,
    *(base64.b64encode(f"\0{user}\0{PASSWORD}".encode()) for user in ("e", "editor")),
    base64.b64encode(PASSWORD.encode()),
)
# What the program writes; a configuration and the files that it names hold secrets on purpose.
_WRITTEN = {".log", ".db", ".db-wal", ".part", ".jsonl", ".json", ".html", ".eml", ".out", ".txt"}


def is_in(said: bytes | str) -> bool:
    """Whether one of the secrets stands there, in any form."""
    content = said.encode("utf-8", "replace") if isinstance(said, str) else said
    return any(form in content for form in _FORMS)


def leaks_below(folder: Path) -> Iterator[Path]:
    """The files of the program in which one stands."""
    for path in folder.rglob("*"):
        if path.suffix in _WRITTEN and path.is_file() and is_in(path.read_bytes()):
            yield path
