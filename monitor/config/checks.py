"""What one table alone cannot show: names given twice, names that lead nowhere, addresses."""

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from monitor.config.addresses import complaint_about, masked_url, read_network
from monitor.config.findings import Findings, Table
from monitor.config.models import (
    AppriseModel,
    EmailModel,
    Model,
    MonitorModel,
    SourceModel,
    WebhookModel,
)
from monitor.config.spans import format_span
from monitor.config.suggest import did_you_mean, one_of
from monitor.config.words import is_weak
from monitor.networks import Network

Fitted = tuple[Table, Model]


def check_names(tables: Iterable[Table], findings: Findings) -> None:
    """No two tables of one kind may share a name."""
    first: dict[tuple[str, str], Table] = {}
    for table in tables:
        name = table.keys.get("name")
        if isinstance(name, str):
            other = first.setdefault((table.kind, name), table)
            if other is not table:
                findings.refuse(
                    table,
                    f"the name is taken by {table.kind} #{(other.index or 0) + 1}; "
                    f"give each {table.kind} its own",
                    key="name",
                )


def check_references(
    tables: Sequence[Table], findings: Findings, *, known_topics: Collection[str], folder: Path
) -> None:
    """Alerts and digests may only name what there is."""
    channels, sources = _names(tables, "channel"), _names(tables, "source")
    tags = {tag for table in tables if table.kind == "source" for tag in table.texts("tags")}
    for table in tables:
        if table.kind in {"alert", "digest"}:
            _check_each(table, "to", channels, findings)
            _check_topics(table, known_topics, folder, findings)
        if table.kind == "alert":
            _check_each(table, "sources", sources, findings)
            for tag in table.texts("tags"):
                if tag not in tags:
                    findings.warn(
                        table, f"no source has the tag {tag!r}{did_you_mean(tag, tags)}", key="tags"
                    )


def check_addresses(tables: Sequence[Table], findings: Findings) -> None:
    """Sources and webhooks must lead to public places, or to networks that the file allows."""
    shared = [network for table in tables if table.kind == "monitor" for network in _allowed(table)]
    urls: dict[str, str] = {}
    for table in tables:
        for url in table.texts("url"):
            if table.kind == "source":
                other = urls.setdefault(url, table.label)
                if other != table.label:
                    findings.warn(
                        table, f"{other} has the same url, and both are polled", key="url"
                    )
            _check_url(table, url, [*shared, *_allowed(table)], findings)


def check_sense(fitted: Sequence[Fitted], findings: Findings, *, is_world_readable: bool) -> None:
    """What fits its type and yet cannot be meant, or should be known."""
    for table, model in fitted:
        match model:
            case MonitorModel():
                _check_monitor(table, model, findings)
            case EmailModel():
                _check_email(table, model, findings)
            case WebhookModel():
                _check_signature(table, model, findings)
            case SourceModel(verify_tls=False):
                findings.warn(
                    table,
                    "verify_tls is false, so whoever is on the way to its host can change what it "
                    "says; better let SSL_CERT_FILE name the authority behind its certificate",
                    key="verify_tls",
                )
            case AppriseModel():
                findings.refuse(
                    table,
                    "kind is 'apprise'; this version has no such channel: "
                    "give webhook, email, file or stdout",
                    key="kind",
                )
            case _:
                pass
        if is_world_readable:
            _check_exposure(table, model, findings)


def check_selectors(tables: Sequence[Table], findings: Findings) -> None:
    """Selectors must be CSS, and those of a title and a date need something to look in."""
    for table in tables:
        pinned = [key for key in SELECTORS if table.kind == "source" and table.keys.get(key)]
        for key in pinned:
            for text in table.texts(key):
                if text.strip() and (reason := _not_css(text)):
                    findings.refuse(
                        table, f"{key} is {text!r}, which is no CSS selector: {reason}", key=key
                    )
        if pinned and "select" not in pinned and table.keys.get("kind") != "page":
            findings.refuse(
                table,
                f"{pinned[0]} is given without select, so that it is not known in what; give "
                'select, the entries of the list, or kind = "page"',
                key=pinned[0],
            )


SELECTORS = ("select", "select_title", "select_date")


def _not_css(text: str) -> str:
    """What is wrong with a selector; "" where nothing is."""
    import soupsieve  # 5 MB, for those alone who pin something

    try:
        soupsieve.compile(text)
    # soupsieve says NotImplementedError of pseudo-elements and other CSS that it does not know.
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        return str(error).splitlines()[0].rstrip(".:")
    return ""


