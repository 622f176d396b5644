"""Samples of the pages about the co-creation pool."""

from livefair.kernel import Money
from livefair.value.rules.pool import PoolRule
from livefair.web.pool_views import (
    AppealView,
    ComparedView,
    DraftView,
    OwnPeriod,
    PartView,
    PeriodView,
    PoolDesk,
    ReportedView,
    ReportView,
    RoleView,
    ShareView,
    SimulatedView,
)
from tests.web.samples import DAY_MS, NOW_MS, Shown

PERIOD = PeriodView(
    id="period-1",
    from_at_ms=NOW_MS - 40 * DAY_MS,
    to_at_ms=NOW_MS - 13 * DAY_MS,
    own=Money(1_200_000),
    collected=Money(1_260_000),
    given=Money(1_180_000),
    carried=Money(80_000),
    kept=1_204,
    lost=388,
    cap=0.2,
    version=4,
    payable_at_ms=NOW_MS + 5 * DAY_MS,
    state="open",
)
PAID = PERIOD._replace(id="period-0", state="paid", payable_at_ms=NOW_MS - 20 * DAY_MS)
PART = PartView("creator", Money(23_400), Money(24_000), 182, 61, 140, Money(51_200), 0.214, 2, True)
APPEAL = AppealView("appeal-1", "小鹿", "我的第二条视频没有算进去。", NOW_MS - DAY_MS, "open", Money(0), "")
SIMULATED = SimulatedView(
    lines=4_120,
    was_cut=True,
    rows=[
        ComparedView("platform", Money(5_000_000), Money(4_000_000), Money(-1_000_000)),
        ComparedView("pool", Money(0), Money(1_000_000), Money(1_000_000)),
        ComparedView("host", Money(9_000_000), Money(9_000_000), Money(0)),
    ],
    pool=[RoleView("creator", 31, Money(600_000)), RoleView("answer", 12, Money(150_000))],
    collected=Money(1_000_000),
    carried=Money(250_000),
    largest=0.12,
)
SHARES = [ShareView("psp", 0.006, "line"), ShareView("platform", 0.05, "line"), ShareView("host", 0.5, "gift")]
DRAFT = DraftView(
    "draft-1", 5, NOW_MS + 7 * DAY_MS, 0.2, PoolRule(), SHARES, "顾眠", NOW_MS - 3_600_000, SIMULATED, "ready"
)
DRAFTS = [
    DRAFT._replace(id="draft-2", simulated=None, state="waits", kappa=0.0, rule=None),
    DRAFT,
    DRAFT._replace(id="draft-3", state="published"),
]


def pages() -> Shown:
    desk = PoolDesk(0.2, PoolRule(), DRAFTS, [PERIOD], [APPEAL])
    answered = APPEAL._replace(state="mended", granted=Money(1_250), answer="确实漏了，已补上。")
    roles = [RoleView("creator", 31, Money(900_000)), RoleView("others", None, Money(280_000))]
    report = ReportView(0.2, PoolRule(), 0.2, [ReportedView(PERIOD, roles), ReportedView(PAID, [])])
    own = [
        OwnPeriod(PERIOD, [PART], Money(23_400), None, True),
        OwnPeriod(PAID, [PART._replace(merged=1, was_capped=False)], Money(23_400), answered, False),
    ]
    return {
        "console/pool.html": ("/console/pool", {"desk": desk}),
        "mall/pool.html": ("/me/pool", {"periods": own, "words": ""}),
        "mall/sharing.html": ("/sharing", {"report": report}),
    }
