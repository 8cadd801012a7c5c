"""Configurations as people write them: a file in a folder of its own, read by the real reader."""

from pathlib import Path

from monitor.config import Configuration, load

HEAD = """
[monitor]
database = "monitor.db"
allow_addresses = ["127.0.0.0/8"]
min_interval = "1s"
host_gap = "0s"
"""


def source(name: str, url: str, *, more: str = "") -> str:
    return f'\n[[source]]\nname = "{name}"\nurl = "{url}"\nlanguage = "en"\n{more}\n'


def webhook(url: str, name: str = "desk") -> str:
    return f'\n[[channel]]\nname = "{name}"\nkind = "webhook"\nurl = "{url}"\n'


def mail(port: int, *to: str) -> str:
    addresses = ", ".join(f'"{each}"' for each in to)
    return (
        '\n[[channel]]\nname = "mail"\nkind = "email"\nhost = "127.0.0.1"\nsecurity = "none"\n'
        f'port = {port}\nsender = "monitor@kura.example"\nto = [{addresses}]\n'
    )


def alert(*to: str, more: str = "") -> str:
    names = ", ".join(f'"{each}"' for each in to)
    return (
        '\n[[alert]]\nname = "all"\ntopics = ["south-caucasus"]\n'
        f'events = ["item.new"]\nto = [{names}]\n{more}\n'
    )


def digest(*to: str) -> str:
    names = ", ".join(f'"{each}"' for each in to)
    return f'\n[[digest]]\nname = "morning"\nat = "07:30"\nto = [{names}]\n'


def written(folder: Path, *parts: str, head: str = HEAD) -> Path:
    """A file with these tables; who may read it is the owner's business alone."""
    path = folder / "sources.toml"
    path.touch(mode=0o600)
    path.write_text(head + "".join(parts), "utf-8")
    return path


def read(path: Path) -> Configuration:
    return load(path, environ={})


def configured(folder: Path, *parts: str, head: str = HEAD) -> Configuration:
    return read(written(folder, *parts, head=head))
