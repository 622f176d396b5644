from livefair.kernel import DAY_MS
from livefair.live import open_room
from livefair.live.assortments import assortment_of
from livefair.live.planning import coming_shows
from livefair.live.rules import missing_roles
from livefair.live.run_of_show import run_of
from livefair.world.plans import Planned, plan_weekly
from tests.stall import set_up


def test_a_planned_week_has_a_whole_run_and_no_role_is_missing(db, join):
    host = join("hana", "host")
    room_id = db.write_now(open_room, host, title="Corner")
    goods = [set_up(db, join, name=name).product_id for name in ("mugs", "plates", "lamps")]
    planned = Planned(host, room_id, goods)
    show_id = db.write_now(plan_weekly, host, planned, title="Weekend show", at_ms=db.clock() + DAY_MS)
    assert len(db.read_now(coming_shows)) == 3
    kinds = [block.kind for block in db.read_now(run_of, show_id)]
    assert kinds == ["greeting", "product", "product", "questions", "product", "draw", "closing"]
    assert missing_roles(each.role for each in db.read_now(assortment_of, show_id)) == []
