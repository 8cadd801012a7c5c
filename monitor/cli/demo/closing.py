"""The end of the demo: the books are closed, one alert is explained, the digest is left behind."""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from monitor.cli.demo.books import CHANNELS
from monitor.cli.demo.house import STOP_WITHIN_S
from monitor.cli.demo.stage import WAIT_S, Stage
from monitor.cli.demo.world import DESK, DIGEST, SECRET
from monitor.testing import is_signed, story

WHY_LINES = 24


def close_books(stage: Stage) -> None:
    """Nothing lost, nothing under two ids, nothing that nobody owed; every call signed."""
    began = time.monotonic()
    stage.patience.until(lambda: stage.books.has_everything, within_s=WAIT_S)
    stage.rounds()
    for channel, balance in stage.books.balance().items():
        owed = len(stage.books.ledger.owed[channel])
        counts = (len(balance.missing), len(balance.doubled), len(balance.unexpected))
        came = "{} missing, {} doubled, {} unexpected".format(*counts)
        step = f"the books of {'the webhook' if channel == DESK else 'the mailbox'}"
        wrong = (*balance.missing, *balance.doubled, *balance.unexpected)
        stage.check(
            step, f"{owed} told, each under one id", is_true=balance.is_even, came=came, began=began
        )
        for fact in wrong:
            stage.narrator.say(f"  out of balance: {fact}", style="red")
    hooks = stage.world.receiver.hooks()
    signed = sum(is_signed(hook.request, SECRET) for hook in hooks)
    stage.check(
        "signatures",
        "every call signed",
        is_true=signed == len(hooks) > 0,
        came=f"{signed} of {len(hooks)} good",
    )


def explain(stage: Stage) -> None:
    """Ask the program why it told one of its alerts."""
    wanted = story("en-lars").title
    hook = next((h for h in stage.world.receiver.hooks() if h.title == wanted), None)
    item = str(hook.body["data"]["item"]["id"]) if hook else "none"
    code, words, complaint = stage.house.ask("why", item)
    stage.narrator.say(f"monitor why {item}")
    lines = (words or complaint).splitlines()
    stage.narrator.quote("\n".join(lines[:WHY_LINES]))
    is_told = code == 0 and item in words
    came = f"{len(lines)} lines" if is_told else f"exit code {code}"
    stage.check("monitor why", "reasons and deliveries", is_true=is_told, came=came)


def leave_digest(stage: Stage, path: Path) -> None:
    """Write the digest of all this as a page."""
    code, _, complaint = stage.house.ask("digest", "preview", DIGEST, "--html", str(path))
    page = path.read_text("utf-8") if path.exists() else ""
    named = [t for t in _titles(stage) if t in " ".join(page.split())]
    is_there = code == 0 and len(named) > 0
    came = f"{len(named)} headlines" if is_there else complaint.strip()[-200:] or "no page"
    stage.check("the digest", "a page with today's headlines", is_true=is_there, came=came)


def stop(stage: Stage, database: Path) -> None:
    """SIGTERM ends the daemon in good time and leaves a sound database."""
    began = time.monotonic()
    code, meaning = stage.house.stop()
    stage.check(
        "SIGTERM",
        f"exit code 0 within {STOP_WITHIN_S:.0f} s",
        is_true=code == 0,
        came=meaning,
        began=began,
    )
    verdict = _integrity(database)
    stage.check("the database", "integrity ok", is_true=verdict == "ok", came=verdict)


def _titles(stage: Stage) -> Sequence[str]:
    owed = stage.books.ledger.owed.get(CHANNELS[0], [])
    return [str(key[1]) for key in owed if isinstance(key, tuple)]


def _integrity(database: Path) -> str:
    if not database.exists():
        return "no such file"
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.Error as trouble:
        return str(trouble)
