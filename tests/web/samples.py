"""Representative contexts, one per template: what the handlers are expected to hand over."""

from __future__ import annotations

from types import SimpleNamespace as Ns
from typing import NamedTuple

from livefair.web.mall.question_views import HelpView, QuestionView
from livefair.web.templating import Shell, Viewer
from livefair.web.ways import WayView
from tests.web import gallery_sales

NOW_MS = 1_795_363_200_000
DAY_MS = 86_400_000


class Cash(NamedTuple):
    minor: int
    currency: str = "CNY"


def yuan(amount: float) -> Cash:
    return Cash(round(amount * 100))


def person(name: str, **more: object) -> Ns:
    defaults = {
        "id": f"p-{len(name)}",
        "name": name,
        "avatar_url": None,
        "thanks": 3,
        "is_followed": False,
        "live_room_id": None,
    }
    return Ns(**{**defaults, **more})


def shell(locale: str, path: str = "/cart", *, signed_in: bool = True, **more: object) -> Shell:
    me = Viewer("me", "小鹿不加糖", None, frozenset({"customer"}), ("studio", "desk", "console", "lab"))
    defaults: dict[str, object] = {"cart_count": 2, "unread_count": 3} if signed_in else {}
    return Shell(locale, "token", NOW_MS, path, me if signed_in else None, **{**defaults, **more})  # type: ignore[arg-type]  # fields of Shell


HOST = person("宇航员艾琳", id="host-1", avatar_url="/files/host.webp", live_room_id="room-1")
FAN = person("北岛", id="fan-1")

GOODS_ROWS = [
    ("sneaker", "云感跑鞋 Cloud 2", 329, 459, 1286, 42, 299),
    ("glasses", "玳瑁方框墨镜", 199, 259, 842, 120, 189),
    ("cap", "刺绣棒球帽 夏日红", 89, 129, 2310, 8, 89),
    ("bag", "植鞣革手提包", 459, 599, 96, 30, 459),
    ("mug", "孔雀蓝手作马克杯", 59, 79, 51200, 900, 55),
    ("lamp", "黄铜褶裥台灯", 269, 329, 310, 0, 269),
]


def goods() -> list[Ns]:
    return [
        Ns(
            id=key,
            title=title,
            picture_url=f"/files/{key}.webp",
            price=yuan(price),
            was=yuan(was),
            sold=sold,
            left=left,
            lowest_30d=yuan(low),
            has_model=True,
            is_pinned=key == "sneaker",
            has_sample=key == "mug",
        )
        for key, title, price, was, sold, left, low in GOODS_ROWS
    ]


def product() -> Ns:
    sizes = [("36", 3), ("37", 8), ("38", 12), ("39", 10), ("40", 9), ("41", 0)]
    return Ns(
        id="sneaker",
        title="云感跑鞋 Cloud 2",
        summary="氮气中底，鞋面是一整片针织，三种配色由粉丝投票选出。",
        brand=Ns(id="brand-1", name="橙色衣橱"),
        price=yuan(329),
        was=yuan(459),
        lowest_30d=yuan(299),
        lowest_days=0,
        pictures=["/files/sneaker.webp", "/files/cap.webp"],
        model_url="/files/sneaker.glb",
        left=42,
        sold=1286,
        return_days=7,
        return_class="standard",
        skus=[
            Ns(
                id=f"sku-{size}",
                name=size,
                price=yuan(329),
                left=left,
                usual=yuan(359) if size == "38" else None,
                flash=Ns(sale_id="f-1", pieces=2, until_ms=NOW_MS + 60_000) if size == "38" else None,
                choice=("white", size),
            )
            for size, left in sizes
        ],
        options=[
            Ns(name="颜色", values=[Ns(id="white", name="云白", picture_url="/files/sneaker.webp", left=42)]),
            Ns(name="尺码", values=[Ns(id=size, name=size, picture_url=None, left=left) for size, left in sizes]),
        ],
        has_sample=True,
        ready_at_ms=NOW_MS + DAY_MS,
        ways=(WayView("box", "/boxes/b-1", yuan(59), NOW_MS + DAY_MS),),
        facts=[
            Ns(
                name="鞋面",
                value="再生聚酯针织 92 %",
                source="检测报告 CN-2381",
                source_url="/files/report.pdf",
                fresh_at_ms=NOW_MS,
            ),
            Ns(
                name="单只重量", value="238 g（38 码）", source="品牌自测", source_url=None, fresh_at_ms=NOW_MS - DAY_MS
            ),
        ],
    )


