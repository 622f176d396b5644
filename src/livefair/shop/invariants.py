"""What must hold of orders and payments at every moment; returns a sentence for each breach."""

from sqlalchemy import Integer, cast, func, or_, select

from livefair import ledger
from livefair.kernel import ReadTx, query, word_in
from livefair.shop.models import MONEY_BACK, ORDER, ORDER_LINE, PAYMENT, TOP_UP
from livefair.shop.models.coupons import COUPON, COUPON_GRANT, COUPON_SHARE
from livefair.shop.models.paying import DISPUTE
from livefair.shop.models.preorders import ORDER_DEPOSIT, PREORDER
from livefair.shop.models.promotions import FLASH_CLAIM, FLASH_SALE, FLASH_SHARE, REDUCTION
from livefair.shop.rules.quote import COUPONS

_PAID = ["paid", "shipped", "delivered", "refunded"]

_orders = (
    select(ORDER.c.payment_id, cast(func.sum(ORDER.c.total_minor), Integer).label("total"))
    .group_by(ORDER.c.payment_id)
    .subquery()
)
_deposits = (
    select(ORDER.c.payment_id, cast(func.sum(ORDER_DEPOSIT.c.minor), Integer).label("total"))
    .join_from(ORDER_DEPOSIT, ORDER, ORDER.c.id == ORDER_DEPOSIT.c.order_id)
    .group_by(ORDER.c.payment_id)
    .subquery()
)
_lines = (
    select(ORDER_LINE.c.order_id, cast(func.sum(ORDER_LINE.c.amount_minor), Integer).label("total"))
    .group_by(ORDER_LINE.c.order_id)
    .subquery()
)
_PAYMENT_IS_NOT_ITS_ORDERS = query(
    str,
    select(PAYMENT.c.id)
    .join_from(PAYMENT, _orders, _orders.c.payment_id == PAYMENT.c.id, isouter=True)
    .join(TOP_UP, TOP_UP.c.payment_id == PAYMENT.c.id, isouter=True)
    .join(PREORDER, PREORDER.c.payment_id == PAYMENT.c.id, isouter=True)
    .join(_deposits, _deposits.c.payment_id == PAYMENT.c.id, isouter=True)
    .where(
        func.coalesce(_orders.c.total, TOP_UP.c.amount_minor, PREORDER.c.deposit_minor, 0)
        - func.coalesce(_deposits.c.total, 0)
        != PAYMENT.c.amount_minor
    ),
)
_ORDER_IS_NOT_ITS_LINES = query(
    str,
    select(ORDER.c.id)
    .join_from(ORDER, _lines, _lines.c.order_id == ORDER.c.id, isouter=True)
    .where(func.coalesce(_lines.c.total, 0) != ORDER.c.total_minor),
)
_ORDERS = query(lambda order_id, state: (order_id, state), select(ORDER.c.id, ORDER.c.state))
_PAID_WITHOUT_PAYMENT = query(
    str,
    select(ORDER.c.id)
    .join_from(ORDER, PAYMENT, PAYMENT.c.id == ORDER.c.payment_id)
    .where(word_in(ORDER.c.state, *_PAID), PAYMENT.c.state != "paid"),
)
_back = (
    select(MONEY_BACK.c.payment_id, cast(func.sum(MONEY_BACK.c.amount_minor), Integer).label("total"))
    .where(MONEY_BACK.c.given_up_at_ms.is_(None))
    .group_by(MONEY_BACK.c.payment_id)
    .subquery()
)
_disputed = (
    select(DISPUTE.c.payment_id, cast(func.sum(DISPUTE.c.from_wallet_minor), Integer).label("total"))
    .group_by(DISPUTE.c.payment_id)
    .subquery()
)
_TOP_UPS = query(
    lambda payment_id, is_paid: (payment_id, bool(is_paid)), select(TOP_UP.c.payment_id, TOP_UP.c.paid_at_ms)
)
_TOP_UP_IS_NOT_ITS_PAYMENT = query(
    str,
    select(TOP_UP.c.payment_id)
    .join_from(TOP_UP, PAYMENT, PAYMENT.c.id == TOP_UP.c.payment_id)
    .where(or_(PAYMENT.c.state == "paid", TOP_UP.c.paid_at_ms.is_not(None)))
    .where(or_(PAYMENT.c.state != "paid", TOP_UP.c.paid_at_ms.is_(None))),
)
_MORE_BACK_THAN_SAID = query(
    str,
    select(TOP_UP.c.payment_id)
    .join_from(TOP_UP, _back, _back.c.payment_id == TOP_UP.c.payment_id, isouter=True)
    .join(_disputed, _disputed.c.payment_id == TOP_UP.c.payment_id, isouter=True)
    .where(func.coalesce(_back.c.total, 0) + func.coalesce(_disputed.c.total, 0) != TOP_UP.c.sent_back_minor),
)
_BACKS = query(
    lambda hold_id, sent, given_up: (hold_id, "settled" if sent else "voided" if given_up else None),
    select(MONEY_BACK.c.hold_id, MONEY_BACK.c.sent_at_ms, MONEY_BACK.c.given_up_at_ms),
)


