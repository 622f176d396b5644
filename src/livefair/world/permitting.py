"""Permits of the demo world: headphones and speakers need a certificate, which their brands have; one paper waits."""

from livefair.catalog.permits import Paper, decide_permit, file_permit, held_back, set_permit_policy
from livefair.kernel import DAY_MS, Actor
from livefair.world.fair import Fair

AUTHORITY = "中国质量认证中心 China Quality Certification Centre"
FOOD_AUTHORITY = "杭州市市场监督管理局 Hangzhou market authority"
KINDS = ("sound", "food")
HOLDS_MS = 700 * DAY_MS


def permit_goods(fair: Fair, operator: Actor, moderator: Actor) -> None:
    db = fair.db
    db.write_now(set_permit_policy, operator, KINDS, warn_days=30)
    makers = [brand for brand in fair.brands if "sound" in db.read_now(held_back, str(brand.organisation_id))]
    for number, brand in enumerate(makers, start=1):
        paper = Paper("sound", f"20260108075{number:05}", AUTHORITY, db.clock() + HOLDS_MS)
        permit_id = db.write_now(file_permit, brand, paper, key="sound")
        db.write_now(decide_permit, moderator, permit_id, is_approved=True)
    waiting = Paper("food", "JY13301060012345", FOOD_AUTHORITY, db.clock() + HOLDS_MS)
    db.write_now(file_permit, fair.brands[0], waiting, key="food")
