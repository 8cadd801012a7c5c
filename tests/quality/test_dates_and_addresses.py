"""The gate: dates and addresses of the development sets."""

import csv
import datetime as dt

from monitor.dates import read_date
from monitor.urls import canonical
from tests.quality.corpora import corpus

SAME_SHARE = 0.95


def rows(name: str) -> list[dict[str, str]]:
    with corpus(f"data/{name}").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def read(row: dict[str, str]) -> str:
    now = dt.datetime.fromisoformat(row["reference"])
    moment = read_date(row["string"], languages=(row["lang"],), now=now)
    if moment is None:
        return "NONE"
    at = moment.at.astimezone(now.tzinfo) if moment.precision == "minute" else moment.at
    return at.isoformat()[: 16 if moment.precision == "minute" else 10]


def test_every_date_is_read_and_nothing_else_is():
    wrong = [(row["string"], row["expected"], read(row)) for row in rows("dates_dev.tsv")]

    assert [each for each in wrong if each[1] != each[2]] == []


def test_addresses_of_one_page_meet_and_no_others():
    pairs = [
        (row["relation"], canonical(row["a"]) == canonical(row["b"]), row["note"])
        for row in rows("urls_dev.tsv")
    ]
    met = [is_equal for relation, is_equal, _ in pairs if relation == "same"]

    assert [note for relation, is_equal, note in pairs if relation == "diff" and is_equal] == []
    assert sum(met) / len(met) >= SAME_SHARE
