"""What the demo host does beside showing goods."""

from livefair.kernel import GUEST
from livefair.live import end_show, open_room, plan_show, start_show
from livefair.live.muting import mute_of
from livefair.live.restocks import ask_for_more, restocks_of, want_more
from livefair.live.run_of_show import begin_block, run_of
from livefair.live.seats import cohosts_at
from livefair.people import sign_up
from livefair.supply import levels
from livefair.world import company, errands
from livefair.world.cast import HOSTS
from tests.live.conftest import put_on_air
from tests.stall import set_up


def test_another_host_sits_down_for_a_part_of_what_is_earned_and_may_come_again(db, clock, join):
    stage = put_on_air(db, join)
    email = f"{HOSTS[2].account}@example.org"
    guest_id = db.write_now(sign_up, GUEST, email=email, name="May", password_hash="none", locale="zh")
    for _ in range(2):
        seat_id = db.write_now(company.sit_down, stage.host, stage.room_id, 2)
        assert db.read_now(cohosts_at, stage.room_id, clock()) == [(guest_id, company.SHARE_BP)]
        clock.advance(1_000)
        db.write_now(company.end_seat, stage.host, seat_id)
    assert db.read_now(mute_of, stage.room_id, guest_id) is None


def test_more_is_asked_for_once_enough_viewers_want_it_and_the_brand_answers_a_minute_later(db, clock, join):
    stall = set_up(db, join)
    host = join("hana", "host")
    room_id = db.write_now(open_room, host, title="Corner")
    show_id = db.write_now(plan_show, host, room_id, title="Tonight")
    blocks = db.write_now(company.write_run, host, show_id, [stall.product_id])
    db.write_now(start_show, host, show_id)
    db.write_now(begin_block, host, blocks[stall.product_id])
    assert [block.kind for block in db.read_now(run_of, show_id)] == ["greeting", "product", "questions"]
    for number in range(company.VOTES_LEAST):
        assert db.read_now(company.most_wanted, room_id) is None
        db.write_now(want_more, join(f"viewer{number}"), room_id, stall.product_id)
    sku_id = db.read_now(company.most_wanted, room_id)
    assert sku_id == stall.sku_id
    db.write_now(ask_for_more, host, room_id, sku_id, wanted=company.PIECES)
    assert db.read_now(company.most_wanted, room_id) is None
    before = db.read_now(levels, [sku_id])[sku_id].sellable
    errands.answer_for_more_in_time(db, stall.brand)
    assert db.read_now(restocks_of, show_id)[0].answered_at_ms is None
    clock.advance(errands.ANSWERS_AFTER_MS)
    errands.answer_for_more_in_time(db, stall.brand)
    assert db.read_now(levels, [sku_id])[sku_id].sellable == before + company.PIECES
    db.write_now(end_show, host, show_id)
    assert db.read_now(company.most_wanted, room_id) is None
