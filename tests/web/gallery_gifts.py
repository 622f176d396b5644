"""Samples of wallets, gifts and boards: the real views with representative values."""

from __future__ import annotations

from livefair.kernel import Money
from livefair.live.gift_catalogue import gifts_offered
from livefair.shop.wallets import Wallet
from livefair.web.console.gifts import Board, PolicyView, Row
from livefair.web.console.money_back import StuckView
from livefair.web.console.profit import AccountView, RowView, TableView
from livefair.web.mall.gifts import BoardPage, GiftSheet, PlaceView, Receipt, SentView, choice
from livefair.web.mall.paying_views import ShareView
from livefair.web.mall.wallet import ReceiptView, Sums, WalletPage
from livefair.web.readings import periods
from tests.web.samples import DAY_MS, NOW_MS, Shown

SENT = SentView(
    id="gift-1",
    name="灯笼",
    art="lantern",
    quantity=5,
    amount=Money(15_000),
    host_name="小鹿",
    host_id="host-1",
    room_id="room-1",
    sent_at_ms=NOW_MS,
    take_back_until_ms=NOW_MS + 600_000,
    state="waiting",
    refunded_at_ms=None,
    refund_reason=None,
    is_mine=True,
)
SHEET = GiftSheet(
    room_id="room-1",
    host_name="小鹿",
    is_on_air=True,
    gifts=[choice(gift, "zh", "rose") for gift in gifts_offered()],
    quantity=1,
    free=Money(8_800),
    age="adult",
    sent=SENT,
    is_seen=True,
)
PLACES = [
    PlaceView(1, "p-1", "北岛的猫", "/files/cat.webp", 30_000, Money(30_000)),
    PlaceView(2, "p-2", "Tessa", None, 1_500, Money(1_500)),
]
WALLET = WalletPage(
    wallet=Wallet(Money(8_800), Money(2_000)),
    age="adult",
    receipts=[
        ReceiptView(NOW_MS, Money(-15_000), "灯笼 × 5", "你在直播间送出的礼物", "/gifts/gift-1"),
        ReceiptView(NOW_MS - DAY_MS, Money(20_000), "充值", "你付的款已由支付方确认", "/pay/pay-2/result"),
    ],
    next_url=None,
    own=Sums(Money(20_000), None),
    raised=Sums(Money(50_000), None),
    raised_from_ms=NOW_MS + DAY_MS,
    house=Sums(Money(200_000), Money(1_000_000)),
    given=Sums(Money(15_000), Money(15_000)),
    waiting=["pay-3"],
    on_its_way=Money(2_000),
    is_seen=True,
)
ROWS = [
    Row("gift-1", "p-1", "北岛的猫", "adult", "小鹿", "灯笼", 5, Money(15_000), NOW_MS, None, True),
    Row("gift-2", "p-2", "Tessa", "minor", "小鹿", "玫瑰", 1, Money(100), NOW_MS - DAY_MS, "minor", False),
]
STUCK = [
    StuckView(
        "back-1", "p-1", "北岛的猫", Money(2_000), "pay-7", NOW_MS - DAY_MS, "card_closed: the card was closed", 12
    )
]


PROFIT = {
    "period": "28d",
    "periods": periods("zh"),
    "accounts": [
        AccountView("Commission of the platform", Money(0), Money(1_234_500), Money(-4_500), Money(1_230_000)),
        AccountView("Kept back for payment providers", Money(0), Money(148_100), Money(-500), Money(147_600)),
    ],
    "tables": [
        TableView(
            "By room",
            [RowView("小满的工作台", Money(800_000), Money(96_000)), RowView("—", Money(430_000), Money(51_600))],
        ),
        TableView("By host", []),
    ],
}


def pages() -> Shown:
    policy = PolicyView(2, Money(200_000), Money(1_000_000), Money(500_000), Money(200_000), 10, 24)
    sheet = {**SHEET._asdict(), "key": "k" * 16, "quantities": (1, 5, 10)}
    shares = [ShareView("host", Money(6_000)), ShareView("mcn", Money(1_500)), ShareView("platform", Money(7_500))]
    return {
        "mall/gifts.html": ("/live/room-1/gifts", sheet),
        "mall/_gifts.html": ("/live/room-1/gifts", sheet),
        "mall/_leaderboard.html": (
            "/live/room-1/leaderboard",
            BoardPage("room-1", PLACES, [], PLACES, PLACES, False)._asdict(),
        ),
        "mall/gift.html": ("/gifts/gift-1", Receipt(SENT, shares)._asdict()),
        "mall/leaderboard.html": (
            "/live/room-1/leaderboard",
            BoardPage("room-1", PLACES, [], PLACES, PLACES, True)._asdict(),
        ),
        "mall/wallet.html": (
            "/me/wallet",
            {**WALLET._asdict(), "key": "k" * 16, "sums": [Money(1_000), Money(5_000)]},
        ),
        "console/profit.html": ("/console/profit", PROFIT),
        "console/money_back.html": ("/console/money-back", {"stuck": STUCK}),
        "console/gifts.html": ("/console/gifts", Board(ROWS, policy, [2, 1], None, True)._asdict()),
    }