def check_pace(fitted: Sequence[Fitted], monitor: MonitorModel, findings: Findings) -> None:
    """A fixed interval below the least one is stretched, which is said."""
    for table, model in fitted:
        if isinstance(model, SourceModel) and model.every and model.every < monitor.min_interval:
            findings.warn(
                table,
                f"every is {format_span(model.every)!r}, and min_interval of [monitor] is "
                f"{format_span(monitor.min_interval)!r}: the longer one counts",
                key="every",
            )


def topic_path(topic: str, folder: Path) -> Path | None:
    """The file that a topic names, or None for a built-in one."""
    is_path = topic.endswith(".toml") or "/" in topic
    return folder / Path(topic) if is_path else None


def _names(tables: Sequence[Table], kind: str) -> tuple[str, ...]:
    return tuple(name for table in tables if table.kind == kind for name in table.texts("name"))


def _allowed(table: Table) -> Iterator[Network]:
    for text in table.texts("allow_addresses"):
        with contextlib.suppress(ValueError):  # the model says what is wrong with it
            yield read_network(text)


def _check_each(table: Table, key: str, known: Collection[str], findings: Findings) -> None:
    noun = "channel" if key == "to" else "source"
    for name in table.texts(key):
        if name not in known:
            hint = did_you_mean(name, known) or _known(noun, known)
            findings.refuse(table, f"{key} names {name!r}, which is no {noun}{hint}", key=key)


def _known(noun: str, known: Collection[str]) -> str:
    if not known:
        return f"; add a [[{noun}]] of this name"
    few = sorted(known)[:8]
    return f"; there is {one_of(few)}" if len(known) <= len(few) else f"; add a [[{noun}]]"


def _check_topics(table: Table, known: Collection[str], folder: Path, findings: Findings) -> None:
    for topic in table.texts("topics"):
        path = topic_path(topic, folder)
        if path is None and topic not in known:
            hint = did_you_mean(topic, known) or f"; built in: {one_of(sorted(known))}"
            findings.refuse(table, f"topics names {topic!r}, which is no topic{hint}", key="topics")
        elif path is not None and not path.is_file():
            findings.refuse(
                table, f"topics names {topic!r}, and there is no file {str(path)!r}", key="topics"
            )


def _check_url(table: Table, url: str, allowed: Sequence[Network], findings: Findings) -> None:
    complaint = complaint_about(url, allowed=allowed)
    if complaint and table.keys.get("kind") != "apprise":
        seen = masked_url(url) if table.kind == "channel" or "@" in url else url
        findings.refuse(table, f"url is {seen!r}; {complaint}", key="url")


def _check_monitor(table: Table, monitor: MonitorModel, findings: Findings) -> None:
    if monitor.min_interval > monitor.max_interval:
        findings.refuse(
            table,
            f"min_interval is {format_span(monitor.min_interval)!r}, longer than max_interval "
            f"({format_span(monitor.max_interval)!r}); make it the shorter one",
            key="min_interval",
        )
    if sorted(set(monitor.recheck)) != monitor.recheck:
        ordered = [format_span(age) for age in sorted(set(monitor.recheck))]
        findings.refuse(
            table, f"recheck is not ascending; give {ordered!r}".replace("'", '"'), key="recheck"
        )


def _check_email(table: Table, email: EmailModel, findings: Findings) -> None:
    if email.username and email.password is None:
        findings.refuse(
            table,
            "username is given without a password; give password, password_env or password_file",
            key="username",
        )
    if email.password is not None and not email.username:
        findings.refuse(table, "a password is given without username; add it", key="password")
    if email.password is not None and email.security == "none":
        findings.warn(
            table,
            "security is 'none', so the password travels in the clear; give starttls or tls",
            key="security",
        )


def _check_signature(table: Table, webhook: WebhookModel, findings: Findings) -> None:
    if not webhook.secret:
        findings.warn(
            table, "it has no secret, so its receiver cannot tell our requests from others"
        )
    elif any(is_weak(secret) for secret in webhook.secret):
        findings.warn(
            table,
            "its secret is weaker than Standard Webhooks asks for; "
            "give whsec_ and the base64 of 24 to 64 random bytes",
            key="secret",
        )


def _check_exposure(table: Table, model: Model, findings: Findings) -> None:
    for key in model.secret_keys:
        is_written_here = key not in table.forms and key not in table.variables
        if key in table.keys and key != "url" and is_written_here:
            findings.warn(
                table,
                f"{key} stands in a file that anybody may read; chmod 600 the file, "
                f"or give {key}_env or {key}_file",
                key=key,
            )
