"""Every template with the path it is shown at and a representative context."""

from __future__ import annotations

from types import SimpleNamespace as Ns
from typing import Any

from livefair.catalog.rules.scenarios import SCENARIOS
from livefair.shop.rules.returns import PHOTOS_MAX, REASONS
from livefair.web.mall.captions import TrackView
from livefair.web.mall.clips import ClipView
from livefair.web.mall.panel import Panel
from livefair.web.mall.products import AskedView
from livefair.web.mall.returns import UNTYPED
from livefair.web.mall.said import SaidPage, Use
from tests.web import (
    gallery_agencies,
    gallery_auctions,
    gallery_creators,
    gallery_deals,
    gallery_fans,
    gallery_feed,
    gallery_formats,
    gallery_gifts,
    gallery_graph,
    gallery_ideas,
    gallery_licences,
    gallery_money,
    gallery_outside,
    gallery_parcels,
    gallery_people,
    gallery_permits,
    gallery_play,
    gallery_pool,
    gallery_resources,
    gallery_role,
    gallery_sales,
    gallery_search,
    gallery_seats,
    gallery_show,
    gallery_stages,
    gallery_stories,
    gallery_talk,
    gallery_together,
    gallery_work,
    gallery_worth,
)
from tests.web.samples import (
    ADDRESS_VALUES,
    CHECKOUT,
    DAY_MS,
    FAN,
    HOST,
    LINES,
    NOW_MS,
    PIN,
    PRODUCT_PAGE,
    QUESTIONS,
    ROOM,
    Shown,
    cart,
    feed_items,
    goods,
    reviews,
    yuan,
)

LINE = Ns(
    id="l-1",
    product_id="sneaker",
    title="云感跑鞋 Cloud 2",
    sku_name="38",
    quantity=1,
    price=yuan(329),
    total=yuan(329),
    picture_url="/files/sneaker.webp",
    can_review=True,
    can_return=True,
    pieces_left=2,
    difference=yuan(12),
    refund_state=None,
    corrections=[Ns(name="鞋面", before="棉", value="再生聚酯", at_ms=NOW_MS)],
    reasons=gallery_sales.CHEAP.reasons,
    ready_at_ms=None,
    box=None,
    is_on_its_way=False,
)
STORIES = gallery_stories.STORIES


def steps(*done: str) -> list[Ns]:
    codes = ["placed", "paid", "shipped", "received", "completed"]
    return [
        Ns(code=c, at_ms=NOW_MS - (5 - i) * DAY_MS if c in done else None, is_now=bool(done) and c == done[-1])
        for i, c in enumerate(codes)
    ]


def order(state: str = "shipped") -> Ns:
    return Ns(
        id="01f0a9c2-7b61-7d10-9a52-3c1e8f0b77aa",
        state=state,
        placed_at_ms=NOW_MS - 5 * DAY_MS,
        total=yuan(447),
        address="周末 138 0000 0000 · 上海市 徐汇区 武康路 100 弄 2 号 301",
        seller=Ns(id="brand-1", name="橙色衣橱"),
        payment_id=None,
        steps=steps("placed", "paid", "shipped"),
        parcels=gallery_parcels.parcels() if state == "shipped" else [],
        lines=[
            LINE,
            Ns(
                **{
                    **vars(LINE),
                    "id": "l-2",
                    "title": "孔雀蓝手作马克杯",
                    "picture_url": "/files/mug.webp",
                    "can_review": False,
                    "box": "sealed",
                    "refund_state": "refund_asked",
                }
            ),
        ],
        source=Ns(text="来自 宇航员艾琳 的直播间", href="/live/room-1/replay"),
        can_pay=None,
        can_cancel=False,
        can_confirm=True,
        can_review=True,
        auto_confirm_at_ms=NOW_MS + 4 * DAY_MS,
        group=gallery_formats.GROUP,
    )


