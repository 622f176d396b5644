"""What a town sells in other ways than from the cart."""

from livefair.catalog import add_sku
from livefair.kernel import Actor, Database, Money
from livefair.people.ages import confirm_age
from livefair.shop import Place, add_address
from livefair.shop.auctions import put_up
from livefair.shop.box_buying import Wanted, buy_boxes
from livefair.shop.boxes import begin_series, boxes_of_order
from livefair.shop.direct import Paying
from livefair.shop.groups import offer_to_groups, open_group
from livefair.shop.payments import orders_of_payment
from livefair.shop.preorders import offer_in_advance, pay_deposit, preorders_of
from livefair.shop.rules.auctions import Draft as AuctionDraft
from livefair.shop.rules.boxes import Content, Draft
from livefair.shop.rules.groups import Draft as GroupDraft
from livefair.shop.rules.preorders import Draft as EarlyDraft
from livefair.supply import receive
from tests.purse import GROWN_UP
from tests.stall import notify


def put_up_for_auction(db: Database, brand: Actor, sku_id: str) -> str:
    """One piece, by the clock, which has not struck yet."""
    return db.write_now(put_up, brand, sku_id, AuctionDraft(5_000, 500, opens_after_ms=3_600_000))


PLACE = Place("Ana", "13800000000", "浙江", "杭州", "西湖路 1 号", "310000")


def boxed(db: Database, people: dict[str, Actor], product_id: str, sku_id: str) -> tuple[str, str, str, str]:
    """A series of blind boxes, the sealed box of the customer, a group that they have opened, what is kept for them."""
    brand, customer = people["brand"], people["customer"]
    rare = db.write_now(add_sku, brand, product_id, name_zh="金", name_en="Gold", price=Money(20_000))
    db.write_now(receive, brand, rare, quantity=5, key="rare")
    draft = Draft(8_000, (Content(sku_id, 6), Content(rare, 2, is_rare=True)), guarantee_after=4)
    series_id = db.write_now(begin_series, brand, product_id, draft)
    db.write_now(confirm_age, customer, GROWN_UP)
    paying = Paying(db.write_now(add_address, customer, PLACE), 8_000, "local", "box-one")
    payment_id = db.write_now(buy_boxes, customer, series_id, Wanted(1, True), paying)
    notify(db, payment_id)
    [order_id] = db.read_now(orders_of_payment, payment_id)
    [box] = db.read_now(boxes_of_order, order_id)
    offer_id = db.write_now(offer_to_groups, brand, sku_id, GroupDraft(9_000, 3))
    db.write_now(open_group, customer, offer_id, paying._replace(expected_minor=9_000, key="group-one"))
    early = db.write_now(offer_in_advance, brand, sku_id, EarlyDraft(9_000, 1_000))
    db.write_now(pay_deposit, customer, early, paying._replace(expected_minor=1_000, key="deposit-one"))
    [kept] = db.read_now(preorders_of, customer.id)
    return series_id, box.line_id, offer_id, kept.id
