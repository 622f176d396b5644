"""What the news of shop and rooms mean for the value of order lines and gifts. Each is heard once, in any order."""

from livefair.community.royalties import royalties_of
from livefair.content.coauthors import parts_at
from livefair.kernel import SYSTEM, ReadTx, WriteTx, listens_to
from livefair.live.events_of_gifts import GiftRefunded, GiftSent
from livefair.live.gifts import Gift, gift_of
from livefair.live.seats import cohosts_at
from livefair.shop.events import (
    GoodsExchanged,
    OrderDelivered,
    OrderPaid,
    OrderRefunded,
    PaidLine,
    RefundDenied,
    RefundRequested,
)
from livefair.shop.events_of_paying import DisputeLost, DisputeOpened, DisputeWon
from livefair.shop.queries import placed_at
from livefair.shop.wallets import account_of
from livefair.value.contests import contest_line_released
from livefair.value.events import SharesReleased
from livefair.value.freezing import freeze, thaw
from livefair.value.refunds import close_claim, open_claim, refund_line
from livefair.value.rules.share_plan import Cohosting, Royalty, Terms
from livefair.value.shares import BoughtLine, plan_line, start_window


@listens_to(OrderPaid)
def plan_the_shares(tx: WriteTx, fact: OrderPaid) -> None:
    """By what was agreed when the order was placed."""
    placed_at_ms = placed_at(tx, fact.order_id) or tx.now_ms
    for line in fact.lines:
        terms = Terms(
            amount_minor=line.amount_minor,
            parties={
                "brand": fact.brand_id,
                "host": line.host_id,
                "mcn": line.mcn_id,
                "reviewer": line.reviewer_id,
            },
            commission_bp=line.commission_bp,
            mcn_share_bp=line.mcn_share_bp,
            cohosts=_beside_the_host(tx, line, placed_at_ms),
            royalties=_royalties(tx, line.product_id, placed_at_ms),
            host_bears_minor=line.host_bears_minor,
            house_bears_minor=line.house_bears_minor,
        )
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
    cohosts = _cohosts(tx, gift.room_id, gift.sent_at_ms, why="cohost_of_host_gift")
    terms = Terms(gift.amount_minor, parties, mcn_share_bp=gift.mcn_share_bp, kind="gift", cohosts=cohosts)
    back_to = account_of(gift.giver_id)
    plan_line(tx, SYSTEM, BoughtLine(gift.id, gift.id, f"gift:{gift.code}", gift.currency, terms, back_to))
    start_window(tx, SYSTEM, gift.id, until_ms=gift.release_at_ms)


def _beside_the_host(tx: ReadTx, line: PaidLine, at_ms: int) -> tuple[Cohosting, ...]:
    """Who sat in the room in which it was bought, else who made the video through which it was, by the terms then."""
    if line.room_id is not None:
        return _cohosts(tx, line.room_id, at_ms)
    if line.video_id is None or line.host_id is None:
        return ()
    parts = parts_at(tx, line.video_id, line.host_id, at_ms)
    return tuple(Cohosting(each.person_id, each.share_bp, "coauthor_of_host") for each in parts)


def _cohosts(tx: ReadTx, room_id: str, at_ms: int, *, why: str = "cohost_of_host") -> tuple[Cohosting, ...]:
    """Who sat beside the host of the room at that moment, by the terms of that moment."""
    return tuple(Cohosting(each.person_id, each.share_bp, why) for each in cohosts_at(tx, room_id, at_ms))


def _royalties(tx: ReadTx, product_id: str, at_ms: int) -> tuple[Royalty, ...]:
    """To those whose ideas the product was made of, by the terms of that moment."""
    owed = royalties_of(tx, product_id, at_ms)
    whole = {royalty.idea_id: 0 for royalty in owed}
    for royalty in owed:
        whole[royalty.idea_id] += royalty.parts
    return tuple(Royalty(each.person_id, each.basis_points, each.parts, whole[each.idea_id]) for each in owed)


@listens_to(SharesReleased)
def look_at_what_was_contested(tx: WriteTx, fact: SharesReleased) -> None:
    contest_line_released(tx, fact.line_id)
