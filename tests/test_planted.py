"""The search for planted secrets finds what it is there to find."""

import base64
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import planted


@pytest.mark.parametrize(
    "said",
    [
        f"sending with {planted.PASSWORD!r}",
        b"AUTH PLAIN " + base64.b64encode(b"\0e\0" + planted.PASSWORD.encode()),
        f"POST /hook?key={planted.TOKEN}: 500",
        f"key {planted.RIG.removeprefix('whsec_')}",
        base64.b64decode(planted.SIGNING.removeprefix("whsec_")),
    ],
    ids=["password", "smtp", "address", "written key", "key"],
)
def test_a_secret_is_found_in_every_form(said: bytes | str):
    assert planted.is_in(said)


def test_a_secret_is_found_in_a_database_and_a_log_and_not_in_a_configuration(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as conn:
        conn.execute("CREATE TABLE note (text)")
        conn.execute("INSERT INTO note VALUES (?)", [planted.TOKEN])
        conn.commit()
    (tmp_path / "daemon.log").write_text(f"password {planted.PASSWORD}", "utf-8")
    (tmp_path / "sources.toml").write_text(f'password = "{planted.PASSWORD}"', "utf-8")
    found = {path.name for path in planted.leaks_below(tmp_path)}
    for path in tmp_path.iterdir():  # the search at the end of the run looks here as well
        path.unlink()

    assert found == {"monitor.db", "daemon.log"}
    assert not planted.is_in("nothing to see")
