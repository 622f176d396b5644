"""Samples of permits, before their brand and before the moderators."""

from __future__ import annotations

from livefair.governance.permit_policy import PermitKnobs
from livefair.governance.policies import Policy
from livefair.web.desk.permits import KindView
from livefair.web.permit_views import PermitView
from tests.web.samples import DAY_MS, NOW_MS, Shown

APPROVED = PermitView(
    id="permit-1",
    brand="橙色衣橱",
    category="sound",
    number="2026010807512345",
    authority="中国质量认证中心",
    expires_at_ms=NOW_MS + 200 * DAY_MS,
    picture_url="/files/paper.webp",
    state="approved",
    reason="",
    filed_at_ms=NOW_MS - 3 * DAY_MS,
)
WAITING = APPROVED._replace(
    id="permit-2", category="food", number="JY13301060012345", state="waiting", picture_url=None
)
REFUSED = WAITING._replace(id="permit-3", state="refused", reason="编号属于另一家公司。The number is another house's.")


def desk() -> Shown:
    page = {
        "kinds": [KindView("sound", NOW_MS + 200 * DAY_MS, 0), KindView("food", None, 3)],
        "permits": [WAITING, APPROVED, REFUSED],
        "choices": [("food", "食品"), ("sound", "耳机与音箱")],
        "values": {"category": "", "number": "", "authority": "", "expires_on": ""},
        "key": "k" * 16,
    }
    return {"desk/permits.html": ("/desk/permits", page)}


def console() -> Shown:
    page = {
        "policy": Policy(2, PermitKnobs(categories=("food", "sound"))),
        "earlier": [Policy(1, PermitKnobs())],
        "categories": ("food", "health", "sound"),
        "waiting": [WAITING],
        "decided": [APPROVED, REFUSED],
        "may_set": True,
        "may_decide": True,
    }
    return {
        "console/permits.html": ("/console/permits", page),
    }
