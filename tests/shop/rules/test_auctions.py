from hypothesis import assume, given
from hypothesis import strategies as st

from livefair.shop.rules.auctions import (
    EXTEND_MS_MAX,
    RETRACT_WITHIN_MS,
    Bid,
    Knobs,
    closes_after,
    least_bid,
    may_retract,
    price_of_next,
    standing,
)

AMOUNTS = st.integers(1_000, 20_000)
KNOBS = st.builds(
    Knobs,
    start_minor=st.just(1_000),
    step_minor=st.integers(1, 3_000),
    reserve_minor=st.one_of(st.just(0), AMOUNTS),
    pieces=st.integers(1, 4),
)
BIDS = st.lists(AMOUNTS, max_size=9).map(
    lambda amounts: [Bid(position, f"b{position}", most) for position, most in enumerate(amounts, start=1)]
)
MOMENTS = st.integers(0, 10**8)


@given(BIDS, KNOBS)
def test_nobody_pays_more_than_they_offered_nor_less_than_the_start_or_the_reserve(bids, knobs):
    now = standing(bids, knobs)
    assert now.price_minor >= knobs.start_minor
    for winner in now.winners:
        assert knobs.reserve_minor <= now.price_minor <= winner.max_minor


@given(BIDS, KNOBS)
def test_the_highest_lead_and_of_equals_the_earlier(bids, knobs):
    now = standing(bids, knobs)
    assert len(now.leading) == min(knobs.pieces, len(bids))
    last = now.leading[-1] if now.leading else None
    for beaten in set(bids) - set(now.leading):
        assert last is not None
        assert (last.max_minor, -last.position) > (beaten.max_minor, -beaten.position)


@given(BIDS, KNOBS, st.randoms(use_true_random=False))
def test_the_order_in_which_bids_are_looked_at_changes_nothing(bids, knobs, rng):
    mixed = list(bids)
    rng.shuffle(mixed)
    assert standing(mixed, knobs) == standing(bids, knobs)


@given(BIDS, KNOBS, AMOUNTS)
def test_to_say_more_than_one_would_need_to_does_not_raise_ones_own_price(bids, knobs, more):
    now = standing(bids, knobs)
    assume(now.winners)
    first = now.winners[0]
    higher = [bid._replace(max_minor=bid.max_minor + more) if bid == first else bid for bid in bids]
    after = standing(higher, knobs)
    if knobs.pieces == 1:
        beaten = max((bid.max_minor for bid in bids if bid != first), default=0)
        assert after.price_minor <= max(knobs.start_minor, knobs.reserve_minor, beaten + knobs.step_minor)
    assert after.leads(first.bidder)


@given(BIDS, KNOBS)
def test_the_least_bid_is_enough_to_lead_or_to_beat_the_price(bids, knobs):
    now = standing(bids, knobs)
    least = least_bid(now, knobs, "new")
    after = standing([*bids, Bid(99, "new", least)], knobs)
    assert after.leads("new") or after.price_minor > now.price_minor or after.price_minor == now.leading[-1].max_minor


@given(MOMENTS, st.integers(0, EXTEND_MS_MAX), st.integers(1, 10**6), st.integers(0, 300_000))
def test_the_end_only_moves_later_and_never_beyond_its_bound(first, moved_before, before_end, soft):
    closes = first + moved_before
    bid_at = closes - before_end
    moved = closes_after(bid_at, closes, soft_ms=soft, first_closes_at_ms=first)
    assert closes <= moved <= first + EXTEND_MS_MAX
    assert moved in (closes, bid_at + soft, first + EXTEND_MS_MAX)


@given(MOMENTS, MOMENTS, st.integers(0, 300_000))
def test_a_slip_is_taken_back_at_once_and_not_while_time_runs_out(bid_at, later, soft):
    now, closes = bid_at + later, bid_at + later + soft
    assert not may_retract(bid_at, now, closes_at_ms=closes, soft_ms=soft)
    assert may_retract(bid_at, now, closes_at_ms=closes + 1, soft_ms=soft) == (later <= RETRACT_WITHIN_MS)


@given(BIDS, KNOBS)
def test_the_next_pays_what_they_would_have_paid_without_those_before(bids, knobs):
    ranked = sorted(bids, key=lambda bid: (-bid.max_minor, bid.position))
    found = price_of_next(ranked[1:], knobs)
    if found is None:
        assert all(bid.max_minor < max(knobs.reserve_minor, 1) for bid in ranked[1:])
    else:
        bid, price = found
        assert bid == ranked[1]
        assert max(knobs.start_minor, knobs.reserve_minor) <= price <= bid.max_minor
