"""What hosts and brands see on air, in a browser: typing survives the polling, layouts change without reconnecting."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_elements import Socket, fragment

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_the_layout_changes_and_a_correction_is_read_over_the_same_connection(phone: Page, base: str) -> None:
    socket = Socket(phone)
    phone.goto(f"{base}/?t=mall/room.html")
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached()
    chat = phone.locator("[data-log]")
    socket.send(18, {"t": "layout", "layout": "clean"})
    expect(phone.locator("lf-room")).to_have_attribute("data-layout", "clean")
    expect(chat).to_be_hidden()
    socket.send(19, {"t": "layout", "layout": "talk"})
    expect(chat).to_be_visible()
    socket.send(20, {"t": "correction", "id": "n-1", "said": "最好", "text": "我喜欢它", "at": 0})
    expect(chat).to_contain_text("最好")
    expect(chat).to_contain_text("我喜欢它")
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached()


def test_evidence_that_is_being_typed_survives_the_next_look_for_violations(phone: Page, base: str) -> None:
    looks: list[str] = []

    def look(route: Route) -> None:
        looks.append(route.request.url)
        route.fulfill(body=fragment("studio/_violations.html"), content_type="text/html")

    phone.route(re.compile(r"/studio/rooms/room-1/violations$"), look)
    phone.goto(f"{base}/?t=studio/room.html")
    field = phone.locator("#violations input[name=evidence]")
    field.fill("SGS 2026")
    with phone.expect_response(re.compile("violations$")):
        pass
    expect(field).to_have_value("SGS 2026")
    assert looks


def test_a_list_that_renews_itself_stays_readable_meanwhile(phone: Page, base: str) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    phone.route(re.compile(r"/studio/rooms/room-1/violations$"), hold)
    phone.goto(f"{base}/?t=studio/room.html")
    expect(phone.locator("#violations.htmx-request")).to_be_attached(timeout=30_000)
    expect(phone.locator("#violations")).to_have_css("opacity", "1")
    waiting[0].fulfill(status=204)


def test_the_desk_looks_again_every_second(phone: Page, base: str) -> None:
    def look(route: Route) -> None:
        route.fulfill(body=fragment("desk/_live.html").replace(">41<", ">42<"), content_type="text/html")

    phone.route(re.compile(r"/desk/live$"), look)
    phone.goto(f"{base}/?t=desk/live.html")
    expect(phone.locator("#desk-live td").first).to_have_text("42")


def test_a_rehearsal_measures_its_camera_and_says_what_is_wrong(camera: Browser, base: str) -> None:
    context = camera.new_context(viewport={"width": 390, "height": 844}, permissions=["camera", "microphone"])
    page = context.new_page()
    sent: list[str] = []

    def measure(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(json={"warnings": ["太暗：请面向光源。"]})

    page.route(re.compile(r"/measures$"), measure)
    page.route(re.compile(r"/studio/rehearsals/r-1$"), lambda route: route.fulfill(status=204))
    page.goto(f"{base}/?t=studio/rehearsal.html")
    page.get_by_role("button", name="打开摄像头").click()
    expect(page.locator("[data-warnings]")).to_have_text("太暗：请面向光源。")
    assert re.search(r"luma=\d+&change=\d+&loudness_db=-?\d+&peak_db=-?\d+", sent[0])
    context.close()
