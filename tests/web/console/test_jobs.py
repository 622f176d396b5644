async def test_jobs_and_health_can_be_read(signed_in):
    boss = await signed_in("boss", "operator")
    assert (await boss.get("/console/jobs")).status_code == 200
    assert "holds" in (await boss.get("/console/health")).text


async def test_a_letter_that_is_not_there_is_no_accident(signed_in):
    boss = await signed_in("boss", "operator")
    missing = "00000000-0000-7000-8000-000000000000"
    for verb in ("retry", "drop"):
        assert (await boss.post_form(f"/console/jobs/{missing}/{verb}")).status_code == 303
        assert (await boss.post_form(f"/console/jobs/nonsense/{verb}")).status_code == 404
