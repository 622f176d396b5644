"""A sample of the page about one's own role."""

from livefair.web.role_views import LegLine, MyRole, RoleView, RuleView, Version
from tests.web.samples import DAY_MS, NOW_MS, Shown

ROLES = [
    RoleView("customer", ["退货"], ["如实评价"], [LegLine("reviewer", 0.02, "买家实付", 0.03)]),
    RoleView("host", ["开播"], ["如实介绍"], [LegLine("host", None, "按该行的约定", None)]),
]


def pages() -> Shown:
    mine = MyRole(
        roles=ROLES,
        share=Version(3, NOW_MS - 9 * DAY_MS),
        next_share=Version(4, NOW_MS + 2 * DAY_MS),
        house=Version(1, NOW_MS - 90 * DAY_MS),
        next_house=Version(2, NOW_MS + DAY_MS),
        rules=[RuleView("说真话", "不夸大。")],
    )
    return {"mall/role.html": ("/me/role", {"mine": mine})}
