"""Decisions about co-hosts (连麦): who may say what about a split, and what there is to give. Pure."""

from collections.abc import Sequence

from livefair.kernel.actors import Actor
from livefair.live.rules import HasRoom, may_run

SEATS_MAX = 4
# Asks and invitations of one show that wait for an answer.
WAITING_MAX = 50
SEATS_PER_SHOW_MAX = 500
TERMS_PER_SEAT_MAX = 20
WHOLE_BP = 10_000
SIDES = ("host", "guest")
ENDS = ("declined", "withdrawn", "left", "removed", "show_over")


def side_of(actor: Actor, room: HasRoom, guest_id: str) -> str | None:
    """On which side of a seat somebody is; None: on neither."""
    if may_run(actor, room):
        return "host"
    return "guest" if actor.id == guest_id and not actor.is_guest else None


def why_ended(side: str, begun_by: str, *, is_seated: bool) -> str:
    """What it is when this side ends it: a seat is left or taken away, what only waits is withdrawn or declined."""
    if is_seated:
        return "left" if side == "guest" else "removed"
    return "withdrawn" if side == begun_by else "declined"


def is_split(share_bp: int) -> bool:
    return 0 <= share_bp <= WHOLE_BP


def fits(share_bp: int, others_bp: Sequence[int]) -> bool:
    """Whether there is so much left of the host's part beside what others were promised."""
    return share_bp + sum(others_bp) <= WHOLE_BP


def free_place(taken: Sequence[int]) -> int | None:
    """The lowest place that nobody sits on."""
    return next((place for place in range(1, SEATS_MAX + 1) if place not in taken), None)
