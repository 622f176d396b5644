"""What people who consented to research did in a span of time, and names for them that nobody can trace back.

Staff are left out, and whoever withdraws their consent is gone from the next reading on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from livefair.content.signals import WatchSeen, watches_between
from livefair.kernel import ReadTx
from livefair.live.events import RoomOpened
from livefair.live.signals import StaySeen
from livefair.people.consents import who_consents
from livefair.people.queries import people_with_role
from livefair.value.indicators.window import Window
from livefair.value.studies.estimating import PEOPLE_MIN

__all__ = ["PEOPLE_MIN", "Consented", "Pseudonyms", "consenting"]
STAFF = ("operator", "moderator", "researcher")


@dataclass
class Consented:
    """`mine` holds what the consenting did, `whole` what everybody did: only counts over others come from it."""

    tx: ReadTx
    from_ms: int
    to_ms: int
    people: frozenset[str]

    @cached_property
    def mine(self) -> Window:
        return Window(self.tx, self.from_ms, self.to_ms, only=self.people)

    @cached_property
    def whole(self) -> Window:
        return Window(self.tx, self.from_ms, self.to_ms)

    @cached_property
    def hosts(self) -> dict[str, str]:
        """Room → its host."""
        return {seen.fact.room_id: seen.fact.host_id for seen in self.whole.earlier_and(RoomOpened)}

    @cached_property
    def stays(self) -> list[StaySeen]:
        """In rooms of others."""
        return [stay for stay in self.mine.stays() if self.hosts.get(stay.room_id) != stay.viewer]

    @cached_property
    def all_watches(self) -> list[WatchSeen]:
        return watches_between(self.tx, self.from_ms, self.to_ms)

    @cached_property
    def watches(self) -> list[WatchSeen]:
        return [one for one in self.all_watches if one.person_id in self.people]

    def stay_ms(self, stay: StaySeen) -> int:
        return max(0, (self.to_ms if stay.left_at_ms is None else min(stay.left_at_ms, self.to_ms)) - stay.joined_at_ms)


def consenting(tx: ReadTx) -> frozenset[str]:
    staff = {card.id for role in STAFF for card in people_with_role(tx, role)}
    return who_consents(tx, "research") - staff


class Pseudonyms:
    """The same name for the same id within one study; `salt` is the study's secret and is told to nobody."""

    def __init__(self, salt: str) -> None:
        self._key = salt.encode()

    def of(self, subject_id: str) -> str:
        return blake2b(subject_id.encode(), key=self._key, digest_size=6).hexdigest()

    def by_name(self, ids: Iterable[str]) -> list[str]:
        """Ids in the order of their pseudonyms, so that the order of rows says nothing."""
        return sorted(ids, key=self.of)
