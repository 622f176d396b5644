"""Which goods are sold only with an authority's permit, as versioned data; who set it, when."""

import msgspec

from livefair.governance.events import PermitPolicySet
from livefair.governance.models import PERMIT_POLICY
from livefair.governance.policies import Policy, in_force, policy_kind, put_in_force, versions
from livefair.kernel import Actor, ReadTx, WriteTx


class PermitKnobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`categories` of goods that need a permit, in the words of the floor above; a brand is warned `warn_days` before
    its permit ends. Nothing needs one until an operator has read the law of the place.
    """

    categories: tuple[str, ...] = ()
    warn_days: int = 30


BOUNDS = {"warn_days": (1, 180)}
_KIND = policy_kind(PERMIT_POLICY, PermitKnobs, bounds=BOUNDS, told=PermitPolicySet)


def permit_policy(tx: ReadTx) -> Policy[PermitKnobs]:
    """The one in force."""
    return in_force(tx, _KIND)


def permit_policies(tx: ReadTx) -> list[Policy[PermitKnobs]]:
    """Newest first."""
    return versions(tx, _KIND)


def put_permit_policy(tx: WriteTx, actor: Actor, knobs: PermitKnobs) -> int:
    """The next version; returns it. The floor that knows the goods makes them follow. Refusals: operators_only,
    out_of_range.
    """
    return put_in_force(tx, actor, _KIND, knobs)
