import asyncio

from hypothesis import given
from hypothesis import strategies as st

from livefair.content import rules
from livefair.content.feed import feed_page
from livefair.content.traffic import (
    TrafficLine,
    coverage,
    on_trial_of,
    policy_numbers,
    receipt_of,
    traffic_of,
)
from livefair.governance import FeedKnobs, set_feed_policy
from livefair.kernel import GUEST, HOUR_MS
from livefair.web.feed_desk import Asked, FeedDesk
from tests.content.studio import brand_with_product, published

lines = st.lists(
    st.builds(
        TrafficLine,
        day=st.integers(20_000, 20_004),
        kind=st.sampled_from(rules.FEED_KINDS),
        source=st.sampled_from(rules.SOURCES),
        reason=st.sampled_from(rules.IMPRESSION_REASONS),
        given=st.sampled_from(rules.GIVEN),
        impressions=st.integers(1, 9),
    ),
    max_size=30,
)


@given(lines)
def test_each_part_of_a_receipt_sums_to_the_whole(found):
    receipt = receipt_of(found)
    whole = sum(line.impressions for line in found)
    assert receipt.impressions == whole
    for parts in (receipt.sources, receipt.kinds, receipt.days):
        assert sum(part.impressions for part in parts) == whole
    assert all(sum(day.sources) == day.impressions for day in receipt.days)
    for parts in (receipt.reasons, receipt.given):
        assert sum(part.impressions for part in parts) == receipt.chosen


@given(st.lists(st.integers(0, 1_000), max_size=20))
def test_gini_is_none_for_equals_and_never_above_one(counts):
    assert 0 <= rules.gini(counts) + 1e-12 <= 1
    assert rules.gini([7] * 5) == 0
    assert rules.gini([0] * 99 + [5]) > 0.98


def watched(db, pages=1, **wanted):
    desk = FeedDesk(db)

    async def answer():
        for _ in range(pages):
            desk.note(db.read_now(feed_page, GUEST, **wanted))
        await desk.flush()

    asyncio.run(answer())


def asked(db, source, *things):
    desk = FeedDesk(db)
    desk.note_asked(source, things)
    asyncio.run(desk.flush())


def test_every_impression_has_one_source_and_a_receipt_names_each(db, join):
    host = join("ada", "host")
    plain = published(db, host, "plain")
    _, product_id = brand_with_product(db, join)
    published(db, host, "paid", product_ids=(product_id,), advertising="paid")
    watched(db)
    for source in ("search", "share", "outside", "follow"):
        asked(db, source, Asked("video", plain, host.id))
    receipt = receipt_of(db.read_now(traffic_of, host.id))
    assert receipt.impressions == 6
    assert dict(receipt.sources) == dict.fromkeys(rules.SOURCES, 1)
    assert receipt.chosen == 2


def test_the_next_version_of_the_policy_has_numbers_of_its_own(db, join):
    olga = join("olga", "operator")
    for number in range(3):
        published(db, join(f"host{number}", "host"))
    watched(db, pages=2)
    db.write_now(set_feed_policy, olga, FeedKnobs(small_floor=0))
    watched(db)
    new, old = db.read_now(policy_numbers)
    assert (new.version, new.impressions, new.creators) == (1, 3, 3)
    assert (old.version, old.impressions, old.gini) == (0, 6, 0)
    assert old.small == 1  # nobody has watched anybody: all are small


def test_what_the_lot_of_the_new_has_given_is_told(db, join):
    for number in range(6):
        published(db, join(f"host{number}", "host"))
    watched(db)
    numbers = db.read_now(policy_numbers)[0]
    assert numbers.tried == 1 / 6  # the fifth slot


def test_coverage_counts_what_the_feed_has_shown_within_a_week(db, clock, join):
    host = join("ada", "host")
    published(db, host, "one")
    assert db.read_now(coverage) == (0, 1)
    watched(db)
    published(db, host, "two")
    assert db.read_now(coverage) == (1, 2)
    assert db.read_now(coverage).share == 0.5
    clock.advance(8 * 24 * HOUR_MS)
    assert db.read_now(coverage) == (0, 2)


def test_a_new_video_is_on_trial_for_three_days(db, clock, join):
    host = join("ada", "host")
    video_id = published(db, host)
    [trial] = db.read_now(on_trial_of, host.id)
    assert (trial.video_id, trial.viewers, trial.hours_left) == (video_id, 0, 72)
    clock.advance(71 * HOUR_MS + 1)
    assert db.read_now(on_trial_of, host.id)[0].hours_left == 1
    clock.advance(HOUR_MS)
    assert db.read_now(on_trial_of, host.id) == []
