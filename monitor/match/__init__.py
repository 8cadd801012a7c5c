"""Is an item about the topic, and why: names in six languages, weighed and explained.

A *profile* is a topic written as TOML; :func:`load_profile` compiles it once, ``judge`` asks it
about one item. Nothing here looks at a network, a clock or a database.
"""

from monitor.match.explain import reasons
from monitor.match.judging import Profile
from monitor.match.profiles import load_profile, profile_from_toml

__all__ = ["Profile", "load_profile", "profile_from_toml", "reasons"]
