"""Samples of fan clubs: in the room, on their page, in the studio, and what counts in them in the console."""

from __future__ import annotations

from livefair.community.fan_deeds import Counted
from livefair.community.fan_messages import Message
from livefair.community.rules import fan_clubs as rules
from livefair.governance.fan_policy import FanKnobs
from livefair.governance.policies import Policy
from livefair.web.fan_views import BadgeView, ClubChip, ClubPage, ClubView, LineView, MineView, RuleView, Step, Talk
from livefair.web.mall.clubs import MyClubView
from livefair.web.studio.clubs import AskedRow, Care, MemberRow
from livefair.web.views import AuthorView
from tests.web.gallery_sales import COUPONS
from tests.web.samples import DAY_MS, NOW_MS, Shown

HOST = AuthorView("host-1", "宇航员艾琳", "/files/host.webp", live_room_id="room-1")
LUNA = AuthorView("fan-1", "Luna_77", None)
CHIP = ClubChip("club-1", "发射台", 3)
BADGES = [BadgeView("helper", 2, "", ""), BadgeView("fan", 4, "发射台", "/u/host-1")]
CLUB = ClubView("club-1", "发射台", "新品先看；每月一次连麦，一起挑下一季的颜色。", 1_286, True, HOST, False)
MINE = MineView(3, 78, 120, 42, 30, NOW_MS - 40 * DAY_MS, True, False)
TOP = MINE._replace(level=10, points=980, next_points=None, missing=0, percent=100)
KNOBS = FanKnobs()
MESSAGES = [Message("m-1", "club-1", "周五晚八点见：新一季的颜色先给你们看。", NOW_MS - DAY_MS, 412, None)]
TALK = Talk(
    "club-1",
    [
        LineView("l-1", HOST, 0, "谁试过孔雀蓝？", NOW_MS - DAY_MS, False),
        LineView("l-2", LUNA, 3, "我！洗了三次没掉色。", NOW_MS - 3_600_000, True),
    ],
    False,
    "k" * 24,
)
PAGE = ClubPage(
    club=CLUB,
    mine=MINE,
    rules=[RuleView(rule.deed, rule.points, rule.day_max, 10) for rule in rules.rules_of(KNOBS)],
    steps=[Step(level, rules.points_needed(level, KNOBS.level_step)) for level in range(1, rules.LEVEL_MAX + 1)],
    watch_minutes=KNOBS.watch_minutes,
    deeds=[
        Counted("help", "h-1", 5, NOW_MS - DAY_MS, None),
        Counted("watch", "s-1", 0, NOW_MS - 2 * DAY_MS, None),
        Counted("purchase", "o-1", 10, NOW_MS - 9 * DAY_MS, NOW_MS - DAY_MS),
    ],
    benefits=[COUPONS[0]._replace(payer="host", club_level=3)],
    room_id="room-1",
    messages=MESSAGES,
    talk=TALK,
)


def mall() -> Shown:
    clubs = [
        MyClubView("club-1", "发射台", HOST, 3, 78, 42, 30, True),
        MyClubView("club-2", "Tea circle", LUNA, 10, 980, 0, 100, False),
    ]
    return {
        "mall/club.html": ("/clubs/club-1", PAGE._asdict()),
        "mall/_club.html": ("/live/room-1", {**PAGE._replace(mine=None)._asdict(), "room_id": "room-1"}),
        "mall/_club_talk.html": ("/clubs/club-1/talk", {"talk": TALK}),
        "mall/my_clubs.html": ("/me/clubs", {"clubs": clubs}),
    }


def studio() -> Shown:
    rows = [
        MemberRow(LUNA, 3, 78, NOW_MS - 40 * DAY_MS, NOW_MS - DAY_MS, True),
        MemberRow(AuthorView("fan-2", "北岛", None), 1, 0, NOW_MS - DAY_MS, NOW_MS - DAY_MS, False),
    ]
    page = {"members": rows, "reached": 412, "next_url": "/studio/club?page=1", "messages": MESSAGES}
    care = Care(rows[:1], [AskedRow(LUNA, "墨镜有偏光吗？", NOW_MS - 3 * DAY_MS)])
    page |= {"messages_per_day": 2, "care": care, "key": "k" * 24}
    values = {"name": CLUB.name, "promise": CLUB.promise, "text": ""}
    return {"studio/club.html": ("/studio/club", {**page, "club": CLUB._replace(is_mine=True), "values": values})}


def console() -> Shown:
    page = {"policy": Policy(2, KNOBS), "earlier": [Policy(1, KNOBS)], "deeds": rules.DEEDS}
    return {"console/fans.html": ("/console/fans", page)}
