"""Auctions: who leads, at which price, what a bid must be, when time is over. Pure; docs/verify_auction.py agrees."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from livefair.kernel.commitments import Scheme
from livefair.kernel.errors import require_valid

FORMAT = "livefair-auction-1"
SCHEME = Scheme(FORMAT)
PRICE_MINOR_MAX = 10**9
PIECES_MAX = 50
BIDS_MAX = 20_000
BIDS_OF_ONE_MAX = 200
"""Nobody fills a journal alone: then others could bid no more."""
WAITING_MAX = 50
LASTS_MS = (30 * SECOND_MS, 7 * DAY_MS)
SOFT_MS_MAX = 5 * MINUTE_MS
EXTEND_MS_MAX = 30 * MINUTE_MS
"""However many bids come in the last moments, an auction ends this long after its planned end at the latest."""
PAY_MS = (HOUR_MS, 7 * DAY_MS)
OPENS_AFTER_MS_MAX = 30 * DAY_MS
RETRACT_WITHIN_MS = MINUTE_MS
"""A slip of the finger can be taken back this long, once, and not while time runs out."""


class Draft(NamedTuple):
    """`reserve_minor` 0: sold from the start price on. `host_id` opens it in a room; without one it opens by itself."""

    start_minor: int
    step_minor: int
    reserve_minor: int = 0
    pieces: int = 1
    lasts_ms: int = 5 * MINUTE_MS
    soft_ms: int = 30 * SECOND_MS
    pay_ms: int = 2 * DAY_MS
    host_id: str | None = None
    opens_after_ms: int = 0


class Bid(NamedTuple):
    """The most that somebody pays for one piece; `position` is its place in the journal."""

    position: int
    bidder: str
    max_minor: int


class Standing(NamedTuple):
    """Who would have a piece now, and the one price that all of them would pay. `leading` may be below the reserve."""

    leading: tuple[Bid, ...]
    winners: tuple[Bid, ...]
    price_minor: int

    def leads(self, bidder: str) -> bool:
        return any(bid.bidder == bidder for bid in self.leading)


class Knobs(NamedTuple):
    start_minor: int
    step_minor: int
    reserve_minor: int
    pieces: int


def check_draft(draft: Draft) -> None:
    """Invalid: out_of_range, reserve_below_start."""
    bounds = {
        "start": (draft.start_minor, 1, PRICE_MINOR_MAX),
        "step": (draft.step_minor, 1, PRICE_MINOR_MAX),
        "reserve": (draft.reserve_minor, 0, PRICE_MINOR_MAX),
        "pieces": (draft.pieces, 1, PIECES_MAX),
        "lasts": (draft.lasts_ms, *LASTS_MS),
        "soft": (draft.soft_ms, 0, min(SOFT_MS_MAX, draft.lasts_ms // 2)),
        "pay": (draft.pay_ms, *PAY_MS),
        "opens": (draft.opens_after_ms, 0, OPENS_AFTER_MS_MAX),
    }
    for field, (value, least, most) in bounds.items():
        require_valid(least <= value <= most, "out_of_range", field=field)
    sound = draft.reserve_minor == 0 or draft.reserve_minor >= draft.start_minor
    require_valid(sound, "reserve_below_start", field="reserve")


def standing(bids: Iterable[Bid], knobs: Knobs) -> Standing:
    """`bids`: of each bidder the highest. The highest lead, of equals the earlier; all pay what keeps the next out."""
    ranked = sorted(bids, key=lambda bid: (-bid.max_minor, bid.position))
    leading, beaten = ranked[: knobs.pieces], ranked[knobs.pieces : knobs.pieces + 1]
    price_minor = knobs.start_minor
    if beaten:
        price_minor = min(leading[-1].max_minor, max(price_minor, beaten[0].max_minor + knobs.step_minor))
    winners = tuple(bid for bid in leading if bid.max_minor >= knobs.reserve_minor)
    if winners:
        price_minor = max(price_minor, knobs.reserve_minor)
    return Standing(tuple(leading), winners, price_minor)


def least_bid(now: Standing, knobs: Knobs, bidder: str) -> int:
    """What this bidder has to offer at least."""
    own = next((bid.max_minor for bid in now.leading if bid.bidder == bidder), None)
    if own is not None:
        return own + knobs.step_minor
    return knobs.start_minor if len(now.leading) < knobs.pieces else now.price_minor + knobs.step_minor


def closes_after(bid_at_ms: int, closes_at_ms: int, *, soft_ms: int, first_closes_at_ms: int) -> int:
    """A bid in the last `soft_ms` moves the end, so that everybody has as long to answer it."""
    if bid_at_ms < closes_at_ms - soft_ms:
        return closes_at_ms
    return max(closes_at_ms, min(bid_at_ms + soft_ms, first_closes_at_ms + EXTEND_MS_MAX))


def may_retract(bid_at_ms: int, now_ms: int, *, closes_at_ms: int | None, soft_ms: int) -> bool:
    is_late = closes_at_ms is not None and now_ms >= closes_at_ms - soft_ms
    return now_ms - bid_at_ms <= RETRACT_WITHIN_MS and not is_late


def price_of_next(bids: Sequence[Bid], knobs: Knobs) -> tuple[Bid, int] | None:
    """Who gets the piece that a winner did not pay, of those who have none, at a price that is none too much for them.

    It is what keeps out the next after them, as if who came before had never bid.
    """
    found = standing(bids, knobs._replace(pieces=1))
    return (found.winners[0], found.price_minor) if found.winners else None
