"""The knobs of the feed as versioned data: who set them, since when. Versions never change; bounds stand here."""

import msgspec
from sqlalchemy import select

from livefair.governance import rules
from livefair.governance.events import FeedPolicySet
from livefair.governance.models import FEED_POLICY
from livefair.kernel import Actor, ReadTx, WriteTx, query, require, require_valid


class FeedKnobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Shares and weights in thousandths. `small_floor`: of slots, for creators whom fewer people watch."""

    met_together: int = 1_000
    popular: int = 800
    fresh: int = 500
    followed: int = 600
    on_air: int = 600
    explore: int = 100
    small_floor: int = 300
    diversity: int = 300
    creator_cap: int = 2


class FeedPolicy(msgspec.Struct, frozen=True):
    """Version 0: nobody has set one yet, the program's own holds."""

    version: int
    knobs: FeedKnobs


BOUNDS = {
    "met_together": (0, 3_000),
    "popular": (0, 3_000),
    "fresh": (0, 3_000),
    "followed": (0, 3_000),
    "on_air": (0, 3_000),
    "explore": (20, 300),
    "small_floor": (0, 500),
    "diversity": (0, 1_000),
    "creator_cap": (1, 5),
}
VERSIONS_SHOWN = 100

_columns = (FEED_POLICY.c.version, FEED_POLICY.c.knobs)
_newest = select(*_columns).order_by(FEED_POLICY.c.version.desc())


def _policy(version: int, knobs: str) -> FeedPolicy:
    return FeedPolicy(version, msgspec.json.decode(knobs, type=FeedKnobs))


_LAST = query(_policy, _newest.limit(1))
_ALL = query(_policy, _newest.limit(VERSIONS_SHOWN))


def feed_policy(tx: ReadTx) -> FeedPolicy:
    """The one in force."""
    return tx.one(_LAST) or FeedPolicy(0, FeedKnobs())


def feed_policies(tx: ReadTx) -> list[FeedPolicy]:
    """Newest first."""
    return tx.all(_ALL)


def set_feed_policy(tx: WriteTx, actor: Actor, knobs: FeedKnobs) -> int:
    """Put the next version in force at once; returns it. Refusals: operators_only, out_of_range."""
    require(rules.may_publish_rules(actor.roles), "operators_only")
    for field, (low, high) in BOUNDS.items():
        require_valid(low <= getattr(knobs, field) <= high, "out_of_range", field=field)
    version = feed_policy(tx).version + 1
    tx.insert(
        FEED_POLICY,
        version=version,
        knobs=msgspec.json.encode(knobs).decode(),
        set_at_ms=tx.now_ms,
        set_by=actor.id,
    )
    tx.announce(FeedPolicySet(version=version, set_by=actor.id))
    return version
