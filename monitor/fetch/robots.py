"""What a site's robots.txt says of one address. Source: RFC 9309."""

import re
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

from protego import Protego

from monitor.fetch.policy import Answer

TEXT_LIMIT_BYTES = 512 * 1024  # RFC 9309 2.5 asks for 500 KiB at least
KEPT_S = 24 * 3600.0  # RFC 9309 2.4
_RETRY_S = 600.0  # after a server error
_GRACE_S = 24 * 3600.0
_DELAY_LIMIT_S = 60.0
_REMEMBERED = 1024  # origins
_RULES_LIMIT = 5_000  # lines that concern us; the longest honest file seen has a tenth of it
_AGENT_LINE = re.compile(r"\s*user[- ]?agent(?:\s*:|\s)\s*([^#]*)", re.IGNORECASE)

Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One robots.txt, or what its absence means."""

    verdict: Literal["text", "allow", "deny"]
    until: float  # of the loop's clock
    packed: bytes = b""  # compressed text: rules once read cost fifty times that in memory
    failing_since: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an address may be asked, and how long to rest between two requests."""

    is_allowed: bool
    delay_s: float = 0.0
    why: str = ""
    retry_s: float | None = None


def read_permission(rules: Rules, url: str, agent: str, *, now: float) -> Permission:
    """What the rules say of one address to one user agent (its product name)."""
    if rules.verdict == "allow":
        return Permission(is_allowed=True)
    if rules.verdict == "deny":
        return Permission(is_allowed=False, why=rules.why, retry_s=max(0.0, rules.until - now))
    robots = Protego.parse(zlib.decompress(rules.packed).decode("utf-8", "replace"))
    delay = min(robots.crawl_delay(agent) or 0.0, _DELAY_LIMIT_S)
    if robots.can_fetch(url, agent):
        return Permission(is_allowed=True, delay_s=delay)
    return Permission(
        is_allowed=False, delay_s=delay, why=f"robots.txt asks {agent!r} to stay away from it"
    )


def relevant_text(text: str, agent: str) -> str:
    """The groups of a robots.txt that concern one user agent, and those for everybody.

    The parser keeps every rule once for each agent of its group: a thousand agents with ten
    thousand rules, 180 KB in all, took it 17 s and 730 MB. Read this way there are few agents.
    """
    kept: list[str] = []
    is_ours = is_heading = False
    for line in text.splitlines():
        if found := _AGENT_LINE.match(line):
            name = found[1].strip().lower()
            name = name if name == "*" else name.replace("*", "")
            if not is_heading:
                is_ours, is_heading = False, True
            if name == "*" or (name and agent.lower().startswith(name)):
                is_ours = True
                kept.append(f"User-agent: {name}")
        elif line.strip() and not line.lstrip().startswith("#"):
            is_heading = False
            if is_ours:
                kept.append(line)
        if len(kept) >= _RULES_LIMIT:
            break
    return "\n".join(kept)


def rules_from(answer: Answer, previous: Rules | None, *, agent: str, now: float) -> Rules:
    """What an answer to the request for robots.txt means.

    - 2xx: the text counts for a day.
    - 4xx: there are no rules (2.3.1.3); 429 is a wish to be left alone, like a server error.
    - 5xx: everything is off limits (2.3.1.4), asked again after ten minutes. An older copy goes on
      counting, and after a day of errors without one we take it that there are no rules: RFC 9309
      allows that after "a reasonably long period", and a firewall that answers 503 to robots.txt
      alone must not silence a newsroom for good.
    """
    if answer.status < 300:
        text = answer.body[:TEXT_LIMIT_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
        packed = zlib.compress(relevant_text(text, agent).encode("utf-8", "replace"), 1)
        return Rules(verdict="text", until=now + KEPT_S, packed=packed)
    if answer.status < 500 and answer.status != 429:
        return Rules(verdict="allow", until=now + KEPT_S)
    since = now if previous is None or previous.failing_since is None else previous.failing_since
    retry = now + _RETRY_S
    if previous is not None and previous.verdict == "text":
        return Rules(verdict="text", until=retry, packed=previous.packed, failing_since=since)
    if now - since >= _GRACE_S:
        return Rules(verdict="allow", until=retry, failing_since=since)
    why = f"its robots.txt cannot be read (status {answer.status}), which means to stay away"
    return Rules(verdict="deny", until=retry, failing_since=since, why=why)


class RobotsBook:
    """The rules of the origins met lately."""

    def __init__(self) -> None:
        self._rules: OrderedDict[Origin, Rules] = OrderedDict()

    def fresh(self, origin: Origin, *, now: float) -> Rules | None:
        """The rules of an origin, unless they must be asked for again."""
        rules = self._rules.get(origin)
        return rules if rules is not None and rules.until > now else None

    def keep(self, origin: Origin, answer: Answer, *, agent: str, now: float) -> Rules:
        """Note an answer; the origins unused for longest make room."""
        rules = rules_from(answer, self._rules.get(origin), agent=agent, now=now)
        self._rules[origin] = rules
        self._rules.move_to_end(origin)
        while len(self._rules) > _REMEMBERED:
            self._rules.popitem(last=False)
        return rules
