"""Each article once: names, wordings, copies.

:func:`candidates` makes drafts comparable, :func:`probe` says what to ask the store, and
:func:`resolve` sorts a document into new, changed and seen items. Nothing here remembers anything.
"""

from monitor.identify.candidates import candidates, folded_aliases, item_id, names_of_page, probe
from monitor.identify.compare import compare
from monitor.identify.keys import content_keys
from monitor.identify.noise import block_keys, site_key
from monitor.identify.novelty import Arrival, Edit, Novelty
from monitor.identify.pages import PageEdit, PageWords, compare_pages
from monitor.identify.relate import Kin, relate
from monitor.identify.resolve import resolve
from monitor.identify.trace import trace_of

__all__ = [
    "Arrival",
    "Edit",
    "Kin",
    "Novelty",
    "PageEdit",
    "PageWords",
    "block_keys",
    "candidates",
    "compare",
    "compare_pages",
    "content_keys",
    "folded_aliases",
    "item_id",
    "names_of_page",
    "probe",
    "relate",
    "resolve",
    "site_key",
    "trace_of",
]