def shopping() -> Shown:
    product_page = {
        **PRODUCT_PAGE,
        "reviews": reviews(),
        "rating": Ns(average=4.6, count=214, spread=[160, 34, 12, 5, 3]),
        "questions": [
            AskedView(
                "q2",
                "偏码吗？",
                "Theo",
                "拿大半码。",
                ROOM.title,
                "我也是",
                "fan-1",
                "Luna",
                "/live/room-1/replay",
                312.0,
            )
        ],
        "rooms": [Ns(id="room-1", title=ROOM.title)],
        "explanations": [
            Ns(href="/live/room-1/clips/p-1", title=ROOM.title, at_ms=NOW_MS - DAY_MS, lasts_s=113, is_on_air=False),
            Ns(href="/live/room-1/clips/p-2", title=ROOM.title, at_ms=NOW_MS, lasts_s=72, is_on_air=True),
        ],
    }
    clip = ClipView(
        title="云感跑鞋 Cloud 2",
        room_id="room-1",
        show_id="show-1",
        show_title=ROOM.title,
        hls_url="/hls/room-1/show-1/replay.m3u8?t0=1&t1=2",
        poster_url="/files/poster.webp",
        at_ms=NOW_MS - 90_000,
        lasts_s=72,
        is_on_air=True,
        goods=goods()[:1],
    )
    address = {"values": ADDRESS_VALUES, "next": "/checkout"}
    review_line = {"order_id": "o-1", "line": LINE}
    return {
        "mall/product.html": (
            "/p/sneaker",
            {
                **product_page,
                "marked_up": "{}",
                "from_ideas": [gallery_ideas.MADE],
                "ad": gallery_licences.AD,
                "stories": STORIES,
            },
        ),
        "mall/_product.html": ("/p/sneaker", {**PRODUCT_PAGE, "explanations": product_page["explanations"]}),
        "mall/_explanations.html": ("/p/sneaker", {"explanations": product_page["explanations"]}),
        "mall/clip.html": ("/live/room-1/clips/p-2", {"clip": clip}),
        "mall/_clip.html": ("/live/room-1/clips/p-1", {"clip": clip._replace(is_on_air=False)}),
        "mall/_added.html": ("/cart", {"title": "云感跑鞋 Cloud 2 · 38", "quantity": 1, "cart_count": 3}),
        **gallery_sales.mall(),
        **gallery_ideas.mall(),
        **gallery_licences.mall(),
        **gallery_permits.console(),
        **gallery_agencies.studio(),
        **gallery_resources.partners(),
        **gallery_fans.mall(),
        **gallery_feed.pages(),
        **gallery_creators.pages(),
        **gallery_together.pages(),
        **gallery_formats.mall(),
        **gallery_auctions.pages(),
        "mall/wishes.html": ("/me/wishes", {"wishes": [Ns(good=goods()[0], at_ms=NOW_MS, fell=yuan(30), flash=None)]}),
        "mall/cart.html": ("/cart", {"cart": cart()}),
        "mall/_cart.html": ("/cart", {"cart": cart(empty=True)}),
        "mall/checkout.html": ("/checkout", CHECKOUT),
        "mall/_checkout.html": ("/checkout", CHECKOUT),
        "mall/address.html": ("/me/address", address),
        "mall/_address.html": ("/me/address", address),
        "mall/pay.html": ("/pay/pay-1", gallery_money.PAY_PAGE),
        "mall/_pay.html": ("/pay/pay-1", {"payment": gallery_money.PAYMENT, "page": None, "choices": []}),
        "mall/paid.html": ("/pay/pay-1/result", {"payment": gallery_money.PAYMENT, "shares": gallery_money.SHARES}),
        "mall/_paid.html": (
            "/pay/pay-1",
            {"payment": Ns(**{**vars(gallery_money.PAYMENT), "state": "pending"}), "shares": []},
        ),
        "mall/orders.html": (
            "/orders",
            {"orders": [order(), order("completed")], "tab": "all", "next_url": "/orders?after=1", "question": None},
        ),
        "mall/order.html": ("/orders/o-1", {"order": order(), **gallery_outside.BESIDE_AN_ORDER}),
        "mall/return.html": (
            "/orders/o-1/return/l-1",
            {
                **review_line,
                "until_ms": NOW_MS + DAY_MS,
                "reasons": REASONS,
                "photos_max": PHOTOS_MAX,
                "values": UNTYPED,
                "return_class": "opened",
            },
        ),
        "mall/said.html": ("/p/sneaker/reviews", {"said": said()}),
        "mall/review.html": (
            "/orders/o-1/review/l-1",
            {
                **review_line,
                "values": Ns(rating=4, text="", disclosure="none", scenarios=["travel"]),
                "scenarios": SCENARIOS,
                "scenarios_max": 4,
                "max_pictures": 6,
                "share_percent": 0.02,
            },
        ),
    }


