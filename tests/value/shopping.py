"""What the shop says and books when somebody buys, receives and returns, without the shop's own rows."""

from itertools import count

from livefair import ledger
from livefair.kernel import DAY_MS, SYSTEM
from livefair.kernel.runner import run_due_now
from livefair.ledger import Leg
from livefair.shop.events import (
    OrderDelivered,
    OrderPaid,
    OrderRefunded,
    PaidLine,
    RefundDenied,
    RefundedLine,
    RefundRequested,
)

WINDOW_MS = 7 * DAY_MS
numbers = count(1)
WHO = {"buyer_id": "ann", "brand_id": "brand"}


def line(amount_minor=10_000, *, line_id=None, **more):
    """One line sold by a host of an MCN through a review, unless said otherwise."""
    number = next(numbers)
    parts = {
        "host_id": "host",
        "mcn_id": "mcn",
        "mcn_share_bp": 2_000,
        "reviewer_id": "reviewer",
        "commission_bp": 1_500,
        "room_id": "room",
        "video_id": None,
        "review_id": "review",
    }
    return PaidLine(
        line_id=line_id or f"line{number:05}",
        sku_id="sku",
        product_id="product",
        quantity=1,
        amount_minor=amount_minor,
        **(parts | more),
    )


def say(db, fact):
    db.write_now(lambda tx, actor: tx.announce(fact), SYSTEM)
    run_due_now(db)


def pay(db, *lines, currency="CNY", **who):
    """Returns the order's id. `who`: a buyer_id or brand_id other than usual."""
    order_id = f"order{next(numbers):05}"

    def paid(tx, actor):
        total = sum(bought.amount_minor for bought in lines)
        by_house = sum(bought.house_bears_minor for bought in lines)
        legs = [Leg("psp_clearing", -total), Leg("platform:promotions", -by_house)]
        legs += [Leg(f"escrow:{b.line_id}", b.amount_minor + b.house_bears_minor) for b in lines]
        ledger.post(tx, key=f"capture:{order_id}", reason="order_captured", legs=legs, currency=currency)
        tx.announce(OrderPaid(order_id=order_id, payment_id="pay", currency=currency, lines=list(lines), **WHO | who))

    db.write_now(paid, SYSTEM)
    run_due_now(db)
    return order_id


def deliver(db, order_id, *lines):
    ids = [bought.line_id for bought in lines]
    until = db.clock() + WINDOW_MS
    say(db, OrderDelivered(order_id=order_id, line_ids=ids, by="buyer", returnable_until_ms=until, **WHO))


def wait(db, ms=WINDOW_MS):
    db.clock.advance(ms)
    run_due_now(db)


def buy_and_keep(db, *lines, **more):
    order_id = pay(db, *lines, **more)
    deliver(db, order_id, *lines)
    wait(db)
    return order_id


def ask_back(db, order_id, refund_id="refund"):
    say(db, RefundRequested(refund_id=refund_id, order_id=order_id, reason="quality", **WHO))


def deny(db, order_id, refund_id="refund"):
    say(db, RefundDenied(refund_id=refund_id, order_id=order_id, buyer_id="ann"))


def refund(db, order_id, amounts, refund_id="refund", currency="CNY", **who):
    """`amounts` by line id. `who`: a buyer_id other than usual."""
    lines = [RefundedLine(line_id=line_id, amount_minor=minor) for line_id, minor in amounts.items()]
    say(db, OrderRefunded(order_id=order_id, refund_id=refund_id, currency=currency, lines=lines, **WHO | who))


def owned(db, *parties, currency="CNY"):
    """What stands on each party's accounts in all; a debt counts below 0."""
    return {
        party: sum(db.read_now(ledger.balance, account, currency) for account in ledger.accounts_of(party))
        for party in parties
    }


EVERYBODY = ("brand", "host", "mcn", "reviewer")


def house(db):
    return {
        account: db.read_now(ledger.balance, account)
        for account in ("platform:fees", "platform:commission", "psp_clearing")
    }
