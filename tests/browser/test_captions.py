"""Captions in a browser: who wants them sees them, and a browser that can listen writes them down when asked to."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.fair import PATIENCE_MS
from tests.browser.test_elements import Socket

pytestmark = pytest.mark.browser

# A browser's ear that is told what it heard.
EAR = """
window.SpeechRecognition = class extends EventTarget {
  start() { window.ear = this; this.running = true; }
  abort() { this.running = false; }
  hear(transcript) {
    const result = Object.assign([{transcript}], {isFinal: true});
    this.dispatchEvent(Object.assign(new Event('result'), {resultIndex: 0, results: [result]}));
  }
  fail(error) { this.dispatchEvent(Object.assign(new Event('error'), {error})); }
};"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_a_caption_is_seen_by_who_has_turned_captions_on(phone: Page, base: str) -> None:
    socket = Socket(phone)
    phone.goto(f"{base}/?t=mall/room.html")
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached(timeout=PATIENCE_MS)
    said = {"t": "caption", "id": "c-1", "text": "这只杯子能放进洗碗机", "lang": "zh", "at": 0}
    socket.send(18, said, said)
    line = phone.locator("lf-captions p")
    expect(line).to_have_count(1)
    expect(line).to_be_hidden()
    phone.locator("lf-room").evaluate("room => { room.dataset.captions = 'on' }")
    socket.send(19, {**said, "id": "c-2", "text": "<b>240 毫升</b>"})
    expect(line.last).to_be_visible()
    expect(line.last).to_have_text("<b>240 毫升</b>")
    expect(line.last).to_have_attribute("lang", "zh")
    socket.send(20, {"t": "caption_changed", "id": "c-2", "text": "250 毫升"})
    expect(line.last).to_have_text("250 毫升")
    socket.send(21, {"t": "caption_changed", "id": "c-2", "text": ""})
    expect(line).to_have_count(1)
    socket.send(22, {**said, "id": "c-3", "text": "就这样"}, {"t": "caption_changed", "id": "c-9", "text": "没人看见"})
    expect(line.last).to_have_text("就这样")
    expect(line).to_have_count(0, timeout=12_000)


def test_what_a_host_says_is_written_down_only_when_asked_for(phone: Page, base: str) -> None:
    sent: list[dict[str, list[str]]] = []

    def keep(route: Route) -> None:
        sent.append(parse_qs(route.request.post_data or ""))
        route.fulfill(status=204)

    phone.add_init_script(EAR)
    phone.route(re.compile("rooms/[^/]+/captions$"), keep)
    phone.goto(f"{base}/?t=studio/room.html")
    phone.locator("summary", has_text="字幕").click()
    button = phone.get_by_role("button", name="把我说的写下来")
    expect(button).to_have_attribute("aria-pressed", "false", timeout=PATIENCE_MS)
    expect(phone.get_by_text("会把你的声音发给浏览器厂商")).to_be_visible()
    assert phone.evaluate("window.ear === undefined"), "it does not listen by itself"
    button.click()
    assert phone.evaluate("ear.running && ear.lang") == "zh-CN"
    phone.evaluate("ear.hear('大家好，' + '今'.repeat(200))")
    expect(phone.locator("[data-said]")).to_have_text("今" * 44)
    phone.wait_for_function("document.querySelector('[data-said]').textContent.length === 44")
    assert [len(each["text"][0]) for each in sent] == [160, 44]
    assert {each["source"][0] for each in sent} == {"spoken"}
    assert len({each["key"][0] for each in sent}) == 2
    phone.evaluate("ear.fail('network')")
    expect(phone.locator("[data-said]")).to_have_text("此浏览器无法在这里听写，请改为打字。")
    expect(button).to_have_attribute("aria-pressed", "false")
