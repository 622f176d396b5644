"""Two cameras in one room: a guest is let on, everybody sees both, and the host has them off the air at once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from livefair.kernel import Actor, Database
from livefair.live import open_room, plan_show, show_on_air
from livefair.live.seats import cohosts_at, my_seat, open_seats
from livefair.people.ages import confirm_age
from tests.browser.fair import DESKTOP, PATIENCE_MS, PHONE, Visitor, peopled, running
from tests.purse import GROWN_UP

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def made(home: Path, people: dict[str, Actor]) -> str:
    """The host's room with a show to start; Ben is of age."""
    db = Database(f"sqlite:///{home}/livefair.db")
    room_id = db.write_now(open_room, people["host"], title="Two of us")
    db.write_now(plan_show, people["host"], room_id, title="Two of us")
    db.write_now(confirm_age, people["ben"], GROWN_UP)
    db.close()
    return room_id


def test_a_guest_comes_on_is_seen_beside_the_host_and_is_off_at_once(
    chromium: Browser, camera: Browser, tmp_path: Path
) -> None:
    people = peopled(tmp_path)
    room_id = made(tmp_path, people)
    with running(tmp_path) as address:
        host, ben = Visitor(camera, address, "host", DESKTOP), Visitor(camera, address, "ben", PHONE)
        ana = Visitor(chromium, address, "ana", PHONE)
        goes_on_air(host, f"/studio/rooms/{room_id}")
        ana.page.goto(f"/live/{room_id}")
        expect(ana.page.locator(".frame > lf-player[data-state=playing]")).to_be_attached(timeout=PATIENCE_MS)
        asks(ben, f"/live/{room_id}/seat")
        host.sees(host.page.get_by_text("Wants to come on, for 20%"))
        host.button("Let them on").click()
        comes_on(ben)
        sees_both_move(ana)
        ana.page.locator(".seat-view").click()
        expect(ana.page.locator(".frame[data-seats=small]")).to_be_attached()
        host.sees(host.page.locator("#seats lf-player[data-state=playing]"))
        with host.page.expect_response(re.compile("/seats/end$")):
            host.button("Off the air").click()
        expect(ana.page.locator(".seat-tile")).to_have_count(0, timeout=5_000)
        ben.sees(ben.page.get_by_text("The host has ended your time on air."))
        expect(ben.page.locator("lf-publish")).to_have_count(0)
        left = ana.page.request.get(f"/hls/{seat_of(tmp_path, room_id, people['ben'].id)}/index.m3u8").text()
        assert "#EXT-X-ENDLIST" in left, "nothing more comes from there, whatever ticket the guest still has"
        expect(ana.page.locator(".frame > lf-player[data-state=playing]")).to_be_attached()
        assert [fault for visitor in (host, ben, ana) for fault in visitor.wrong] == []


def goes_on_air(host: Visitor, console: str) -> None:
    host.signs_in(console)
    host.button("Switch the camera on").click()
    host.button("Go live").click()
    expect(host.page.locator("lf-publish[data-state=live]")).to_be_attached(timeout=PATIENCE_MS)


def asks(guest: Visitor, seat: str) -> None:
    guest.signs_in(seat)
    guest.page.get_by_label("Part of what the host earns meanwhile, in percent").fill("20")
    guest.button("Ask the host").click()
    guest.sees(guest.page.get_by_text("You proposed 20%"))


def comes_on(guest: Visitor) -> None:
    """The page shows the camera by itself once the host has agreed."""
    guest.sees(guest.page.get_by_text("Agreed: 20% of what the host gets"))
    guest.button("Switch the camera on").click()
    guest.button("Show me to everybody").click()
    expect(guest.page.locator("lf-publish[data-state=live]")).to_be_attached(timeout=PATIENCE_MS)


def sees_both_move(viewer: Visitor) -> None:
    expect(viewer.page.locator(".seat-tile lf-player[data-state=playing]")).to_be_attached(timeout=PATIENCE_MS)
    expect(viewer.page.locator(".frame[data-seats=side]")).to_be_attached()
    viewer.sees_it_play(viewer.page.locator(".seat-tile lf-player video"))
    viewer.sees_it_play(viewer.page.locator(".frame > lf-player video"))
    boxes = [
        viewer.page.locator(each).bounding_box() for each in (".frame > lf-player video", ".seat-tile lf-player video")
    ]
    host, guest = boxes
    assert host is not None
    assert guest is not None
    assert host["x"] + host["width"] <= guest["x"] + 4, "side by side: neither covers the other"


def seat_of(home: Path, room_id: str, guest_id: str) -> str:
    """The only seat that there was; its split ended with it."""
    db = Database(f"sqlite:///{home}/livefair.db")
    show = db.read_now(show_on_air, room_id)
    assert show is not None
    assert db.read_now(open_seats, show.id) == []
    assert db.read_now(cohosts_at, room_id, db.clock()) == []
    seat = db.read_now(my_seat, Actor(guest_id, frozenset({"customer"})), show.id)
    db.close()
    assert seat is not None
    return seat.id
