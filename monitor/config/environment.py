"""Keys from the environment: ``MONITOR_TIMEZONE``, ``MONITOR_CHANNEL_DESK_URL``, ``…_FILE``.

A variable beats the file. An empty one counts as not set, as compositions of containers leave
variables empty. Lists are comma separated, or JSON where a value holds a comma.
"""

import json
import re
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Union, get_args, get_origin

from monitor.config.findings import Findings, Table
from monitor.config.models import CHANNELS, TABLES, Model
from monitor.config.reading import read_value
from monitor.config.suggest import did_you_mean

PREFIX = "MONITOR_"
RESERVED = frozenset({"MONITOR_CONFIG"})  # read by the command line
Shape = Literal["list", "number", "flag", "text"]

_BREAK = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """One key of one table that a variable may set."""

    table: Table
    key: str
    models: tuple[type[Model], ...]

    @property
    def secret(self) -> str | None:
        """The secret that the key is a form of."""
        stem = self.key.removesuffix("_env").removesuffix("_file")
        return stem if any(stem in model.secret_keys for model in self.models) else None

    @property
    def shape(self) -> Shape:
        """What the key holds."""
        fields = (model.model_fields.get(self.key) for model in self.models)
        return next(shape_of(field.annotation) for field in fields if field)


def variable_of(kind: str, name: str | None, key: str) -> str:
    """The variable that overrides `key` of the table `name`."""
    parts = [key] if name is None else [kind, name, key]
    return PREFIX + "_".join(_BREAK.sub("_", part.upper()).strip("_") for part in parts)


def shape_of(annotation: object) -> Shape:
    """What a value of this type looks like in a variable."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return shape_of(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        shapes = [shape_of(each) for each in get_args(annotation) if each is not type(None)]
        return "list" if "list" in shapes else shapes[0]
    found: dict[object, Shape] = {list: "list", int: "number", bool: "flag"}
    return found.get(origin or annotation, "text")


def apply_environment(
    tables: Sequence[Table], findings: Findings, *, environ: Mapping[str, str], folder: Path
) -> None:
    """Write into `tables` what the variables say; unknown ones are warned about."""
    given = {
        name: text
        for name, text in sorted(environ.items())
        if name.startswith(PREFIX) and name not in RESERVED and text
    }
    if not given:
        return
    slots = _slots(tables, given)
    used: dict[tuple[int, str], str] = {}
    for variable, text in given.items():
        found = slots.get(variable) or slots.get(variable.removesuffix("_FILE"))
        if not found:
            findings.warn_plain(
                f"no key goes by this name, so it changes nothing{did_you_mean(variable, slots)}",
                where=variable,
            )
        elif len(found) > 1:
            labels = " and ".join(slot.table.label for slot in found)
            findings.refuse_plain(f"it means {labels}; rename one of them", where=variable)
        else:
            is_twin = variable not in slots
            _set(found[0], variable, text, findings, used=used, folder=folder if is_twin else None)


def _slots(tables: Sequence[Table], given: Iterable[str]) -> dict[str, list[Slot]]:
    # Fifty thousand sources have half a million variables: only asked-for kinds are spelt out.
    asked = {
        kind
        for kind in (*TABLES, "channel")
        if any(name.startswith(f"{PREFIX}{kind.upper()}_") for name in given)
    }
    slots: dict[str, list[Slot]] = {}
    for table in tables:
        name = table.keys.get("name")
        if table.kind == "monitor" or (table.kind in asked and isinstance(name, str)):
            for slot in _slots_of(table):
                variable = variable_of(table.kind, str(name) if name else None, slot.key)
                slots.setdefault(variable, []).append(slot)
    return slots


def _slots_of(table: Table) -> Iterable[Slot]:
    models: tuple[type[Model], ...] = (
        tuple(CHANNELS.values()) if table.kind == "channel" else (TABLES[table.kind],)
    )
    keys = dict.fromkeys(key for model in models for key in model.model_fields if key != "name")
    return (Slot(table, key, models) for key in keys)


def _set(
    slot: Slot,
    variable: str,
    text: str,
    findings: Findings,
    *,
    used: dict[tuple[int, str], str],
    folder: Path | None,
) -> None:
    earlier = used.setdefault((id(slot.table), slot.key), variable)
    if earlier != variable:
        findings.refuse_plain(f"{earlier} is set as well; keep one", where=variable)
        return
    try:
        plain = text if folder is None else read_value(folder / text)[0]
        value = _value(plain, slot.shape)
    except ValueError as problem:
        slot.table.unresolved.add(slot.key)
        findings.refuse_plain(f"{slot.table.label}: {slot.key}: {problem}", where=variable)
        return
    if slot.secret:
        _forget(slot)
    slot.table.keys[slot.key] = value
    slot.table.variables[slot.key] = variable


def _forget(slot: Slot) -> None:
    """Drop the forms of the secret that the file gives; a variable beats them all."""
    for form in (f"{slot.secret}", f"{slot.secret}_env", f"{slot.secret}_file"):
        if form not in slot.table.variables:
            slot.table.keys.pop(form, None)


def _value(text: str, shape: Shape) -> object:
    if shape == "list" and text.lstrip().startswith("["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise ValueError(f'it is not JSON ({problem}); give a, b or ["a", "b"]') from None
    if shape == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    if shape == "number" and re.fullmatch(r"[0-9]{1,9}", text.strip()):
        return int(text)
    if shape == "flag" and text.strip().lower() in {"true", "false"}:
        return text.strip().lower() == "true"
    return text
