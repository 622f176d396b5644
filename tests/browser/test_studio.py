"""The studio in the browser: what the host turns on is in the picture that viewers get, over the same connection."""

from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from livefair.catalog import Words, add_sku, create_product
from livefair.kernel import Actor, Database, Money
from livefair.live import assort, open_room, plan_show
from livefair.supply import receive
from tests.browser.fair import DESKTOP, PATIENCE_MS, PHONE, Visitor, peopled, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The colours and places of assets/js/scene.js, in a picture of 720 × 1280.
PAPER, PERSIMMON, DARK, BLUE = (253, 248, 240), (216, 67, 28), (18, 13, 18), (0, 0, 255)
BAR, CARD, SMALL, CORNER = (91, 634), (390, 250), (528, 380), (20, 1260)
NEAR = 40

# The mean colour of a small square of the picture that this page plays.
COLOUR = """
([x, y]) => {
  const video = document.querySelector('.frame > lf-player video');
  if (!video.videoWidth) return null;
  const canvas = Object.assign(document.createElement('canvas'), {width: 720, height: 1280});
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, 720, 1280);
  const {data} = context.getImageData(x - 2, y - 2, 5, 5);
  const mean = i => data.filter((_, at) => at % 4 === i).reduce((sum, each) => sum + each, 0) / 25;
  return [0, 1, 2].map(mean);
}"""
IS_NEAR = f"""
([spot, colour, near]) => {{
  const seen = ({COLOUR})(spot);
  return seen && seen.every((each, i) => Math.abs(each - colour[i]) <= near);
}}"""
IS_FAR = IS_NEAR.replace("seen.every", "!seen.every")
# A browser whose WebRTC reaches nobody: only relays are allowed, and there are none.
NO_ICE = """
const Peer = RTCPeerConnection;
window.RTCPeerConnection = class extends Peer {
  constructor(options) { super({...options, iceServers: [], iceTransportPolicy: 'relay'}); }
};"""
# A screen to share, for a browser without one.
SCREEN = """
navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 320, height: 200});
  const draw = canvas.getContext('2d');
  draw.fillStyle = '#0000ff';
  setInterval(() => draw.fillRect(0, 0, 320, 200), 100);
  return canvas.captureStream(10);
};"""


class Stage(NamedTuple):
    room_id: str
    product_id: str


def made(home: Path, people: dict[str, Actor]) -> Stage:
    """A room with a show to start, and a mug on its table."""
    db = Database(f"sqlite:///{home}/livefair.db")
    product_id = db.write_now(create_product, people["brand"], Words("杯子", "Mug", category="kitchen"))
    sku_id = db.write_now(add_sku, people["brand"], product_id, name_zh="蓝", name_en="Blue", price=Money(9_900))
    db.write_now(receive, people["brand"], sku_id, quantity=9, key="first")
    room_id = db.write_now(open_room, people["host"], title="A mug for every morning")
    show_id = db.write_now(plan_show, people["host"], room_id, title="A mug for every morning")
    db.write_now(assort, people["host"], show_id, product_id)
    db.close()
    return Stage(room_id, product_id)


def opens_the_camera(host: Visitor, room_id: str) -> None:
    host.signs_in(f"/studio/rooms/{room_id}")
    host.button("Switch the camera on").click()
    host.sees(host.page.locator("lf-studio"))


def goes_live(host: Visitor) -> None:
    host.button("Go live").click()
    expect(host.page.locator("lf-publish[data-state=live]")).to_be_attached(timeout=PATIENCE_MS)


def taps(host: Visitor, label: str) -> None:
    """A box is ticked or not any more; by keyboard, because a busy page scrolls late."""
    box = host.page.get_by_label(label, exact=True)
    was = box.is_checked()
    box.focus()
    box.press("Space")
    expect(box).to_be_checked(checked=not was)


def sees(viewer: Page, spot: tuple[int, int], colour: tuple[int, int, int]) -> None:
    viewer.wait_for_function(IS_NEAR, arg=[spot, colour, NEAR], polling=250, timeout=PATIENCE_MS)


def sees_no(viewer: Page, spot: tuple[int, int], colour: tuple[int, int, int]) -> None:
    viewer.wait_for_function(IS_FAR, arg=[spot, colour, NEAR], polling=250, timeout=PATIENCE_MS)


