"""What happened with gifts. Money in minor units of `currency`."""

from livefair.kernel import Fact


class GiftSent(Fact, frozen=True, kw_only=True):
    """The money left the giver's wallet and stands in escrow; `is_first`: this giver's first in the show."""

    room_id: str
    show_id: str
    gift_id: str
    giver_id: str
    host_id: str
    code: str
    quantity: int
    amount_minor: int
    currency: str
    is_first: bool
    mcn_id: str | None
    mcn_share_bp: int
    release_at_ms: int


class GiftRefunded(Fact, frozen=True, kw_only=True):
    """The whole gift goes back to its giver; `reason` is taken_back, minor, mistake, fraud or other."""

    room_id: str
    show_id: str
    gift_id: str
    giver_id: str
    host_id: str
    quantity: int
    amount_minor: int
    currency: str
    reason: str
    by: str


class GivingLimitsSet(Fact, frozen=True, kw_only=True):
    """Somebody's own limits of giving; None: none."""

    person_id: str
    day_minor: int | None
    month_minor: int | None
    holds_from_at_ms: int
