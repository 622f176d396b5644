"""Decisions and appeals by programs, also by somebody whom moderators removed."""

from livefair.governance import decide, report
from livefair.kernel import Database
from livefair.kernel.runner import run_due_now
from livefair.web.mall.reporting import shown_to
from tests.web.conftest import Browse, bearer
from tests.web.town import built


async def test_whoever_was_removed_reads_why_and_appeals_once(db: Database, browse: Browse) -> None:
    town = built(db)
    host, reporter = town.people["host"], town.people["researcher"]
    program = browse(**bearer(db, host), accept="application/json")
    shown = db.read_now(shown_to, reporter, "person", host.id)
    case_id = db.write_now(report, reporter, shown, reason="danger", note="", key="report-1").case_id
    found = {"outcome": "remove", "rule_code": "spam", "reason": "Again and again."}
    db.write_now(decide, town.people["moderator"], case_id, **found)
    run_due_now(db)
    [notice] = (await program.get("/api/notices")).json()
    assert (notice["kind"], notice["case_id"]) == ("case_decided", case_id)
    case = (await program.get(f"/api/cases/{case_id}")).json()
    assert (case["outcome"], case["reason"], case["may_appeal"]) == ("remove", "Again and again.", True)
    assert (await program.post("/api/uploads", json={"byte_count": 1, "key": "film-0001"})).status_code == 403
    assert (await program.post(f"/api/cases/{case_id}/appeal", json={"text": "No."})).status_code == 204
    assert (await program.get(f"/api/cases/{case_id}")).json()["appeal_state"] == "open"
    again = await program.post(f"/api/cases/{case_id}/appeal", json={"text": "No!"})
    assert (again.status_code, again.json()["code"]) == (409, "already_appealed")
