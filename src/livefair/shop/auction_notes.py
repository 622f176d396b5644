"""What bidders are told while they are elsewhere: that somebody offered more, and that a piece is theirs."""

from livefair.catalog.products import goods_called
from livefair.kernel import HOUR_MS, SYSTEM, ReadTx, WriteTx
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.shop.auction_rows import Auction
from livefair.shop.rules.auctions import Standing


def tell_outbid(tx: WriteTx, auction: Auction, before: Standing, now: Standing) -> None:
    """Those who led before this bid and do so no more: each at most once an hour."""
    for bid in before.leading:
        if not now.leads(bid.bidder):
            _tell(tx, auction, "auction_outbid", bid.bidder, about=f"{auction.id}:{tx.now_ms // HOUR_MS}")


def tell_won(tx: WriteTx, auction: Auction, bidder_id: str) -> None:
    _tell(tx, auction, "auction_won", bidder_id, about=auction.id)


def _tell(tx: WriteTx, auction: Auction, code: str, bidder_id: str, *, about: str) -> None:
    leave_note(tx, SYSTEM, bidder_id, DeviceNote(code, _words(tx, auction), f"/auctions/{auction.id}", about))


def _words(tx: ReadTx, auction: Auction) -> dict[str, str]:
    sku, product = goods_called(tx, auction.sku_id)
    return {"title_zh": f"{product.title_zh} · {sku.name_zh}", "title_en": f"{product.title_en} · {sku.name_en}"}
