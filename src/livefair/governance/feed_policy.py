"""The knobs of the feed as versioned data: who set them, since when. Versions never change; bounds stand here."""

import msgspec

from livefair.governance.events import FeedPolicySet
from livefair.governance.models import FEED_POLICY
from livefair.governance.policies import Policy, in_force, policy_kind, put_in_force, versions
from livefair.kernel import Actor, ReadTx, WriteTx


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
_KIND = policy_kind(FEED_POLICY, FeedKnobs, bounds=BOUNDS, told=FeedPolicySet)


def feed_policy(tx: ReadTx) -> Policy[FeedKnobs]:
    """The one in force."""
    return in_force(tx, _KIND)


def feed_policies(tx: ReadTx) -> list[Policy[FeedKnobs]]:
    """Newest first."""
    return versions(tx, _KIND)


def set_feed_policy(tx: WriteTx, actor: Actor, knobs: FeedKnobs) -> int:
    """Put the next version in force at once; returns it. Refusals: operators_only, out_of_range."""
    return put_in_force(tx, actor, _KIND, knobs)
