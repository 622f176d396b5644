import re

import pytest

from livefair.community.fan_clubs import fan_of
from livefair.community.fan_deeds import Deed, count_deed
from livefair.kernel import DAY_MS, SYSTEM
from livefair.kernel.runner import run_due_now
from livefair.people.badges import level_with
from livefair.shop import ready_cart
from livefair.shop.coupons import coupons_held, make_coupon
from livefair.shop.rules.coupons import Draft
from tests.community.fandom import founded, joined, on_air
from tests.stall import put_in_cart, set_up
from tests.web.conftest import enter

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def fandom(db, join):
    found = founded(db, join, club="茶友会")
    on_air(db, found)
    return found


async def test_two_taps_in_the_room_make_a_member_whose_level_stands_in_the_chat(db, join, browse, fandom):
    ana = join("ana")
    fan = enter(db, browse(), ana)
    assert "加入粉丝团" in (await fan.get(f"/live/{fandom.room_id}")).text
    assert "免费加入" in (await fan.get(f"/live/{fandom.room_id}/club", headers=FRAGMENT)).text
    done = await fan.post_form(f"/clubs/{fandom.club_id}/join", {"room_id": fandom.room_id}, headers=FRAGMENT)
    assert "你已是成员" in done.text
    assert db.read_now(fan_of, ana, fandom.club_id).messages_from_ms is None
    assert (await fan.post_form(f"/live/{fandom.room_id}/chat", {"text": "大家好"})).status_code == 303
    room = (await fan.get(f"/live/{fandom.room_id}")).text
    assert "粉丝团 1 级：" in room
    assert "茶友会" in room


async def test_a_member_has_come_from_a_room_of_the_club_s_host_or_from_none(db, join, browse, fandom):
    ana, zoe, other = join("ana"), join("zoe"), founded(db, join, name="ivo", club="Ivo's")
    for who, room_id in ((ana, fandom.room_id), (zoe, other.room_id)):
        await enter(db, browse(), who).post_form(f"/clubs/{fandom.club_id}/join", {"room_id": room_id})
    assert [db.read_now(fan_of, who, fandom.club_id).room_id for who in (ana, zoe)] == [fandom.room_id, None]


async def test_a_member_s_page_tells_each_deed_and_leaving_is_one_tap(db, join, browse, fandom):
    ana = join("ana")
    fan = enter(db, browse(), ana)
    joined(db, fandom, ana)
    db.write_now(count_deed, SYSTEM, fandom.host.id, Deed(ana.id, "help", "h", db.clock()))
    page = (await fan.get(f"/clubs/{fandom.club_id}")).text
    assert "5 分，再得 15 分升到 2 级" in page
    assert "茶友会" in (await fan.get("/me/clubs")).text
    await fan.post_form(f"/clubs/{fandom.club_id}/consents", {"messages": "yes"})
    assert db.read_now(fan_of, ana, fandom.club_id).messages_from_ms is not None
    await fan.post_form("/me/clubs/silence")
    assert db.read_now(fan_of, ana, fandom.club_id).messages_from_ms is None
    await fan.post_form(f"/clubs/{fandom.club_id}/leave")
    assert db.read_now(fan_of, ana, fandom.club_id) is None


async def test_a_club_s_coupon_takes_something_off_for_members_from_its_level_on(db, join, browse, fandom):
    ana, stall = join("ana"), set_up(db, join)
    fan = enter(db, browse(), ana)
    until_ms = db.clock() + DAY_MS
    draft = Draft(title="团员券", off_minor=500, until_ms=until_ms, host_id=fandom.host.id, club_level=2)
    coupon_id = db.write_now(make_coupon, stall.brand, draft)
    there = f"/live/{fandom.room_id}/coupons/{coupon_id}"
    joined(db, fandom, ana)
    assert (await fan.post_form(there)).status_code == 422
    for about in ("one", "two"):
        db.write_now(count_deed, SYSTEM, fandom.host.id, Deed(ana.id, "purchase", about, db.clock()))
    assert db.read_now(level_with, ana.id, fandom.host.id) == 2
    assert (await fan.post_form(there)).status_code == 200
    assert len(db.read_now(coupons_held, ana.id)) == 1
    put_in_cart(stall, ana)
    assert [line.amount_minor for line in db.read_now(ready_cart, ana)] == [9_400]


async def test_members_talk_and_what_is_refused_is_said_beside_the_field(db, join, browse, fandom):
    ana, eve = join("ana"), join("eve")
    joined(db, fandom, ana)
    fan, stranger = enter(db, browse(), ana), enter(db, browse(), eve)
    talk = f"/clubs/{fandom.club_id}/talk"
    assert (await fan.post_form(talk, {"text": "孔雀蓝怎么样？", "key": "k" * 12})).status_code == 303
    assert "孔雀蓝怎么样？" in (await fan.get(talk, headers=FRAGMENT)).text
    assert (await fan.post_form(talk, {"text": "", "key": "m" * 12})).status_code == 422
    too_long = await fan.post_form(talk, {"text": "长" * 201, "key": "n" * 12})
    assert too_long.status_code == 422
    assert "长" * 200 in too_long.text, "what was typed is still there"
    assert (await stranger.get(talk, headers=FRAGMENT)).status_code == 403
    assert "孔雀蓝怎么样？" not in (await stranger.get(f"/clubs/{fandom.club_id}")).text


async def test_talk_that_has_not_changed_is_not_sent_again(db, join, browse, fandom):
    fan, talk = enter(db, browse(), fandom.host), f"/clubs/{fandom.club_id}/talk"
    await fan.post_form(talk, {"text": "早上好", "key": "k" * 12})
    shown = (await fan.get(talk, headers=FRAGMENT)).text
    again = str(re.search(r'hx-get="([^"]+)"', shown)[1])
    assert (await fan.get(again, headers=FRAGMENT)).status_code == 204
    await fan.post_form(talk, {"text": "晚上好", "key": "m" * 12})
    assert "晚上好" in (await fan.get(again, headers=FRAGMENT)).text


async def test_a_host_writes_thanks_and_takes_the_list_along(db, join, browse, fandom):
    ana = join("ana")
    fan, studio = enter(db, browse(), ana), enter(db, browse(), fandom.host)
    await fan.post_form(f"/clubs/{fandom.club_id}/join", {"messages": "yes", "contact": "yes"})
    assert (await studio.post_form("/studio/club/messages", {"text": "周五见", "key": "k" * 12})).status_code == 303
    assert (await studio.post_form("/studio/club/messages", {"text": "", "key": "m" * 12})).status_code == 422
    assert (await studio.post_form(f"/studio/club/members/{ana.id}/thanks")).status_code == 303
    run_due_now(db)
    notes = (await fan.get("/me/notifications")).text
    assert "周五见" in notes
    assert "感谢" in notes
    file = await studio.get("/studio/club/members.csv")
    assert "ana@example.org" in file.text
    assert file.headers["content-type"].startswith("text/csv")


async def test_the_button_that_opens_a_club_says_so(db, join, browse, fandom):
    studio, novice = enter(db, browse(), fandom.host), enter(db, browse(), join("ivo", "host"))
    assert '<button class="btn">创建你的粉丝团</button>' in (await novice.get("/studio/club")).text
    await studio.post_form("/studio/club/close")
    assert '<button class="btn">重新开放</button>' in (await studio.get("/studio/club")).text
