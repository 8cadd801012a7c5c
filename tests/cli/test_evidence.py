"""Evidence as it is handed out: bundles and web archives, verified by us and by strangers."""

import hashlib
import io
import json
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.evidence import checking
from tests.cli.world import EDITED, NEWS, SPORT, World

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def bundle(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evidence of an item with two versions."""
    path = tmp_path_factory.mktemp("evidence") / "lars.zip"
    answer = world.run("evidence", "export", world.id_of(EDITED), "--out", str(path))
    assert (answer.code, answer.err) == (0, "")
    return path


def files_of(path: Path) -> Files:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(path: Path, files: Files, *, sums: bool = True) -> Path:
    """A bundle of `files`, with sums that fit."""
    if sums:
        listed = {n: hashlib.sha256(c).hexdigest() for n, c in files.items() if n != "SHA256SUMS"}
        files["SHA256SUMS"] = "".join(f"{h}  {n}\n" for n, h in listed.items()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def changed(bundle: Path, to: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The bundle with another manifest."""
    files = files_of(bundle)
    told = json.loads(files["manifest.json"])
    change(told)
    files["manifest.json"] = json.dumps(told).encode()
    return packed(to / "changed.zip", files)


def unpacked(bundle: Path, to: Path) -> Path:
    with zipfile.ZipFile(bundle) as opened:
        opened.extractall(to)
    return to


def stranger(folder: Path) -> subprocess.CompletedProcess[str]:
    """Somebody with python and nothing else."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


# ------------------------------------------------------------------ what is handed out
def test_a_bundle_is_verified_by_us(world: World, bundle: Path):
    answer = world.run("evidence", "verify", str(bundle), "--json")

    told = json.loads(answer.out)
    assert (answer.code, told["sound"], told["problems"], told["absent"]) == (0, True, [], [])
    assert told["item"] == world.id_of(EDITED)
    assert told["records"] >= 2
    assert world.run("evidence", "verify", str(bundle)).out.startswith("sound: ")


def test_a_bundle_is_verified_by_a_stranger_with_its_own_script(bundle: Path, tmp_path: Path):
    folder = unpacked(bundle, tmp_path)

    said = stranger(folder)

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("sound; head of the chain: record ")
    if shutil.which("sha256sum"):
        subprocess.run(
            ["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True, timeout=60
        )


def test_the_bodies_are_what_the_site_sent(world: World, bundle: Path):
    files = files_of(bundle)
    told = json.loads(files["manifest.json"])
    bodies = [files[each["body"]].decode() for each in told["records"]]
    assert any(EDITED in body for body in bodies)
    assert {each["version"] for each in told["versions"]} >= {1, 2}


def test_the_same_evidence_makes_the_same_bytes(world: World, bundle: Path, tmp_path: Path):
    again = tmp_path / "again.zip"
    world.run("evidence", "export", world.id_of(EDITED), "--out", str(again))

    assert again.read_bytes() == bundle.read_bytes()


def test_a_web_archive_is_read_by_others(world: World, tmp_path: Path):
    path = tmp_path / "lars.warc.gz"
    answer = world.run("evidence", "export", world.id_of(EDITED), "--warc", str(path))
    assert (answer.code, answer.err) == (0, "")

    kinds, bodies = [], []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append(record.rec_type)
            content = record.content_stream().read()
            if record.rec_type == "response":
                assert record.rec_headers.protocol == "WARC/1.1"
                assert record.http_headers.get_statuscode() == "200"
                bodies.append(content.decode())
            elif record.rec_type == "metadata":
                sha256 = json.loads(content)["sha256"]
                assert hashlib.sha256(bodies[-1].encode()).hexdigest() == sha256
    assert kinds[0] == "warcinfo"
    assert kinds[1:] == ["response", "metadata"] * (len(kinds) // 2)
    assert any(EDITED in body for body in bodies)


def test_files_that_are_there_are_replaced_only_on_purpose(world: World, bundle: Path):
    words = ("evidence", "export", world.id_of(EDITED), "--out", str(bundle), "--json")
    refused = world.run(*words)
    assert (refused.code, "exists already" in refused.err) == (1, True)

    told = json.loads(world.run(*words, "--force").out)
    assert (told["files"], told["absent"]) == ([str(bundle)], [])


def test_a_folder_that_is_not_there_is_named(world: World, tmp_path: Path):
    out = str(tmp_path / "nowhere" / "x.zip")
    answer = world.run("evidence", "export", world.id_of(EDITED), "--out", out)
    assert (answer.code, "cannot write" in answer.err) == (1, True)


def test_an_item_that_no_topic_wants_has_no_evidence(world: World):
    answer = world.run("evidence", "export", world.id_of(SPORT))
    assert (answer.code, "has no evidence" in answer.err) == (1, True)


def test_why_and_show_name_the_evidence(world: World):
    item = world.id_of(NEWS)
    told = json.loads(world.run("why", item, "--json").out)["evidence"]
    assert (told[0]["status"], told[0]["kept"], told[0]["versions"]) == (200, True, [1])
    for verb in ("why", "show"):
        said = world.run(verb, item).out
        assert "evidence" in said
        assert told[0]["sha256"][:16] in said


def test_the_whole_ledger_is_verified_without_a_file(world: World):
    told = json.loads(world.run("evidence", "verify", "--json").out)

    assert told["sound"]
    assert world.run("evidence", "verify", "--head", told["head"]).code == 0
    other = world.run("evidence", "verify", "--head", "ab" * 32)
    assert (other.code, "is not in the chain" in other.err) == (1, True)


# ------------------------------------------------------------------ what was changed
def say(change: str) -> Callable[[dict[str, Any]], object]:
    """One change of a manifest, by its name."""
    return {
        "record": lambda t: t["records"][0].update(
            record=t["records"][0]["record"].replace('"status":200', '"status":404')
        ),
        "words": lambda t: t["versions"][0]["words"].__setitem__(0, "Other words"),
        "chain": lambda t: t["chain"]["hashes"].__setitem__(-1, "ab" * 32),
        "head": lambda t: t["chain"].update(head="ab" * 32),
        "item": lambda t: t["item"].update(id="elsewhere"),
        "number": lambda t: t["records"][0].update(number=t["chain"]["first"] + 1),
    }[change]


@pytest.mark.parametrize("change", ["record", "words", "chain", "head", "number"])
def test_what_was_changed_is_found_by_us_and_by_the_stranger(world, bundle, tmp_path, change):
    path = changed(bundle, tmp_path, say(change))

    answer = world.run("evidence", "verify", str(path))
    said = stranger(unpacked(path, tmp_path / "unpacked"))

    assert answer.code == 1, answer
    assert answer.err
    assert said.returncode == 1, said


def test_evidence_of_another_item_is_found(world: World, bundle: Path, tmp_path: Path):
    path = changed(bundle, tmp_path, say("item"))
    assert world.run("evidence", "verify", str(path)).code == 1


def test_a_body_that_was_changed_is_found(world: World, bundle: Path, tmp_path: Path):
    files = files_of(bundle)
    name = next(each for each in files if each.startswith("bodies/"))
    files[name] += b"!"
    path = packed(tmp_path / "body.zip", files)

    answer = world.run("evidence", "verify", str(path))
    assert (answer.code, "is not what its name says" in answer.err) == (1, True)
    assert stranger(unpacked(path, tmp_path / "unpacked")).returncode == 1


def test_a_body_of_which_no_record_speaks_is_found(world: World, bundle: Path, tmp_path: Path):
    files = files_of(bundle)
    files[f"bodies/{hashlib.sha256(b'planted').hexdigest()}"] = b"planted"
    answer = world.run("evidence", "verify", str(packed(tmp_path / "more.zip", files)))
    assert (answer.code, "no record speaks of it" in answer.err) == (1, True)


def test_sums_that_do_not_fit_are_found(world: World, bundle: Path, tmp_path: Path):
    files = files_of(bundle)
    files["README.txt"] += b"!"
    files["SHA256SUMS"] += b"0" * 64 + b"  gone.txt\n"
    answer = world.run("evidence", "verify", str(packed(tmp_path / "s.zip", files, sums=False)))
    assert answer.code == 1
    assert "README.txt: is not what SHA256SUMS says" in answer.err
    assert "gone.txt: is in SHA256SUMS and not in the bundle" in answer.err


def test_a_body_that_is_not_in_the_bundle_is_told_and_no_fault(world, bundle, tmp_path):
    files = files_of(bundle)
    gone = next(each for each in files if each.startswith("bodies/"))
    del files[gone]
    path = packed(tmp_path / "absent.zip", files)
    told = json.loads(world.run("evidence", "verify", str(path), "--json").out)
    assert (told["sound"], told["absent"]) == (True, [gone.removeprefix("bodies/")])


# ------------------------------------------------------------------ hostile bundles
def refuse(world: World, path: Path, said: str) -> None:
    answer = world.run("evidence", "verify", str(path))
    assert (answer.code, answer.out) == (2, ""), answer
    assert said in answer.err


def test_what_is_no_bundle_is_refused(world: World, tmp_path: Path):
    refuse(world, tmp_path / "nowhere.zip", "cannot read")
    for name, content in {"empty": b"", "short": b"x", "text": b"x" * 400}.items():
        path = tmp_path / name
        path.write_bytes(content)
        refuse(world, path, "is no zip file")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "bodies/../x", "setup.py"])
def test_names_that_lead_elsewhere_are_refused(world, bundle, tmp_path, name):
    files = {**files_of(bundle), name: b"x"}
    refuse(world, packed(tmp_path / "path.zip", files), "which no bundle has")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(world: World, bundle: Path, tmp_path: Path):
    path = packed(tmp_path / "twice.zip", files_of(bundle))
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("README.txt", "other")
    refuse(world, path, "holds a file twice")


def test_a_bomb_is_not_unpacked(world: World, bundle: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(checking, "TOTAL_LIMIT_BYTES", 4 * 2**20)
    zeros = bytes(8 * 2**20)
    files = {**files_of(bundle), f"bodies/{hashlib.sha256(zeros).hexdigest()}": zeros}
    refuse(world, packed(tmp_path / "bomb.zip", files), "unpacks to more than is read")


def test_a_huge_count_is_refused_before_the_list_is_read(world, bundle, tmp_path):
    path = tmp_path / "count.zip"
    content = bytearray(bundle.read_bytes())
    struct.pack_into("<2H", content, len(content) - 14, 60_000, 60_000)
    path.write_bytes(content)
    refuse(world, path, "lists 60000 files")


def test_a_second_list_of_files_is_refused(world: World, bundle: Path, tmp_path: Path):
    content = bundle.read_bytes()
    locator = b"PK\6\7" + bytes(16)
    (tmp_path / "64.zip").write_bytes(content[:-22] + locator + content[-22:])
    refuse(world, tmp_path / "64.zip", "more than a bundle has")


@pytest.mark.parametrize(
    "manifest",
    [
        b"{}", b"[]", b"\xff", b"[" * 100_000, b'{"format": 1' + b"0" * 5_000 + b"}",
        b'{"format": "other/1"}',
        b'{"format": "monitor-evidence/1", "chain": {"hashes": ["x"], "before": "", "head": ""}}',
        b'{"format": "monitor-evidence/1", "item": {}, "records": [{}], "versions": [],'
        b' "chain": {"first": 1, "hashes": [], "before": "' + b"0" * 64
        + b'", "head": "' + b"0" * 64 + b'"}}',
    ],
)  # fmt: skip
def test_a_manifest_of_another_shape_is_refused(world, bundle, tmp_path, manifest):
    files = {**files_of(bundle), "manifest.json": manifest}
    refuse(world, packed(tmp_path / "shape.zip", files), "error: ")


def test_a_bundle_without_its_parts_is_refused(world: World, bundle: Path, tmp_path: Path):
    files = files_of(bundle)
    del files["manifest.json"]
    refuse(world, packed(tmp_path / "none.zip", files), "has no manifest.json")


def test_a_file_that_is_too_large_is_not_opened(world: World, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(checking, "FILE_LIMIT_BYTES", 10)
    (tmp_path / "large.zip").write_bytes(bytes(11))
    refuse(world, tmp_path / "large.zip", "no file of at most 10 bytes")


def test_a_bundle_that_is_cut_short_is_refused(world: World, bundle: Path, tmp_path: Path):
    content = bundle.read_bytes()
    cut = io.BytesIO(content[: len(content) // 2] + content[-22:])
    (tmp_path / "cut.zip").write_bytes(cut.getvalue())
    refuse(world, tmp_path / "cut.zip", "error: ")
