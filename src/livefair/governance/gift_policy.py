"""How much may be given in gifts as versioned data: the operators' limits, who set them, since when."""

import msgspec

from livefair.governance.events import GiftPolicySet
from livefair.governance.models import GIFT_POLICY
from livefair.governance.policies import Policy, in_force, policy_kind, put_in_force, versions
from livefair.kernel import Actor, ReadTx, WriteTx, require_valid


class GiftKnobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Per person, in minor units: in any 24 hours, in any 30 days, in a wallet, at one top-up.

    `take_back_minutes`: so long a gift can be taken back; `hold_hours`: so long it waits before it is the host's.
    """

    day_max_minor: int = 200_000
    month_max_minor: int = 1_000_000
    wallet_max_minor: int = 500_000
    top_up_max_minor: int = 200_000
    take_back_minutes: int = 10
    hold_hours: int = 24


BOUNDS = {
    "day_max_minor": (0, 10_000_000),
    "month_max_minor": (0, 100_000_000),
    "wallet_max_minor": (0, 100_000_000),
    "top_up_max_minor": (100, 10_000_000),
    "take_back_minutes": (1, 60),
    "hold_hours": (1, 24 * 30),
}
_KIND = policy_kind(GIFT_POLICY, GiftKnobs, bounds=BOUNDS, told=GiftPolicySet)


def gift_policy(tx: ReadTx) -> Policy[GiftKnobs]:
    """The one in force."""
    return in_force(tx, _KIND)


def gift_policies(tx: ReadTx) -> list[Policy[GiftKnobs]]:
    """Newest first."""
    return versions(tx, _KIND)


def set_gift_policy(tx: WriteTx, actor: Actor, knobs: GiftKnobs) -> int:
    """Put the next version in force at once; returns it. Refusals: operators_only, out_of_range."""
    require_valid(knobs.take_back_minutes <= knobs.hold_hours * 60, "out_of_range", field="hold_hours")
    return put_in_force(tx, actor, _KIND, knobs)
