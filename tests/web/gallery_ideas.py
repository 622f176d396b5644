"""Samples of ideas: on their pages, before a brand, and their rules in the console."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.governance.idea_policy import IdeaKnobs
from livefair.governance.policies import Policy
from livefair.web.idea_views import CreditView, IdeaView, StepView
from livefair.web.views import AuthorView
from tests.web.samples import DAY_MS, NOW_MS, Shown, goods

LUNA, BEI = AuthorView("fan-1", "Luna", None), AuthorView("fan-2", "北岛", "/files/fan.webp")
OPEN = IdeaView(
    id="i-1",
    title="能当杯垫的杯盖",
    text="杯盖翻过来就是杯垫，桌上再也没有水印。\n给天天在桌边喝茶的人。",
    author=LUNA,
    brand_id="b-1",
    brand="橙色衣橱",
    good=goods()[0],
    made=None,
    state="open",
    supporters=42,
    needed=100,
    published_at_ms=NOW_MS - 3 * DAY_MS,
    until_ms=NOW_MS + 300 * DAY_MS,
    due_at_ms=None,
    answered_at_ms=None,
    launched_at_ms=None,
    royalty=0,
    credits=[CreditView(LUNA, 1.0)],
    merged_into=None,
    is_supported=False,
    is_mine=False,
    is_gathering=True,
    is_overdue=False,
)
LATE = OPEN._replace(
    id="i-2", title="A strap that folds flat", state="due", supporters=120, due_at_ms=NOW_MS - DAY_MS, is_overdue=True
)
MADE = OPEN._replace(
    id="i-3",
    state="launched",
    supporters=130,
    due_at_ms=NOW_MS - 60 * DAY_MS,
    answered_at_ms=NOW_MS - 50 * DAY_MS,
    launched_at_ms=NOW_MS - DAY_MS,
    royalty=0.015,
    made=goods()[1],
    credits=[CreditView(LUNA, 0.5), CreditView(BEI, 0.5)],
    is_gathering=False,
)
MERGED = OPEN._replace(id="i-4", state="merged", merged_into="i-1", is_gathering=False)
OVER = OPEN._replace(id="i-5", until_ms=NOW_MS - DAY_MS, is_gathering=False)
STEPS = [
    StepView("accepted", "春天试做。", "阿橙", NOW_MS - 50 * DAY_MS),
    StepView("prototype", "第一个盖子到了。", "阿橙", NOW_MS - 9 * DAY_MS),
]
KNOBS = IdeaKnobs()
VALUES = {"brand_id": "b-1", "product_id": "", "title": "A lid", "text": "", "key": "k" * 12}
BRANDS = [("b-1", "橙色衣橱"), ("b-2", "山间茶事")]


def mall() -> Shown:
    listed = {"brands": BRANDS, "knobs": KNOBS, "which": "wanted", "brand_id": "", "next_url": "/ideas?page=1"}
    form = {"values": VALUES, "brands": BRANDS, "product": "", "knobs": KNOBS, "title_chars": 80, "text_chars": 2_000}
    return {
        "mall/ideas.html": ("/ideas", {**listed, "ideas": [OPEN, LATE, MADE, OVER]}),
        "mall/idea.html": ("/ideas/i-3", {"idea": MADE, "steps": STEPS}),
        "mall/_support.html": ("/ideas/i-1", {"idea": OPEN}),
        "mall/_from_ideas.html": ("/p/sneaker", {"from_ideas": [MADE], "product": Ns(id="sneaker")}),
        "mall/idea_new.html": ("/ideas/new", form),
        "mall/ideas_like.html": ("/ideas", {"ideas": [OPEN], "values": VALUES}),
    }


def desk() -> Shown:
    values = {"text": "", "royalty": "", "verdict": ""}
    page = {"goods": [("mug", "马克杯")], "alike": [LATE], "knobs": KNOBS, "values": values}
    return {
        "desk/ideas.html": ("/desk/ideas", {"ideas": [LATE, OPEN], "knobs": KNOBS}),
        "desk/idea.html": ("/desk/ideas/i-1", {**page, "idea": OPEN, "steps": STEPS}),
    }


def console() -> Shown:
    return {"console/ideas.html": ("/console/ideas", {"policy": Policy(2, KNOBS), "earlier": [Policy(1, KNOBS)]})}
