"""What happened in the shop. Money is in minor units of `currency`.

When an order is paid, the shop has already posted the capture `psp_clearing → escrow:{line_id}` for each of its lines
in the same transaction, and `platform:promotions → escrow:{line_id}` for what the house pays of it; who gets what of it
is decided above.
"""

import msgspec

from livefair.kernel import Fact


class PaidLine(msgspec.Struct, frozen=True, kw_only=True):
    line_id: str
    sku_id: str
    product_id: str
    quantity: int
    amount_minor: int
    room_id: str | None
    video_id: str | None
    review_id: str | None
    host_id: str | None
    reviewer_id: str | None
    mcn_id: str | None
    mcn_share_bp: int
    commission_bp: int
    # What coupons took off at the cost of the host and of the house: `amount_minor` is without it.
    host_bears_minor: int = 0
    house_bears_minor: int = 0


class RefundedLine(msgspec.Struct, frozen=True, kw_only=True):
    line_id: str
    amount_minor: int


class CartLineAdded(Fact, frozen=True, kw_only=True):
    buyer_id: str
    sku_id: str
    product_id: str
    quantity: int
    room_id: str | None
    video_id: str | None
    review_id: str | None


class OrderPlaced(Fact, frozen=True, kw_only=True):
    order_id: str
    payment_id: str
    buyer_id: str
    brand_id: str
    total_minor: int
    currency: str


class OrderPaid(Fact, frozen=True, kw_only=True):
    order_id: str
    payment_id: str
    buyer_id: str
    brand_id: str
    currency: str
    lines: list[PaidLine]


class OrderCancelled(Fact, frozen=True, kw_only=True):
    """Never paid: `why` is declined or expired."""

    order_id: str
    buyer_id: str
    brand_id: str
    why: str


class PaymentCameLate(Fact, frozen=True, kw_only=True):
    """Money for what no longer stands, that came twice, or in an odd amount (`why`); it goes back, under `key`."""

    payment_id: str
    buyer_id: str
    amount_minor: int
    currency: str
    key: str = ""
    why: str = "late"


class WalletToppedUp(Fact, frozen=True, kw_only=True):
    person_id: str
    payment_id: str
    amount_minor: int
    currency: str


class MoneyBackAsked(Fact, frozen=True, kw_only=True):
    """Unspent money of a wallet is set aside for the way back."""

    person_id: str
    amount_minor: int
    currency: str


class MoneyBackSent(Fact, frozen=True, kw_only=True):
    """The provider has returned this part of it."""

    person_id: str
    money_back_id: str
    payment_id: str
    amount_minor: int
    currency: str


class MoneyBackGivenUp(Fact, frozen=True, kw_only=True):
    """The provider does not send this part back: an operator has put it into the wallet again."""

    person_id: str
    money_back_id: str
    payment_id: str
    amount_minor: int
    currency: str
    decided_by: str


class OrderShipped(Fact, frozen=True, kw_only=True):
    order_id: str
    buyer_id: str
    brand_id: str


class OrderDelivered(Fact, frozen=True, kw_only=True):
    """`by` is buyer (they confirmed), carrier (it has brought the last parcel) or clock (nobody objected in time)."""

    order_id: str
    buyer_id: str
    brand_id: str
    line_ids: list[str]
    by: str
    returnable_until_ms: int


class RefundRequested(Fact, frozen=True, kw_only=True):
    refund_id: str
    order_id: str
    buyer_id: str
    brand_id: str
    reason: str


class ReturnAgreed(Fact, frozen=True, kw_only=True):
    """The goods may be sent back. `by` is a person, or clock: the brand was silent too long."""

    refund_id: str
    order_id: str
    buyer_id: str
    brand_id: str
    by: str


class ReturnSent(Fact, frozen=True, kw_only=True):
    """The buyer has handed the goods to a carrier."""

    refund_id: str
    order_id: str
    buyer_id: str
    brand_id: str


class GoodsExchanged(Fact, frozen=True, kw_only=True):
    """Another piece is on its way instead of money: the claim is over."""

    refund_id: str
    order_id: str
    buyer_id: str
    brand_id: str


class RefundDenied(Fact, frozen=True, kw_only=True):
    refund_id: str
    order_id: str
    buyer_id: str


class OrderRefunded(Fact, frozen=True, kw_only=True):
    """Each line's `amount_minor` goes back to the buyer; whoever holds it now gives it back."""

    order_id: str
    refund_id: str
    buyer_id: str
    brand_id: str
    currency: str
    lines: list[RefundedLine]


class FlashSalePlanned(Fact, frozen=True, kw_only=True):
    """A brand gives a host pieces at a price below all of the last 14 days."""

    sale_id: str
    sku_id: str
    host_id: str
    price_minor: int
    currency: str
    pieces: int


class FlashSaleStarted(Fact, frozen=True, kw_only=True):
    """The countdown runs; pieces can be had from `opens_at_ms` on."""

    sale_id: str
    room_id: str
    sku_id: str
    opens_at_ms: int


class FlashSaleOpened(Fact, frozen=True, kw_only=True):
    sale_id: str
    room_id: str
    sku_id: str


class FlashSaleLowered(Fact, frozen=True, kw_only=True):
    """`room_id` None: before it was started."""

    sale_id: str
    room_id: str | None
    pieces: int


class FlashSaleEnded(Fact, frozen=True, kw_only=True):
    """`taken` are the pieces that orders have of it at this moment; `room_id` None: it was never started."""

    sale_id: str
    room_id: str | None
    sku_id: str
    taken: int


class CouponMade(Fact, frozen=True, kw_only=True):
    """`payer` is brand (`brand_id`), host or house."""

    coupon_id: str
    brand_id: str | None
    quantity: int
    payer: str = "brand"


class CouponStopped(Fact, frozen=True, kw_only=True):
    """Nobody claims it any more; what was claimed stays good."""

    coupon_id: str
    brand_id: str | None


class CouponClaimed(Fact, frozen=True, kw_only=True):
    grant_id: str
    coupon_id: str
    person_id: str
    room_id: str | None


class CouponUsed(Fact, frozen=True, kw_only=True):
    grant_id: str
    person_id: str
    order_id: str


class CouponGivenBack(Fact, frozen=True, kw_only=True):
    """Nothing came of the order: the coupon can be used again."""

    grant_id: str
    coupon_id: str
    person_id: str
    order_id: str


class ProductWished(Fact, frozen=True, kw_only=True):
    person_id: str
    product_id: str


class OwnLimitSet(Fact, frozen=True, kw_only=True):
    """A buyer limits their own spending, or lifts that; it holds from `from_at_ms` on."""

    person_id: str
    from_at_ms: int


class OrdersClaimed(Fact, frozen=True, kw_only=True):
    """What a guest had bought belongs to an account now."""

    guest_id: str
    person_id: str