_claimed = (
    select(FLASH_CLAIM.c.sale_id, cast(func.sum(FLASH_CLAIM.c.pieces), Integer).label("pieces"))
    .where(FLASH_CLAIM.c.given_back_at_ms.is_(None))
    .group_by(FLASH_CLAIM.c.sale_id)
    .subquery()
)
_SALE_IS_NOT_ITS_CLAIMS = query(
    str,
    select(FLASH_SALE.c.id)
    .join_from(FLASH_SALE, _claimed, _claimed.c.sale_id == FLASH_SALE.c.id, isouter=True)
    .where(func.coalesce(_claimed.c.pieces, 0) != FLASH_SALE.c.taken),
)
_shares = (
    select(FLASH_CLAIM.c.sale_id, FLASH_CLAIM.c.buyer_id, cast(func.sum(FLASH_CLAIM.c.pieces), Integer).label("pieces"))
    .where(FLASH_CLAIM.c.given_back_at_ms.is_(None))
    .group_by(FLASH_CLAIM.c.sale_id, FLASH_CLAIM.c.buyer_id)
    .subquery()
)
_SHARE_IS_NOT_ITS_CLAIMS = query(
    str,
    select(FLASH_SHARE.c.sale_id)
    .join_from(FLASH_SHARE, FLASH_SALE, FLASH_SALE.c.id == FLASH_SHARE.c.sale_id)
    .join(
        _shares,
        (_shares.c.sale_id == FLASH_SHARE.c.sale_id) & (_shares.c.buyer_id == FLASH_SHARE.c.buyer_id),
        isouter=True,
    )
    .where(
        or_(
            func.coalesce(_shares.c.pieces, 0) != FLASH_SHARE.c.pieces,
            FLASH_SHARE.c.pieces > FLASH_SALE.c.limit_per_buyer,
        )
    ),
)
_off = (
    select(REDUCTION.c.line_id, cast(func.sum(REDUCTION.c.minor), Integer).label("minor"))
    .where(word_in(REDUCTION.c.kind, *sorted(COUPONS)))
    .group_by(REDUCTION.c.line_id)
    .subquery()
)
_DISCOUNT_WITHOUT_REASON = query(
    str,
    select(ORDER_LINE.c.id)
    .join_from(ORDER_LINE, _off, _off.c.line_id == ORDER_LINE.c.id, isouter=True)
    .where(func.coalesce(_off.c.minor, 0) != ORDER_LINE.c.discount_minor),
)
_borne = {
    kind: select(func.coalesce(func.sum(REDUCTION.c.minor), 0))
    .where(REDUCTION.c.line_id == ORDER_LINE.c.id, REDUCTION.c.kind == kind)
    .correlate(ORDER_LINE)
    .scalar_subquery()
    for kind in ("host_coupon", "house_coupon")
}
_BORNE_BY_ANOTHER = query(
    str,
    select(ORDER_LINE.c.id).where(
        or_(
            ORDER_LINE.c.host_bears_minor != _borne["host_coupon"],
            ORDER_LINE.c.house_bears_minor != _borne["house_coupon"],
        )
    ),
)