PRICES = [359, 359, 349, 349, 339, 339, 345, 329, 299, 299, 319, 329, 329]
PRODUCT_PAGE: dict[str, object] = {
    "product": product(),
    "history": [Ns(at_ms=NOW_MS - (13 - i) * 7 * DAY_MS, price=yuan(p)) for i, p in enumerate(PRICES)],
    "source": Ns(room_id="room-1", video_id="", review_id=""),
    "chosen_id": "sku-38",
    "is_wished": True,
    "said": Ns(rating=Ns(average=4.5, count=0), reviews=[]),
}


def reviews() -> list[Ns]:
    return [
        Ns(
            id="r1",
            author=FAN,
            rating=5,
            text="上一双穿了半年还很新，回购。\n脚背高的建议大半码。",
            pictures=["/files/sneaker.webp", "/files/bag.webp"],
            at_ms=NOW_MS - 3 * DAY_MS,
            disclosure="none",
            helpful=12,
            scenarios=["travel"],
        ),
        Ns(
            id="r2",
            author=person("Luna_77"),
            rating=3,
            text="Nice colour, the box was dented.",
            pictures=[],
            at_ms=NOW_MS - 9 * DAY_MS,
            disclosure="gift",
            helpful=1,
            scenarios=[],
        ),
    ]


def cart(*, empty: bool = False) -> Ns:
    if empty:
        return Ns(lines=[], total=None, seller_count=0)
    line = Ns(
        id="line-1",
        product_id="sneaker",
        title="云感跑鞋 Cloud 2",
        sku_name="38",
        picture_url="/files/sneaker.webp",
        price=yuan(329),
        quantity=1,
        left=12,
        total=yuan(329),
        problem=None,
        parts=[gallery_sales.USUAL],
        is_explained=False,
    )
    other = Ns(
        **{
            **vars(line),
            "id": "line-2",
            "title": "孔雀蓝手作马克杯",
            "sku_name": "350 ml",
            "quantity": 2,
            "picture_url": "/files/mug.webp",
            "price": yuan(59),
            "total": yuan(118),
            "left": 1,
            "problem": "只剩 1 件了",
            "parts": [gallery_sales.CHEAP, gallery_sales.USUAL],
            "is_explained": True,
        }
    )
    return Ns(
        lines=[line, other],
        total=yuan(447),
        seller_count=2,
        goods=yuan(487),
        reasons=gallery_sales.CHEAP.reasons,
        tax=yuan(51.42),
    )


ADDRESS = Ns(id="a-1", name="周末", phone="138 0000 0000", lines="上海市 徐汇区 武康路 100 弄 2 号 301")
ADDRESS_VALUES = Ns(name="", phone="", region="", city="", street="", postcode="")
CHECKOUT: dict[str, object] = {"cart": cart(), "address": ADDRESS, "key": "k-1", "return_days": 7}


def chat_line(kind: str, name: str = "", text: str = "", **more: object) -> Ns:
    blank = {"t": kind, "id": None, "name": name, "text": text, "title": "", "quantity": 1, "level": 0, "role": ""}
    blank |= {"reply_to": None, "answered": "", "fan": None, "marks": None}
    return Ns(**{**blank, **more})


