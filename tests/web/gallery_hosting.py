"""Samples of what hosts prepare, rehearse and are told: coverage, knowledge, rehearsals, violations, more stock."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.web.desk.live import AskedRow
from livefair.web.studio.simulcasting import TargetsView, TargetView
from tests.web.samples import DAY_MS, NOW_MS, Shown


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


def rehearsals(blocks: list[Ns]) -> Shown:
    show = Ns(id="show-1", title="橙色衣橱", state="scheduled")
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
        "studio/rehearsal_hall.html": (at, {"rehearsal": now}),
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


def noticed() -> dict[str, object]:
    one = Ns(room_id="room-1", room="橙色衣橱：从发射台到街头", violation=violations()[0])
    return {"noticed": [one], "next_url": None}


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
            ready_at_ms=NOW_MS + DAY_MS,
            waited_ms=41_000,
        )
        for state, votes, added in rows
    ]


def on_air_at_the_desk() -> Shown:
    rooms = {"rooms": [Ns(room_id="room-1", title="橙色衣橱", host="宇航员艾琳", skus=restocks())]}
    asked = [AskedRow("q3", "能装下 A4 吗？", 3, "帆布包", NOW_MS + DAY_MS)]
    return {
        "desk/live.html": ("/desk/live", {**rooms, "asked": asked}),
        "desk/_live.html": ("/desk/live", rooms),
        "studio/_violations.html": ("/studio/rooms/room-1", {"room_id": "room-1", "violations": violations()}),
        "studio/_noticed.html": ("/studio/rooms/room-1/moderate", {"room_id": "room-1", "violations": violations()}),
        "studio/_coverage.html": ("/studio/rooms/room-1", {"room_id": "room-1", "coverage": coverage()}),
        "mall/_wanted.html": ("/live/room-1/goods", {}),
        "studio/_restocks.html": ("/studio/rooms/room-1", {"room_id": "room-1", "restocks": restocks()}),
    }


COMPOSE = Ns(
    name="宇航员艾琳",
    layout="standard",
    pin='{"title": "云感跑鞋 Cloud 2", "picture_url": null, "price_minor": 32900, "currency": "CNY"}',
    dark=45,
    bright=225,
    loud_db=-1,
)
SIMULCAST = TargetsView(
    "room-1",
    [
        TargetView("t-1", "YouTube", "rtmps://a.rtmp.example:443/live2", "live", "", NOW_MS),
        TargetView("t-2", "视频号", "rtmp://push.example/live", "down", "key_refused", NOW_MS),
    ],
    may_add=True,
)
