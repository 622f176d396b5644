"""A room's own page while it is run."""

from livefair.kernel.runner import run_due_now
from livefair.live import end_show, plan_show, start_show
from livefair.shop import Source
from tests.live.conftest import put_on_air
from tests.stall import buy, set_up
from tests.web.conftest import enter


async def test_a_room_and_the_list_of_shows_count_the_same_sales_of_a_show(db, browse, join, clock):
    stage, stall = put_on_air(db, join), set_up(db, join)
    here = Source(room_id=stage.room_id, host_id=stage.host.id)
    host = enter(db, browse(accept_language="en"), stage.host)
    for name, quantity, paid, orders in (("zoe", 2, "¥198", 1), ("max", 1, "¥297", 2)):
        buy(stall, join(name), quantity=quantity, source=here)
        run_due_now(db)
        numbers = (await host.get(f"/studio/rooms/{stage.room_id}/sales")).text
        assert f"<b>{orders}</b>" in numbers
        assert paid in numbers
        assert paid in (await host.get("/studio")).text
    db.write_now(end_show, stage.host, stage.show_id)
    clock.advance(1_000)
    assert "¥297" in (await host.get(f"/studio/rooms/{stage.room_id}/sales")).text
    db.write_now(start_show, stage.host, db.write_now(plan_show, stage.host, stage.room_id, title="Another"))
    assert "¥297" not in (await host.get(f"/studio/rooms/{stage.room_id}/sales")).text
