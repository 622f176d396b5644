from livefair.live import open_room
from livefair.live.planning import Draft, plan_one
from livefair.live.run_of_show import BlockDraft, add_block
from tests.web.conftest import bearer


async def test_a_program_rehearses_and_reads_the_grade(db, clock, join, browse):
    hana = join("hana", "host")
    room_id = db.write_now(open_room, hana, title="Corner")
    show_id = db.write_now(plan_one, hana, room_id, Draft("Tonight", "home", clock() + 3_600_000))
    api, host = browse(accept="application/json"), bearer(db, hana)
    there = f"/api/shows/{show_id}/rehearsals"
    assert (await api.post(there, json={}, headers=host)).json()["code"] == "no_block"
    block_id = db.write_now(add_block, hana, show_id, BlockDraft("greeting", 120_000, "Hello"))
    made = await api.post(there, json={"seed": 7}, headers=host)
    rehearsal = f"/api/rehearsals/{made.json()['id']}"
    state = (await api.get(rehearsal, headers=host)).json()
    assert state["grade"] is None
    question = next(cue for cue in state["crowd"] if cue["kind"] == "question")
    assert (await api.post(f"{rehearsal}/deeds", json={"kind": "block", "subject": block_id}, headers=host)).is_success
    dark = {"luma": 12, "loudness_db": -20, "peak_db": -6, "change": 30}
    assert (await api.post(f"{rehearsal}/measures", json=dark, headers=host)).json() == {"warnings": ["too_dark"]}
    clock.advance(question["at_ms"] + 10_000)
    deed = {"kind": "answer", "subject": str(question["place"])}
    assert (await api.post(f"{rehearsal}/deeds", json=deed, headers=host)).status_code == 204
    clock.advance(max(0, 120_000 - question["at_ms"] - 10_000))
    grade = (await api.post(f"{rehearsal}/end", headers=host)).json()["grade"]
    assert grade["letter"] in "ABCDE"
    assert {part["code"]: part["value"] for part in grade["parts"]}["pace"] == 1
    assert (await api.get(there, headers=host)).json() == [made.json()["id"]]
    over = await api.post(f"{rehearsal}/deeds", json=deed, headers=host)
    assert (over.status_code, over.json()["code"]) == (409, "rehearsal_over")
    assert (await api.get(rehearsal, headers=bearer(db, join("other", "host")))).status_code in {403, 404}
