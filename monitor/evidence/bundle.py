"""Writing a bundle: the records of one item, the bodies, the chain to its head, how to verify."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import IO

from monitor.records import Proof

FORMAT = "monitor-evidence/1"
MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in a bundle: the same evidence, the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a bundle is made of."""

    item: Mapping[str, object]  # as people know it; nothing in it is proved
    words: Mapping[int, tuple[str, str, str]]  # by version: title, summary, text
    proofs: Sequence[Proof]  # in the order of the ledger, not empty
    before: str  # the link on which the first record stands
    hashes: Sequence[str]  # of the records from the first one to the head
    head: str


def write_bundle(
    bundle: Bundle, out: IO[bytes], body_of: Callable[[str], bytes | None]
) -> tuple[str, ...]:
    """Write a zip to `out`; gives the hashes of the bodies that are not kept any more.

    `body_of` gives a body by its sha256, or None.
    """
    sums: dict[str, str] = {}
    missing: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:

        def add(name: str, content: bytes) -> None:
            sums[name] = hashlib.sha256(content).hexdigest()
            packed.writestr(_named(name), content)

        for sha256 in dict.fromkeys(proof.sha256 for proof in bundle.proofs):
            body = body_of(sha256)
            if body is None:
                missing.append(sha256)
            else:
                add(f"bodies/{sha256}", body)
        manifest = json.dumps(_manifest(bundle, frozenset(missing)), indent=1, ensure_ascii=False)
        add("manifest.json", manifest.encode("utf-8", "backslashreplace"))
        for name in ("README.txt", "verify.py"):
            add(name, _shipped(name))
        listed = "".join(f"{each}  {name}\n" for name, each in sorted(sums.items()))
        packed.writestr(_named("SHA256SUMS"), listed)
    return tuple(missing)


def _manifest(bundle: Bundle, missing: frozenset[str]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "item": dict(bundle.item),
        "versions": [
            {"item": bundle.item["id"], "version": version, "words": list(words)}
            for version, words in sorted(bundle.words.items())
        ],
        "records": [
            {
                "number": proof.number,
                "record": proof.record,
                "body": None if proof.sha256 in missing else f"bodies/{proof.sha256}",
            }
            for proof in bundle.proofs
        ],
        "chain": {
            "first": bundle.proofs[0].number,
            "before": bundle.before,
            "hashes": list(bundle.hashes),
            "head": bundle.head,
        },
    }


def _named(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _shipped(name: str) -> bytes:
    kept = {"README.txt": "readme.txt", "verify.py": "verify.py.txt"}[name]
    return files("monitor.evidence").joinpath(kept).read_bytes()
