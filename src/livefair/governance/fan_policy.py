"""What counts in fan clubs as versioned data: points of each deed, the most of a day, levels; who set it, when."""

import msgspec

from livefair.governance.events import FanPolicySet
from livefair.governance.models import FAN_POLICY
from livefair.governance.policies import Policy, in_force, policy_kind, put_in_force, versions
from livefair.kernel import Actor, ReadTx, WriteTx


class FanKnobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`<deed>_points` for each deed and `<deed>_day_max` points of it on one day; money given counts nothing.

    Watching counts for each whole `watch_minutes`. Level 2 takes `level_step` points, level 3 twice as many more, and
    so on. A host writes `messages_per_day` to the members who want that; a member writes `lines_per_minute`.
    """

    watch_minutes: int = 10
    watch_points: int = 2
    watch_day_max: int = 12
    chat_points: int = 2
    chat_day_max: int = 2
    question_points: int = 3
    question_day_max: int = 6
    help_points: int = 5
    help_day_max: int = 15
    purchase_points: int = 10
    purchase_day_max: int = 20
    review_points: int = 10
    review_day_max: int = 20
    share_points: int = 2
    share_day_max: int = 2
    level_step: int = 20
    messages_per_day: int = 2
    lines_per_minute: int = 10


_POINTS = (0, 1_000)
BOUNDS = {
    "watch_minutes": (1, 240),
    **{
        f"{deed}_{part}": _POINTS
        for deed in ("watch", "chat", "question", "help", "purchase", "review", "share")
        for part in ("points", "day_max")
    },
    "level_step": (1, 10_000),
    "messages_per_day": (0, 10),
    "lines_per_minute": (1, 60),
}
_KIND = policy_kind(FAN_POLICY, FanKnobs, bounds=BOUNDS, told=FanPolicySet)


def fan_policy(tx: ReadTx) -> Policy[FanKnobs]:
    """The one in force."""
    return in_force(tx, _KIND)


def fan_policies(tx: ReadTx) -> list[Policy[FanKnobs]]:
    """Newest first."""
    return versions(tx, _KIND)


def set_fan_policy(tx: WriteTx, actor: Actor, knobs: FanKnobs) -> int:
    """Put the next version in force at once; returns it. Refusals: operators_only, out_of_range."""
    return put_in_force(tx, actor, _KIND, knobs)
