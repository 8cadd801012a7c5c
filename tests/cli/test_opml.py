"""The verbs `sources import` and `sources export`."""

import json
from pathlib import Path

from tests.cli.world import World

OPML = """<opml version="2.0"><body><outline text="Georgia">
<outline text="Kura" xmlUrl="{kura}"/>
<outline text="Mtkvari" xmlUrl="https://mtkvari.example/rss"/>
<outline text="Nobody"/></outline></body></opml>"""


def written(world: World) -> Path:
    path = world.folder / "export.opml"
    path.write_text(OPML.format(kura=world.kura.url("/rss.xml")), "utf-8")
    return path


def test_subscriptions_are_added_and_everything_else_stays(fresh: World):
    config = fresh.folder / "sources.toml"
    before = config.read_text("utf-8")
    table = (
        '[[source]]\nname = "mtkvari"\nurl = "https://mtkvari.example/rss"\ntags = ["Georgia"]\n'
    )

    answer = fresh.run("sources", "import", str(written(fresh)))

    assert answer.code == 0
    assert answer.lines == [
        "added\tmtkvari\thttps://mtkvari.example/rss",
        "known\tKura\tsource 'kura' has this address",
        "refused\tNobody\tit has no address (xmlUrl)",
    ]
    assert f"1 source added to {config}, 1 there already, 1 refused" in answer.err
    after = config.read_text("utf-8")
    assert table in after
    assert after.replace(f"{table}\n", "") == before
    assert fresh.run("check").code == 0


def test_a_dry_run_writes_nothing_and_a_second_run_adds_nothing(fresh: World):
    config = fresh.folder / "sources.toml"
    before = config.read_bytes()

    dry = fresh.run("sources", "import", str(written(fresh)), "--dry-run", "--json")

    assert config.read_bytes() == before
    assert [json.loads(line)["outcome"] for line in dry.lines] == ["added", "known", "refused"]
    assert "1 source would be added" in dry.err
    fresh.run("sources", "import", str(written(fresh)))
    again = fresh.run("sources", "import", str(written(fresh)))
    assert (again.code, again.lines[0].split("\t")[0]) == (1, "known")


def test_a_file_is_made_where_there_is_none_and_standard_input_is_heard(fresh: World):
    path = fresh.folder / "new.toml"
    text = OPML.format(kura="https://kura.example/rss")

    answer = fresh.run("sources", "import", "-", typed=text, config=path)

    assert answer.code == 0
    assert path.read_text("utf-8").count("[[source]]") == 2
    assert fresh.run("check", config=path).code == 0


def test_what_is_exported_can_be_imported_elsewhere(fresh: World):
    target, other = fresh.folder / "out.opml", fresh.folder / "other.toml"
    other.write_text('[monitor]\nallow_addresses = ["127.0.0.0/8"]\n')

    exported = fresh.run("sources", "export", str(target))
    fresh.run("sources", "import", str(target), config=other)

    assert (exported.code, exported.out, exported.err) == (0, "", "2 sources exported\n")
    ours, theirs = (
        [json.loads(line) for line in fresh.run("sources", "list", "--json", config=path).lines]
        for path in (None, other)
    )
    assert sorted(theirs, key=lambda row: str(row["source"])) == sorted(
        ours, key=lambda row: str(row["source"])
    )


def test_an_export_narrows_by_tag_and_goes_to_standard_output(fresh: World):
    answer = fresh.run("sources", "export", "--tag", "roads")

    assert answer.out.count("xmlUrl=") == 1
    assert fresh.run("sources", "export", "--tag", "none").code == 1


def test_files_that_cannot_be_read_or_written_are_named(fresh: World):
    missing = fresh.run("sources", "import", "none.opml")
    folder = fresh.run("sources", "export", str(fresh.folder))

    assert (missing.code, folder.code) == (1, 1)
    assert "cannot read 'none.opml'" in missing.err
    assert "cannot write" in folder.err
