"""What can be written into ``sources.toml``: a JSON Schema for editors, a table for readers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from monitor.config.environment import variable_of
from monitor.config.models import CHANNELS, TABLES, ChannelModel, FileOfSources, Model

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One key, as the documentation lists it; texts are as in TOML."""

    table: str  # "[monitor]", "[[source]]", "[[channel]] email"
    key: str
    type: str
    default: str  # "" where the key has none, "required" where it has to be given
    meaning: str
    variable: str  # the environment variable that overrides it; "" where none does


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the file, for editors that check and complete TOML."""
    schema = FileOfSources.model_json_schema()
    return {"$schema": DIALECT, **cast("dict[str, Any]", _tidy(schema)), "title": "sources.toml"}


def settings_table() -> list[SettingRow]:
    """Every key there is, table by table, in the order in which it is best read."""
    rows = [*_rows("[monitor]", "monitor", TABLES["monitor"])]
    rows += _rows("[[source]]", "source", TABLES["source"])
    rows += _rows("[[channel]]", "channel", ChannelModel)
    for kind, model in CHANNELS.items():
        if kind != "apprise":
            rows += _rows(f"[[channel]] {kind}", "channel", model, beyond=ChannelModel)
    rows += _rows("[[alert]]", "alert", TABLES["alert"])
    rows += _rows("[[digest]]", "digest", TABLES["digest"])
    return rows


def _rows(
    table: str, kind: str, model: type[Model], *, beyond: type[Model] | None = None
) -> Iterator[SettingRow]:
    schema = cast("dict[str, Any]", _tidy(model.model_json_schema()))
    for key, shape in schema["properties"].items():
        if beyond is None or key not in beyond.model_fields:
            needed = key in schema.get("required", ())
            yield SettingRow(
                table=table,
                key=key,
                type=_type(shape),
                default="required" if needed else _toml(shape.get("default")),
                meaning=shape.get("description", ""),
                variable=_variable(kind, key),
            )


def _variable(kind: str, key: str) -> str:
    if kind == "monitor":
        return variable_of(kind, None, key)
    return "" if key == "name" else variable_of(kind, "<NAME>", key).replace("_NAME_", "_<NAME>_")


def _type(shape: dict[str, Any]) -> str:
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(_type(each) for each in shape["anyOf"]))
    if "enum" in shape:
        return ", ".join(str(word) for word in shape["enum"])
    if "const" in shape:
        return str(shape["const"])
    if shape["type"] == "array":
        return f"list of {_type(shape['items'])}"
    if "90s" in shape.get("examples", ()):
        return "span"
    words = {"string": "text", "integer": "number", "boolean": "true or false"}
    return "time of day" if shape.get("pattern", "").endswith("[0-9]$") else words[shape["type"]]


def _toml(default: object) -> str:
    return "" if default is None else json.dumps(default, ensure_ascii=False)


def _tidy(node: object) -> object:
    """Without what TOML does not have (null) and what pydantic adds of its own (titles)."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: _tidy(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
        and not (key == "default" and value is None)
    }
    anyof = tidy.get("anyOf")
    choices = (
        [each for each in anyof if each != {"type": "null"}] if isinstance(anyof, list) else []
    )
    if len(choices) == 1 and isinstance(choices[0], dict):
        del tidy["anyOf"]
        return {**choices[0], **tidy}
    return {**tidy, "anyOf": choices} if choices else tidy
