"""The JSON Schema and the table of settings say what the reader of the file does."""

from monitor.config import json_schema, settings_table
from monitor.config.environment import shape_of
from monitor.config.models import CHANNELS, TABLES


def test_the_schema_knows_every_table_and_refuses_other_keys():
    schema = json_schema()

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"]) == ["monitor", "source", "channel", "alert", "digest"]
    assert schema["additionalProperties"] is False
    assert all(part["additionalProperties"] is False for part in schema["$defs"].values())


def test_the_schema_tells_what_a_source_needs_and_how_a_span_looks():
    source = json_schema()["$defs"]["SourceModel"]

    assert source["required"] == ["name", "url"]
    assert source["properties"]["every"]["type"] == "string"
    assert source["properties"]["every"]["pattern"].startswith("^(?=[0-9])")
    assert "default" not in source["properties"]["every"]


def test_the_schema_holds_no_null_as_toml_has_none():
    assert "null" not in str(json_schema())


def test_the_schema_gives_defaults_as_they_would_be_written():
    monitor = json_schema()["$defs"]["MonitorModel"]["properties"]

    assert monitor["min_interval"]["default"] == "60s"
    assert monitor["recheck"]["default"][:3] == ["15m", "30m", "45m"]


def test_every_key_has_a_row_with_a_type_and_a_meaning():
    rows = settings_table()
    keys = {row.key for row in rows}

    assert all(row.meaning and row.type for row in rows)
    for model in (*TABLES.values(), *CHANNELS.values()):
        assert set(model.model_fields) <= keys


def test_rows_show_type_default_and_variable():
    rows = {(row.table, row.key): row for row in settings_table()}

    every = rows["[[source]]", "every"]
    assert (every.type, every.default) == ("span", "")
    assert every.variable == "MONITOR_SOURCE_<NAME>_EVERY"
    assert rows["[[source]]", "url"].default == "required"
    assert rows["[monitor]", "timezone"].default == '"UTC"'
    assert rows["[monitor]", "timezone"].variable == "MONITOR_TIMEZONE"
    assert rows["[[source]]", "name"].variable == ""
    assert rows["[[channel]] webhook", "secret"].type == "text or list of text"
    assert rows["[[channel]] email", "security"].type == "starttls, tls, none"
    assert rows["[[channel]] email", "port"].type == "number"
    assert rows["[[digest]]", "at"].type == "time of day"
    assert rows["[[digest]]", "send_empty"].default == "true"
    assert ("[[channel]] webhook", "retry") not in rows


def test_the_shape_of_a_variable_follows_the_type_of_its_key():
    assert shape_of(list[str]) == "list"
    assert shape_of(str | list[str]) == "list"
    assert shape_of(int | None) == "number"
    assert shape_of(bool) == "flag"
    assert shape_of(str | None) == "text"
