"""Brands of the demo world pay for the use of reviews: some are advertised, one waits for its author's answer."""

from livefair import ledger
from livefair.community.licences import Wish, ask_for_licence, grant_licence, show_in_ad
from livefair.community.queries import ReviewItem, reviews_of_brand, reviews_of_person
from livefair.kernel import Actor, Money
from livefair.people import actor_of
from livefair.world.fair import Fair
from livefair.world.setting_up import demo

FEE = Money(6_600)
WISH = Wish(FEE, 30, "放在商品页顶部，并印在门店的海报上。On the product's page, and on posters in our shops.")
AT = 0.8
"""So much of the month is over when brands begin to ask, each as soon as it has earned the fee."""


class Licensing:
    """Each brand advertises with the warmest review of its products; one asks the demo customer."""

    def __init__(self, fair: Fair) -> None:
        self._fair = fair
        self._waiting = {goods.brand.id: goods.brand for goods in fair.goods.values()}

    def day(self, day: int) -> None:
        if day < int(self._fair.plan.days * AT):
            return
        for brand_id in list(self._waiting):
            if _advertise(self._fair, self._fair.db.read_now(actor_of, brand_id)):
                del self._waiting[brand_id]
        customer = demo(self._fair, "customer")
        if own := self._fair.db.read_now(reviews_of_person, customer, customer.id, most=1):
            _ask(self._fair, _brand_of(self._fair, own[0]), own[0])


def _advertise(fair: Fair, brand: Actor) -> bool:
    found = fair.db.read_now(reviews_of_brand, brand, brand.organisation_id or "", most=50)
    others = [item for item in found if item.author.id != demo(fair, "customer").id]
    warm = [item for item in others if item.rating == 5 and item.is_verified]
    if not warm:
        return False
    best = max(warm, key=lambda item: (item.helpful, item.id))
    if (licence_id := _ask(fair, brand, best)) is None:
        return False
    fair.db.write_now(grant_licence, fair.db.read_now(actor_of, best.author.id), licence_id)
    fair.db.write_now(show_in_ad, brand, licence_id)
    return True


def _ask(fair: Fair, brand: Actor, item: ReviewItem) -> str | None:
    """None where the brand has not earned the fee yet."""
    ready = fair.db.read_now(ledger.balance, f"payable:{brand.organisation_id}", FEE.currency)
    if ready < FEE.minor:
        return None
    return fair.db.write_now(ask_for_licence, brand, item.id, WISH, key=f"licence:{item.id}")


def _brand_of(fair: Fair, item: ReviewItem) -> Actor:
    goods = next(goods for goods in fair.goods.values() if goods.product_id == item.product.id)
    return fair.db.read_now(actor_of, goods.brand.id)
