"""Samples of offers and deals, as brands and hosts see them."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.supply.purchasing import Supplier
from livefair.web.deal_views import (
    DealRow,
    DealView,
    FeePart,
    GoodsView,
    MilestoneView,
    OfferView,
    PriceView,
    SignedView,
    TermsView,
    VersionView,
)
from livefair.web.desk.purchases import LineView, PurchaseRow, PurchaseView, ReceiptView
from livefair.web.sampling import SampleView
from tests.web.samples import DAY_MS, NOW_MS, Shown, goods, yuan

SUGGESTED = {
    "suggested": [Ns(id="h-2", name="海盐拿铁", reasons=["常卖这类商品", "退货少"])],
    "how": "双方同等看待。",
}


def terms() -> TermsView:
    prices = [
        PriceView("s1", "云感跑鞋 Cloud 2 · 38", yuan(329), yuan(299)),
        PriceView("s2", "… · 39", yuan(329), None),
    ]
    return TermsView(
        goods=[GoodsView("sneaker", "云感跑鞋 Cloud 2", "/files/sneaker.webp")],
        commission=0.185,
        percent="18.5",
        prices=prices[:1],
        skus=prices,
        fee=yuan(800),
        quantity=500,
        starts_at_ms=NOW_MS,
        ends_at_ms=NOW_MS + 30 * DAY_MS,
        starts_on="2026-11-30",
        ends_on="2026-12-30",
        is_exclusive=True,
        sample="return",
        sample_days=14,
        milestones=[MilestoneView("周五专场讲解 20 分钟", NOW_MS + DAY_MS, yuan(800), "2026-12-01")],
    )


def offer() -> OfferView:
    return OfferView("o-1", "秋季跑鞋", "brand-1", "橙色衣橱", "open", terms(), 20, 3, True, False)


def rows() -> list[DealRow]:
    row = DealRow("d-1", "秋季跑鞋", "橙色衣橱", "宇航员艾琳", "host-1", "open", True, 0.185, NOW_MS + DAY_MS, False, 0)
    return [row, row._replace(id="d-2", state="signed", is_my_turn=False, is_in_force=True, taken=42)]


def deal(side: str) -> DealView:
    signature = SignedView("周橙", NOW_MS)
    first = VersionView(1, terms(), "ab" * 32, "brand", "", NOW_MS, signature, signature, True)
    newest = first._replace(
        number=2, proposed_by="host" if side == "brand" else "brand", note="多播一场", is_in_force=False
    )
    states = ("open", "missed", "delivered", "paid")
    parts = [FeePart(1, n, f"第 {n} 场", yuan(200), NOW_MS, state, "回放 12:00") for n, state in enumerate(states, 1)]
    return DealView(
        "d-1", "秋季跑鞋", "brand-1", "橙色衣橱", "host-1", "宇航员艾琳", side, "signed", side, newest, first,
        [first, newest], parts, samples(), 42,
    )  # fmt: skip


def samples() -> list[SampleView]:
    one = SampleView("s-1", "云感跑鞋 · 38", "review", "asked", "", "", None, False)
    sent = one._replace(id="s-2", state="sent", tracking="SF 1", due_at_ms=NOW_MS, is_overdue=True)
    return [one, sent, one._replace(id="s-3", duty="return", state="claimed", proof="SF 2")]


def purchases() -> Shown:
    row = PurchaseRow("b-1", "part_received", "泉州鞋厂", 200, 80, NOW_MS, NOW_MS + DAY_MS)
    line = LineView("s1", "云感跑鞋 Cloud 2 · 38", 200, 80, 5, 115, yuan(120))
    receipt = ReceiptView("云感跑鞋 Cloud 2 · 38", 80, 5, "5 双开胶", NOW_MS)
    supplier = Supplier("p-1", "泉州鞋厂", "0595 000", 7)
    view = PurchaseView(
        "b-1", "part_received", "泉州鞋厂", NOW_MS, NOW_MS + DAY_MS, [line], yuan(24_000), [receipt], [supplier], "k"
    )
    return {
        "desk/purchases.html": ("/desk/purchases", {"purchases": [row], "suppliers": [supplier]}),
        "desk/purchase.html": ("/desk/purchases/b-1", {"purchase": view}),
    }


def pages() -> Shown:
    values = Ns(name="秋季跑鞋", audience="open", hosts_wanted="20")
    new = {
        "values": values,
        "terms": terms(),
        "products": goods(),
        "chosen": ["sneaker"],
        "row_errors": [Ns(number=7, text="这不是金额。")],
    }
    return {
        **purchases(),
        "desk/deals.html": ("/desk/deals", {"offers": [offer()], "deals": rows()}),
        "desk/offer_new.html": ("/desk/deals/new", new),
        "desk/offer.html": ("/desk/offers/o-1", {"offer": offer(), "deals": rows(), "emails": "", **SUGGESTED}),
        "desk/deal.html": ("/desk/deals/d-1", {"deal": deal("brand"), "at": "/desk/deals/d-1"}),
        "studio/deals.html": (
            "/studio/deals",
            {"deals": rows(), "offers": [offer()], "roster": [Ns(id="h-1", name="宇航员艾琳")], **SUGGESTED},
        ),
        "studio/deal.html": ("/studio/deals/d-1", {"deal": deal("host"), "at": "/studio/deals/d-1"}),
    }