def test_what_the_host_turns_on_reaches_the_viewers_over_one_connection(
    chromium: Browser, camera: Browser, tmp_path: Path
) -> None:
    stage = made(tmp_path, peopled(tmp_path))
    with running(tmp_path) as address:
        host, ana = Visitor(camera, address, "host", DESKTOP), Visitor(chromium, address, "ana", PHONE)
        host.page.add_init_script(SCREEN)
        published: list[str] = []
        host.page.on(
            "request",
            lambda asked: published.append(asked.url) if "/whip/" in asked.url and asked.method == "POST" else None,
        )
        opens_the_camera(host, stage.room_id)
        expect(host.button("End the show")).to_be_hidden()
        goes_live(host)
        host.sees(host.button("End the show"))
        ana.page.goto(f"/live/{stage.room_id}")
        ana.sees_the_picture_move()
        for spot, colour in ((BAR, PERSIMMON), (CARD, PAPER), (SMALL, BLUE), (CORNER, DARK)):
            sees_no(ana.page, spot, colour)
        host.page.get_by_text(host.words("Your picture"), exact=True).click()
        taps(host, "Name and topic below")
        sees(ana.page, BAR, PERSIMMON)
        taps(host, "Price card of the pinned product")
        host.button("Pin Mug").click()
        sees(ana.page, CARD, PAPER)
        host.page.get_by_label("Picture in the picture").select_option("screen")
        sees(ana.page, SMALL, BLUE)
        host.page.get_by_label("Behind you", exact=True).select_option("dark")
        sees(ana.page, CORNER, DARK)
        host.button("Unpin Mug").click()
        sees_no(ana.page, CARD, PAPER)
        taps(host, "Name and topic below")
        sees_no(ana.page, BAR, PERSIMMON)
        assert len(published) == 1, "one session for all of it"
        expect(host.page.locator("[data-reconnects]")).to_have_text("0")
        assert [fault for visitor in (host, ana) for fault in visitor.wrong] == []


def test_without_webrtc_the_show_goes_on_air_another_way_by_itself(
    chromium: Browser, camera: Browser, tmp_path: Path
) -> None:
    stage = made(tmp_path, peopled(tmp_path))
    with running(tmp_path) as address:
        host, ana = Visitor(camera, address, "host", PHONE), Visitor(chromium, address, "ana", PHONE)
        host.page.add_init_script(NO_ICE)
        opens_the_camera(host, stage.room_id)
        host.page.get_by_text(host.words("Your picture"), exact=True).click()
        taps(host, "Name and topic below")
        goes_live(host)
        host.sees(host.page.get_by_text("WebRTC does not get through from here"))
        expect(host.page.locator("[data-path]")).to_have_text("WebSocket")
        ana.page.goto(f"/live/{stage.room_id}")
        ana.sees_the_picture_move()
        sees(ana.page, BAR, PERSIMMON)
        assert [fault for visitor in (host, ana) for fault in visitor.wrong] == []


def test_the_room_never_shows_because_another_background_failed_or_the_camera_came_back(
    camera: Browser, tmp_path: Path
) -> None:
    stage = made(tmp_path, peopled(tmp_path))
    with running(tmp_path) as address:
        host = Visitor(camera, address, "host", PHONE)
        opens_the_camera(host, stage.room_id)
        host.page.get_by_text(host.words("Your picture"), exact=True).click()
        background = host.page.get_by_label("Behind you", exact=True)
        note = host.page.locator("lf-studio [data-note=background]")
        background.select_option("dark")
        previews(host.page, CORNER, DARK)
        background.select_option("picture")
        broken: FilePayload = {"name": "wall.png", "mimeType": "image/png", "buffer": b"no picture"}
        host.page.get_by_label("Picture behind you").set_input_files(broken)
        expect(note).to_have_text(host.words("This picture cannot be read."), timeout=PATIENCE_MS)
        expect(background).to_have_value("dark")
        previews(host.page, CORNER, DARK)
        host.button("Switch the camera off").click()
        host.button("Switch the camera on").click()
        previews(host.page, CORNER, DARK)
        expect(background).to_have_value("dark")


def previews(page: Page, spot: tuple[int, int], colour: tuple[int, int, int]) -> None:
    """What the host sees of it, which is what is sent."""
    look = IS_NEAR.replace(".frame > lf-player video", "lf-publish .preview video")
    page.wait_for_function(look, arg=[spot, colour, NEAR], polling=200, timeout=PATIENCE_MS)
