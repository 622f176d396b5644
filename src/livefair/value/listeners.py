"""What the news of shop and rooms mean for the value of order lines and gifts. Each is heard once, in any order."""

from livefair.kernel import SYSTEM, WriteTx, listens_to
from livefair.live.events_of_gifts import GiftRefunded, GiftSent
from livefair.live.gifts import Gift, gift_of
from livefair.shop.events import GoodsExchanged, OrderDelivered, OrderPaid, OrderRefunded, RefundDenied, RefundRequested
from livefair.shop.events_of_paying import DisputeLost, DisputeOpened, DisputeWon
from livefair.shop.queries import placed_at
from livefair.shop.wallets import account_of
from livefair.value.contests import contest_line_released
from livefair.value.events import SharesReleased
from livefair.value.freezing import freeze, thaw
from livefair.value.refunds import close_claim, open_claim, refund_line
from livefair.value.rules.share_plan import Terms
from livefair.value.shares import BoughtLine, plan_line, start_window
from livefair.value.terms import cohosts_of, terms_of


@listens_to(OrderPaid)
def plan_the_shares(tx: WriteTx, fact: OrderPaid) -> None:
    """By what was agreed when the order was placed."""
    placed_at_ms = placed_at(tx, fact.order_id) or tx.now_ms
    for line in fact.lines:
        terms = terms_of(tx, fact, line, placed_at_ms)
        plan_line(tx, SYSTEM, BoughtLine(line.line_id, fact.order_id, line.product_id, fact.currency, terms))


@listens_to(OrderDelivered)
def wait_for_the_return_window(tx: WriteTx, fact: OrderDelivered) -> None:
    for line_id in fact.line_ids:
        start_window(tx, SYSTEM, line_id, until_ms=fact.returnable_until_ms)


@listens_to(RefundRequested)
def keep_in_escrow_while_claimed(tx: WriteTx, fact: RefundRequested) -> None:
    open_claim(tx, SYSTEM, fact.refund_id, order_id=fact.order_id)


@listens_to(RefundDenied)
def let_go_of_the_claim(tx: WriteTx, fact: RefundDenied) -> None:
    close_claim(tx, SYSTEM, fact.refund_id, order_id=fact.order_id)


@listens_to(GoodsExchanged)
def let_go_of_what_was_exchanged(tx: WriteTx, fact: GoodsExchanged) -> None:
    close_claim(tx, SYSTEM, fact.refund_id, order_id=fact.order_id)


@listens_to(OrderRefunded)
def take_the_shares_back(tx: WriteTx, fact: OrderRefunded) -> None:
    for line in fact.lines:
        refund_line(tx, SYSTEM, line.line_id, refund_id=fact.refund_id, amount_minor=line.amount_minor)
    close_claim(tx, SYSTEM, fact.refund_id, order_id=fact.order_id)


@listens_to(DisputeOpened)
def freeze_what_is_disputed(tx: WriteTx, fact: DisputeOpened) -> None:
    freeze(tx, SYSTEM, fact.dispute_id, order_ids=fact.order_ids, lines=fact.lines)


@listens_to(DisputeWon)
def let_go_of_what_was_won(tx: WriteTx, fact: DisputeWon) -> None:
    thaw(tx, SYSTEM, fact.dispute_id, order_ids=fact.order_ids)


@listens_to(DisputeLost)
def let_go_of_what_was_lost(tx: WriteTx, fact: DisputeLost) -> None:
    """What it takes, its refund takes."""
    thaw(tx, SYSTEM, fact.dispute_id, order_ids=fact.order_ids)


@listens_to(GiftSent)
def plan_the_gift(tx: WriteTx, fact: GiftSent) -> None:
    _plan_gift(tx, gift_of(tx, fact.gift_id))


@listens_to(GiftRefunded)
def give_the_gift_back(tx: WriteTx, fact: GiftRefunded) -> None:
    """The news that it was sent may still be on its way: planning it twice is once."""
    _plan_gift(tx, gift_of(tx, fact.gift_id))
    refund_line(tx, SYSTEM, fact.gift_id, refund_id=fact.gift_id, amount_minor=fact.amount_minor)


def _plan_gift(tx: WriteTx, gift: Gift) -> None:
    parties = {"host": gift.host_id, "mcn": gift.mcn_id}
    cohosts = cohosts_of(tx, gift.room_id, gift.sent_at_ms, why="cohost_of_host_gift")
    terms = Terms(gift.amount_minor, parties, mcn_share_bp=gift.mcn_share_bp, kind="gift", cohosts=cohosts)
    back_to = account_of(gift.giver_id)
    plan_line(tx, SYSTEM, BoughtLine(gift.id, gift.id, f"gift:{gift.code}", gift.currency, terms, back_to))
    start_window(tx, SYSTEM, gift.id, until_ms=gift.release_at_ms)


@listens_to(SharesReleased)
def look_at_what_was_contested(tx: WriteTx, fact: SharesReleased) -> None:
    contest_line_released(tx, fact.line_id)
