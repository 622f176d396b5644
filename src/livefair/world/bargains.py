"""Bargains of the demo world: flash sales of what lies on the table, which the host starts, and coupons."""

from livefair.catalog import price_truth, product_cards
from livefair.catalog.queries import skus_of
from livefair.kernel import DAY_MS, MINUTE_MS, SECOND_MS, Actor, ReadTx, WriteTx
from livefair.live.flash_selling import start_sale
from livefair.people import actor_of
from livefair.people.organisations import members_of
from livefair.people.queries import people_with_role
from livefair.shop.coupons import make_coupon
from livefair.shop.flash_sales import plan_flash_sale
from livefair.shop.rules.coupons import Draft
from livefair.shop.rules.flash_sales import LOW_WINDOW_MS, Plan
from livefair.supply import level

OFF_PERCENT = 12
COUPON_DAYS = 90
PIECES = 12
# A brand goes no lower than this part of its usual price.
LEAST_PERCENT = 60


def flash_one(tx: WriteTx, host: Actor, room_id: str, product_ids: list[str]) -> bool:
    """The first of the products that can become cheaper still; False where none can."""
    for product_id in product_ids:
        for sku in skus_of(tx, product_id):
            plan = _plan(tx, sku.id, sku.price_minor)
            if plan is None:
                continue
            brand_id = product_cards(tx, [product_id])[product_id].brand_id
            brand = actor_of(tx, members_of(tx, brand_id)[0].person_id)
            sale_id = plan_flash_sale(tx, brand, sku.id, plan, host_id=host.id)
            start_sale(tx, host, room_id, sale_id)
            return True
    return False


COUPONS = {
    "brand": Draft("逛市集立减 · For the fair", off_minor=1_000, least_minor=8_000, quantity=500),
    "host": Draft("主播请客 · On the host", percent_bp=500, cap_minor=600, quantity=200, payer="host"),
    "house": Draft("市集首单礼 · Welcome", off_minor=300, least_minor=3_000, payer="house", is_for_first_order=True),
}


def issue_coupon(tx: WriteTx, payer: Actor, kind: str = "brand") -> str:
    return make_coupon(tx, payer, COUPONS[kind]._replace(until_ms=tx.now_ms + COUPON_DAYS * DAY_MS))


def _plan(tx: ReadTx, sku_id: str, usual_minor: int) -> Plan | None:
    lowest_minor = price_truth(tx, sku_id, window_ms=LOW_WINDOW_MS).lowest_minor
    price_minor = lowest_minor * (100 - OFF_PERCENT) // 100
    pieces = min(PIECES, level(tx, sku_id).sellable // 2)
    if pieces < 1 or price_minor * 100 < usual_minor * LEAST_PERCENT:
        return None
    return Plan(price_minor, pieces, limit_per_buyer=2, countdown_ms=20 * SECOND_MS, lasts_ms=2 * MINUTE_MS)


def some_operator(tx: ReadTx) -> Actor | None:
    """Whoever runs this fair, if anybody does."""
    return next((actor_of(tx, each.id) for each in people_with_role(tx, "operator")), None)
