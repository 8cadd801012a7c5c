"""The network: one outbound function, guarded, bounded and polite."""

from monitor.fetch.fetcher import Fetcher
from monitor.fetch.policy import Answer, FetchPolicy, Hop, Outgoing
from monitor.fetch.resolver import Resolver, SystemResolver
from monitor.fetch.target import check_url

__all__ = [
    "Answer",
    "FetchPolicy",
    "Fetcher",
    "Hop",
    "Outgoing",
    "Resolver",
    "SystemResolver",
    "check_url",
]
