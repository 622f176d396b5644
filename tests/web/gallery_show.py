"""Samples of shows: planned, looked forward to, run by their run of show."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.web.charts import Point
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
        )
        for number, (kind, title, minutes) in enumerate(parts)
    ]


def coverage() -> list[Ns]:
    """What is being explained, and a product that was left with points open."""
    states = (
        ("材质", "covered", "script"),
        ("尺寸", "coming", None),
        ("退换", "open", None),
        ("价格", "covered", "tap"),
    )
    points = [Ns(id=f"p{number}", name=name, state=state, by=by) for number, (name, state, by) in enumerate(states)]
    now = Ns(product_id="sneaker", title="云感跑鞋 Cloud 2", is_now=True, covered=2, points=points, missing=["退换"])
    return [now, Ns(**{**vars(now), "product_id": "mug", "title": "手作陶杯", "is_now": False})]


def knowledge() -> Shown:
    subjects = [
        Ns(category=code, cards=3, questions=4, passed_at_ms=NOW_MS if code == "sound" else None)
        for code in ("food", "sound")
    ]
    options = ["不提认证，先问品牌", "都认证过的", "大牌不需要"]
    questions = [
        Ns(
            text="资料里没有 3C 证书编号，你怎么说？",
            options=options,
            given=n,
            is_wrong=n == 2,
            why="没有编号就没有依据。",
        )
        for n in (1, 2)
    ]
    page = {
        "category": "sound",
        "cards": [Ns(title="电池与 3C 认证", text="带锂电池的耳机和音箱须有强制性产品认证。")],
        "questions": questions,
        "passed_at_ms": None,
        "result": Ns(is_passed=False, wrong=[2]),
    }
    fact = Ns(name="重量", value="238 g", source="品牌自测", source_url=None)
    product = Ns(
        id="sneaker",
        title="山脊头戴耳机",
        about="戴一整天也不累。",
        category="sound",
        facts=[fact],
        points=["材质", "价格", "电池与认证"],
        answers=[Ns(question="多重？", answer="238 克")],
        quiz="sound",
    )
    codes = ("host", "profile", "planned", "goods", "run", "knowledge", "rehearsal", "stream", "on_air")
    steps = [Ns(code=code, is_done=number < 4, href="/studio/shows/new") for number, code in enumerate(codes)]
    return {
        "studio/first_show.html": ("/studio/first-show", {"steps": steps, "is_over": False}),
        "studio/knowledge.html": ("/studio/knowledge", {"subjects": subjects}),
        "studio/quiz.html": ("/studio/knowledge/sound", page),
        "studio/product.html": ("/studio/goods/sneaker", {"product": product}),
    }


def rehearsals() -> Shown:
    show = Ns(id="show-1", title="橙色衣橱", state="scheduled")
    blocks = _blocks()
    question = Ns(place=3, kind="question", text="多重？", who=12, at_s=75)
    line = Ns(place=1, kind="line", text="来了来了", who=7, at_s=9)
    now = Ns(
        id="r-1",
        show=show,
        began_at_ms=NOW_MS,
        blocks=blocks,
        now=blocks[1],
        now_began_at_ms=NOW_MS,
        points=[
            Ns(subject="sneaker/size", name="尺寸", is_covered=False),
            Ns(subject="a/b", name="材质", is_covered=True),
        ],
        lines=[line] * 5,
        questions=[question],
        pulses=["too_fast"],
    )
    parts = [("pace", 80, 4, 5), ("coverage", 66, 4, 6), ("answers", 90, 18, 6), ("dead_air", None, 0, 0)]
    grade = Ns(
        id="r-1",
        began_at_ms=NOW_MS,
        lasted_s=1_260,
        letter="B",
        score=79,
        parts=[Ns(code=code, score=score, value=value, of=of) for code, score, value, of in parts],
        missed=["云感跑鞋 Cloud 2: 尺寸 · 退换"],
        unanswered=["有别的颜色吗？"],
        seed=7,
    )
    rows = [
        Ns(id="r-2", began_at_ms=NOW_MS, letter=None, score=None),
        Ns(id="r-1", began_at_ms=NOW_MS - DAY_MS, letter="B", score=79),
    ]
    at = "/studio/rehearsals/r-1"
    return {
        "studio/rehearsals.html": (
            "/studio/shows/show-1/rehearsals",
            {"show": show, "rehearsals": rows, "is_ready": True},
        ),
        "studio/rehearsal.html": (at, {"rehearsal": now}),
        "studio/_rehearsal.html": (at, {"rehearsal": now}),
        "studio/rehearsed.html": (at, {"show": show, "grade": grade}),
    }


def violations() -> list[Ns]:
    claim = Ns(
        id="n-1",
        kind="claim",
        place="script",
        said="最好 · 第一",
        rule="不得虚假或夸大宣传",
        rule_version=1,
        at_s=312,
        state="open",
        evidence="",
        correction="",
        case_id=None,
    )
    decided = {"id": "n-2", "kind": "decision", "place": "chat_line", "said": "remove", "case_id": "case-1"}
    cleared = {"id": "n-3", "state": "cleared", "evidence": "SGS 2026-118"}
    return [claim, Ns(**{**vars(claim), **decided}), Ns(**{**vars(claim), **cleared})]


def restocks() -> list[Ns]:
    rows = (("open", 12, 0), ("asked", 5, 0), ("added", 0, 200), ("refused", 1, 0))
    return [
        Ns(
            sku_id=f"s-{state}",
            title="云感跑鞋 Cloud 2",
            sku="38",
            sold=41,
            left=3,
            votes=votes,
            state=state,
            wanted=100,
            added=added,
            id="restock-1",
        )
        for state, votes, added in rows
    ]


def on_air_at_the_desk() -> Shown:
    rooms = {"rooms": [Ns(room_id="room-1", title="橙色衣橱", host="宇航员艾琳", skus=restocks())]}
    return {
        "desk/live.html": ("/desk/live", rooms),
        "desk/_live.html": ("/desk/live", rooms),
        "mall/_wanted.html": ("/live/room-1/goods", {}),
        "studio/_restocks.html": ("/studio/rooms/room-1", {"room_id": "room-1", "restocks": restocks()}),
    }


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
    running = {"room_id": "room-1", "plan": live, "blocks": _blocks()}
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
        "studio/_violations.html": ("/studio/rooms/room-1", {"room_id": "room-1", "violations": violations()}),
        "studio/_coverage.html": ("/studio/rooms/room-1", {"room_id": "room-1", "coverage": coverage()}),
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
        coverage=coverage(),
        violations=violations(),
        has_replay=True,
    )
    return {"studio/report.html": ("/studio/shows/show-1/report", {"report": report, "tab": "goods"})}


def pages() -> Shown:
    return {**studio(), **knowledge(), **rehearsals(), **on_air_at_the_desk(), **mall(), **screens(), **reports()}
