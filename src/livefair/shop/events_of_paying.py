"""Facts of paying by providers outside: pages, disputes, refunds that did not arrive."""

from livefair.kernel import Fact


class PaymentPageAsked(Fact, frozen=True, kw_only=True):
    """A buyer wants to pay on this provider's page."""

    payment_id: str
    page_id: str
    buyer_id: str
    provider: str
    way: str


class OddAmountTaken(Fact, frozen=True, kw_only=True):
    """A provider took another amount than we asked for: nothing is booked, an operator has to look."""

    payment_id: str
    page_id: str
    provider: str
    asked_minor: int
    currency: str
    taken_minor: int
    taken_currency: str


class RefundCameBack(Fact, frozen=True, kw_only=True):
    """Money sent to a buyer did not arrive and is with the provider again; an operator finds another way."""

    failed_refund_id: str
    payment_id: str
    provider: str
    amount_minor: int
    currency: str


class RefundSettled(Fact, frozen=True, kw_only=True):
    """A refund that had come back has reached its owner after all; `by`: who decided how."""

    failed_refund_id: str
    payment_id: str
    amount_minor: int
    currency: str
    by: str


class DisputeOpened(Fact, frozen=True, kw_only=True):
    """A cardholder's bank wants money back; until it is decided, nothing of these lines is paid to anybody.

    `lines`: line id → what it would give back; empty where the payment filled a wallet.
    """

    dispute_id: str
    payment_id: str
    buyer_id: str
    order_ids: list[str]
    amount_minor: int
    currency: str
    lines: dict[str, int]


class DisputeAnswered(Fact, frozen=True, kw_only=True):
    """An operator has contested or accepted it with the provider."""

    dispute_id: str
    answer: str
    by: str


class DisputeWon(Fact, frozen=True, kw_only=True):
    dispute_id: str
    payment_id: str
    order_ids: list[str]
    amount_minor: int
    currency: str


class DisputeLost(Fact, frozen=True, kw_only=True):
    """The money is gone: whoever had it gives it back, as for a refund; `by_house_minor` of it the house bears."""

    dispute_id: str
    payment_id: str
    order_ids: list[str]
    amount_minor: int
    currency: str
    by_house_minor: int


class ReconciliationEnded(Fact, frozen=True, kw_only=True):
    """Our book was laid beside a provider's report."""

    run_id: str
    provider: str
    matched: int
    differences: int


class DifferenceSettled(Fact, frozen=True, kw_only=True):
    """Somebody has done what a difference took, and said what."""

    difference_id: str
    run_id: str
    difference_kind: str
    by: str
