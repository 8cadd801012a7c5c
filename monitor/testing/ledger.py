"""The books: what was published against what was told."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

Key = Hashable  # what names a fact on both sides, such as ("item.new", "the title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message that reached a receiver."""

    channel: str
    id: str  # webhook-id or Message-ID
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What is wrong with one channel, and what is merely worth knowing."""

    missing: tuple[Key, ...] = ()  # owed and never told
    doubled: tuple[Key, ...] = ()  # told under two ids
    unexpected: tuple[Key, ...] = ()  # told and not owed
    repeated: tuple[Key, ...] = ()  # told again under its one id, as at-least-once allows

    @property
    def is_even(self) -> bool:
        """Nothing lost, nothing doubled, nothing invented."""
        return not (self.missing or self.doubled or self.unexpected)


@dataclass(slots=True)
class Ledger:
    """Collects what each channel owes; several channels may owe the same."""

    owed: dict[str, list[Key]] = field(default_factory=dict)

    def owe(self, key: Key, *channels: str) -> None:
        """Expect `key` exactly once on each of `channels`."""
        for channel in channels:
            self.owed.setdefault(channel, []).append(key)

    def balance(self, arrivals: Iterable[Arrival]) -> Mapping[str, Balance]:
        """Close the books: a balance for every channel that owes or told something."""
        told: dict[str, dict[Key, list[str]]] = {channel: {} for channel in self.owed}
        for arrival in arrivals:
            told.setdefault(arrival.channel, {}).setdefault(arrival.key, []).append(arrival.id)
        return {
            channel: _balance(self.owed.get(channel, []), ids_by_key)
            for channel, ids_by_key in told.items()
        }


def _balance(owed: list[Key], ids_by_key: Mapping[Key, list[str]]) -> Balance:
    return Balance(
        missing=tuple(key for key in owed if key not in ids_by_key),
        doubled=tuple(key for key, ids in ids_by_key.items() if len(set(ids)) > 1),
        unexpected=tuple(key for key in ids_by_key if key not in owed),
        repeated=tuple(key for key, ids in ids_by_key.items() if len(ids) > len(set(ids))),
    )
