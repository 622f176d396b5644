"""Samples of shows: planned, looked forward to, run by their run of show."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.live.civility import Civility
from livefair.web.charts import Point
from livefair.web.studio.filming import ClipRow, FilmRow, FilmsView
from tests.web import gallery_hosting
from tests.web.samples import DAY_MS, HOST, NOW_MS, Shown, goods, yuan

CHECKS = (
    "time",
    "cover",
    "goods",
    "roles",
    "run",
    "all_goods",
    "rehearsed",
    "quizzes",
    "points",
    "scripts",
    "questions",
)
TEASERS = [Ns(id="v1", title="三种配色你们来选")]


def _row(number: int, state: str) -> Ns:
    return Ns(
        id=f"show-{number}",
        room_id="room-1",
        title="橙色衣橱：从发射台到街头",
        state=state,
        at_ms=NOW_MS + number * DAY_MS if number else None,
        cover_url="/files/poster.webp" if number == 1 else None,
        every="weekly" if number == 1 else None,
        waiting=128 * number,
    )


def _blocks() -> list[Ns]:
    product = Ns(id="sneaker", title="云感跑鞋 Cloud 2", picture_url=None, price=yuan(329), role="traffic")
    parts = [
        ("greeting", "大家好", 3),
        ("product", "", 8),
        ("poll", "选颜色", 2),
        ("questions", "", 5),
        ("draw", "", 2),
    ]
    return [
        Ns(
            id=f"b{number}",
            kind=kind,
            title=title,
            minutes=minutes,
            starts_s=number * 180,
            script="踩下去，听声音。\n氮气中底，回弹 86%。" if kind == "product" else "",
            product_id="sneaker" if kind == "product" else None,
            product=product if kind == "product" else None,
            state=("over", "now", "next", "next", "next")[number],
            began_at_ms=NOW_MS - 60_000,
            lasts_ms=minutes * 60_000,
            claims=["最好"] if kind == "product" else [],
            layout="product" if kind == "product" else "",
        )
        for number, (kind, title, minutes) in enumerate(parts)
    ]


def studio() -> Shown:
    plan = Ns(
        id="show-1",
        room_id="room-1",
        title="橙色衣橱：从发射台到街头",
        scene="studio",
        state="scheduled",
        planned_at_ms=NOW_MS + DAY_MS,
        cover_url="/files/poster.webp",
        teaser_video_id="v1",
        every="weekly",
        is_clocked=False,
        waiting=128,
    )
    values = Ns(
        title="", starts_at_ms=NOW_MS, scene="studio", room_id="", every="once", times="4", teaser_video_id="v1"
    )
    roles = ("traffic", "profit", None, None, None, None)
    page = {
        "show": plan,
        "goods": [
            Ns(
                **vars(good),
                role=role,
                own_points="氮气中底",
                unsaid=["尺寸", "退换"],
                quiz="sound" if not role else None,
            )
            for good, role in zip(goods(), roles, strict=True)
        ],
        "blocks": _blocks(),
        "total_minutes": 20,
        "missing_roles": ["image"],
        "checks": [Ns(code=code, is_done=number % 3 != 1) for number, code in enumerate(CHECKS)],
        "is_first": True,
        "products": goods(),
        "teasers": TEASERS,
    }
    live = Ns(**{**vars(plan), "state": "live"})
    running = {"room_id": "room-1", "plan": live, "blocks": _blocks(), "layout": "product"}
    calendar = {"on_air": [_row(0, "live")], "to_come": [_row(1, "scheduled")], "over": [_row(2, "ended")]}
    prompt = {"plan": live, "blocks": _blocks(), "mark": "0a1b2c3d.17"}
    return {
        "studio/shows.html": ("/studio/shows", calendar),
        "studio/show_new.html": (
            "/studio/shows/new",
            {
                "values": values,
                "chosen": ["sneaker"],
                "products": goods(),
                "rooms": [Ns(id="room-1", title="橙色衣橱")],
                "teasers": TEASERS,
            },
        ),
        "studio/_plan_fields.html": ("/studio/shows/new", {"values": values, "teasers": TEASERS}),
        "studio/show.html": ("/studio/shows/show-1", page),
        "studio/_run.html": ("/studio/rooms/room-1", running),
        "studio/_violations.html": (
            "/studio/rooms/room-1",
            {"room_id": "room-1", "violations": gallery_hosting.violations()},
        ),
        "studio/_coverage.html": (
            "/studio/rooms/room-1",
            {"room_id": "room-1", "coverage": gallery_hosting.coverage()},
        ),
        "studio/_prompter.html": ("/studio/shows/show-1/prompter", prompt),
        "studio/prompter.html": ("/studio/shows/show-1/prompter", prompt),
    }


def mall() -> Shown:
    show = Ns(
        id="show-1",
        room_id="room-1",
        title="橙色衣橱：从发射台到街头",
        about="秋天的第一场。",
        scene="studio",
        host=HOST,
        cover_url="/files/poster.webp",
        planned_at_ms=NOW_MS + DAY_MS,
        every="weekly",
        is_reminded=False,
        waiting=128,
    )
    now = Ns(room_id="room-1", title="橙色衣橱", host=HOST, cover_url="/files/poster.webp", viewers=12846)
    page = {
        "show": show,
        "state": "scheduled",
        "teaser_video_id": "v1",
        "teaser_poster_url": "/files/poster.webp",
        "goods": goods(),
        "later": [Ns(**{**vars(show), "id": "show-2"})],
    }
    return {
        "mall/shows.html": ("/shows", {"on_air": [now], "coming": [show]}),
        "mall/show.html": ("/shows/show-1", page),
        "mall/_remind.html": ("/shows/show-1", {"show": show}),
    }


def _tile(name: str, text: str, *, flagged: bool = False) -> Ns:
    return Ns(
        id=name,
        name=name,
        formula="成交金额 ÷ 观看次数 × 1000",
        unit="money",
        text=text,
        sources=["shop.OrderPaid", "live_stay"],
        is_flagged=flagged,
    )


def _screen() -> Ns:
    tiles = [_tile("paid", "¥12,846"), _tile("gpm", "¥84", flagged=True), _tile("visitors", "1,286")]
    skus = [
        Ns(
            id=good.id,
            title=good.title,
            sku="38",
            sold=12,
            left=good.left,
            through=0.3,
            amount=yuan(3948),
            is_pinned=good.is_pinned,
        )
        for good in goods()
    ]
    parts = [
        Ns(code=code, label=code, value=count, share=count / 128) for code, count in (("feed", 100), ("share", 28))
    ]
    return Ns(
        show_id="show-1",
        room_id="room-1",
        title="橙色衣橱：从发射台到街头",
        started_at_ms=NOW_MS - 3_600_000,
        headlines=tiles,
        blocks=[Ns(code="core", tiles=tiles), Ns(code="people", tiles=[_tile("watch", "4:12")])],
        flag=Ns(name="GPM", value="¥84", median="¥128", low="¥102", high="¥151", n=12),
        past=12,
        funnel=parts,
        skus=skus,
        sources=parts,
        relations=parts,
    )


def screens() -> Shown:
    page = {"screen": _screen()}
    return {
        "studio/screen.html": ("/studio/rooms/room-1/screen", page),
        "studio/_skus.html": ("/studio/rooms/room-1/screen", page),
        "studio/_tile.html": ("/studio/rooms/room-1/screen", {"tile": _tile("gpm", "¥84", flagged=True)}),
    }


def reports() -> Shown:
    points = [Point(value, f"{minute}′: {value}") for minute, value in enumerate((2, 40, 128, 96, 60))]
    rows = [Ns(label="粉丝", buyers=12, amount=yuan(3948)), Ns(label="会员", buyers=3, amount=yuan(987))]
    good = Ns(
        id="sneaker",
        title="云感跑鞋 Cloud 2",
        shown=128,
        clicks=40,
        orders=12,
        quantity=15,
        amount=yuan(4935),
        refunded=yuan(329),
        click_rate=0.25,
    )
    report = Ns(
        show_id="show-1",
        room_id="room-1",
        title="橙色衣橱：从发射台到街头",
        started_at_ms=NOW_MS - 3_600_000,
        ended_at_ms=NOW_MS,
        screen=_screen(),
        goods=[good],
        people=rows,
        scene=rows,
        total=yuan(4935),
        refunded=yuan(329),
        here=points,
        kept=points,
        moments=[Ns(minute=2, score=512, at_s=120.0)],
        coverage=gallery_hosting.coverage(),
        violations=gallery_hosting.violations(),
        has_replay=True,
        civility=Civility(12, 3, 6, 2),
    )
    clips = [ClipRow("p-1", "云感跑鞋 Cloud 2", "/live/room-1/clips/p-1", NOW_MS - 900_000, 113, True)]
    films = [
        FilmRow("film-12345", "", NOW_MS - 3_600_000, "working", 0.4, None, 0, 0, None),
        FilmRow("film-23456", "云感跑鞋 Cloud 2", NOW_MS, "ready", 1, "/files/00/film.mp4", 31_457_280, 113, None),
        FilmRow("film-34567", "…", NOW_MS, "failed", 0, None, 0, 0, "What was recorded cannot be put together."),
    ]
    made = FilmsView("show-1", True, clips, films)
    return {
        "studio/report.html": ("/studio/shows/show-1/report", {"report": report, "films": made, "tab": "goods"}),
        "studio/_films.html": ("/studio/shows/show-1/films", {"films": made._replace(has_recording=False)}),
    }


def hosting() -> Shown:
    rehearsed = gallery_hosting.rehearsals(_blocks())
    return {**gallery_hosting.knowledge(), **rehearsed, **gallery_hosting.on_air_at_the_desk()}


def pages() -> Shown:
    return {**studio(), **hosting(), **mall(), **screens(), **reports()}