_grants = select(COUPON_GRANT.c.coupon_id, func.count().label("n")).group_by(COUPON_GRANT.c.coupon_id).subquery()
_COUPON_IS_NOT_ITS_GRANTS = query(
    str,
    select(COUPON.c.id)
    .join_from(COUPON, _grants, _grants.c.coupon_id == COUPON.c.id, isouter=True)
    .where(func.coalesce(_grants.c.n, 0) != COUPON.c.claimed),
)
_in_hands = (
    select(COUPON_GRANT.c.coupon_id, COUPON_GRANT.c.person_id, func.count().label("n"))
    .group_by(COUPON_GRANT.c.coupon_id, COUPON_GRANT.c.person_id)
    .subquery()
)
_MORE_THAN_ONES_SHARE = query(
    str,
    select(COUPON_SHARE.c.coupon_id)
    .join_from(COUPON_SHARE, COUPON, COUPON.c.id == COUPON_SHARE.c.coupon_id)
    .join(
        _in_hands,
        (_in_hands.c.coupon_id == COUPON_SHARE.c.coupon_id) & (_in_hands.c.person_id == COUPON_SHARE.c.person_id),
        isouter=True,
    )
    .where(
        or_(
            func.coalesce(_in_hands.c.n, 0) != COUPON_SHARE.c.claimed,
            COUPON_SHARE.c.claimed > COUPON.c.limit_per_person,
        )
    ),
)
_USED_TWICE = query(
    str,
    select(COUPON_GRANT.c.order_id)
    .join_from(COUPON_GRANT, COUPON, COUPON.c.id == COUPON_GRANT.c.coupon_id)
    .where(COUPON_GRANT.c.order_id.is_not(None))
    .group_by(COUPON_GRANT.c.order_id, COUPON.c.payer)
    .having(func.count() > 1),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"payment {p} is not the sum of its orders" for p in tx.all(_PAYMENT_IS_NOT_ITS_ORDERS)),
        *(f"order {o} is not the sum of its lines" for o in tx.all(_ORDER_IS_NOT_ITS_LINES)),
        *(f"order {o} counts as paid, its payment does not" for o in tx.all(_PAID_WITHOUT_PAYMENT)),
        *(
            f"order {order_id} is {state}, but {'no' if state in _PAID else 'a'} capture is in the ledger"
            for order_id, state in tx.all(_ORDERS)
            if (ledger.find(tx, f"capture:{order_id}") is not None) != (state in _PAID)
        ),
        *_of_wallets(tx),
        *_of_promotions(tx),
    ]


def _of_promotions(tx: ReadTx) -> list[str]:
    return [
        *(f"flash sale {s} counts other pieces than orders have of it" for s in tx.all(_SALE_IS_NOT_ITS_CLAIMS)),
        *(f"a buyer's share of flash sale {s} is not their pieces" for s in tx.all(_SHARE_IS_NOT_ITS_CLAIMS)),
        *(f"coupon {c} counts others than were claimed" for c in tx.all(_COUPON_IS_NOT_ITS_GRANTS)),
        *(f"somebody's share of coupon {c} is not what they claimed" for c in tx.all(_MORE_THAN_ONES_SHARE)),
        *(f"order {o} has more than one coupon of one payer" for o in tx.all(_USED_TWICE)),
        *(f"line {line_id} is borne by others than its coupons say" for line_id in tx.all(_BORNE_BY_ANOTHER)),
        *(f"line {line_id} has a discount without its reason" for line_id in tx.all(_DISCOUNT_WITHOUT_REASON)),
    ]


def _of_wallets(tx: ReadTx) -> list[str]:
    return [
        *(f"top-up {p} is not as its payment says" for p in tx.all(_TOP_UP_IS_NOT_ITS_PAYMENT)),
        *(f"top-up {p} says another sum that went back than its parts" for p in tx.all(_MORE_BACK_THAN_SAID)),
        *(
            f"top-up {payment_id} is {'paid' if is_paid else 'open'}, the ledger says otherwise"
            for payment_id, is_paid in tx.all(_TOP_UPS)
            if (ledger.find(tx, f"top-up:{payment_id}") is not None) != is_paid
        ),
        *(
            f"money back is to have its hold {hold_id} {outcome or 'pending'}, which it is not"
            for hold_id, outcome in tx.all(_BACKS)
            if ledger.resolution_of(tx, hold_id) != outcome
        ),
    ]
