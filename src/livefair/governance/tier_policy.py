"""What the tiers of hosts take, as versioned data; who set it, when."""

import msgspec

from livefair.governance.events import TierPolicySet
from livefair.governance.models import TIER_POLICY
from livefair.governance.policies import Policy, in_force, policy_kind, put_in_force, versions
from livefair.kernel import Actor, ReadTx, WriteTx


class TierNeeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """At least so many followers, minutes on air and so much sold, and no more than this part of it sent back."""

    followers: int
    minutes: int
    sold_minor: int
    returned_bp: int


class TierKnobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What each tier after the first takes, the lowest first; empty: what the floor above ships with."""

    needs: tuple[TierNeeds, ...] = ()


_KIND = policy_kind(TIER_POLICY, TierKnobs, bounds={}, told=TierPolicySet)


def tier_policy(tx: ReadTx) -> Policy[TierKnobs]:
    """The one in force."""
    return in_force(tx, _KIND)


def tier_policies(tx: ReadTx) -> list[Policy[TierKnobs]]:
    """Newest first."""
    return versions(tx, _KIND)


def put_tier_policy(tx: WriteTx, actor: Actor, knobs: TierKnobs) -> int:
    """The next version; returns it. The floor that knows hosts checks it first. Refusal: operators_only."""
    return put_in_force(tx, actor, _KIND, knobs)
