"""Who has won a piece: it is ordered, paid, kept for the winner again when a payment came to nothing."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import SYSTEM, ReadTx, WriteTx, change, query
from livefair.shop.events_of_auctions import WinPaid
from livefair.shop.models.auctions import AUCTION, AUCTION_WIN
from livefair.supply import reserve


class Win(NamedTuple):
    auction_id: str
    bidder_id: str
    piece: int
    price_minor: int
    won_at_ms: int
    pay_by_ms: int
    tries: int
    hold: str
    order_id: str | None
    paid_at_ms: int | None
    lapsed_at_ms: int | None

    @property
    def state(self) -> str:
        """due, paying, paid or lapsed."""
        if self.lapsed_at_ms is not None:
            return "lapsed"
        if self.paid_at_ms is not None:
            return "paid"
        return "due" if self.order_id is None else "paying"


_w = AUCTION_WIN.c
_COLUMNS = [_w[name] for name in Win._fields]
_BY_ORDER = query(Win, select(*_COLUMNS).where(_w.order_id == bindparam("order")))
_OF_AUCTION = query(
    Win, select(*_COLUMNS).where(_w.auction_id == bindparam("auction")).order_by(_w.piece, _w.won_at_ms).limit(1_000)
)
_ONE = query(Win, select(*_COLUMNS).where(_w.auction_id == bindparam("auction"), _w.bidder_id == bindparam("who")))
_MINE = query(Win, select(*_COLUMNS).where(_w.bidder_id == bindparam("who")).order_by(_w.won_at_ms.desc()).limit(100))
_PAID = change(
    update(AUCTION_WIN)
    .where(_w.order_id == bindparam("order"), _w.paid_at_ms.is_(None))
    .values(paid_at_ms=bindparam("now"))
)
_KEEP = change(
    update(AUCTION_WIN)
    .where(_w.order_id == bindparam("order"), _w.paid_at_ms.is_(None))
    .values(order_id=None, tries=_w.tries + 1, hold=bindparam("keeps"))
)
_SKU = query(str, select(AUCTION.c.sku_id).where(AUCTION.c.id == bindparam("auction")))


def win_is_paid(tx: WriteTx, order_id: str) -> None:
    win = tx.one(_BY_ORDER, order=order_id)
    if win is not None and tx.change(_PAID, order=order_id, now=tx.now_ms):
        tx.announce(WinPaid(auction_id=win.auction_id, bidder_id=win.bidder_id, order_id=order_id))


def win_is_not_paid(tx: WriteTx, order_id: str) -> None:
    """The piece, which the order has just let go, is kept for the winner again until the time to pay is over."""
    win = tx.one(_BY_ORDER, order=order_id)
    if win is None:
        return
    hold = f"auction:{win.auction_id}:{win.piece}:{win.bidder_id}:{win.tries + 1}"
    if tx.change(_KEEP, order=order_id, keeps=hold):
        reserve(tx, SYSTEM, tx.value(_SKU, auction=win.auction_id), quantity=1, reference=hold)


def wins_of(tx: ReadTx, auction_id: str) -> list[Win]:
    """All that there were, also those that nobody paid."""
    return tx.all(_OF_AUCTION, auction=auction_id)


def win_of(tx: ReadTx, auction_id: str, person_id: str) -> Win | None:
    return tx.one(_ONE, auction=auction_id, who=person_id)


def wins_of_person(tx: ReadTx, person_id: str) -> list[Win]:
    """Newest first."""
    return tx.all(_MINE, who=person_id)
