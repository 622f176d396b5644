"""People of the demo world who look at the feed: what it shows them stands in the receipts of those who made it."""

from livefair.content import feed_page
from livefair.content.impressions import chosen, journal_impressions
from livefair.kernel import GUEST, SYSTEM, Actor, secret_token
from livefair.world.fair import Fair

LOOKING = 6
PAGES_MAX = 2


def stroll(fair: Fair, day: int) -> None:
    """Some of those who are there, and a guest, read a page or two."""
    rng = fair.rng(f"stroll:{day}")
    looking = rng.sample(fair.customers, min(LOOKING, len(fair.customers)))
    for viewer in [GUEST, *(customer.actor for customer in looking)]:
        fair.clock.advance(1)
        _read(fair, viewer, pages=rng.randint(1, PAGES_MAX))


def _read(fair: Fair, viewer: Actor, *, pages: int) -> None:
    cursor: str | None = ""
    for _ in range(pages):
        if cursor is None:
            return
        page = fair.db.read_now(feed_page, viewer, cursor=cursor)
        page_id = secret_token()
        lines = [chosen(page_id, item, item.shown, fair.clock()) for item in page.items if item.shown]
        fair.db.write_now(journal_impressions, SYSTEM, lines)
        cursor = page.cursor
