"""A room's own page while it is run."""

import re

from livefair.kernel.runner import run_due_now
from livefair.live import end_show, open_room, plan_show, start_show
from livefair.shop import Source
from tests.live.conftest import put_on_air
from tests.stall import buy, set_up
from tests.web.conftest import enter


async def test_the_button_that_ends_a_show_is_there_while_it_is_on_air_also_without_scripts(db, browse, join):
    hana = join("hana", "host")
    room_id = db.write_now(open_room, hana, title="Hana's corner")
    show_id = db.write_now(plan_show, hana, room_id, title="Evening show")
    host = enter(db, browse(accept_language="en"), hana)

    async def end_form() -> str:
        page = (await host.get(f"/studio/rooms/{room_id}")).text
        return "".join(re.findall(rf'<form[^>]*action="/studio/rooms/{room_id}/close"[^>]*>', page))

    assert end_form_is_hidden(await end_form())
    db.write_now(start_show, hana, show_id)
    on_air = await end_form()
    assert on_air
    assert not end_form_is_hidden(on_air)
    db.write_now(end_show, hana, show_id)
    assert await end_form() == ""


def end_form_is_hidden(form: str) -> bool:
    return form.endswith(" hidden>")


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
