from livefair.people.queries import search_people


async def test_an_operator_finds_suspends_and_restores(db, signed_in):
    ana, boss = await signed_in("ana"), await signed_in("boss", "operator")
    assert "ana@example.org" in (await boss.get("/console/people?q=ana")).text
    await boss.post_form(f"/console/people/{ana.actor.id}/suspend")
    assert (await ana.get("/me/settings")).status_code in {303, 401}
    [found] = db.read_now(search_people, "ana@")
    assert found.suspended_at_ms
    await boss.post_form(f"/console/people/{ana.actor.id}/restore")
    [found] = db.read_now(search_people, "ana@")
    assert found.suspended_at_ms is None


async def test_hostile_searches_are_answered(signed_in):
    boss = await signed_in("boss", "operator")
    for query in ("%", "_", "'", "%00", "x" * 500, "\u202e", "%25%25"):
        assert (await boss.get(f"/console/people?q={query}&before={query}")).status_code == 200
