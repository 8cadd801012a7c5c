"""From one file and the environment to a :class:`Configuration`, or to every reason why not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from monitor.config import checks, convert
from monitor.config.environment import apply_environment
from monitor.config.findings import Findings, Table
from monitor.config.models import (
    AlertModel,
    ChannelModel,
    DigestModel,
    FileOfSources,
    MonitorModel,
    SourceModel,
)
from monitor.config.reading import RawFile, read_toml
from monitor.config.secrets import resolve_secrets
from monitor.config.settings import Configuration
from monitor.config.suggest import did_you_mean, one_of, shown
from monitor.config.validate import model_of, validated

BUILT_IN_TOPICS = ("south-caucasus",)
KINDS = tuple(FileOfSources.model_fields)


def load(
    path: Path,
    *,
    environ: Mapping[str, str],
    known_topics: Collection[str] = BUILT_IN_TOPICS,
) -> Configuration:
    """The configuration in the file at `path`, with what `environ` overrides.

    Relative paths in it start at the folder of the file. `known_topics` are the names of built-in
    topics; other topics are files.

    Raises:
        ConfigError: it cannot be used; one line for each thing that is wrong, in the order of
            the file: file and line (or the variable), table, key, what was seen, what would do.
    """
    raw = read_toml(path)
    findings = Findings(raw.shown, raw.text)
    tables = list(_tables(raw.document, findings))
    apply_environment(tables, findings, environ=environ, folder=raw.folder)
    checks.check_names(tables, findings)
    fitted = list(_fitted(tables, findings, raw, environ))
    monitor = next((model for _, model in fitted if isinstance(model, MonitorModel)), None)
    checks.check_references(tables, findings, known_topics=known_topics, folder=raw.folder)
    checks.check_addresses(tables, findings)
    checks.check_selectors(tables, findings)
    checks.check_sense(fitted, findings, is_world_readable=raw.is_world_readable)
    findings.raise_errors()
    monitor = cast("MonitorModel", monitor)  # without one there was an error
    checks.check_pace(fitted, monitor, findings)
    return _configuration(path, raw, monitor, fitted, findings)


def _tables(document: Mapping[str, object], findings: Findings) -> Iterator[Table]:
    """Every table of the file; a [monitor] that is not written stands for its defaults."""
    for key in document:
        if key not in KINDS:
            hint = did_you_mean(key, KINDS) or f"; known are {one_of(KINDS)}"
            findings.refuse_plain(f"unknown table {shown(key)}{hint}", where=(key,))
    yield from _one(document.get("monitor", {}), findings)
    for kind in KINDS[1:]:
        yield from _many(kind, document.get(kind, []), findings)


def _one(keys: object, findings: Findings) -> Iterator[Table]:
    if isinstance(keys, dict):
        yield Table("monitor", None, dict(keys))
    else:
        findings.refuse_plain(
            f"monitor is {shown(keys)}; write it once, as [monitor] and its keys below",
            where=("monitor",),
        )


def _many(kind: str, rows: object, findings: Findings) -> Iterator[Table]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        seen = f"[{kind}]" if isinstance(rows, dict) else shown(rows)
        findings.refuse_plain(
            f"{kind} is {seen}; write [[{kind}]], in two brackets, above each one", where=(kind,)
        )
        return
    for index, row in enumerate(rows):
        yield Table(kind, index, dict(row))


def _fitted(
    tables: Sequence[Table], findings: Findings, raw: RawFile, environ: Mapping[str, str]
) -> Iterator[checks.Fitted]:
    for table in tables:
        model = model_of(table, findings)
        if model is not None:
            resolve_secrets(table, model, findings, environ=environ, folder=raw.folder)
            fitting = validated(table, model, findings)
            if fitting is not None:
                yield table, fitting


def _configuration(
    path: Path,
    raw: RawFile,
    monitor: MonitorModel,
    fitted: Sequence[checks.Fitted],
    findings: Findings,
) -> Configuration:
    models = [model for _, model in fitted]
    sources = tuple(convert.source_of(each) for each in models if isinstance(each, SourceModel))
    if not sources:
        findings.warn_plain("it has no [[source]], so nothing is polled")
    return Configuration(
        path=path.absolute(),
        database=convert.database_of(monitor.database, raw.folder),
        contact=monitor.contact,
        timezone=monitor.timezone,
        allow_addresses=tuple(monitor.allow_addresses),
        min_interval=monitor.min_interval,
        max_interval=monitor.max_interval,
        host_gap=monitor.host_gap,
        error_backoff=monitor.error_backoff,
        recheck=tuple(monitor.recheck),
        confirm_after=monitor.confirm_after,
        live_every=monitor.live_every,
        keep_evidence=monitor.keep_evidence,
        evidence_limit_bytes=monitor.evidence_limit_mb * 1_000_000,
        sources=sources,
        channels=tuple(
            convert.channel_of(each, raw.folder)
            for each in models
            if isinstance(each, ChannelModel)
        ),
        alerts=tuple(
            convert.rule_of(each, raw.folder) for each in models if isinstance(each, AlertModel)
        ),
        digests=tuple(
            convert.schedule_of(each, raw.folder, timezone=monitor.timezone)
            for each in models
            if isinstance(each, DigestModel)
        ),
        warnings=findings.warnings(),
    )
