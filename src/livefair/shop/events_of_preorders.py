"""What happened to what was bought in advance."""

from livefair.kernel import Fact


class PreorderOffered(Fact, frozen=True, kw_only=True):
    offer_id: str
    brand_id: str
    product_id: str
    sku_id: str
    price_minor: int
    deposit_minor: int
    currency: str
    balance_from_ms: int
    balance_until_ms: int


class PreorderOfferEnded(Fact, frozen=True, kw_only=True):
    """Nobody pays a deposit any more; who has paid one still has the price."""

    offer_id: str
    brand_id: str


class DepositPaid(Fact, frozen=True, kw_only=True):
    """A piece is kept for the buyer; the money stands in an account of its own."""

    preorder_id: str
    offer_id: str
    buyer_id: str
    amount_minor: int
    currency: str


class PreorderDone(Fact, frozen=True, kw_only=True):
    """The balance is paid: the deposit went into the order."""

    preorder_id: str
    order_id: str
    buyer_id: str


class PreorderLapsed(Fact, frozen=True, kw_only=True):
    """The balance was not paid in time: `kept` by the brand, as was said before, or sent back."""

    preorder_id: str
    offer_id: str
    buyer_id: str
    amount_minor: int
    currency: str
    kept: bool
