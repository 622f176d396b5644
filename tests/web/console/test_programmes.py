import re
from datetime import UTC, datetime

from livefair.content.programme_drawing import draw_programmes
from livefair.content.programmes import apply, members_of, programmes
from livefair.kernel import DAY_MS, SYSTEM
from tests.web.conftest import bearer


def day(db, ahead):
    return datetime.fromtimestamp((db.clock() + ahead * DAY_MS) / 1000, UTC).date().isoformat()


def typed(db, **given):
    fields = {"name": "First videos", "about": "For beginners.", "kind": "cash", "seats": 2, "per_head": "10"}
    return fields | {"apply_until": day(db, 1), "ends_at": day(db, 9), "key": "k" * 9} | given


async def test_a_programme_is_opened_applied_for_drawn_and_its_effect_shown(db, guest, signed_in, join):
    olga, host = await signed_in("olga", "operator"), await signed_in("hua", "host")
    assert (await olga.post_form("/console/programmes", typed(db))).status_code == 303
    [programme] = db.read_now(programmes)
    assert "First videos" in (await host.get("/studio/programmes")).text
    assert (await host.post_form(f"/studio/programmes/{programme.id}/apply")).status_code == 303
    [told] = (await guest.get("/api/programmes", headers=bearer(db, host.actor))).json()
    assert (told["has_applied"], told["may_apply"], told["arm"]) == (True, False, None)
    for number in range(4):
        db.write_now(apply, join(f"host{number}", "host"), programme.id)
    db.clock.advance(2 * DAY_MS)
    db.write_now(draw_programmes, SYSTEM)
    mine = next(member for member in db.read_now(members_of, programme.id) if member.person_id == host.actor.id)
    words = "You have a seat." if mine.arm == "treated" else "The lot has held you out"
    assert words in (await host.get("/studio/programmes")).text
    db.clock.advance(3 * DAY_MS)
    page = (await olga.get(f"/console/programmes/{programme.id}")).text
    assert re.search(r"2 supported, 3 held out", page)
    assert "What it added" in page


async def test_an_odd_form_is_shown_again_and_opens_nothing(db, signed_in):
    olga = await signed_in("olga", "operator")
    for given in ({"kind": "luck"}, {"per_head": "x"}, {"apply_until": "soon"}, {"seats": 0}, {"tier_min": 9}):
        assert (await olga.post_form("/console/programmes", typed(db, **given))).status_code == 422
    assert db.read_now(programmes) == []


async def test_a_host_reads_which_criteria_are_met(guest, db, signed_in):
    host = await signed_in("hua", "host")
    assert "Minutes on air" in (await host.get("/studio/programmes")).text
    told = (await guest.get("/api/tier", headers=bearer(db, host.actor))).json()
    assert told["tier"] == 1
    assert [each["is_met"] for each in told["tiers"][1]["criteria"]] == [False, False]
