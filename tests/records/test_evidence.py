"""Records of evidence: the text that is hashed and chained."""

import datetime as dt
import json

from monitor.records.evidence import release_record


def test_a_release_says_which_bodies_went_when_and_why():
    at = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)

    record = release_record(7, iter(["aa", "bb"]), reason="space", kept_at=at)

    assert json.loads(record) == {
        "kind": "release",
        "number": 7,
        "kept_at": "2026-03-02T12:00:00+00:00",
        "reason": "space",
        "bodies": ["aa", "bb"],
    }
