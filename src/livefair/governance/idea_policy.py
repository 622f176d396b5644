"""What product ideas need and get as versioned data: support, time to answer, the least royalty; who set it, when."""

import msgspec

from livefair.governance.events import IdeaPolicySet
from livefair.governance.models import IDEA_POLICY
from livefair.governance.policies import Policy, in_force, policy_kind, put_in_force, versions
from livefair.kernel import Actor, ReadTx, WriteTx


class IdeaKnobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`supporters_needed` oblige the brand to answer within `answer_days`; they may come within `support_days`.

    `royalty_bp_min`: the least royalty of what is made of an idea, in basis points of each unit's price. LEGO Ideas,
    which these follow, asks for 10,000 supporters and pays 1 %.
    """

    supporters_needed: int = 100
    support_days: int = 365
    answer_days: int = 30
    royalty_bp_min: int = 100


BOUNDS = {
    "supporters_needed": (1, 1_000_000),
    "support_days": (1, 3_650),
    "answer_days": (1, 365),
    "royalty_bp_min": (0, 1_000),
}
_KIND = policy_kind(IDEA_POLICY, IdeaKnobs, bounds=BOUNDS, told=IdeaPolicySet)


def idea_policy(tx: ReadTx) -> Policy[IdeaKnobs]:
    """The one in force."""
    return in_force(tx, _KIND)


def idea_policies(tx: ReadTx) -> list[Policy[IdeaKnobs]]:
    """Newest first."""
    return versions(tx, _KIND)


def set_idea_policy(tx: WriteTx, actor: Actor, knobs: IdeaKnobs) -> int:
    """Put the next version in force at once; returns it. Refusals: operators_only, out_of_range."""
    return put_in_force(tx, actor, _KIND, knobs)
