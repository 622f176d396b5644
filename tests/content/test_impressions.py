import asyncio

from livefair.content.feed import feed_page
from livefair.content.impressions import forget_old_impressions, impressions_of, journal_impressions
from livefair.content.rules import IMPRESSIONS_KEPT_DAYS
from livefair.content.traffic import traffic_of
from livefair.kernel import DAY_MS, GUEST, SYSTEM
from livefair.web.feed_desk import FeedDesk
from tests.content.studio import published


def shown(db, pages):
    """Pages as the program answers them: what was shown is in the journal."""
    desk, items = FeedDesk(db), []

    async def answer():
        for _ in range(pages):
            page = db.read_now(feed_page, GUEST)
            desk.note(page)
            items.extend(page.items)
            db.clock.advance(1_000)
        await desk.flush()

    asyncio.run(answer())
    return items


def test_receipts_sum_to_the_impressions(db, join):
    hosts = [join(f"host{number}", "host") for number in range(5)]
    for host in hosts:
        for number in range(2):
            published(db, host, f"{host.id}{number}")
    items = shown(db, pages=4)
    assert len(items) == 40
    for host in hosts:
        receipt = db.read_now(traffic_of, host.id)
        mine = sum(item.creator_id == host.id for item in items)
        assert sum(line.impressions for line in receipt) == mine == db.read_now(impressions_of, host.id)


def test_a_slot_of_a_page_is_written_once_and_forgotten_after_a_season(db, clock, join):
    host = join("ada", "host")
    published(db, host)
    [item] = shown(db, pages=1)
    assert (item.shown.slot, item.shown.propensity, item.shown.policy_version) == (1, 1.0, 0)
    clock.advance((IMPRESSIONS_KEPT_DAYS + 1) * DAY_MS)
    db.write_now(forget_old_impressions, SYSTEM)
    assert db.read_now(impressions_of, host.id, days=400) == 0
    assert sum(line.impressions for line in db.read_now(traffic_of, host.id)) == 0  # out of the 30 days
    assert db.write_now(journal_impressions, SYSTEM, []) == 0
