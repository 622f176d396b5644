"""Samples of the workspaces: studio, console, lab."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.web.mall.embedding import embed_code
from tests.web import (
    gallery_auctions,
    gallery_desk,
    gallery_fans,
    gallery_hosting,
    gallery_ideas,
    gallery_lab,
    gallery_play,
    gallery_sales,
    gallery_seats,
    gallery_talk,
)
from tests.web.gallery_money import NEW_PLAN, till
from tests.web.samples import (
    DAY_MS,
    HOST,
    LINES,
    NOW_MS,
    QUESTIONS,
    Shown,
    balance,
    goods,
    postings,
    yuan,
)

STATEMENT: dict[str, object] = {"balance": balance(), "postings": postings(), "next_url": None, "till": till()}
DAYS = [Ns(label=f"11-{8 + i:02d}", value=v, text=f"¥{v:,}") for i, v in enumerate([120, 340, 90, 800, 1280, 640, 930])]
PERIODS = [("1d", "今天"), ("7d", "7 天"), ("28d", "28 天")]


def studio() -> Shown:
    room = Ns(
        is_on_air=True,
        id="room-1",
        title="橙色衣橱：从发射台到街头",
        state="open",
        viewers=128,
        likes=3860,
        mark="0a1b2c3d.17",
        orders=12,
        sales=yuan(3948),
        whip_url="/whip/room-1",
        ingest_url="/ingest/room-1",
        ingest_token="tok",
        rtmp_url="rtmp://127.0.0.1:1935/live",
        stream_key="room-1?token=0f3c9d",
    )
    rooms = [
        Ns(
            id="room-1",
            title=room.title,
            state="live",
            started_at_ms=NOW_MS - 3_600_000,
            viewers=12846,
            orders=128,
            sales=yuan(38214),
        ),
        Ns(
            id="room-0",
            title="秋天的第一场",
            state="closed",
            started_at_ms=NOW_MS - 9 * DAY_MS,
            viewers=842,
            orders=31,
            sales=yuan(6210),
        ),
    ]
    videos = [
        Ns(
            id=f"v{i}",
            title="三种配色你们来选" if state != "ready" else "…",
            is_named=state != "ready",
            state=state,
            progress=0.4,
            problem=problem,
            poster_url=poster,
            at_ms=NOW_MS - i * DAY_MS,
            publish_at_ms=NOW_MS + DAY_MS if state == "ready" else 0,
            **{"plays": 12846, "likes": 864, "orders": 12, "topics": "慢生活, 杯子"},
        )
        for i, (state, problem, poster) in enumerate(
            [
                ("published", None, "/files/poster.webp"),
                ("processing", None, None),
                ("ready", None, "/files/poster.webp"),
                ("failed", "这个文件不是视频。", None),
            ]
        )
    ]
    one = {"host_id": "host-1", "name": "宇航员艾琳", "avatar_url": "/files/host.webp"}
    other = {"host_id": "host-2", "name": "Theo", "avatar_url": None}
    contract = {"joined_at_ms": NOW_MS - 90 * DAY_MS, "share": 0.2}
    members = [
        Ns(id="contract-1", sales=yuan(382140), is_invited=False, **one, **contract, **NUMBERS),
        Ns(id="contract-2", sales=yuan(0), is_invited=True, **other, **contract, **NUMBERS),
    ]
    stats = [
        Ns(label="粉丝", value="3.9万", note="+128"),
        Ns(label="播放", value="12.8万", note="7 天"),
        Ns(label="成交", value="¥38,214", note="7 天"),
        Ns(label="回答率", value="86%", note="≤120 秒"),
    ]
    queue = {"room": room, "questions": QUESTIONS, **gallery_talk.BESIDE}
    pins = {"room": room, "goods": goods(), "quizzes": {goods()[1].id: "sound"}}
    offers = [Ns(id="c-1", mcn="星河经纪", share=0.3, ends_at_ms=1_800_000_000_000)]
    return {
        "studio/dashboard.html": (
            "/studio",
            {"balance": balance(), "stats": stats, "rooms": rooms, "days": DAYS, "offers": offers, "is_new": True},
        ),
        "studio/upload.html": (
            "/studio/upload",
            {
                "values": Ns(title="", caption="", advertising="none", product_ids=[], topics="慢生活", show="now"),
                "products": [("sneaker", "云感跑鞋")],
                "max_bytes": 200_000_000,
                "max_seconds": 120,
            },
        ),
        "studio/videos.html": ("/studio/videos", {"videos": videos}),
        "studio/_videos.html": ("/studio/videos", {"videos": videos}),
        "studio/room_new.html": (
            "/studio/rooms/new",
            {"values": Ns(title="", intro="", scene="studio"), "products": goods(), "chosen": ["sneaker"]},
        ),
        "studio/room.html": (
            "/studio/rooms/room-1",
            {
                **queue,
                **pins,
                "lines": LINES,
                "compose": gallery_hosting.COMPOSE,
                "play": gallery_play.NOW,
                "flash": gallery_sales.NOW,
                "auctions": gallery_auctions.NOW,
                "coverage": gallery_hosting.coverage(),
                "violations": gallery_hosting.violations(),
                "restocks": gallery_hosting.restocks(),
                **gallery_seats.SEATS | {"stories": []},
                "simulcast": gallery_hosting.SIMULCAST,
                "embed": embed_code("https://fair.example", "room-1", "夏夜通勤指南"),
                "warnings": ["key_frames_rare", "too_dark"],
            },
        ),
        **gallery_play.conducting(room),
        **gallery_sales.console() | gallery_ideas.console() | gallery_fans.studio() | gallery_fans.console(),
        "studio/_signal.html": ("/studio/rooms/room-1/signal", {"room_id": "room-1", "warnings": ["b_frames"]}),
        "studio/_targets.html": ("/studio/rooms/room-1/targets", {"simulcast": gallery_hosting.SIMULCAST}),
        "studio/_sales.html": ("/studio/rooms/room-1", {"room": room}),
        "studio/_questions.html": ("/studio/rooms/room-1", queue),
        "studio/_pins.html": ("/studio/rooms/room-1", pins),
        "studio/statement.html": ("/studio/statement", STATEMENT),
        "studio/roster.html": (
            "/studio/roster",
            {
                "organisation": Ns(name="星桥 MCN"),
                "members": members,
                "values": Ns(email="", share="30", ends_on="2027-11-30"),
                "shows": SHOWS,
            },
        ),
    }


NUMBERS = {
    "ends_at_ms": NOW_MS + 90 * DAY_MS,
    "followers": 38_600,
    "shows": 12,
    "on_air_s": 86_400,
    "viewers_max": 1_284,
    "returned": 0.034,
}
SHOWS = [
    Ns(id="show-1", room_id="room-1", title="橙色衣橱", host_id="host-9", host="北岛", planned_at_ms=NOW_MS + DAY_MS)
]
INDICATORS = {
    "drivers": [
        ("HF", "活跃粉丝", "3,864", "人", 0.62),
        ("HI", "带货影响", "1.8", "倍", 0.4),
        ("HS", "回答率", "86.0", "%", 0.86),
        ("HC", "完播加权播放", "0.41", "次", 0.41),
        ("SK", "互相关注", "12.0", "%", 0.12),
        ("NF", "看规格的次数", "2.1", "次/访", 0.5),
    ],
    "behaviours": [
        ("BA1", "好内容", "9", "条/周", 0.5),
        ("BA3", "气氛", "3.1", "条/分", 0.6),
        ("BA4", "说清楚", "74.0", "%", 0.74),
        ("BC2", "参与", "41", "分钟", 0.3),
        ("BC3", "跟着买", "6.4", "%", 0.2),
        ("BC4", "晒单", "18.2", "%", 0.18),
    ],
    "results": [
        ("VR", "回来的人", "48.1", "%", 0.48),
        ("AP", "主播时薪", "¥128", "/小时", None),
        ("CF", "留下的订单", "93.5", "%", 0.93),
        ("CE", "自愿停留", "6.2", "分钟", 0.4),
        ("CS", "被回复", "3.4", "次", 0.3),
        ("VC", "每单成本", "¥4.2", "/单", None),
    ],
}


def indicator(ident: str, name: str, value: str, unit: str, share: float | None) -> Ns:
    return Ns(
        id=ident,
        name=name,
        value=value,
        unit=unit,
        share=share,
        n=0 if ident == "VC" else 1286,
        stage="drivers",
        formula="answered within 120 s / questions asked",
        window="7 天",
        question="主播懂货吗？",
        direction="up",
        source="QuestionAsked, QuestionAnswered",
        limits="只数直播间里的提问，不数私信。",
    )


def console() -> Shown:
    stages = [Ns(code=code, indicators=[indicator(*row) for row in rows]) for code, rows in INDICATORS.items()]
    links = [
        ("HF", "BC2"),
        ("HS", "BA4"),
        ("HC", "BA1"),
        ("HI", "BC3"),
        ("BA3", "CE"),
        ("BA4", "CF"),
        ("BC3", "VR"),
        ("BC4", "VR"),
        ("BA1", "AP"),
    ]
    kpis = [
        Ns(code="gross", label=label, value=value, note=note)
        for label, value, note in [
            ("成交额", "¥1,264,380", "毛"),
            ("退款后", "¥1,182,004", "净"),
            ("在线", "12,846", "+4.2%"),
            ("共创分出", "¥38,214", "已放款"),
        ]
    ]
    steps = [
        ("看到", 128460),
        ("停留 30 秒", 61240),
        ("互动", 22810),
        ("点商品", 14920),
        ("下单", 3860),
        ("留下", 3512),
    ]
    funnel = [Ns(code="paid", label=label, value=value, text=f"{value:,}") for label, value in steps]
    opened = {
        "indicator": indicator("HS", "回答率", "86.0", "%", 0.86),
        "days": DAYS,
        "rows": [Ns(at_ms=NOW_MS - i * 60_000, text=f"偏码吗？ → {40 + i} 秒", href="/live/room-1") for i in range(5)],
        "csv_url": "/console/indicators/HS.csv?period=7d",
    }
    case = Ns(
        id="c1",
        subject_kind="review",
        subject_id="r1",
        title="上一双穿了…",
        snapshot="加我微信 12345，更便宜",
        picture_url=None,
        author=HOST,
        decision="open",
        opened_at_ms=NOW_MS - DAY_MS,
        appeal_text=None,
    )
    listed = Ns(
        id="c1",
        subject_kind="review",
        title="上一双穿了…",
        reasons=["spam", "privacy"],
        reports=3,
        opened_at_ms=NOW_MS - DAY_MS,
        decision="open",
        has_appeal=False,
    )
    plan = Ns(
        id="p4",
        version=4,
        since_at_ms=NOW_MS - 20 * DAY_MS,
        is_current=True,
        by="operator",
        rules=[
            Ns(role=role, share=share, of=of)
            for role, share, of in [
                ("brand", 0.65, "每一行"),
                ("host", 0.16, "每一行"),
                ("mcn", 0.04, "从主播那份里"),
                ("reviewer", 0.02, "经晒单成交时"),
                ("platform", 0.13, "余下"),
            ]
        ],
        gift_rules=[Ns(role="host", share=0.5, of="按礼物金额"), Ns(role="platform", share=None, of="余下")],
    )
    dead = Ns(
        id="j1",
        name="value.share_the_sale",
        attempts=8,
        error="RefusedByProvider: time-out after 10 s",
        failed_at_ms=NOW_MS - 90_000,
    )
    checks = [
        Ns(name="I1", is_good=True, text="账本合计为零", ms=12),
        Ns(name="I7", is_good=False, text="1 单的库存对不上", ms=40),
    ]
    return {
        "console/overview.html": (
            "/console",
            {
                "period": "7d",
                "periods": PERIODS,
                "stages": stages,
                "notes": [],
                "links": links,
                "kpis": kpis,
                "funnel": funnel,
            },
        ),
        "console/indicator.html": ("/console/indicators/HS", opened),
        "console/_indicator.html": ("/console/indicators/HS", opened),
        "console/reports.html": (
            "/console/reports",
            {"cases": [listed], "tab": "open", "counts": Ns(open=1, appeals=0), **gallery_hosting.noticed()},
        ),
        "console/case.html": (
            "/console/cases/c1",
            {
                "case": case,
                "reports": [Ns(name="北岛", reason="spam", note="广告", at_ms=NOW_MS - DAY_MS)],
                "rules": [("r3", "不展示隐私 · 3")],
                "history": [Ns(at_ms=NOW_MS - DAY_MS, text="北岛 举报")],
            },
        ),
        "console/jobs.html": (
            "/console/jobs",
            {
                "dead": [dead],
                "waiting": [Ns(name="expire_cart", number=12, oldest_at_ms=NOW_MS - 60_000)],
                "crons": [Ns(name="sweep", last_at_ms=NOW_MS - 30_000, next_at_ms=NOW_MS + 30_000)],
            },
        ),
        "console/people.html": (
            "/console/people",
            {
                "people": [
                    Ns(
                        id="p1",
                        name="北岛",
                        email="b@example.org",
                        roles=["customer"],
                        joined_at_ms=NOW_MS,
                        suspended_at_ms=None,
                    )
                ],
                "query": "",
                "next_url": None,
            },
        ),
        "console/health.html": (
            "/console/health",
            {
                "checks": checks,
                "facts": [Ns(label="内存", value="182 MB", note="全部进程")],
                "checked_at_ms": NOW_MS - 60_000,
            },
        ),
        "console/shares.html": ("/console/shares", {"plans": [plan], **NEW_PLAN}),
    }


def lab() -> Shown:
    rows = [indicator(*row) for rows in INDICATORS.values() for row in rows[:2]]
    table = Ns(
        name="orders",
        rows=3860,
        about="每个订单行一行，买家用假名。",
        csv_url="/lab/export/orders.csv",
        json_url="/lab/export/orders.json",
    )
    return {
        "lab/indicators.html": ("/lab", {"period": "7d", "periods": PERIODS, "indicators": rows}),
        **gallery_lab.pages(),
        "lab/export.html": ("/lab/export", {"tables": [table], "period": "7d", "periods": PERIODS, "consented": 142}),
    }


def pages() -> Shown:
    return {**studio(), **gallery_desk.pages(), **console(), **lab()}
