"""The default address rules in a network of its own, where public and private addresses answer."""
# ruff: noqa: N802 - a test that shows a row of the table of threats carries its number

import json
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CHILD = "tests.fetch.namespace_child"


@lru_cache(maxsize=1)
def unshare() -> tuple[str, ...] | None:
    """The command that gives a process a network of its own, if this machine lets us."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return None
    for command in (("unshare", "-n"), ("unshare", "-rn")):
        probe = [*command, "ip", "link", "set", "lo", "up"]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return command
    return None


@pytest.fixture(scope="module")
def world() -> dict[str, Any]:
    command = unshare()
    # Addresses that count as public can be ours only where the whole network is; the same guard
    # is tried address by address in test_networks.py on any machine.
    if command is None:
        pytest.skip("no network namespaces here: needs unshare, ip and the right to use them")
    child = subprocess.run(
        [*command, sys.executable, "-m", CHILD],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=False,
    )
    assert child.stderr == ""
    outcome: dict[str, Any] = json.loads(child.stdout)
    return outcome


def test_N22_to_N29_by_default_no_private_address_is_ever_touched(world):
    assert world["touched"] == []


def test_N22_to_N29_each_way_to_a_private_address_is_refused_by_name(world):
    tried = {label: kind for label, kind in world["outcomes"].items() if "//" in label}

    assert len(tried) == 41
    assert set(tried.values()) == {"address"}


def test_a_public_address_is_reached(world):
    assert world["outcomes"]["public"] == "public"


def test_N30_of_mixed_records_the_public_one_is_reached(world):
    assert world["outcomes"]["mixed"] == "public"


def test_N31_a_name_that_alternates_is_reached_or_refused_and_never_followed_inside(world):
    assert world["outcomes"]["rebinding 1"] == "public"
    assert world["outcomes"]["rebinding 2"] == "address"
