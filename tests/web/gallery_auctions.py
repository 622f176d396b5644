"""Samples of auctions: in the sheet, by themselves, at the desk, on the host's stage."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.kernel import Money
from livefair.live.room_events_of_auctions import Auctioning
from livefair.shop.auction_proof import BidShown
from livefair.web.auction_views import AuctionsNow, AuctionView, Mine, WinView
from livefair.web.desk.auctions import NewAuction
from livefair.web.mall.checkout import AddressView

NOW_MS = 1_795_363_200_000
ADDRESS = AddressView("a-1", "周末", "138 0000 0000", "上海市 徐汇区 武康路 100 弄 2 号 301")
LINES = [
    BidShown(
        position=n, kind="bid", bidder=f"{n}f2c9a1b00ffee11", at_ms=NOW_MS - n * 1_000, digest="d", running_hash="h"
    )
    for n in (3, 2, 1)
]
AUCTION = AuctionView(
    id="au-1",
    product_id="mug",
    title="孔雀蓝手作马克杯",
    sku_name="350 ml",
    picture_url="/files/mug.webp",
    state="open",
    price=Money(12_300),
    least=Money(12_800),
    step=Money(500),
    pieces=2,
    bids=3,
    has_reserve=True,
    is_met=False,
    soft_s=30,
    opens_at_ms=None,
    closes_at_ms=NOW_MS + 95_000,
    until_ms=NOW_MS + 95_000,
    in_room=True,
    mine=Mine("3f2c9a1b00ffee11", Money(15_000), True, True),
    win=None,
    lines=LINES,
)
WON = AUCTION._replace(
    state="closed", until_ms=None, is_met=True, win=WinView(Money(12_300), "due", NOW_MS + 86_400_000, None)
)
RUNNING = Auctioning(
    id="au-1",
    state="open",
    product_id="mug",
    title="孔雀蓝手作马克杯",
    title_en="Peacock blue mug",
    sku="350 ml",
    sku_en="350 ml",
    price_minor=12_300,
    currency="CNY",
    pieces=2,
    bids=3,
    leaders=["3f2c9a1b00ffee11"],
    has_reserve=True,
    is_met=False,
    closes_at=NOW_MS + 95_000,
    now=NOW_MS,
)
NOW = AuctionsNow(RUNNING, Money(12_300), [AUCTION._replace(id="au-2", state="announced", mine=None, lines=[])])


def pages() -> dict[str, tuple[str, dict[str, object]]]:
    page = {"auction": AUCTION, "address": ADDRESS, "age": "adult", "key": "k-12345678", "typed": ""}
    desk = {
        "auctions": [AUCTION, AUCTION._replace(id="au-3", state="announced", bids=0)],
        "skus": [Ns(id="sku-1", name="马克杯 · 350 ml", price=Money(5_900))],
        "hosts": [("host-1", "宇航员艾琳")],
        "values": dict.fromkeys(NewAuction.__struct_fields__, ""),
    }
    return {
        "mall/auction.html": ("/auctions/au-1", {**page, "auction": WON}),
        "mall/_auction.html": ("/auctions/au-1", page),
        "mall/_auction_now.html": ("/auctions/au-1/now", {"auction": AUCTION}),
        "desk/auctions.html": ("/desk/auctions", desk),
        "studio/_auction.html": ("/studio/rooms/room-1/auctions", {"room_id": "room-1", "auctions": NOW}),
    }