def said() -> SaidPage:
    uses = [Use("travel", 12, True), Use("sport", 0, True)]
    shown: Any = reviews()
    return SaidPage("sneaker", "云感跑鞋 Cloud 2", uses, "travel", shown, None)


def watching() -> Shown:
    questions = {"room_id": "room-1", "questions": QUESTIONS}
    drawer = {"room_id": "room-1", "goods": goods()}
    room = {"room": ROOM, "host": HOST, "pin": PIN, "goods": goods(), "lines": LINES, "question_count": 2}
    room["play"] = gallery_play.PLAY
    room["panel"] = Panel()
    room["layout"] = "standard"
    room |= {"seats": gallery_seats.SHOWN, "seat_calls": True, "coupons": 2, "club": gallery_fans.CHIP}
    feed = {"items": feed_items(), "next_url": "/?after=v9", "tab": "for_you"}
    replay = {
        "clip": Ns(at_s=278, until_s=391),
        "room": Ns(
            id="room-1",
            show_id="show-1",
            title=ROOM.title,
            started_at_ms=NOW_MS - DAY_MS,
            duration_s=6128,
            viewers_total=128_460,
            hls_url="/hls/room-1/replay.m3u8",
            poster_url="/files/poster.webp",
            orders_total=1286,
        ),
        "host": HOST,
        "chapters": [
            Ns(
                at_s=95,
                title="云感跑鞋 Cloud 2",
                product_id="sneaker",
                picture_url="/files/sneaker.webp",
                price=yuan(329),
            ),
            Ns(at_s=1210, title="孔雀蓝手作马克杯", product_id="mug", picture_url="/files/mug.webp", price=yuan(59)),
        ],
        "goods": goods(),
        "questions": QUESTIONS,
        "played": gallery_play.PLAYED,
        "captions": [TrackView("zh", "/files/captions.vtt")],
        "panel": Panel(captions="on"),
        "stories": STORIES,
        "corrections": [Ns(at_s=312.0, said="最好", text="应该说：我最喜欢的一款。")],
    }
    return {
        "mall/feed.html": ("/", feed),
        "mall/_feed_items.html": ("/", feed),
        "mall/room.html": ("/live/room-1", room),
        "mall/_goods.html": ("/live/room-1", drawer),
        "mall/goods.html": ("/live/room-1/goods", drawer),
        "mall/_questions.html": ("/live/room-1", questions),
        "mall/questions.html": ("/live/room-1/questions", questions),
        **gallery_play.viewing(),
        **gallery_talk.talking(),
        "mall/replay.html": ("/live/room-1/replay", replay),
    }


def shared() -> Shown:
    return {
        "shared/error.html": (
            "/nowhere",
            {"status": 404, "title": "没有这一页", "text": "也许它已经收摊了。", "request_id": "01f"},
        ),
        "shared/offline.html": ("/offline", {}),
        "shared/_error.html": ("/", {"text": "卖完了"}),
        "shared/_done.html": ("/", {"title": "收到了", "text": "会有人来看。", "href": None, "action": "好"}),
        "shared/_follow.html": ("/", {"person": FAN}),
    }


def pages() -> Shown:
    others = {
        **gallery_deals.pages(),
        **gallery_gifts.pages(),
        **gallery_graph.pages(),
        **gallery_pool.pages(),
        **gallery_stages.pages(gallery_work.indicator("HS", "回答率", "86.0", "%", 0.86)),
        **gallery_role.pages(),
        **gallery_worth.pages(),
        **gallery_work.pages(),
        **gallery_show.pages(),
        **gallery_search.pages(),
        **gallery_seats.pages(),
        **gallery_money.pages(),
        **gallery_outside.pages(),
    }
    return {**watching(), **shopping(), **gallery_people.people(), **shared(), **others}
