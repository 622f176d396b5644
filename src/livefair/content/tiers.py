"""Tiers of hosts: counted anew each day, each change kept with the numbers that it rests on."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.content.events import CreatorTierChanged
from livefair.content.models import CREATOR_TIER
from livefair.content.rules import creators as rules
from livefair.governance.tier_policy import TierKnobs, TierNeeds, put_tier_policy, tier_policy
from livefair.kernel import DAY_MS, SYSTEM, Actor, ReadTx, WriteTx, cron, query, require_valid
from livefair.live.airtime import minutes_on_air
from livefair.people.badges import Badge, give_badge
from livefair.people.queries import follower_counts, ids_with_role
from livefair.shop.queries import sold_and_returned

HOSTS_MAX = 5_000
BADGE = "creator"


class TierChange(NamedTuple):
    person_id: str
    since_ms: int
    tier: int
    was: int
    followers: int
    minutes: int
    sold_minor: int
    returned_bp: int

    @property
    def numbers(self) -> rules.Numbers:
        return rules.Numbers(self.followers, self.minutes, self.sold_minor, self.returned_bp)


_t = CREATOR_TIER.c
_changes = select(*(_t[field] for field in TierChange._fields))
_OF = query(
    TierChange, _changes.where(_t.person_id == bindparam("who")).order_by(_t.since_ms.desc(), _t.tier).limit(50)
)
_newest = select(_t.person_id, func.max(_t.since_ms).label("since")).group_by(_t.person_id).subquery()
_ALL = query(
    lambda person_id, tier: (person_id, tier),
    select(_t.person_id, _t.tier)
    .join_from(CREATOR_TIER, _newest, (_t.person_id == _newest.c.person_id) & (_t.since_ms == _newest.c.since))
    .order_by(_t.person_id),
)


def tier_changes_of(tx: ReadTx, person_id: str) -> list[TierChange]:
    """Newest first; the first one holds."""
    return tx.all(_OF, who=person_id)


def tier_now(tx: ReadTx, person_id: str) -> int:
    """1, the lowest, for whoever was never counted."""
    changes = tier_changes_of(tx, person_id)
    return changes[0].tier if changes else 1


def tiers(tx: ReadTx) -> dict[str, int]:
    return dict(tx.all(_ALL))


def numbers_of(tx: ReadTx, person_ids: list[str]) -> dict[str, rules.Numbers]:
    """What each of these hosts has done until now."""
    since_ms = tx.now_ms - rules.TIER_WINDOW_MS
    minutes, followers = minutes_on_air(tx, since_ms), follower_counts(tx, person_ids)
    sales = sold_and_returned(tx, person_ids, since_ms=since_ms)
    found = {}
    for person_id in person_ids:
        sold, returned = sales.get(person_id, (0, 0))
        share = min(10_000, 10_000 * returned // sold) if sold else 0
        found[person_id] = rules.Numbers(followers.get(person_id, 0), minutes.get(person_id, 0), sold, share)
    return found


def tiers_in_force(tx: ReadTx) -> tuple[rules.Numbers, ...]:
    """What each tier takes now, the first one nothing."""
    needs = tier_policy(tx).knobs.needs
    found = [rules.Numbers(one.followers, one.minutes, one.sold_minor, one.returned_bp) for one in needs]
    return (rules.TIERS[0], *found) if found else rules.TIERS


def set_tiers(tx: WriteTx, actor: Actor, needs: Sequence[rules.Numbers]) -> int:
    """What each tier after the first takes from now on; returns the version. Invalid: tiers_unsound."""
    require_valid(rules.are_sound((rules.TIERS[0], *needs)), "tiers_unsound", field="form")
    return put_tier_policy(tx, actor, TierKnobs(needs=tuple(TierNeeds(**one._asdict()) for one in needs)))


@cron(every_ms=DAY_MS)
def rank_hosts(tx: WriteTx, actor: Actor) -> None:
    """Count every host's tier; a change is told with the numbers behind it."""
    known, needed = tiers(tx), tiers_in_force(tx)
    for person_id, numbers in numbers_of(tx, sorted(ids_with_role(tx, "host"))[:HOSTS_MAX]).items():
        tier, was = rules.tier_of(numbers, needed), known.get(person_id, 0)
        if tier != was:
            change = TierChange(person_id, tx.now_ms, tier, was, *numbers)
            tx.insert(CREATOR_TIER, **change._asdict())
            give_badge(tx, SYSTEM, person_id, Badge(BADGE, tier))
            tx.announce(CreatorTierChanged(person_id=person_id, tier=tier, was=was, **numbers._asdict()))