ROOM = Ns(
    id="room-1",
    title="橙色衣橱：从发射台到街头",
    state="live",
    intro="主播自有品牌 · 与 3 位粉丝共创 · 本场成交 1,286 单",
    viewers=12846,
    likes=386_000,
    mark="0a1b2c3d.17",
    is_muted=False,
    may_moderate=True,
    hls_url="/hls/room-1/all.m3u8",
    whep_url=None,
    poster_url="/files/poster.webp",
    chips=["价格可信 96", "小时榜 3"],
    replay_url=None,
)
PIN = Ns(
    product_id="sneaker",
    title="云感跑鞋 Cloud 2",
    picture_url="/files/sneaker.webp",
    price=yuan(329),
    was=yuan(459),
    left=42,
)
LINES = [
    chat_line("joined", "周末去爬山"),
    chat_line("chat", "Luna_77", "帽子红色好正", level=22, id="c1"),
    chat_line(
        "chat", "橘子汽水", "墨镜太飒了😎", id="c2", role="helper", reply_to="c1", answered="Luna_77: 帽子红色好正"
    ),
    chat_line("bought", "北岛", title="孔雀蓝手作马克杯"),
    chat_line("question", "海盐拿铁", "包的五金会掉色吗", id="q1"),
    chat_line("chat", "宇航员艾琳", "欢迎新来的朋友", role="host", id="c3"),
    chat_line(
        "chat",
        "周末去爬山",
        "第一次来，关注了❤️",
        id="c4",
        fan=Ns(level=3, name="发射台"),
        marks=[Ns(kind="helper", level=1)],
    ),
]
HELP = HelpView("h1", "fan-3", "橘子汽水", "用了半年没掉", False, False)
QUESTIONS = [
    QuestionView("q1", "海盐拿铁", "包的五金会掉色吗？", 18, True, None, "open", (HELP,), may_accept=True),
    QuestionView("q3", "北岛", "能装下 A4 吗？", 3, False, None, "open", may_help=True),
    QuestionView("q2", "Theo", "Does it run small?", 7, False, "Take half a size up.", "answered", (), at_s=312.0),
]


def feed_items() -> list[Ns]:
    blank = {
        "likes": 3864,
        "reason": "popular",
        "because": None,
        "topics": [Ns(id="t-1", name="慢生活"), Ns(id="t-2", name="Slow mornings")],
        "beside": [Ns(id="p-9", name="Theo")],
        "is_liked": False,
        "viewers": 0,
        "rating": 0,
        "author": HOST,
        "src_url": None,
    }
    good = goods()[0]
    return [
        Ns(
            **{
                **blank,
                "kind": "video",
                "id": "v1",
                "caption": "三种配色你们来选：珊瑚橙 62 % 领先，周五开播揭晓。",
                "src_url": "/files/v1.mp4",
                "poster_url": "/files/poster2.webp",
                "href": "/v/v1",
                "good": good,
            }
        ),
        Ns(
            **{
                **blank,
                "kind": "room",
                "id": "room-1",
                "caption": ROOM.title,
                "viewers": 12846,
                "good": None,
                "src_url": "/hls/room-1/index.m3u8",
                "poster_url": "/files/poster.webp",
                "href": "/live/room-1",
            }
        ),
        Ns(
            **{
                **blank,
                "kind": "review",
                "id": "r1",
                "caption": "上一双穿了半年还很新，回购。",
                "rating": 5,
                "is_liked": True,
                "poster_url": "/files/sneaker.webp",
                "author": FAN,
                "href": "/p/sneaker#review-r1",
                "good": good,
            }
        ),
        Ns(
            **{
                **blank,
                "kind": "idea",
                "id": "i-1",
                "caption": "能当杯垫的杯盖 — 杯盖翻过来就是杯垫，桌上再也没有水印。",
                "author": FAN,
                "poster_url": None,
                "href": "/ideas/i-1",
                "good": None,
            }
        ),
    ]


Shown = dict[str, tuple[str, dict[str, object]]]


def balance() -> Ns:
    return Ns(released=yuan(86.2), held=yuan(124.5), reversed=yuan(-8.94), orders=14)


def postings() -> list[Ns]:
    return [
        Ns(
            at_ms=NOW_MS - DAY_MS,
            amount=yuan(8.94),
            title="晒单分成：云感跑鞋",
            why="北岛 看了你的晒单后 3 天内下单，规则第 4 版：2 %。",
            state="held",
            href="/p/sneaker",
            contest_url="/me/contests/new?line=line-1",
            is_contested=False,
        ),
        Ns(
            at_ms=NOW_MS - 9 * DAY_MS,
            amount=yuan(6.58),
            title="晒单分成：手提包",
            why="退货期已过。",
            state="released",
            href=None,
            contest_url="/me/contests",
            is_contested=True,
        ),
        Ns(
            at_ms=NOW_MS - 12 * DAY_MS,
            amount=yuan(-8.94),
            title="退货冲回",
            why="买家退回了这一单，你那份原样退回。",
            state="reversed",
            href=None,
            contest_url=None,
            is_contested=False,
        ),
    ]
