"""Secrets in three forms: the text itself, a variable that holds it, a file that holds it."""

from collections.abc import Mapping
from pathlib import Path

from monitor.config.findings import Findings, Table
from monitor.config.models import Model
from monitor.config.reading import read_value
from monitor.config.suggest import did_you_mean

LISTS = frozenset({"secret"})  # several in one variable or file, between blanks or commas


def resolve_secrets(
    table: Table,
    model: type[Model],
    findings: Findings,
    *,
    environ: Mapping[str, str],
    folder: Path,
) -> None:
    """Replace ``NAME_env`` and ``NAME_file`` in `table` by what they lead to."""
    for name in model.secret_keys:
        forms = [form for form in (name, f"{name}_env", f"{name}_file") if form in table.keys]
        if len(forms) > 1:
            table.unresolved.update(forms)
            findings.refuse(table, f"{' and '.join(forms)} are both given; keep one", key=forms[-1])
        elif forms and forms[0] != name:
            _resolve(table, name, forms[0], findings, environ=environ, folder=folder)


def _resolve(
    table: Table,
    name: str,
    form: str,
    findings: Findings,
    *,
    environ: Mapping[str, str],
    folder: Path,
) -> None:
    given = table.keys[form]
    if not isinstance(given, str) or not given.strip():
        return  # its type is wrong, which the model says
    try:
        if form.endswith("_env"):
            found = _from_variable(given, environ)
        else:
            found, is_open = read_value(folder / Path(given).expanduser())
            if is_open:
                findings.warn(table, f"{form}: anybody may read {given!r}; chmod 600 it", key=form)
    except (ValueError, RuntimeError) as problem:  # RuntimeError: no home for ~
        table.unresolved.update({name, form})
        findings.refuse(table, f"{form}: {problem}", key=form)
        return
    table.keys[name] = found.replace(",", " ").split() if name in LISTS else found
    table.forms[name] = form
    if form in table.variables:
        table.variables[name] = table.variables[form]
    del table.keys[form]


def _from_variable(name: str, environ: Mapping[str, str]) -> str:
    found = environ.get(name, "")
    if not found.strip():
        state = "empty" if name in environ else "not set"
        near = "" if name in environ else did_you_mean(name, environ)
        raise ValueError(f"the environment variable {name!r} is {state}; set it{near}")
    return found
