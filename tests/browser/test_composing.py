"""The controls of the studio, before and on air: what leads the picture, what steps back, what is remembered."""

import io
import struct
import wave
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.fair import PATIENCE_MS
from tests.browser.test_elements import Socket
from tests.browser.test_studio import BAR, CARD, IS_FAR, IS_NEAR, NEAR, PAPER, PERSIMMON

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PINNED = {
    "t": "pinned",
    "id": "pin-2",
    "product_id": "cup",
    "title": "杯子",
    "title_en": "Cup",
    "price_minor": 4_900,
    "currency": "CNY",
}


@pytest.fixture
def console(camera: Browser, base: str) -> Iterator[tuple[Page, Socket]]:
    """A console whose camera is on."""
    context = camera.new_context(viewport={"width": 1440, "height": 2400}, permissions=["camera", "microphone"])
    page = context.new_page()
    socket = Socket(page)
    page.goto(f"{base}/?t=studio/room.html")
    expect(page.locator("lf-room[data-socket-state=open]")).to_be_attached(timeout=PATIENCE_MS)
    page.get_by_role("button", name="打开摄像头").click()
    expect(page.locator("lf-studio")).to_be_visible(timeout=PATIENCE_MS)
    page.evaluate("document.querySelectorAll('lf-publish details').forEach(fold => { fold.open = true })")
    yield page, socket
    context.close()


def shows(page: Page, spot: tuple[int, int], colour: tuple[int, int, int], *, is_there: bool = True) -> None:
    look = (IS_NEAR if is_there else IS_FAR).replace(".frame > lf-player video", "lf-publish .preview video")
    page.wait_for_function(look, arg=[spot, colour, NEAR], polling=200)


def tone() -> FilePayload:
    data = io.BytesIO()
    with wave.open(data, "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(b"".join(struct.pack("<h", 8_000 if at // 10 % 2 else -8_000) for at in range(8_000)))
    return {"name": "bed.wav", "mimeType": "audio/wav", "buffer": data.getvalue()}


def test_the_price_card_follows_what_is_pinned_and_the_layout_of_the_room_leads(console: tuple[Page, Socket]) -> None:
    page, socket = console
    page.get_by_label("下方显示名字和主题").check()
    page.get_by_label("正在讲解商品的价格卡").check()
    shows(page, BAR, PERSIMMON)
    shows(page, CARD, PAPER)
    socket.send(18, {"t": "unpinned", "id": "pin-1"})
    shows(page, CARD, PAPER, is_there=False)
    socket.send(19, PINNED)
    shows(page, CARD, PAPER)
    socket.send(20, {"t": "layout", "layout": "clean"})
    shows(page, CARD, PAPER, is_there=False)
    shows(page, BAR, PERSIMMON, is_there=False)
    socket.send(21, {"t": "layout", "layout": "standard"})
    shows(page, BAR, PERSIMMON)


def test_music_steps_back_while_somebody_speaks(console: tuple[Page, Socket]) -> None:
    page, _ = console
    page.get_by_label("本机音乐").set_input_files(tone())
    expect(page.locator("[data-note=music]")).to_have_text("bed.wav")
    expect(page.locator("lf-studio[data-under=true]")).to_be_attached(timeout=PATIENCE_MS)
    page.get_by_label("关闭麦克风").check()
    expect(page.locator("lf-studio[data-under=false]")).to_be_attached(timeout=PATIENCE_MS)
    page.get_by_label("关闭麦克风").uncheck()
    expect(page.locator("lf-studio[data-under=true]")).to_be_attached()
    page.get_by_label("本机音乐").set_input_files({"name": "x.wav", "mimeType": "audio/wav", "buffer": b"no sound"})
    expect(page.locator("[data-note=music]")).to_have_text("此浏览器无法播放该文件。")


def test_another_microphone_changes_nothing_of_the_stream_and_is_remembered(console: tuple[Page, Socket]) -> None:
    page, _ = console
    picker = page.get_by_label("麦克风", exact=True)
    first, second = picker.input_value(), picker.locator("option").last.get_attribute("value")
    assert second not in {None, first}
    page.evaluate("window.sent = document.querySelector('lf-publish').stream")
    picker.select_option(second)
    heard = "document.querySelector('lf-publish').raw.getAudioTracks()[0].getSettings().deviceId"
    page.wait_for_function(f"id => {heard} === id", arg=second)
    assert page.evaluate("document.querySelector('lf-publish').stream === sent")
    assert page.evaluate("sent.getTracks().every(track => track.readyState === 'live')")
    page.reload()
    page.get_by_role("button", name="打开摄像头").click()
    expect(page.locator("select[name=microphone]")).to_have_value(second or "")


def test_when_the_show_ends_the_devices_are_free_again(console: tuple[Page, Socket]) -> None:
    page, socket = console
    page.evaluate("window.held = document.querySelector('lf-publish').raw.getTracks()")
    assert page.evaluate("held.length === 2 && held.every(track => track.readyState === 'live')")
    socket.send(18, {"t": "ended", "show": "s", "href": "/live/room-1/replay"})
    expect(page.locator("lf-publish[data-state=idle]")).to_be_attached()
    assert page.evaluate("held.every(track => track.readyState === 'ended')")
    expect(page.locator("lf-studio")).to_be_hidden()
    expect(page.get_by_role("button", name="结束直播")).to_be_hidden()
