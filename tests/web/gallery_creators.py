"""Samples of tiers and programmes: in the studio, and in the console with what a programme has added."""

from __future__ import annotations

from livefair.content.programmes import Member
from livefair.content.rules import creators as rules
from livefair.content.tiers import TierChange
from livefair.kernel import Money
from livefair.value.attribution.experiments import Difference, Lift
from livefair.value.programmes import Measured
from livefair.web.console.programmes import MemberRow, TierRow
from livefair.web.console.tiers import rows_of
from livefair.web.creator_views import ProgrammeView, Step, TierPage
from tests.web.samples import DAY_MS, NOW_MS, Shown

NUMBERS = rules.Numbers(1_286, 480, 3_821_400, 340)
STEPS = [
    Step(tier, found, all(each.is_met for each in found))
    for tier in range(1, 5)
    for found in (rules.criteria(tier, NUMBERS),)
]
CHANGES = [TierChange("me", NOW_MS - 9 * DAY_MS, 2, 1, 210, 130, 40_000, 0)]
MINE = TierPage(2, NOW_MS - 9 * DAY_MS, STEPS, CHANGES)
CASH = ProgrammeView(
    id="pr-1",
    name="第一支视频",
    about="给刚开始的主播：拍三支视频，每支讲清一件商品。",
    kind="cash",
    stage="open",
    tier_min=1,
    tier_max=2,
    seats=20,
    holdout=0.3,
    per_head=Money(30_000),
    quota=0,
    apply_until_ms=NOW_MS + 5 * DAY_MS,
    ends_at_ms=NOW_MS + 40 * DAY_MS,
    seed=None,
    budget=Money(600_000),
    paid=Money(0),
    lesson="",
    mine=None,
    fits=True,
)
SEAT = Member("pr-2", "me", 2, NOW_MS, "treated", 0, 640)
TRAFFIC = CASH._replace(
    id="pr-2",
    name="Seen first",
    kind="traffic",
    stage="running",
    quota=1_000,
    seed="c2VlZA",
    mine=SEAT,
    budget=Money(0),
)
LESSON = TRAFFIC._replace(id="pr-3", kind="training", lesson="先说它解决什么，再说多少钱。", mine=SEAT)
OUT = TRAFFIC._replace(id="pr-4", name="Light for your table", mine=SEAT._replace(arm="holdout", quota_left=0))
WAITING = CASH._replace(id="pr-5", mine=SEAT._replace(arm=None, quota_left=0))
UNFIT = CASH._replace(id="pr-6", fits=False)
PLAIN = Difference(9.4, 4.1, 1.4, 17.4, 0.02)
LIFT = Lift(
    arm="treated",
    control="holdout",
    n=20,
    n_control=20,
    mean=61.2,
    mean_control=51.8,
    plain=PLAIN,
    adjusted=Difference(11.8, 0.9, 10.0, 13.6, 0.0),
    theta=0.98,
    variance_left=0.05,
    is_small=True,
    skewed_p=1.0,
    is_skewed=False,
)


def pages() -> Shown:
    values = dict.fromkeys(("name", "about", "kind", "per_head", "quota", "lesson", "seats"), "")
    values |= {"apply_until": "", "ends_at": "", "key": "k" * 24, "holdout_percent": "30", "tier_min": "1"}
    members = [
        MemberRow("host-1", "宇航员艾琳", SEAT),
        MemberRow("host-2", "青瓷先生", SEAT._replace(arm="holdout", quota_left=0)),
        MemberRow("host-3", "海盐拿铁", SEAT._replace(arm=None, quota_left=0)),
    ]
    return {
        "studio/programmes.html": (
            "/studio/programmes",
            {"mine": MINE, "programmes": [CASH, TRAFFIC, LESSON, OUT, WAITING, UNFIT]},
        ),
        "console/tiers.html": (
            "/console/tiers",
            {"rows": rows_of(rules.TIERS), "version": 2, "earlier": [(1, rows_of(rules.TIERS))]},
        ),
        "console/programmes.html": (
            "/console/programmes",
            {
                "programmes": [CASH, TRAFFIC],
                "tiers": [TierRow(tier, 40 // tier, 0.25) for tier in range(1, 5)],
                "values": values | {"tier_max": "4"},
                "kinds": rules.KINDS,
            },
        ),
        "console/programme.html": (
            "/console/programmes/pr-1",
            {
                "programme": CASH._replace(stage="running", seed="c2VlZA", paid=Money(600_000)),
                "members": members,
                "measured": Measured(14, 20, 20, LIFT, ""),
            },
        ),
    }
