"""One table against its model: every complaint in our words, with what was seen."""

from collections.abc import Iterable
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.config.addresses import masked_url
from monitor.config.findings import Findings, Table
from monitor.config.models import CHANNELS, TABLES, Model
from monitor.config.suggest import did_you_mean, one_of, shown

# Keys that people look for and that this version does not have: said, never ignored.
NOT_BUILT = {
    ("alert", "budget"): "it tells everything and holds nothing back; take it out",
    ("alert", "quiet_hours"): "it tells at any hour; take it out",
}
_TAKES = {
    "string_type": 'give text between quotes, such as "…"',
    "int_type": "give a whole number, without quotes",
    "bool_type": "give true or false, without quotes",
    "list_type": 'give a list, such as ["…", "…"]',
}


def model_of(table: Table, findings: Findings) -> type[Model] | None:
    """The model that `table` has to fit; None, with the reason found, for no known channel."""
    if table.kind != "channel":
        return TABLES[table.kind]
    kind = table.keys.get("kind")
    if isinstance(kind, str) and kind in CHANNELS:
        return CHANNELS[kind]
    kinds = [each for each in CHANNELS if each != "apprise"]  # read, but not to be recommended
    if kind is None:
        findings.refuse(table, f"kind is missing; give {one_of(kinds)}")
    else:
        hint = did_you_mean(str(kind), kinds)
        findings.refuse(table, f"kind is {shown(kind)}; give {one_of(kinds)}{hint}", key="kind")
    return None


def validated(table: Table, model: type[Model], findings: Findings) -> Model | None:
    """`table` as its model, or None with every reason found."""
    missing = [name for name in ("url",) if name in model.secret_keys and not _given(table, name)]
    for name in missing:
        findings.refuse(table, f"{name} is missing; give {name}, {name}_env or {name}_file")
    try:
        fitting = model.model_validate(table.keys)
    except ValidationError as problem:
        for error in problem.errors(include_url=False, include_context=True):
            _tell(table, model, error, findings)
        return None
    return None if missing or table.unresolved else fitting


def _given(table: Table, name: str) -> bool:
    forms = {name, f"{name}_env", f"{name}_file"}
    return bool(forms & (table.keys.keys() | table.unresolved))


def _tell(table: Table, model: type[Model], error: ErrorDetails, findings: Findings) -> None:
    key = str(error["loc"][0])
    if key in table.unresolved:
        return
    if error["type"] == "extra_forbidden":
        findings.refuse(table, _unknown(table, key, model.model_fields), key=key)
    elif error["type"] == "missing":
        example = _written(model.model_fields[key].examples)
        findings.refuse(table, f"{key} is missing; give one, such as {key} = {example}")
    else:
        verb = "holds" if len(error["loc"]) > 1 else "is"
        seen = _seen(key, error["input"], model)
        findings.refuse(table, f"{key} {verb} {seen}; {_remedy(error)}", key=key)


def _unknown(table: Table, key: str, known: Iterable[str]) -> str:
    reason = NOT_BUILT.get((table.kind, key))
    if reason:
        return f"{key} is not part of this version: {reason}"
    near = did_you_mean(key, known) or f"; known are {', '.join(sorted(known))}"
    return f"unknown key {shown(key)}{near}"


def _seen(key: str, value: object, model: type[Model]) -> str:
    if key not in model.secret_keys:
        return shown(value)
    return repr(masked_url(value)) if key == "url" and isinstance(value, str) else "'***'"


def _remedy(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "remedy":
            return str(context["text"])
        case "literal_error":
            words = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            return f"give {one_of(words)}{did_you_mean(str(error['input']), words)}"
        case "too_short":
            return "give at least one"
        case "too_long":
            return f"give at most {context['max_length']}"
        case "greater_than_equal" | "less_than_equal":
            return "give a port from 1 to 65535"
        case kind:
            return _TAKES.get(kind, error["msg"].lower())


def _written(examples: list[object] | None) -> str:
    example = cast("list[object]", examples)[0]
    return str(example).replace("'", '"') if isinstance(example, list) else f'"{example}"'
