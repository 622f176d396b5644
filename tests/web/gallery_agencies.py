"""Samples of what is between an agency, its own people and its hosts."""

from __future__ import annotations

from livefair.people.organisations import Member
from livefair.web.brief_views import BriefView, TrainingView
from tests.web.samples import DAY_MS, NOW_MS, Shown

ASKED = BriefView(
    id="brief-1",
    title="茶具专场，讲两只壶",
    text="开场先讲产地，再讲怎么泡。\n每只壶至少五分钟。",
    host="北岛",
    agency="星桥 MCN",
    goods=[("sneaker", "云感跑鞋 Cloud 2"), ("mug", "孔雀杯")],
    due_at_ms=NOW_MS + 3 * DAY_MS,
    state="assigned",
    is_late=False,
    is_mine=True,
    delivered="",
    answer="第二只壶还没有讲到。",
)
LATE = ASKED._replace(id="brief-2", title="A teaser for Friday", is_late=True, is_mine=False, answer="", goods=[])
DELIVERED = ASKED._replace(
    id="brief-3", state="delivered", is_mine=False, delivered="两只壶都讲了，回放 12 分处。", answer=""
)
ACCEPTED = DELIVERED._replace(id="brief-4", state="accepted")
TRAINING = TrainingView("host-9", "北岛", "星桥 MCN", "food", NOW_MS + 5 * DAY_MS, None, is_mine=True)


def studio() -> Shown:
    page = {
        "briefs": [ASKED, LATE, DELIVERED, ACCEPTED],
        "training": [
            TRAINING,
            TRAINING._replace(category="sound", passed_at_ms=NOW_MS - DAY_MS, is_mine=False),
            TRAINING._replace(category="health", host_id="host-8", host="海鸥", is_mine=False),
        ],
        "hosts": [("host-9", "北岛"), ("host-8", "海鸥")],
        "goods": [("sneaker", "云感跑鞋 Cloud 2"), ("mug", "孔雀杯")],
        "subjects": [("food", "食品"), ("sound", "耳机与音箱")],
        "values": {"host_id": "host-8", "title": "", "text": "", "due_on": ""},
        "chosen": ["mug"],
        "key": "k" * 16,
    }
    members = [Member("p-1", "周桥", "owner"), Member("p-2", "小叶", "member")]
    return {
        "studio/briefs.html": ("/studio/briefs", page),
        "studio/team.html": ("/studio/team", {"members": members, "may_change": True, "email": ""}),
    }
