import re

import pytest

from livefair.content.videos import shown_video
from livefair.governance import report
from tests.web.town import built


@pytest.fixture
async def reported(db, signed_in):
    """(a moderator's browser, the case's page) of a video that somebody has reported."""
    town = built(db)
    ana = await signed_in("reporter")
    shown = db.read_now(shown_video, ana.actor, town.video_id)
    db.write_now(report, ana.actor, shown, reason="false_claim", note="not the lowest", key="k")
    moderator = await signed_in("judge", "moderator")
    queue = (await moderator.get("/console/reports")).text
    for case in re.findall(r"/console/cases/[0-9a-f-]{36}", queue):
        if "not the lowest" in (await moderator.get(case)).text:
            return moderator, case
    raise AssertionError(queue)


async def test_a_moderator_decides_once_by_a_rule_and_with_a_reason(reported):
    moderator, case = reported
    page = (await moderator.get(case)).text
    assert "not the lowest" in page
    rule = page.split('<option value="')[2].split('"')[0]
    decision = {"outcome": "remove", "rule_code": rule, "reason": "No proof was given."}
    assert (await moderator.post_form(f"{case}/decide", decision)).status_code == 303
    assert "No proof was given." in (await moderator.get(case)).text
    assert (await moderator.post_form(f"{case}/decide", decision)).status_code == 422
    assert case in (await moderator.get("/console/reports?tab=decided")).text


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"outcome": "remove"},
        {"outcome": "nonsense", "reason": "x"},
        {"outcome": "remove", "reason": "x", "rule_code": "nothing"},
        {"outcome": "remove", "reason": "x" * 5000},
    ],
)
async def test_half_a_decision_is_refused(reported, wrong):
    moderator, case = reported
    assert (await moderator.post_form(f"{case}/decide", wrong)).status_code in {404, 422}
    assert (await moderator.get(case)).text.count("/decide") == 1


async def test_customers_see_no_case(reported, signed_in):
    assert (await (await signed_in("eve")).get(reported[1])).status_code == 403
