"""The store in one SQLite file: its parts put together."""

from monitor.store.backup import Backups
from monitor.store.claims import Claims
from monitor.store.dossier import Dossiers
from monitor.store.editions import Editions
from monitor.store.holding import Holding
from monitor.store.judging import Judging
from monitor.store.looks import Looks
from monitor.store.near import Nearness
from monitor.store.outbox import Outbox
from monitor.store.proving import Proving
from monitor.store.rebuild import Rebuild
from monitor.store.ruling import Rulings
from monitor.store.upkeep import Upkeep
from monitor.store.vitals import Vitals


class SqliteStore(
    Claims,
    Looks,
    Nearness,
    Outbox,
    Editions,
    Dossiers,
    Holding,
    Judging,
    Proving,
    Rulings,
    Upkeep,
    Rebuild,
    Backups,
    Vitals,
):
    """Everything that :class:`monitor.store.contract.Store` promises."""
