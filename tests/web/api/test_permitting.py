"""Permits for programs."""

from livefair.kernel import DAY_MS, Database
from tests.catalog.permitted import larder
from tests.web.conftest import Browse, bearer


async def test_a_program_files_a_permit_and_reads_what_came_of_it(db: Database, browse: Browse, join) -> None:
    on = larder(db, join)
    program, headers = browse(), bearer(db, on.stall.brand)
    paper = {"category": "food", "number": "JY1", "authority": "A", "key": "paper-0001"}
    paper |= {"expires_at_ms": db.clock() + 90 * DAY_MS}
    made = [await program.post("/api/brand/permits", json=paper, headers=headers) for _ in range(2)]
    assert len({answer.json()["id"] for answer in made}) == 1
    told = (await program.get("/api/brand/permits", headers=headers)).json()
    assert (told["needed"], told["held_back"]) == (["food"], {"food": 1})
    assert [(one["number"], one["state"]) for one in told["permits"]] == [("JY1", "waiting")]
    second = await program.post("/api/brand/permits", json={**paper, "key": "paper-0002"}, headers=headers)
    assert (second.status_code, second.json()["code"]) == (409, "permit_waiting")
